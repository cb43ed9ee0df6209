"""Charts of public numbers to take away, as SVG and PNG, with their day, source and address in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from jarchy.ledger.rules import IN_CELLS, Measure, Sight, monday_of
from jarchy.pictures.cards import (
    WIDTH,
    Card,
    GridCell,
    GridRow,
    PlaceBar,
    card_of_grid,
    card_of_places,
    card_of_weeks,
    height_of,
)
from jarchy.pictures.weeks import Week
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications.naming import in_language
from jarchy.publications.problems import Problems

WEEKS, PLACES, WHERE = "weeks", "places", "where"


@dataclass(frozen=True)
class _Found:
    """What a chart is drawn of: `told` and `lines` say the same in words and in cells, `svg` draws it."""

    title: str
    total: int | None
    as_of: datetime
    told: list[str]
    lines: Sequence[tuple[object, ...]]
    svg: Callable[[Card], str]


@in_language
def chart(edition: Edition, language: str, *, indicator: str, by: str, pcode: str | None = None) -> str:
    """The SVG, of the last midnight. Raises publications.no_chart for a number or a place that has none."""
    edition = for_one_reading(edition)
    row, place, found = _asked(edition, language, indicator, by, pcode)
    return found.svg(_card(edition, language, row, place, found))


@in_language
def chart_table(edition: Edition, language: str, *, indicator: str, by: str, pcode: str | None = None) -> str:
    """The same numbers as CSV, for whoever draws it anew: what is counted, as of when, whose it is, in the last lines.

    Raises publications.no_chart.
    """
    edition = for_one_reading(edition)
    row, place, found = _asked(edition, language, indicator, by, pcode)
    card = _card(edition, language, row, place, found)
    lines = [*found.lines, (), *((one,) for one in (card.mark, *card.foot) if one)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([csv_cell(one) for one in line] for line in lines)
    return "\ufeff" + out.getvalue()


def _asked(
    edition: Edition, language: str, indicator: str, by: str, pcode: str | None
) -> tuple[Indicator, PlaceFacts | None, _Found]:
    place = territory(edition.country).own(pcode)
    row = charter.indicator(edition, indicator) if place or not pcode else None
    published = ledger.published_position(edition)
    if row is None or published is None or not is_drawn(row, by, place):
        raise Problems.no_chart()
    find = {WEEKS: _by_week, PLACES: _by_place, WHERE: _where}[by]
    return row, place, find(edition, language, row, place, published.position)


def _by_week(
    edition: Edition, language: str, row: Indicator, place: PlaceFacts | None, position: int
) -> _Found:
    found = _totals(edition, row, "week", place, position)
    bars = _weeks(edition, language, row, found)
    if not bars:
        raise Problems.no_chart()
    head = (gettext("Week from"), text_in(row.names, language))
    return _Found(
        gettext("{name} by week"), found.total[row.measure], found.as_of,
        [f"{bar.label} {bar.written}" for bar in bars],
        [head, *((bar.label, bar.value) for bar in bars)], lambda card: card_of_weeks(card, bars),
    )  # fmt: skip


def _by_place(
    edition: Edition, language: str, row: Indicator, place: PlaceFacts | None, position: int
) -> _Found:
    found = _totals(edition, row, f"place{2 if place else 1}", place, position)
    bars = [_place_bar(one, row, language) for one in found.rows]
    head = (gettext("Place"), text_in(row.names, language))
    return _Found(
        gettext("{name} by place"), found.total[row.measure], found.as_of,
        [f"{bar.name} {bar.written}" for bar in bars],
        [head, *((bar.name, bar.value) for bar in bars)], lambda card: card_of_places(card, bars),
    )  # fmt: skip


def _totals(
    edition: Edition, row: Indicator, by: str, place: PlaceFacts | None, position: int
) -> ledger.Totals:
    return ledger.totals(
        edition,
        [row.measure],
        by=by,
        sight=Sight.PUBLIC,
        place=place.pcode if place else None,
        as_of=position,
    )


def _where(
    edition: Edition, language: str, row: Indicator, place: PlaceFacts | None, position: int
) -> _Found:
    """Weeks by places: what the strip of the pages shows by day."""
    grid = ledger.days_by_places(
        edition, row.measure, level=2 if place else 1, within=place.pcode if place else None, sight=Sight.PUBLIC,
        as_of=position,
    )  # fmt: skip
    mondays = sorted({monday_of(day) for day in grid.days})
    columns = [short_day_text(max(monday, edition.starts), language) for monday in mondays]
    rows = [
        GridRow(
            text_in(one.short_names or one.names, language),
            [_grid_cell(grid, one.pcode, monday, row.measure, language) for monday in mondays],
            number_text(grid.totals[one.pcode], language),
        )
        for one in grid.places
    ]
    lines = [
        (gettext("Place"), *columns, gettext("Together")),
        *(
            (
                one.name,
                *("" if cell.value is None else cell.value for cell in one.cells),
                grid.totals[place.pcode],
            )
            for one, place in zip(rows, grid.places, strict=True)
        ),
    ]
    whole = _totals(edition, row, "week", place, position).total[row.measure]  # with what lies in no row
    return _Found(
        gettext("{name} by week and place"), whole, grid.as_of, [f"{one.name} {one.total}" for one in rows], lines,
        lambda card: card_of_grid(card, columns, rows),
    )  # fmt: skip


def _grid_cell(grid: ledger.Grid, pcode: str, monday: date, measure: str, language: str) -> GridCell:
    """Open ones by their days and closed ones by their week; None for a week that begins later than the numbers end."""
    days = [grid.cells[pcode].get(monday + timedelta(n)) for n in range(7)]
    closed = grid.closed_weeks.get(pcode, {}).get(monday, (0, 0))[0 if measure == Measure.ACTIVITIES else 1]
    if monday >= grid.as_of.date() and not closed:
        return GridCell(None)
    value = closed + sum(one or 0 for one in days)
    return GridCell(value, number_text(value, language))


def is_drawn(row: Indicator, by: str, place: PlaceFacts | None) -> bool:
    """What the public reads by week and place: activities and attendances; by place also what lies in an oblast."""
    if row.computed != "sum" or row.measure not in IN_CELLS:
        return False
    if by in (PLACES, WHERE):
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


def _card(edition: Edition, language: str, row: Indicator, place: PlaceFacts | None, found: _Found) -> Card:
    name = text_in(row.names, language)
    said = found.title.format(name=name)
    where = text_in(place.names if place else edition.country_names, language)
    period = f"{day_text(edition.starts, language)} – {day_text(edition.ends, language)}"
    day = day_text(found.as_of.astimezone(edition.zone).date(), language)
    as_of = gettext("As of the midnight that began {day}.").format(day=day)
    source = gettext("Source: {campaign}, confirmed reports").format(
        campaign=text_in(edition.names, language)
    )
    page = f"numbers/{row.slug}/{f'{place.pcode}/' if place else ''}"
    example = text_in(edition.charter.get("example", {}), language) or gettext("Example, not real")
    return Card(
        title=f"{name}: {number_text(found.total or 0, language)}", under=" · ".join((said, where, period)),
        foot=(as_of, source, f"{settings.URL}/{language}/{edition.slug}/{page}"),
        alt=f"{said}, {where}: {', '.join(found.told)}", mark="" if edition.live else example,
    )  # fmt: skip
