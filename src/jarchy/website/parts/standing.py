"""How firm the numbers are: provisional until a day, or final with what was corrected since."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.charter.rules import is_pinned
from jarchy.formats.numbers import day_text, short_day_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.places.queries import territory
from jarchy.website.addresses import Addresses
from jarchy.website.parts.numbers import value_text, why_none


def standing_told(edition: Edition, language: str) -> str:
    """The word for the numbers. They become final when the Secretariat says so: past its day they are provisional
    still.
    """
    if is_pinned(edition.state):
        return gettext("final")
    if edition.today() < edition.final_on:
        return gettext("provisional until {day}").format(day=day_text(edition.final_on, language))
    return gettext("provisional")


@dataclass(frozen=True)
class CorrectedNumber:
    """A number of the list of corrections, in words. `why` may be several reasons."""

    when: str
    name: str
    place: str
    published: str
    now: str
    why: str
    url: str


def corrected_numbers(edition: Edition, language: str) -> list[CorrectedNumber]:
    """In the order of the indicators, the country first. As of the last midnight."""
    at, names = Addresses(edition.slug, language), territory().by_pcode
    return [
        CorrectedNumber(
            when=short_day_text(one.day, language),
            name=text_in(one.indicator.names, language),
            place=text_in(names[one.pcode].names if one.pcode in names else edition.country_names, language),
            published=_said(one, one.published, language), now=_said(one, one.now, language), why=_why(one),
            url=at.figure(one.indicator.slug, one.pcode or None),
        )
        for one in ledger.corrected_figures(edition, sight=Sight.PUBLIC)
    ]  # fmt: skip


def _said(one: ledger.CorrectedFigure, value: int | Decimal | None, language: str) -> str:
    return (
        why_none(one.why_none) if value is None else value_text(value, one.qualifier, one.indicator, language)
    )


def _why(one: ledger.CorrectedFigure) -> str:
    if one.whys:
        return "; ".join(one.whys)
    return gettext("Activities in schools, homes and the like were corrected; of these only the sum is told.")
