"""Every exact number at once, for an archive: the figures of each place, and the sums that they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.db.models import Sum

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.rules import Computed
from jarchy.ledger.models import Line
from jarchy.ledger.queries.figures import Figure, figure
from jarchy.ledger.rules import Breakdown, Sight, monday_of
from jarchy.places.queries import territory

# measure, week's Monday, region, district, organisation, is it counted nationally, is it open, value
ExactSum = tuple[str, date, str, str, str, bool, bool, int]
_COLUMNS = (
    "measure",
    "region__pcode",
    "district__pcode",
    "organisation__slug",
    "counts_nationally",
    "is_open",
    "date",
)


def exact_figures(edition: Edition) -> Iterator[Figure]:
    """Each counted indicator for the country, every oblast, rayon and town, as the secretariat reads it."""
    register = territory(edition.country)
    places = [place.pcode for place in register.regions]
    places += [place.pcode for place in register.districts if place.level == 2]
    for indicator in charter.indicators(edition):
        if indicator.computed != Computed.LATER:
            for pcode in (None, *places):
                yield figure(edition, indicator.slug, place=pcode, sight=Sight.EXACT)


def exact_sums(edition: Edition) -> Iterator[ExactSum]:
    """Sums of every measure by place, organisation and week, in that order; those that come to nothing are left out.

    Rows with `counts_nationally` add up to the country; an organisation's own sum takes all of its rows. One query.
    """
    lines = Line.objects.filter(edition=edition, breakdown=Breakdown.TOTAL).values_list(*_COLUMNS)
    rows = lines.annotate(sum=Sum("value")).order_by(*_COLUMNS)
    weeks = groupby(rows.iterator(chunk_size=2000), lambda row: (*row[:6], monday_of(row[6])))
    for (measure, region, district, organisation, national, is_open, monday), days in weeks:
        if value := sum(row[7] for row in days):
            yield measure, monday, region, district, organisation, national, is_open, value
