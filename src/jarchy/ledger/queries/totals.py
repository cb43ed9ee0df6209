"""Tables: the same measures side by side, by one dimension, with their total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from jarchy.charter.models import Edition, Topic
from jarchy.charter.queries import register
from jarchy.ledger.models import Line
from jarchy.ledger.queries.figures import bands_in, bands_of, hosts_of, value_of
from jarchy.ledger.queries.grid import places_of
from jarchy.ledger.queries.looks import Look, StandingCell, look, rows_standing
from jarchy.ledger.queries.sums import (
    Scope,
    base_of,
    by_day_and_place,
    cells_in,
    enough_calls,
    from_lines,
    is_national,
    is_outside_period,
    lines_of,
    national_lines,
    place_of,
    public_measure,
    sum_of,
    summed,
)
from jarchy.ledger.rules import UNKNOWN, Breakdown, Measure, Sight, monday_of, unknown_of

OPEN_ONLY = "open_only"  # closed activities are not in this table; its total is the open ones' sum
HOSTS_OVERLAP = "hosts_overlap"  # an activity with two hosts stands in two rows and once in the total
NOT_ADDED = "not_added"  # one activity has several topics or languages: rows are never added
FROM_ROWS = "from_rows"  # as of the last renewed row of each oblast
HIDDEN = "hidden"  # some of the table is not shown in public

BREAKDOWNS = {"topic": Breakdown.TOPIC, "language": Breakdown.LANGUAGE, "item": Breakdown.ITEM}
PLAIN = {"kind": "kind", "supported_by": "supported_by", "counted": "counted", "channel": "channel"}
DIMENSIONS = ("place1", "place2", "organisation", "week", "day", "sex", "age", *PLAIN, *BREAKDOWNS)
Values = dict[str, int | None]  # by measure; None is not shown


@dataclass(frozen=True)
class TotalsRow:
    """key: a P-code, a slug, an ISO day (a week's Monday), a band (14-17, unknown); kind "" is several kinds."""

    key: str
    values: Values


@dataclass(frozen=True)
class Totals:
    by: str
    rows: list[TotalsRow]
    total: Values
    position: int
    as_of: datetime
    notes: tuple[str, ...] = ()


def totals(
    edition: Edition, measures: Sequence[str], *, by: str, sight: Sight, place: str | None = None,
    since: date | None = None, until: date | None = None, as_of: int | None = None,
) -> Totals:  # fmt: skip
    """Sums by one of DIMENSIONS. Queries do not grow with rows. Live in public for `place1`, else last midnight's."""
    if by not in DIMENSIONS:
        raise ValueError(f"no table is made by {by}; by {', '.join(DIMENSIONS)}")
    now = look(edition, sight, is_live=by == "place1", as_of=as_of)
    scope = Scope(edition, sight, now, place_of(edition, place), since, until)
    names = [str(measure) for measure in measures]
    if by in ("place1", "place2"):
        return _by_place(scope, names, level=int(by[-1]))
    if by in ("week", "day", "kind"):
        return _with_cells(scope, names, by)
    if by in ("sex", "age"):
        return _by_band(scope, names, by)
    return _by_hosts_and_parts(scope, names, by)


def weeks_of_host(
    edition: Edition, measure: str, organisation: str, *, sight: Sight, as_of: int | None = None
) -> dict[date, int]:
    """Sums by week (its Monday) of what one organisation held, alone or together; weeks with nothing are left out. The
    public reads the open ones, as in the table by organisation. One query, two for a look back.
    """
    scope = Scope(edition, sight, look(edition, sight, is_live=False, as_of=as_of))
    if not _is_shown(scope, measure):
        return {}

    def lines(at: Scope) -> QuerySet[Line]:
        own = lines_of(at, [measure]).filter(organisation__slug=organisation)
        return own.filter(breakdown=Breakdown.TOTAL)

    found: dict[date, int] = defaultdict(int)
    for (day,), value in summed(scope, lines, ["date"]).items():
        found[monday_of(day)] += value
    return dict(found)


def _made(by: str, now: Look, sums: dict[str, Values], total: Values, *notes: str) -> Totals:
    rows = [TotalsRow(key, sums[key]) for key in sums]
    return Totals(by, rows, total, now.position, now.as_of, tuple(notes))


def _is_shown(scope: Scope, measure: str) -> bool:
    """Whether this sight reads sums of this measure that are no rows of an oblast. What is counted for the country
    alone has no sum anywhere else."""
    if is_national(measure):
        return scope.place is None
    base = str(base_of(measure)) if is_outside_period(measure) else measure
    return scope.sight is Sight.EXACT or public_measure(base)


def _total(scope: Scope, measures: Sequence[str]) -> Values:
    return {measure: sum_of(scope, measure) if _is_shown(scope, measure) else None for measure in measures}


# --- by place


def _by_place(scope: Scope, measures: list[str], *, level: int) -> Totals:
    """Every place of the level, in register order, those with nothing too."""
    plain = [measure for measure in measures if _is_shown(scope, measure) and not is_national(measure)]
    sums = by_day_and_place(scope, plain, level=level)
    within = scope.place.pcode if scope.place else None
    found: dict[str, Values] = {
        place.pcode: {m: sum(sums[m][place.pcode].values()) if m in plain else None for m in measures}
        for place in places_of(register(scope.edition), level, within)
    }
    if scope.sight is Sight.PUBLIC:
        for _, cell in cells_in(scope):
            if cell.pcode and cell.level >= level:
                _add(found[cell.region if level == 1 else cell.pcode], cell, plain)
    total = dict.fromkeys(measures) | _total(scope, [m for m in measures if not is_national(m)])
    if len(plain) == len(measures):
        return _made(f"place{level}", scope.look, found, total)
    if level == 2 or not scope.is_whole:
        return _made("place2" if level == 2 else "place1", scope.look, found, total, HIDDEN)
    for row in rows_standing(scope.edition, scope.look.position, region=scope.place):
        found[row.place.pcode] |= {m: value_of([row], m) for m in measures if m not in plain}
    for measure in measures:
        if measure not in plain:
            values = [row[measure] for row in found.values() if row[measure] is not None]
            total[measure] = sum(value or 0 for value in values) if values else None
    return _made("place1", scope.look, found, total, FROM_ROWS)


def _add(row: Values, cell: StandingCell, measures: Sequence[str]) -> None:
    for measure in measures:
        if public_measure(measure):
            row[measure] = (row[measure] or 0) + getattr(cell, measure)


# --- by time and kind: the public's have cells in them


def _with_cells(scope: Scope, measures: list[str], by: str) -> Totals:
    shown = [measure for measure in measures if _is_shown(scope, measure)]
    found: dict[str, Values] = defaultdict(lambda: {m: 0 if m in shown else None for m in measures})
    for measure, key, value in _plain_sums(scope, shown, by):
        found[key][measure] = (found[key][measure] or 0) + value
    if scope.sight is Sight.PUBLIC:
        for day, cell in cells_in(scope):
            key = cell.kind if by == "kind" else _time_key(by, day)
            _add(found[key], cell, shown)
    notes = () if len(shown) == len(measures) else (HIDDEN,)
    return _made(by, scope.look, dict(sorted(found.items())), _total(scope, measures), *notes)


def _time_key(by: str, day: date) -> str:
    return (monday_of(day) if by == "week" else day).isoformat()


def _plain_sums(scope: Scope, measures: Sequence[str], by: str) -> list[tuple[str, str, int]]:
    """(measure, key, value); from tallies where the key is a time and the place has tallies."""
    if by != "kind" and scope.level <= 2:
        sums = by_day_and_place(scope, measures, level=scope.level)
        return [
            (measure, _time_key(by, day), value)
            for measure, places in sums.items()
            for days in places.values()
            for day, value in days.items()
        ]
    column = "kind" if by == "kind" else "date"
    sums_of_lines = summed(
        scope, lambda at: national_lines(at, measures).filter(breakdown=Breakdown.TOTAL), ["measure", column]
    )
    return [
        (measure, key if by == "kind" else _time_key(by, key), value)
        for (measure, key), value in sums_of_lines.items()
    ]


# --- by sex and age


def _by_band(scope: Scope, measures: list[str], by: str) -> Totals:
    """Known bands and `unknown`, which is the total less them. Only attendances have bands."""
    found: dict[str, Values] = defaultdict(lambda: dict.fromkeys(measures))
    total: Values = dict.fromkeys(measures)
    if scope.sight is Sight.EXACT:
        for measure in measures:
            total[measure] = sum_of(scope, measure)
            _fill(found, measure, bands_in(scope, measure, by), total[measure] or 0)
        return _made(by, scope.look, dict(found), total)
    if scope.level > 1 or not scope.is_whole:
        return _made(by, scope.look, {}, total, HIDDEN)
    rows = rows_standing(scope.edition, scope.look.position, region=scope.place)
    if not rows:
        return _made(by, scope.look, {}, total, HIDDEN)
    if Measure.ATTENDANCES in measures:
        total[Measure.ATTENDANCES] = value_of(rows, Measure.ATTENDANCES)
        _fill(found, Measure.ATTENDANCES, bands_of(rows, by), total[Measure.ATTENDANCES] or 0)
    last = max(row.position for row in rows)
    then = look(scope.edition, Sight.EXACT, is_live=False, as_of=last)
    return _made(by, then, dict(found), total, FROM_ROWS)


def _fill(found: dict[str, Values], measure: str, known: dict[str, int], total: int) -> None:
    for band in sorted(known, key=_band_order):
        found[band][measure] = known[band]
    found[UNKNOWN][measure] = unknown_of(total, known)


def _band_order(band: str) -> tuple[int, str]:
    low = band.partition("-")[0]
    return (int(low) if low.isdigit() else 0), band


# --- by host, supporter, topic, language: open ones only in public


def _by_hosts_and_parts(scope: Scope, measures: list[str], by: str) -> Totals:
    shown = [measure for measure in measures if _is_shown(scope, measure)]
    found: dict[str, Values] = defaultdict(lambda: {m: 0 if m in shown else None for m in measures})
    for measure, key, value in _SUMS.get(by, _by_column)(scope, shown, by):
        found[key or ""][measure] = value
    notes = [OPEN_ONLY] if scope.sight is Sight.PUBLIC else []
    total: Values = {measure: _open_sum(scope, measure) if measure in shown else None for measure in measures}
    if by in BREAKDOWNS:
        notes.append(NOT_ADDED)
    elif by == "organisation" and any(sum(row[m] or 0 for row in found.values()) != total[m] for m in shown):
        notes.append(HOSTS_OVERLAP)
    if len(shown) < len(measures):
        notes.append(HIDDEN)
    return _made(by, scope.look, dict(sorted(found.items())), total, *notes)


def _open_sum(scope: Scope, measure: str) -> int:
    """The national sum without cells: staff's is exact, the public's of open ones."""
    if scope.level > 2:
        return from_lines(scope, measure)
    sums = by_day_and_place(scope, [measure], level=scope.level)[measure]
    return sum(value for days in sums.values() for value in days.values())


Sums = list[tuple[str, str, int]]


def _by_organisation(scope: Scope, measures: Sequence[str], by: str) -> Sums:
    return [(measure, slug, value) for (measure, slug), value in hosts_of(scope, measures).items()]


def _by_column(scope: Scope, measures: Sequence[str], by: str) -> Sums:
    return _summed_by(
        scope, lambda at: national_lines(at, measures).filter(breakdown=Breakdown.TOTAL), PLAIN[by]
    )


def _by_part(scope: Scope, measures: Sequence[str], by: str) -> Sums:
    """The public reads no topic that the edition hides."""

    def lines(at: Scope) -> QuerySet[Line]:
        found = national_lines(at, measures).filter(breakdown=BREAKDOWNS[by])
        if by == "topic" and scope.sight is Sight.PUBLIC:
            hidden = Topic.objects.filter(edition=scope.edition, is_public=False)
            found = found.exclude(topic__in=hidden.values("slug")).filter(enough_calls())
        return found

    return _summed_by(scope, lines, by)


def _summed_by(scope: Scope, lines: Callable[[Scope], QuerySet[Line]], column: str) -> Sums:
    return [
        (measure, key, value) for (measure, key), value in summed(scope, lines, ["measure", column]).items()
    ]


_SUMS: dict[str, Callable[[Scope, Sequence[str], str], Sums]] = {
    "organisation": _by_organisation,
    **dict.fromkeys(BREAKDOWNS, _by_part),
}
