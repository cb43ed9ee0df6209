"""Charts of public numbers to take away, as SVG and PNG, with their day, source and address in them."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.charter.one_reading import for_one_reading
from jarchy.formats.cells import csv_cell
from jarchy.formats.numbers import day_text, number_text, short_day_text
from jarchy.formats.pdf import png
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import IN_CELLS, Sight, monday_of
from jarchy.pictures.cards import WIDTH, Card, PlaceBar, card_of_places, card_of_weeks, height_of
from jarchy.pictures.weeks import Week
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications.naming import in_language
from jarchy.publications.problems import Problems

WEEKS, PLACES = "weeks", "places"


@in_language
def chart(edition: Edition, language: str, *, indicator: str, by: str, pcode: str | None = None) -> str:
    """The SVG, of the last midnight. Raises publications.no_chart for a number or a place that has none."""
    edition = for_one_reading(edition)
    row, place, found = _asked(edition, indicator, by, pcode)
    if by == WEEKS:
        bars = _weeks(edition, language, row, found)
        if not bars:
            raise Problems.no_chart()
        told = [f"{bar.label} {bar.written}" for bar in bars]
        return card_of_weeks(_card(edition, language, row, place, found, by, told), bars)
    rows = [_place_bar(one, row, language) for one in found.rows]
    told = [f"{bar.name} {bar.written}" for bar in rows]
    return card_of_places(_card(edition, language, row, place, found, by, told), rows)


@in_language
def chart_table(edition: Edition, language: str, *, indicator: str, by: str, pcode: str | None = None) -> str:
    """The same numbers as CSV, for whoever draws it anew: what is counted, as of when, whose it is, in the last lines.

    Raises publications.no_chart.
    """
    edition = for_one_reading(edition)
    row, place, found = _asked(edition, indicator, by, pcode)
    bars = (
        [(one.label, one.value) for one in _weeks(edition, language, row, found)]
        if by == WEEKS
        else [(one.name, one.value) for one in (_place_bar(each, row, language) for each in found.rows)]
    )
    card = _card(edition, language, row, place, found, by, [])
    head = gettext("Week from") if by == WEEKS else gettext("Place")
    lines = [
        (head, text_in(row.names, language)),
        *bars,
        (),
        *((one,) for one in (card.mark, *card.foot) if one),
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([csv_cell(one) for one in line] for line in lines)
    return "\ufeff" + out.getvalue()


def _asked(
    edition: Edition, indicator: str, by: str, pcode: str | None
) -> tuple[Indicator, PlaceFacts | None, ledger.Totals]:
    place = territory().by_pcode.get(pcode) if pcode else None
    row = charter.indicator(edition, indicator) if place or not pcode else None
    published = ledger.published_position(edition)
    if row is None or published is None or not is_drawn(row, by, place):
        raise Problems.no_chart()
    found = ledger.totals(
        edition, [row.measure], by="week" if by == WEEKS else f"place{2 if place else 1}", sight=Sight.PUBLIC,
        place=pcode, as_of=published.position,
    )  # fmt: skip
    return row, place, found


def is_drawn(row: Indicator, by: str, place: PlaceFacts | None) -> bool:
    """What the public reads by week and place: activities and attendances; by place also what lies in an oblast."""
    if row.computed != "sum" or row.measure not in IN_CELLS:
        return False
    if by == PLACES:
        return place is None or (place.level == 1 and not place.counts_as_second_level)
    return by == WEEKS


@lru_cache(maxsize=64)
def chart_png(svg: str) -> bytes:
    """The same drawing as a picture of 1,417 points' width; drawn once as long as it is asked for."""
    return png(svg, width=WIDTH, height=height_of(svg))


def _weeks(edition: Edition, language: str, row: Indicator, found: ledger.Totals) -> list[Week]:
    """Every week of the period that has begun before the day of the numbers."""
    values = {one.key: one.values[row.measure] or 0 for one in found.rows}
    last = min(found.as_of.astimezone(edition.zone).date() - timedelta(1), edition.ends)
    bars, monday = [], monday_of(edition.starts)
    while monday <= last:
        first: date = max(monday, edition.starts)
        value = values.get(monday.isoformat(), 0)
        bars.append(Week(short_day_text(first, language), value, number_text(value, language)))
        monday += timedelta(7)
    return bars


def _place_bar(one: ledger.TotalsRow, row: Indicator, language: str) -> PlaceBar:
    place, value = territory().by_pcode[one.key], one.values[row.measure] or 0
    return PlaceBar(text_in(place.short_names or place.names, language), value, number_text(value, language))


def _card(
    edition: Edition,
    language: str,
    row: Indicator,
    place: PlaceFacts | None,
    found: ledger.Totals,
    by: str,
    told: list[str],
) -> Card:
    name, total = text_in(row.names, language), found.total[row.measure]
    said = gettext("{name} by week") if by == WEEKS else gettext("{name} by place")
    title = f"{name}: {number_text(total or 0, language)}"
    where = text_in(place.names if place else edition.country_names, language)
    period = f"{day_text(edition.starts, language)} – {day_text(edition.ends, language)}"
    day = day_text(found.as_of.astimezone(edition.zone).date(), language)
    as_of = gettext("As of the midnight that began {day}.").format(day=day)
    source = gettext("Source: {campaign}, confirmed reports").format(
        campaign=text_in(edition.names, language)
    )
    address = (
        f"{settings.URL}/{language}/{edition.slug}/numbers/{row.slug}/{f'{place.pcode}/' if place else ''}"
    )
    example = text_in(edition.charter.get("example", {}), language) or gettext("Example, not real")
    return Card(
        title=title, under=" · ".join((said.format(name=name), where, period)), foot=(as_of, source, address),
        alt=f"{said.format(name=name)}, {where}: {', '.join(told)}", mark="" if edition.live else example,
    )  # fmt: skip
