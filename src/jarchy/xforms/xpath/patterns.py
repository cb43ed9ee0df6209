"""Regular expressions of forms: the whole text, Java's way of writing them, and never more than a bounded time.

Python's own engine goes back and forth, and (a+)+b on thirty letters would hold a server for hours. So a pattern is
looked at before it is used. Where the engine cannot go back (each letter leaves one way on) or could not often on so
short a text, it is used; otherwise the pattern is walked as an automaton (automaton.py), which reads each letter once;
what an automaton cannot do (looking around, back references) is refused then, with the reason. The same text gets the
same answer on any machine, because steps are counted and no clock is asked.
"""

import re
import unicodedata
import warnings
from dataclasses import dataclass
from functools import cached_property, lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as sre  # type: ignore[attr-defined]
from typing import Any

from jarchy.xforms.xpath.automaton import Automaton, Unwalkable
from jarchy.xforms.xpath.error import XPathError

LONGEST = 4_000
"""Characters of a pattern."""
MOST_STEPS = 2_000_000
"""That a search may take by our reckoning: some tenths of a second at the worst."""
MOST_WAYS = 100
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of `text` is what `pattern` says. Raises XPathError where it cannot be read or bounded."""
    return _pattern(pattern).matches(text)


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> "_Pattern":
    if len(pattern) > LONGEST:
        raise XPathError(f"a pattern of more than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            written = _in_python(pattern)
            return _Pattern(pattern, re.compile(written, re.ASCII), sre.parse(written, re.ASCII))
    except (re.error, OverflowError, RecursionError, MemoryError) as error:
        raise XPathError(f"the pattern {pattern[:200]!r} cannot be read: {error}") from None


@dataclass(frozen=True)
class _Pattern:
    source: str
    compiled: re.Pattern[str]
    tree: Any

    def matches(self, text: str) -> bool:
        if self._is_tame:
            return self.compiled.fullmatch(text) is not None
        degree, ways = self._cost
        if ways * (len(text) + 1) ** degree <= MOST_STEPS:
            return self.compiled.fullmatch(text) is not None
        automaton = self._automaton
        if automaton is None or len(automaton.states) * len(text) > MOST_STEPS:
            raise XPathError(
                f"the pattern {self.source[:200]!r} could take too long on a text of {len(text)} letters"
            )
        return automaton.accepts(text)

    @cached_property
    def _is_tame(self) -> bool:
        """Whether the engine's time grows with the text and no faster: nearly all patterns of real forms."""
        if self._cost[0] <= 1 and self._cost[1] < MOST_WAYS:
            return True
        return self._automaton is not None and self._automaton.goes_one_way()

    @cached_property
    def _cost(self) -> tuple[int, int]:
        return _cost(self.tree, within=False)

    @cached_property
    def _automaton(self) -> Automaton | None:
        try:
            return Automaton.of(self.tree)
        except (Unwalkable, RecursionError):
            return None


_ENDLESS = 100
"""The degree of what may be exponential: any longer text is then walked by the automaton."""


def _cost(tree: Any, *, within: bool) -> tuple[int, int]:
    """(degree, ways): the engine takes at most some ways * (length + 1) ** degree steps.

    Each repeat of no fixed length adds one to the degree, each alternative multiplies the ways; either of them inside
    another repeat may double with every letter.
    """
    degree, ways, aside = 0, 1, 0
    for operator, value in tree:
        if operator in _REPEATS:
            least, most, inner = value
            inside, choices = _cost(inner, within=most > 1)
            degree += inside + (least != most) * (_ENDLESS if within else 1)
            ways *= choices
        elif operator is ops.BRANCH:
            branches = [_cost(branch, within=within) for branch in value[1]]
            degree += max(inside for inside, _ in branches) + (_ENDLESS if within else 0)
            ways *= sum(choices for _, choices in branches)
        elif operator is ops.SUBPATTERN or operator is ops.ATOMIC_GROUP:
            inside, choices = _cost(value[-1] if operator is ops.SUBPATTERN else value, within=within)
            degree, ways = degree + inside, ways * choices
        elif operator in (ops.ASSERT, ops.ASSERT_NOT):
            inside, choices = _cost(value[1], within=within)
            aside, ways = max(aside, degree + inside), ways + choices
        elif operator is ops.GROUPREF_EXISTS:
            degree += _ENDLESS
        ways = min(ways, MOST_STEPS + 1)
    return min(max(degree, aside), _ENDLESS), ways


_PROPERTY = re.compile(r"\{\^?(\w+)\}|(\w)")
_ASCII = {
    "Lower": "a-z", "Upper": "A-Z", "Alpha": "a-zA-Z", "Digit": "0-9", "Alnum": "a-zA-Z0-9", "Space": r" \t\n\x0b\f\r",
    "Punct": r"!-/:-@\[-`{-~", "XDigit": "0-9a-fA-F", "Blank": r" \t", "ASCII": r"\x00-\x7f",
}  # fmt: skip


def _in_python(pattern: str) -> str:
    r"""The pattern as Python writes it: \p{L}, \Q...\E, \z and (?<name>...) are Java's and JavaScript's."""
    made: list[str] = []
    at, in_class = 0, False
    while at < len(pattern):
        letter, after = pattern[at], pattern[at + 1 : at + 2]
        at += 1
        if letter == "\\" and after:
            at += 1
            written, at = _escaped(pattern, at, after, in_class=in_class)
            made.append(written)
            continue
        if letter == "[" and not in_class:
            in_class = True
        elif letter == "]" and in_class:
            in_class = False
        elif in_class and letter == "&" and after == "&":
            raise XPathError(f"the pattern {pattern[:200]!r} cannot be read: && in brackets is Java's alone")
        elif not in_class and re.match(r"\(\?<[A-Za-z]", pattern[at - 1 :]):
            at += 2
            letter = "(?P<"
        made.append(letter)
    return "".join(made)


def _escaped(pattern: str, at: int, letter: str, *, in_class: bool) -> tuple[str, int]:
    """What follows a backslash, and where it ends."""
    if letter == "Q":
        quoted, _, _ = pattern[at:].partition(r"\E")
        return re.escape(quoted), min(len(pattern), at + len(quoted) + 2)
    if letter == "z":
        return r"\Z", at
    if letter in "pP" and (match := _PROPERTY.match(pattern, at)):
        inside = _letters_of(match[1] or match[2])
        if not in_class:
            return f"[{'^' if letter == 'P' else ''}{inside}]", match.end()
        if letter == "p":
            return inside, match.end()
    return f"\\{letter}", at


@lru_cache(maxsize=64)
def _letters_of(name: str) -> str:
    """The inside of a class for a property: a general category (L, Lu, Nd), a script (IsCyrillic), or Java's ASCII
    ones (Alpha). Of the basic plane only, where all living scripts of the region stand."""
    if name in _ASCII:
        return _ASCII[name]
    plain = name.removeprefix("Is").removeprefix("In")
    if re.fullmatch("[CLMNPSZ][a-z]?", plain):
        found = [code for code in range(0x10000) if unicodedata.category(chr(code)).startswith(plain)]
    elif plain == "Alphabetic":
        found = [code for code in range(0x10000) if chr(code).isalpha()]
    else:
        script = f"{plain.upper()} "
        found = [code for code in range(0x10000) if unicodedata.name(chr(code), "").startswith(script)]
    if not found:
        raise re.error(f"there is no property {name}")
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in _runs(found))


def _runs(codes: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1] = runs[-1][0], code
        else:
            runs.append((code, code))
    return runs
