"""Sums over the journal: from tallies where they are coarse enough, else from lines; never from anywhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from jarchy.charter.models import Edition
from jarchy.charter.one_reading import is_one_reading, once
from jarchy.charter.queries import register
from jarchy.ledger.models import Line, Tally
from jarchy.ledger.problems import Problems
from jarchy.ledger.queries.looks import Look, StandingCell, cells_standing, days_of, sum_of_cells
from jarchy.ledger.rules import IN_CELLS, LEAST_CALLS, NATIONAL, Breakdown, Measure, Sight
from jarchy.places.models import Place
from jarchy.places.queries import territory

PCODE = {1: "region__pcode", 2: "district__pcode"}


@dataclass(frozen=True)
class Scope:
    """What is asked: whose eyes, where from, which place (None: the country), which days (None: no end)."""

    edition: Edition
    sight: Sight
    look: Look
    place: Place | None = None
    since: date | None = None
    until: date | None = None

    @property
    def level(self) -> int:
        """Of the tally that holds the place: 0, 1, 2; 3 and more have none."""
        return self.place.level if self.place else 0

    @property
    def is_whole(self) -> bool:
        """No days are left out of the edition's."""
        return (self.since is None or self.since <= self.edition.starts) and (
            self.until is None or self.until >= self.edition.ends
        )

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of the period asked for, both inside the edition's."""
        since, until = self.since or self.edition.starts, self.until or self.edition.ends
        return max(since, self.edition.starts), min(until, self.edition.ends)

    @property
    def at_head(self) -> Scope:
        """The same without looking back."""
        return replace(self, look=replace(self.look, position=self.look.head))


@once
def place_of(edition: Edition, pcode: str | None) -> Place | None:
    """Raises unknown_place_asked."""
    if not pcode:
        return None
    found = Place.objects.filter(pcode=pcode).select_related("region", "district").first()
    if found is None:
        raise Problems.unknown_place_asked(pcode=pcode)
    return None if found.level == 0 else found


def sum_of(scope: Scope, measure: str) -> int:
    """What counts nationally in this scope. The public's: open activities and the cells standing."""
    value = sum(_tallied(scope, measure).values())
    if scope.sight is Sight.PUBLIC and measure in IN_CELLS:
        since, until = scope.period
        value += sum_of_cells(
            scope.edition, scope.look.position, str(measure), since, until, within=scope.place
        )
    return value


def cells_in(scope: Scope) -> list[tuple[date, StandingCell]]:
    """The standing cells of the scope with the day on which each counts."""
    cells = cells_standing(scope.edition, scope.look.position, within=scope.place)
    return days_of(cells, *scope.period)


def _tallied(scope: Scope, measure: str) -> dict[str, int]:
    """The sum under the scope's P-code, from tallies where there are such, else from lines. No cells."""
    if scope.level > 2:
        return {"": from_lines(scope, measure)}
    by_day = by_day_and_place(scope, [measure], level=scope.level)
    return {"": sum(value for days in by_day[measure].values() for value in days.values())}


def from_lines(scope: Scope, measure: str) -> int:
    found = summed(
        scope, lambda at: national_lines(at, [measure]).filter(breakdown=Breakdown.TOTAL), ["measure"]
    )
    return sum(found.values())


def by_day_and_place(
    scope: Scope, measures: Sequence[str], *, level: int
) -> dict[str, dict[str, dict[date, int]]]:
    """Sums by measure, P-code of the level and day, inside the scope's place. One query on tallies, and one more on
    the lines posted since where the look is back: there are few since last midnight.
    """
    found: dict[str, dict[str, dict[date, int]]] = {str(measure): defaultdict(dict) for measure in measures}
    for measure, pcode, day, value in _tallies(scope, tuple(found), level):
        days = found[measure][pcode]
        days[day] = days.get(day, 0) + value
    if scope.look.is_back:
        _take_back(scope, found, level)
    return found


TallyRow = tuple[str, str, date, int]  # measure, P-code, day, value


def _tallies(scope: Scope, measures: Sequence[str], level: int) -> Iterable[TallyRow]:
    """What the scope sees of these. In one reading what is above the rayons is read whole: others ask for the rest."""
    inside = _pcodes_inside(scope, level)
    if level < 2 and is_one_reading(scope.edition):
        rows = [row for measure in measures for row in _whole(scope.edition, scope.sight, measure, level)]
        return (row for row in rows if _is_inside(row, scope, inside))
    tallies = _all_tallies(scope.edition, scope.sight, measures, level)
    if scope.since:
        tallies = tallies.filter(day__gte=scope.since)
    if scope.until:
        tallies = tallies.filter(day__lte=scope.until)
    return tallies if inside is None else tallies.filter(pcode__in=inside)


@once
def _whole(edition: Edition, sight: Sight, measure: str, level: int) -> list[TallyRow]:
    if level == 0:
        return _by_measure(edition, sight).get(measure, [])
    return list(_all_tallies(edition, sight, [measure], level))


@once
def _by_measure(edition: Edition, sight: Sight) -> dict[str, list[TallyRow]]:
    """The country's, a row a day: all measures at once."""
    found: dict[str, list[TallyRow]] = defaultdict(list)
    for row in _all_tallies(edition, sight, None, 0):
        found[row[0]].append(row)
    return found


def _all_tallies(
    edition: Edition, sight: Sight, measures: Sequence[str] | None, level: int
) -> QuerySet[Tally, TallyRow]:
    """Of these measures or of all. The public's are of open activities."""
    tallies = Tally.objects.filter(edition=edition, level=level)
    if measures is not None:
        tallies = tallies.filter(measure__in=measures)
    if sight is Sight.PUBLIC:
        tallies = tallies.filter(is_open=True)
    return tallies.values_list("measure", "pcode", "day", "value")


def _is_inside(row: TallyRow, scope: Scope, inside: Collection[str] | None) -> bool:
    _, pcode, day, _ = row
    return (
        (inside is None or pcode in inside)
        and (scope.since is None or day >= scope.since)
        and (scope.until is None or day <= scope.until)
    )


def _pcodes_inside(scope: Scope, level: int) -> list[str] | None:
    """Of this level, in the scope's place; None for all of them."""
    if scope.place is None:
        return None
    if level == scope.level or (level == 2 and scope.place.counts_as_second_level):
        return [scope.place.pcode]
    return [place.pcode for place in register(scope.edition).districts_of(scope.place.pcode)]


def _take_back(scope: Scope, found: dict[str, dict[str, dict[date, int]]], level: int) -> None:
    """Subtract what was posted after the position looked at."""
    columns = ["measure", "date"] + ([PCODE[level]] if level else [])
    lines = national_lines(scope.at_head, [*found]).filter(breakdown=Breakdown.TOTAL)
    for (measure, day, *pcode), value in _since(scope, lines, columns).items():
        days = found[measure][pcode[0] if pcode else ""]
        days[day] = days.get(day, 0) - value


def _since(scope: Scope, lines: QuerySet[Line], columns: Sequence[str]) -> dict[tuple[Any, ...], int]:
    later = lines.filter(position__gt=scope.look.position)
    return {
        tuple(key): value for *key, value in later.values_list(*columns).annotate(sum=Sum("value")).order_by()
    }


def summed(
    scope: Scope, lines: Callable[[Scope], QuerySet[Line]], columns: Sequence[str]
) -> dict[tuple[Any, ...], int]:
    """Sums of lines by these columns. A look back takes away what came since: few lines, where all up to a position
    would be many. `lines` makes them of a scope.
    """
    rows = lines(scope.at_head).values_list(*columns).annotate(sum=Sum("value")).order_by(*columns)
    return less_since(scope, {tuple(key): value for *key, value in rows}, lines(scope.at_head), columns)


def less_since(
    scope: Scope, sums: dict[tuple[Any, ...], int], lines: QuerySet[Line], columns: Sequence[str]
) -> dict[tuple[Any, ...], int]:
    """These sums as they were at the position looked at; what came into being since is not among them."""
    if not scope.look.is_back:
        return sums
    since = _since(scope, lines, columns)
    then = {key: value - since.get(key, 0) for key, value in sums.items()}
    return {key: value for key, value in then.items() if value or key not in since}


def national_lines(scope: Scope, measures: Iterable[str]) -> QuerySet[Line]:
    """The lines that count nationally; the public's are the open ones."""
    return lines_of(scope, measures).filter(counts_nationally=True)


def lines_of(scope: Scope, measures: Iterable[str]) -> QuerySet[Line]:
    """Every host's lines of all breakdowns in this scope."""
    lines = Line.objects.filter(edition=scope.edition, measure__in=[str(measure) for measure in measures])
    if scope.look.is_back:
        lines = lines.filter(position__lte=scope.look.position)
    if scope.sight is Sight.PUBLIC:
        lines = lines.filter(is_open=True)
    if scope.since:
        lines = lines.filter(date__gte=scope.since)
    if scope.until:
        lines = lines.filter(date__lte=scope.until)
    return lines if scope.place is None else lines.filter(_inside(scope.place))


def _inside(place: Place) -> Q:
    if place.level == 1:
        return Q(region=place)
    if place.level == 2:
        return Q(district=place)
    return Q(place__pcode__in=below(place.pcode))


def below(pcode: str) -> list[str]:
    """The P-codes of a place and of all below it."""
    children: dict[str, list[str]] = defaultdict(list)
    for child, parent in territory().parents.items():
        if parent:
            children[parent].append(child)
    found, left = [], [pcode]
    while left:
        one = left.pop()
        found.append(one)
        left += children[one]
    return found


def public_measure(measure: str) -> bool:
    """Whether closed activities enter this measure's public sum in cells (activities, attendances)."""
    return measure in (str(one) for one in IN_CELLS)


def is_national(measure: str) -> bool:
    """Whether it is counted for the country alone, in the period or outside it."""
    return base_of(measure) in NATIONAL if is_outside_period(measure) else measure in NATIONAL


def enough_calls() -> Q:
    """Lines of topics with so many calls that the public may read them; what takes one back goes the same way."""
    few = Q(value__gt=-LEAST_CALLS, value__lt=LEAST_CALLS)
    calls = [str(measure) for measure in Measure if measure.endswith(Measure.CALLS)]
    return ~(few & Q(measure__in=calls))


def is_outside_period(measure: str) -> bool:
    """What was held before the start or after the end."""
    return measure.startswith(("preparation_", "after_"))


def base_of(measure: str) -> Measure:
    """attendances for preparation_attendances."""
    return Measure(measure.removeprefix("preparation_").removeprefix("after_"))
