"""What must not stand in a free text: telephone numbers, numbers of identity papers, e-mail addresses.

A campaign keeps no names or stories; whoever writes a number into a remark is told so before it is stored,
and what arrives by a channel that cannot ask is masked. The guard rather finds one too many; dates, years and
counts pass.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

MASK = "•••"


class SecretKind(StrEnum):
    """What was found."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    EMAIL = "email"


@dataclass(frozen=True)
class Span:
    """Where it stands: text[start:end]."""

    start: int
    end: int
    kind: SecretKind


# The invisible ones too: a number copied from a messenger or an address book brings marks of direction along.
_GAP = (
    r"[ \u00a0\u2009\u202f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad().\-\u2010-\u2015/\u00b7\u2022]"
)
_EMAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\(собака\)|\[собака\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
# Passports and identity cards of the Kyrgyz Republic: two letters (often typed in Cyrillic) and seven digits.
_PASSPORT = re.compile(
    r"(?<![^\W_])(?:AN|ID|AC|PE|АН|АС|ИД|РЕ)\s?(?:№|N|No\.?|:|-)?\s?[0-9]{7}(?![0-9])", re.IGNORECASE
)
_PIN_DIGITS = 14  # the personal number: sex, day of birth, six more
_DIGITS = re.compile(rf"(?<![^\W_])(?:\+ ?)?\(?\d(?:{_GAP}{{0,3}}\d)+(?!\w)")
_NEVER_BROKEN = 9  # so many digits in one run are never a count of people
_SAID = re.compile(
    r"(?:тел(?:ефон\w*)?|моб(?:ил\w*)?|номер\w*|сот(?:к\w*)?|ватсап\w*|"
    r"whats ?app|wa|viber|phone|tel|mob(?:ile)?|call)"
    rf"[ .:№#-]{{1,4}}(\+?\d(?:{_GAP}{{0,2}}\d){{4,}})(?!\w)",
    re.IGNORECASE,
)
_DAY_MONTH = r"(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])"
_DATES = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}|{_DAY_MONTH}[-./](?:19|20)\d\d)(?!\d)"
)
# Only a whole run of these is taken for days and years: 0555 12-10-18 is a telephone.
_ONLY_DAYS = re.compile(rf"(?:{_GAP}*(?:{_DAY_MONTH}[-./]\d\d|(?:19|20)\d\d)(?!\d))+")


def secrets_in(text: str, *, allowed: Collection[str] = ()) -> tuple[Span, ...]:
    """What was found, from left to right, never overlapping. `allowed`: numbers that anyone may
    write (helplines), in any spelling."""
    public = {_digits(number) for number in allowed}
    found = [Span(match.start(), match.end(), SecretKind.EMAIL) for match in _EMAIL.finditer(text)]
    found += [Span(match.start(), match.end(), SecretKind.ID_NUMBER) for match in _PASSPORT.finditer(text)]
    found += [Span(*match.span(1), SecretKind.PHONE) for match in _SAID.finditer(text)]
    # A day is put aside first: "10.09.2018-10.12.2018" has sixteen digits and is no telephone.
    without_dates = _DATES.sub(lambda match: "\n" * len(match[0]), text)
    for match in _DIGITS.finditer(without_dates):
        if kind := _kind_of(match[0]):
            found.append(Span(match.start(), match.end(), kind))
    return _apart(
        [span for span in found if _digits(text[span.start : span.end]) not in public or span.kind == "email"]
    )


def masked(text: str, *, allowed: Collection[str] = ()) -> str:
    """The text with each such thing replaced by three dots. Masking twice changes nothing more."""
    while spans := secrets_in(text, allowed=allowed):
        for span in reversed(spans):
            text = text[: span.start] + MASK + text[span.end :]
    return text


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _kind_of(run: str) -> SecretKind | None:
    """Of a run of digits and gaps: what it is, None for a count, a sum or a list of counts."""
    digits = _digits(run)
    groups = re.findall(r"\d+", run)
    if len(digits) == _PIN_DIGITS and digits[0] in "012":
        return SecretKind.ID_NUMBER
    if any(len(group) >= _NEVER_BROKEN for group in groups):
        return SecretKind.PHONE
    if len(digits) < _NEVER_BROKEN or _ONLY_DAYS.fullmatch(run):
        return None
    starts_like_one = run.startswith("+") or digits.startswith(("0", "996"))
    russian = len(digits) == 11 and digits[0] in "78"
    inland = len(digits) == 9 and len(groups[0]) == 3 and digits[0] in "23579"
    return SecretKind.PHONE if starts_like_one or russian or inland else None


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """In order; of two that overlap the earlier, and of two that begin together the longer."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
