"""Whether the reports are true: what calls to check came to, by which rule they were drawn, and the seed in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.fieldwork.queries.checks import public_checks
from jarchy.fieldwork.shown_checks import checks_sentence
from jarchy.formats.numbers import number_text, share_text
from jarchy.foundation.texts import text_in
from jarchy.places.queries import territory


@dataclass(frozen=True)
class ChecksInWords:
    """`oblasts`: name, as reported, of how many checked; only where enough were. `seed` is "" until the end."""

    sentence: str
    rule: str
    oblasts: Sequence[tuple[str, str, str]]
    seed_sha256: str
    seed: str


def checks_in_words(edition: Edition, language: str) -> ChecksInWords | None:
    """None where no call is drawn. Two queries."""
    found = public_checks(edition)
    if found is None:
        return None
    rule = gettext(
        "Each Monday {share} of the reports confirmed in the week before are drawn by lot, at least {least} of each"
        " oblast. Somebody of another organisation asks the host, without knowing the reported number."
    )
    places = territory().by_pcode
    return ChecksInWords(
        checks_sentence(found.numbers, language),
        rule.format(
            share=share_text(found.rule.share, language), least=number_text(found.rule.least_per_oblast, language)
        ),
        [
            (text_in(places[pcode].names, language), number_text(one.as_reported, language),
             number_text(one.checked, language))
            for pcode, one in found.by_oblast
        ],
        found.rule.seed_sha256, found.seed,
    )  # fmt: skip
