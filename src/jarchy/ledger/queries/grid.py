"""Days by places: the campaign's picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jarchy.charter.models import Edition
from jarchy.charter.queries import register
from jarchy.ledger.queries.looks import StandingCell, cells_standing, days_of, look
from jarchy.ledger.queries.sums import Scope, by_day_and_place, place_of, public_measure
from jarchy.ledger.rules import Sight
from jarchy.places.queries import PlaceFacts, Territory


@dataclass(frozen=True)
class Grid:
    """Sums by place (rows, register order) and day (columns, every day of the period).

    cells[pcode][day]: 0 is a true nothing, None a day that has not come yet. closed_weeks[pcode][Monday]: what closed
    activities of that week come to, (activities, attendances), where the public sees them in cells; {} for staff, whose
    days have them. A row's total is both.
    """

    days: list[date]
    places: list[PlaceFacts]
    cells: dict[str, dict[date, int | None]]
    totals: dict[str, int]
    closed_weeks: dict[str, dict[date, tuple[int, int]]]
    total: int
    position: int
    as_of: datetime


def days_by_places(
    edition: Edition,
    measure: str,
    *,
    level: int,
    within: str | None = None,
    sight: Sight,
    as_of: int | None = None,
) -> Grid:
    """level 1: nine oblasts and cities; 2: the rayons and towns of the country or of the oblast `within`. One query on
    tallies, and in public one on the lines since midnight and one on cells: the public's is of the last midnight.
    """
    now = look(edition, sight, is_live=False, as_of=as_of)
    scope = Scope(edition, sight, now, place_of(edition, within))
    places = places_of(register(edition), level, within)
    sums = by_day_and_place(scope, [measure], level=level)[str(measure)]
    days = edition.each_day()
    cells: dict[str, dict[date, int | None]] = {
        place.pcode: {day: sums[place.pcode].get(day, 0) if day <= now.day else None for day in days}
        for place in places
    }
    closed = {}
    if sight is Sight.PUBLIC and public_measure(str(measure)):
        standing = cells_standing(edition, now.position, within=scope.place)
        closed = _closed_weeks(standing, level, *scope.period)
    totals = {pcode: sum(value or 0 for value in row.values()) for pcode, row in cells.items()}
    column = 0 if str(measure) == "activities" else 1
    for pcode in totals:
        totals[pcode] += sum(both[column] for both in closed.get(pcode, {}).values())
    return Grid(days, places, cells, totals, closed, sum(totals.values()), now.position, now.as_of)


def places_of(register: Territory, level: int, within: str | None = None) -> list[PlaceFacts]:
    """The rows of a table of this level, in register order."""
    if level == 1:
        return [place for place in register.regions if within in (None, place.pcode)]
    return list(
        register.districts if within is None else register.districts_of(within) or _itself(register, within)
    )


def _itself(register: Territory, pcode: str) -> list[PlaceFacts]:
    return [place for place in register.districts if place.pcode == pcode]


def _closed_weeks(
    cells: list[StandingCell], level: int, since: date, until: date
) -> dict[str, dict[date, tuple[int, int]]]:
    """By P-code and Monday. A cell of an oblast is in no rayon, one of the country in no oblast."""
    found: dict[str, dict[date, tuple[int, int]]] = {}
    for _, cell in days_of(cells, since, until):
        if not cell.pcode or cell.level < level:
            continue
        weeks = found.setdefault(cell.region if level == 1 else cell.pcode, {})
        activities, attendances = weeks.get(cell.week, (0, 0))
        weeks[cell.week] = (activities + cell.activities, attendances + cell.attendances)
    return found
