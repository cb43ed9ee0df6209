"""What was corrected after it could be read on a number's page: newest first, by how much, without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.formats.numbers import number_text, short_day_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import IN_CELLS, Sight
from jarchy.places.models import Place

SHOWN = 20


@dataclass(frozen=True)
class Corrected:
    """`when` it was corrected; `what` activity that was, with its day; `change` with its sign."""

    when: str
    what: str
    place: str
    change: str


def corrected(
    edition: Edition, indicator: Indicator, language: str, *, place: str | None
) -> list[Corrected] | None:
    """As of the last midnight; None for a number that is not added up from activities. A fixed number of queries."""
    if indicator.computed != "sum" or indicator.measure not in IN_CELLS:
        return None
    found = ledger.corrections(edition, indicator.measure, sight=Sight.PUBLIC, place=place, limit=SHOWN)
    kinds = charter.choices(edition, "kind", with_retired=True) if found else {}
    places = _places(found)
    return [
        Corrected(
            when=short_day_text(one.day, language),
            what=gettext("{what}, {day}").format(
                what=text_in(kinds[one.kind].names, language) if one.kind in kinds else one.kind,
                day=short_day_text(one.date, language),
            ),
            place=", ".join(
                dict.fromkeys(
                    text_in(places[pcode], language) for pcode in (one.pcode, one.district) if pcode in places
                )
            ),
            change=_change(one.change, language),
        )
        for one in found
    ]


def _places(found: Sequence[ledger.Correction]) -> dict[str, dict[str, str]]:
    pcodes = {pcode for one in found for pcode in (one.pcode, one.district)}
    return dict(Place.objects.filter(pcode__in=pcodes).values_list("pcode", "names")) if pcodes else {}


def _change(change: int, language: str) -> str:
    """+36, −60; a correction of something else leaves this number as it was."""
    if not change:
        return gettext("number unchanged")
    return f"+{number_text(change, language)}" if change > 0 else number_text(change, language)
