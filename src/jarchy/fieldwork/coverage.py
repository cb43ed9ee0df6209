"""Days by places as staff see them: exactly, with what is planned and what is overdue; picture, table and gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from jarchy.charter.models import Edition
from jarchy.fieldwork.queries.plans import PlannedAgainstDone, planned_cells
from jarchy.fieldwork.wording import written
from jarchy.formats.numbers import month_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.pictures.strips import QUIET_DAYS, StripCell, StripRow, StripWords, gaps, strip, strip_key
from jarchy.places.queries import PlaceFacts, territory


@dataclass(frozen=True)
class Gap:
    """Days without anything held or planned: both ends counted."""

    place: str
    pcode: str
    since: date
    until: date
    days: int


@dataclass(frozen=True)
class CoverageRow:
    """One place in numbers, for the table beside the picture. `last`: the last day on which something was held."""

    pcode: str
    name: str
    held: int
    attendances: int
    days: int
    overdue: int
    planned: int
    last: date | None


@dataclass(frozen=True)
class Coverage:
    picture: str
    key: str
    rows: Sequence[CoverageRow]
    gaps: Sequence[Gap]
    nothing_yet: Sequence[CoverageRow]
    position: int
    strips: Sequence[StripRow]
    words: StripWords


def coverage_of(
    edition: Edition, *, level: int, within: str | None = None, only: frozenset[str] = frozenset()
) -> Coverage:
    """What was held and planned on each day of the edition at each place of this level. Three queries.

    `only`: the places that the reader looks after, with all below them; empty is everywhere.
    """
    held = ledger.days_by_places(edition, Measure.ACTIVITIES, level=level, within=within, sight=Sight.EXACT)
    people = ledger.days_by_places(
        edition, Measure.ATTENDANCES, level=level, within=within, sight=Sight.EXACT
    )
    plans = planned_cells(edition, level=level, within=within, sight=Sight.EXACT)
    days, today = edition.each_day(), edition.today()
    past = min(max((today - edition.starts).days + 1, 0), len(days))
    strips, rows, quiet = [], [], []
    for place in _places(edition, level, within, only):
        cells = _cells(
            days,
            today,
            held.cells.get(place.pcode, {}),
            people.cells.get(place.pcode, {}),
            plans.get(place.pcode, {}),
        )
        row = _row(place, days, cells)
        rows.append(row)
        strips.append(StripRow(row.name, _note(row), cells))
        quiet += [
            Gap(row.name, place.pcode, days[first], days[first + length - 1], length)
            for first, length in gaps(cells, past=past)
        ]
    words = _words(rows)
    return Coverage(
        picture=strip(strips, words=words, ident="coverage", **frame_of(edition)),
        key=strip_key(words),
        rows=rows,
        gaps=sorted(quiet, key=lambda gap: -gap.days),
        nothing_yet=[row for row in rows if not row.held],
        position=held.position,
        strips=strips,
        words=words,
    )


def _places(edition: Edition, level: int, within: str | None, only: frozenset[str]) -> Sequence[PlaceFacts]:
    upper = territory(edition.country)
    if level == 1:
        found = upper.regions
    else:
        found = upper.districts_of(within) if within else upper.districts
    return [place for place in found if not only or {place.pcode, place.region_pcode} & only]


def _cells(
    days: Sequence[date], today: date, held: Mapping, people: Mapping, plans: Mapping
) -> list[StripCell]:
    return [
        StripCell(
            held=held.get(day) or 0,
            attendances=people.get(day),
            planned=plans.get(day, 0) if day >= today else 0,
            overdue=plans.get(day, 0) if day < today else 0,
        )
        for day in days
    ]


def _row(place: PlaceFacts, days: Sequence[date], cells: Sequence[StripCell]) -> CoverageRow:
    with_something = [day for day, cell in zip(days, cells, strict=True) if cell.held]
    return CoverageRow(
        pcode=place.pcode, name=text_in(place.short_names or place.names), held=sum(cell.held for cell in cells),
        attendances=sum(cell.attendances or 0 for cell in cells), days=len(with_something),
        overdue=sum(cell.overdue for cell in cells), planned=sum(cell.planned for cell in cells),
        last=with_something[-1] if with_something else None,
    )  # fmt: skip


def _note(row: CoverageRow) -> str:
    return gettext("{n} late").format(n=written(row.overdue)) if row.overdue else gettext("none late")


def _words(rows: Sequence[CoverageRow]) -> StripWords:
    held, late = sum(row.held for row in rows), sum(row.overdue for row in rows)
    reading = ngettext("{n} activity held", "{n} activities held", held).format(n=written(held))
    missing = ngettext("{n} planned without a report", "{n} planned without a report", late).format(
        n=written(late)
    )
    return StripWords(
        title=gettext("Activities by day and place"),
        description=f"{reading}; {missing}.",
        today=gettext("today"),
        held=gettext("held: 1 to 24 attendances … 150 or more"),
        planned=gettext("planned"),
        overdue=gettext("planned, no report"),
        quiet=gettext("{n} quiet days or more").format(n=QUIET_DAYS),
    )


def frame_of(edition: Edition) -> dict[str, Any]:
    """What of a strip the edition's days say."""
    days = edition.each_day()
    today = (edition.today() - edition.starts).days
    return {"days": len(days), "today": today, "months": months_of(days)}


def months_of(days: Sequence[date]) -> list[tuple[str, int]]:
    """Short names of months with the index of the first of their days."""
    return [
        (month_text(day, get_language() or "en"), n) for n, day in enumerate(days) if n == 0 or day.day == 1
    ]


@dataclass(frozen=True)
class Week:
    """One week of planned against done: its Monday and a row for each place."""

    monday: date
    rows: Sequence[PlannedAgainstDone]
    planned: int
    held: int
    called_off: int
    overdue: int

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(6)


def weeks_of(rows: Sequence[PlannedAgainstDone]) -> list[Week]:
    """The same by week, the latest first; rows in register order."""
    order = {pcode: number for number, pcode in enumerate(territory().by_pcode)}
    by_week: dict[date, list[PlannedAgainstDone]] = {}
    for row in rows:
        by_week.setdefault(row.monday, []).append(row)
    return [
        Week(
            monday, sorted(some, key=lambda row: order.get(row.pcode, 0)), sum(row.planned for row in some),
            sum(row.held for row in some), sum(row.called_off for row in some), sum(row.overdue for row in some),
        )
        for monday, some in sorted(by_week.items(), reverse=True)
    ]  # fmt: skip
