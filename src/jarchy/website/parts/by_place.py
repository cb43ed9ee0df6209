"""A number by place: bars in the table, each row opens the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.formats.numbers import number_text, percent_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import IN_CELLS, Measure, Sight
from jarchy.pictures.bars import bar
from jarchy.places import queries as places
from jarchy.places.queries import PlaceFacts
from jarchy.website.addresses import Addresses
from jarchy.website.parts.numbers import PERCENT, Number, figure_of, value_text, why_none

WHOLE = 100.0  # what the bar of a share is drawn to


@dataclass(frozen=True)
class PlaceNumber:
    name: str
    number: Number
    bar: str
    share: str


@dataclass(frozen=True)
class ByPlace:
    """Most first, those without a number last. `total` is "" where the numbers do not add up (shares, places)."""

    rows: Sequence[PlaceNumber]
    total: str
    note: str
    notes: Sequence[str] = ()

    @property
    def has_shares(self) -> bool:
        return bool(self.total)


def by_place(
    edition: Edition, indicator: Indicator, at: Addresses, *, place: PlaceFacts | None
) -> ByPlace | None:
    """The places below: oblasts of the country, rayons of an oblast. None where there is nothing below in public."""
    is_in_cells = indicator.computed == "sum" and indicator.measure in IN_CELLS
    if place is None:
        below = places.territory(edition.country).regions
        found = (
            _sums(edition, indicator, at, below, within=None)
            if is_in_cells
            else _figures(edition, indicator, at, below)
        )
        notes = charter.notes_of_oblasts(edition, indicator.slug, at.language)
        return replace(found, notes=notes) if found else None
    if place.level != 1 or place.counts_as_second_level or not is_in_cells:
        return None
    below = places.territory(edition.country).districts_of(place.pcode)
    return _sums(edition, indicator, at, below, within=place.pcode)


def _sums(
    edition: Edition, indicator: Indicator, at: Addresses, below: Sequence[PlaceFacts], *, within: str | None
) -> ByPlace:
    """Numbers that add up. One question to the ledger."""
    by = "place2" if within else "place1"
    measures = dict.fromkeys([str(Measure.ACTIVITIES), indicator.measure])
    found = ledger.totals(edition, [*measures], by=by, place=within, sight=Sight.PUBLIC)
    values = {row.key: _value(row, indicator.measure) for row in found.rows}
    note = ""
    if within:
        note = gettext(
            "Districts and towns as of the last midnight, entry {position} of the journal."
        ).format(position=number_text(found.position, at.language))
    total = found.total[indicator.measure] or 0
    apart = total - sum(value or 0 for value in values.values())
    if apart:
        note += " " + gettext("{n} more are shown for several places together only.").format(
            n=number_text(apart, at.language)
        )
    shown = number_text(total, at.language) if total else ""
    rows = _rows(indicator, at, below, values, is_sum=True, corrected=_corrected(edition, indicator, at))
    return ByPlace(rows, shown, note)


def _value(row: ledger.TotalsRow, measure: str) -> int | None:
    """None where nothing was held."""
    return row.values[measure] if row.values[Measure.ACTIVITIES] else None


def _figures(
    edition: Edition, indicator: Indicator, at: Addresses, below: Sequence[PlaceFacts]
) -> ByPlace | None:
    """Numbers that are counted or divided for each place by itself: one question each, nine oblasts."""
    if (
        "oblast" not in indicator.breakdowns
        or indicator.computed == "later"
        or ledger.is_national(indicator.measure)
    ):
        return None
    values = {place.pcode: figure_of(edition, indicator, place=place.pcode) for place in below}
    known = {pcode: figure.value for pcode, figure in values.items()}
    why = {pcode: figure.why_none for pcode, figure in values.items()}
    corrected = _corrected(edition, indicator, at)
    return ByPlace(_rows(indicator, at, below, known, is_sum=False, why=why, corrected=corrected), "", "")


def _corrected(edition: Edition, indicator: Indicator, at: Addresses) -> dict[str, str]:
    """What final numbers of places came to since, by P-code."""
    return {
        one.pcode: why_none(one.why_none)
        if one.now is None
        else value_text(one.now, "", indicator, at.language)
        for one in ledger.corrected_figures(edition, sight=Sight.PUBLIC)
        if one.indicator.slug == indicator.slug
    }


def _least_last(value: int | Decimal | None) -> float:
    """Order of rows: most first, none after 0."""
    return 1.0 if value is None else -float(value)


def _rows(
    indicator: Indicator,
    at: Addresses,
    below: Sequence[PlaceFacts],
    values: Mapping[str, int | Decimal | None],
    *,
    is_sum: bool,
    why: Mapping[str, str] | None = None,
    corrected: Mapping[str, str] | None = None,
) -> list[PlaceNumber]:
    most = max((float(value) for value in values.values() if value is not None), default=0.0)
    most = WHOLE if indicator.unit == PERCENT else most
    total = sum(value for value in values.values() if value is not None)
    rows = []
    corrected = corrected or {}
    for place in sorted(below, key=lambda place: _least_last(values[place.pcode])):
        value, url = values[place.pcode], at.figure(indicator.slug, place.pcode)
        text = "" if value is None else value_text(value, "", indicator, at.language)
        rows.append(
            PlaceNumber(
                name=text_in(place.short_names, at.language),
                number=Number(
                    text,
                    url,
                    why_none((why or {}).get(place.pcode, ledger.NO_REPORT)),
                    corrected.get(place.pcode, ""),
                ),
                bar="" if value is None else bar(float(value), most),
                share=percent_text(Decimal(value) * 100 / total, at.language, decimals=0)
                if is_sum and value
                else "",
            )
        )
    return rows
