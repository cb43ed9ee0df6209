"""What a link shows of the field: the numbers, or one oblast; as a partner sees it, and nothing of anybody's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.one_reading import for_one_reading
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.queries import numbers
from jarchy.fieldwork.queries.names import Names
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.people import Look, LookPage
from jarchy.places.queries import territory

MOST_REPORTS = 200


def _numbers(edition: Edition, actor: Actor, row: str) -> LookPage:
    return LookPage("look/numbers.html", {"figures": numbers.all_figures(edition), "reports": None})


def _oblasts(edition: Edition) -> list[tuple[str, str]]:
    return [(one.pcode, text_in(one.names)) for one in territory(edition.country).regions]


def _oblast(edition: Edition, actor: Actor, row: str) -> LookPage | None:
    """Its numbers, and the confirmed reports behind them: kind, day, place, organisation, attendances."""
    place = next((one for one in territory(edition.country).regions if one.pcode == row), None)
    if place is None:
        return None
    of = for_one_reading(edition)
    figures = [
        numbers.shown_figure(ledger.figure(of, one.slug, place=row, sight=Sight.EXACT))
        for one in charter.indicators(of)
    ]
    names = Names(edition)
    rows = Report.objects.visible_to(actor).filter(edition=edition, region__pcode=row)
    latest = rows.select_related("place", "organisation").order_by("-held_on", "-pk")[:MOST_REPORTS]
    reports = [
        (one, names.kinds.get(one.kind, one.kind), text_in(one.place.names) if one.place else "")
        for one in latest
    ]
    context = {"figures": figures, "place": text_in(place.names), "reports": reports, "count": rows.count()}
    return LookPage("look/numbers.html", context)


NUMBERS = Look(_("Numbers"), lambda edition: [("", str(_("Numbers")))], _numbers)
OBLAST = Look(_("One oblast"), _oblasts, _oblast, is_of_place=True)
