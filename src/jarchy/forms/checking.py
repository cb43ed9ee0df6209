"""What is noticed about answers that were sent: the form's own rules, and the guard of free texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from jarchy.charter.models import Edition, Helpline
from jarchy.charter.one_reading import once
from jarchy.forms.models import FormVersion
from jarchy.forms.rules import HOST_PHONE, LINK, Finding
from jarchy.forms.versions import FormLists, compiled, world_of
from jarchy.forms.wording import as_kept
from jarchy.words.guard import masked, secrets_in
from jarchy.xforms import engine
from jarchy.xforms.form import Form, Kind

_ROUND = re.compile(r"\[\d+\]")
_ADDRESS = re.compile(
    r"https?://(?!(?:[\w-]+\.)*(?:wa\.me|t\.me)/)[\w.-]+\.[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE
)


class Desk:
    """Checks submissions of one version and one organisation; its lists are made ready once. `edition`: the version's,
    one reading of which serves many desks.
    """

    def __init__(self, version: FormVersion, organisation: str, *, edition: Edition, now: datetime) -> None:
        self.edition = edition
        self.form = compiled(version)
        self.language = self.edition.languages[0] if self.edition.languages else self.form.default_language
        self.lists = FormLists(version, organisation, self.language, edition=edition)
        self.world = world_of(self.edition, now=now, language=self.language)

    @cached_property
    def helplines(self) -> list[str]:
        return public_numbers(self.edition)

    def findings_of(self, answers: Mapping[str, str], *, host_phone: str = "") -> list[Finding]:
        """All that does not fit; answers by path. The host's telephone is judged and not repeated."""
        whole = dict(answers)
        if host_phone and (path := path_of(self.form, HOST_PHONE)):
            whole[path] = host_phone
        checked = engine.check(self.form, whole, self.lists.ready, self.world)
        found = [as_kept(finding, self.language) for finding in checked.findings]
        return found + list(guarded(self.form, answers, allowed=self.helplines))

    def masked(self, answers: Mapping[str, str]) -> dict[str, str]:
        """The answers by path as they are kept and shown: what the guard finds in a text is masked."""
        texts = set(written_by_people(self.form, answers))
        return {
            path: masked(text, allowed=self.helplines) if path in texts else text
            for path, text in answers.items()
        }


def path_of(form: Form, name: str) -> str:
    return next((node.path for node in form.nodes if node.name == name), "")


@once
def public_numbers(edition: Edition) -> list[str]:
    """Helplines: numbers that anyone may write into a text."""
    return list(Helpline.objects.filter(edition=edition).values_list("number", flat=True))


def guarded(form: Form, answers: Mapping[str, str], *, allowed: Iterable[str]) -> Iterator[Finding]:
    """Telephones, numbers of identity papers and e-mail addresses in texts that a person wrote, also in answers to
    questions that the form does not have; once for each kind in each text. Answers by path."""
    numbers = list(allowed)
    for path in written_by_people(form, answers):
        for kind in dict.fromkeys(span.kind for span in secrets_in(answers[path], allowed=numbers)):
            yield Finding(f"guard.{kind}", path)


def written_by_people(form: Form, answers: Mapping[str, str]) -> Iterator[str]:
    """Paths of the answers that are a person's own words; the host's telephone is none."""
    kinds = {path: node.kind for path, node in form.by_path.items()}
    for path in answers:
        plain = _ROUND.sub("", path)
        if plain.endswith(f"/{LINK}") and _ADDRESS.fullmatch(answers[path].strip()):
            continue
        if kinds.get(plain, Kind.TEXT) is Kind.TEXT and not plain.endswith(f"/{HOST_PHONE}"):
            yield path
