"""A figure: the value of one indicator, pinned to a position, as one sight may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator, Participation, Target
from jarchy.charter.rules import Computed, EditionState
from jarchy.ledger.models import Line, OblastRow, OrganisationTally
from jarchy.ledger.problems import Problems
from jarchy.ledger.queries.looks import look, rows_standing
from jarchy.ledger.queries.sums import (
    Scope,
    base_of,
    by_day_and_place,
    cells_in,
    is_national,
    is_outside_period,
    less_since,
    lines_of,
    national_lines,
    place_of,
    public_measure,
    sum_of,
    summed,
)
from jarchy.ledger.rules import IN_CELLS, IN_ROWS, Breakdown, Measure, Sight, ages_of
from jarchy.places.models import Place

NOT_COUNTED_YET, HIDDEN, NO_REPORT = "not_counted_yet", "hidden", "no_report"
NATIONAL_ONLY = "national_only"  # counted for the country, and asked for a place in it
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Figure:
    """`value` None says why in `why_none`; numerator and denominator are what a share or a "so many of" is made of.

    known_share: of how many of the total it is known, in percent. `oblasts`: of how many the public's value is the sum
    (None where it is no sum of oblasts' rows). leaves_out: the edition is final, and closed activities that were too
    few even for the country are in no public sum.
    """

    value: int | Decimal | None
    qualifier: str
    unit: str
    as_of: datetime
    position: int
    indicator: Indicator
    place: Place | None
    since: date | None
    until: date | None
    sight: Sight
    numerator: int | None = None
    denominator: int | None = None
    known_share: Decimal | None = None
    why_none: str = ""
    target: Target | None = None
    oblasts: int | None = None
    leaves_out: bool = False


def figure(
    edition: Edition, indicator: str, *, place: str | None = None, since: date | None = None,
    until: date | None = None, as_of: int | None = None, sight: Sight,
) -> Figure:  # fmt: skip
    """Raises no_indicator, unknown_place_asked, no_position; not_published where the public asks for a position that
    was never published. What the public may not see is no error: value None, why_none "hidden".
    """
    row = charter.indicator(edition, indicator)
    if row is None:
        choices = ", ".join(one.slug for one in charter.indicators(edition))
        raise Problems.no_indicator(edition=edition.slug, indicator=indicator, choices=choices)
    where = place_of(edition, place)
    is_live = (where is None or where.level == 1) and not is_national(row.measure)
    now = look(edition, sight, is_live=is_live, as_of=as_of)
    scope = Scope(edition, sight, now, where, since, until)
    empty = Figure(
        value=None, qualifier="", unit=row.unit, as_of=now.as_of, position=now.position, indicator=row, place=where,
        since=since, until=until, sight=sight, target=_target(edition, row, where, scope),
    )  # fmt: skip
    return _COMPUTED[Computed(row.computed)](scope, row, empty)


def _target(edition: Edition, row: Indicator, place: Place | None, scope: Scope) -> Target | None:
    """The aim for the whole period at this place; none for a part of it."""
    if not scope.is_whole:
        return None
    return charter.target_values(edition, row.slug).get(place.pcode if place else "")


def _later(scope: Scope, row: Indicator, empty: Figure) -> Figure:
    return replace(empty, why_none=NOT_COUNTED_YET)


def _sum(scope: Scope, row: Indicator, empty: Figure) -> Figure:
    if is_national(row.measure):
        return _national_sum(scope, row, empty)
    if scope.sight is Sight.PUBLIC:
        if scope.level > 2:
            return replace(empty, why_none=HIDDEN)
        if not _is_open_sum(row.measure):
            return _from_rows(scope, empty, lambda rows: replace(empty, value=value_of(rows, row.measure)))
    return replace(empty, value=sum_of(scope, row.measure), leaves_out=_leaves_out(scope, row.measure))


def _national_sum(scope: Scope, row: Indicator, empty: Figure) -> Figure:
    """The same for everybody; the public's is of the last midnight."""
    if scope.place is not None:
        return replace(empty, why_none=NATIONAL_ONLY)
    return replace(empty, value=sum_of(scope, row.measure))


def _leaves_out(scope: Scope, measure: str) -> bool:
    """Whether the public's sum for the country lacks what was too few; of a smaller place that is not said."""
    is_final = scope.edition.state in (EditionState.FINAL, EditionState.ARCHIVED)
    if scope.sight is Sight.EXACT or not is_final or scope.place is not None or measure not in IN_CELLS:
        return False
    counted = sum_of(scope, Measure.ACTIVITIES)
    return counted < sum_of(replace(scope, sight=Sight.EXACT), Measure.ACTIVITIES)


def _is_open_sum(measure: str) -> bool:
    """Activities and attendances, in the period or outside it: the public's sum is of open ones and cells."""
    return public_measure(base_of(measure)) if is_outside_period(measure) else public_measure(measure)


# --- what the public reads from oblasts' rows


def _from_rows(scope: Scope, empty: Figure, make) -> Figure:
    """The figure made of the rows that stand, with their position; hidden for a rayon or some days only."""
    if scope.level > 1 or not scope.is_whole:
        return replace(empty, why_none=HIDDEN)
    rows = rows_standing(scope.edition, scope.look.position, region=scope.place)
    if not rows:
        return replace(empty, why_none=HIDDEN if sum_of(scope, Measure.ACTIVITIES) else NO_REPORT)
    made: Figure = make(rows)
    last = max(rows, key=lambda row: row.position)
    moment = look(scope.edition, Sight.EXACT, is_live=False, as_of=last.position).as_of
    return replace(made, position=last.position, as_of=moment, oblasts=len(rows))


def value_of(rows: list[OblastRow], measure: str) -> int | None:
    """The sum of a measure over oblasts' rows; None for one that they do not have."""
    return sum(row.values.get(measure, 0) for row in rows) if measure in IN_ROWS else None


def bands_of(rows: list[OblastRow], breakdown: str) -> dict[str, int]:
    """Known bands over oblasts' rows, by their word (female; 14-17)."""
    found: dict[str, int] = {}
    for row in rows:
        for band, value in row.bands.get(breakdown, {}).items():
            found[band] = found.get(band, 0) + value
    return found


# --- shares


def _share(scope: Scope, row: Indicator, empty: Figure) -> Figure:
    part = row.part
    if "numerator" in part:
        return _share_of_measures(scope, row, empty, part["numerator"])
    if scope.sight is Sight.PUBLIC:
        return _from_rows(
            scope,
            empty,
            lambda rows: _shared(
                empty, part, bands_of(rows, part["breakdown"]), value_of(rows, row.measure) or 0
            ),
        )
    known = bands_in(scope, row.measure, part["breakdown"])
    return _shared(empty, part, known, sum_of(scope, row.measure))


def bands_in(scope: Scope, measure: str, breakdown: str) -> dict[str, int]:
    """Known bands summed from lines, by their word. One query."""
    columns = ["age_from", "age_to"] if breakdown == Breakdown.AGE else [breakdown]
    found = summed(scope, lambda at: national_lines(at, [measure]).filter(breakdown=breakdown), columns)
    return {_band(*key) if breakdown == Breakdown.AGE else key[0]: value for key, value in found.items()}


def _band(low: int, high: int | None) -> str:
    return f"{low}-{'' if high is None else high}"


def _shared(empty: Figure, part: Mapping[str, str], known: Mapping[str, int], total: int) -> Figure:
    """The share, in percent, of those of whom it is known; beside it, of how many of the total that is so."""
    of = sum(known.values())
    if not of:
        return replace(empty, why_none=NO_REPORT, numerator=0, denominator=0, known_share=_percent(0, total))
    kept = sum(value for band, value in known.items() if is_kept(part, band))
    return replace(
        empty, value=_percent(kept, of), numerator=kept, denominator=of, known_share=_percent(of, total)
    )


def is_kept(part: Mapping[str, str], band: str) -> bool:
    """Whether the numerator keeps a band: one wholly inside the ages, or the sex, that the indicator names."""
    if part["breakdown"] == Breakdown.AGE:
        low, high = ages_of(band)
        at_most = int(part["age_to"]) if "age_to" in part else None
        return low >= int(part.get("age_from", 0)) and (
            at_most is None or (high is not None and high <= at_most)
        )
    return band == part.get(part["breakdown"])


def _share_of_measures(scope: Scope, row: Indicator, empty: Figure, numerator: str) -> Figure:
    def shared(part: int | None, of: int | None) -> Figure:
        if not of:
            return replace(empty, why_none=NO_REPORT, numerator=0, denominator=0)
        return replace(empty, value=_percent(part or 0, of), numerator=part, denominator=of)

    if scope.sight is Sight.PUBLIC:
        return _from_rows(
            scope, empty, lambda rows: shared(value_of(rows, numerator), value_of(rows, row.measure))
        )
    return shared(sum_of(scope, numerator), sum_of(scope, row.measure))


def _percent(part: int, of: int) -> Decimal | None:
    """One digit after the point, halves up; None of nothing."""
    return (Decimal(100 * part) / of).quantize(TENTH, ROUND_HALF_UP) if of else None


# --- so many, at n of m activities


def _asked(scope: Scope, row: Indicator, empty: Figure) -> Figure:
    """So many, at n that asked of m activities that were to ask: kinds at which nobody asks are not among the m."""
    measures = (row.measure, row.part["asked"], str(Measure.ASKS_FIRST_TIME))

    def made(value: int | None, n: int | None, m: int | None) -> Figure:
        if not n:
            return replace(empty, why_none=NO_REPORT, numerator=0, denominator=m)
        return replace(empty, value=value, numerator=n, denominator=m)

    if scope.sight is Sight.PUBLIC:
        return _from_rows(scope, empty, lambda rows: made(*(value_of(rows, one) for one in measures)))
    return made(*(sum_of(scope, one) for one in measures))


# --- how many different ones


def _distinct(scope: Scope, row: Indicator, empty: Figure) -> Figure:
    if scope.sight is Sight.PUBLIC and scope.level > 2:
        return replace(empty, why_none=HIDDEN)
    if row.part["distinct"] == "organisation":
        return replace(empty, value=len(organisations_active(scope, row.measure, role=row.part.get("role"))))
    reached = districts_reached(scope, row.measure)
    upper = charter.register(scope.edition)
    inside = upper.districts if scope.place is None else upper.districts_of(scope.place.pcode)
    if scope.level == 2:
        return replace(empty, value=len(reached), denominator=1)
    return replace(empty, value=len(reached), denominator=len(inside))


def districts_reached(scope: Scope, measure: str) -> set[str]:
    """P-codes of rayons and towns with something of this measure; in public with an open one or a standing cell."""
    if scope.level > 2:
        return set()
    days = by_day_and_place(scope, [measure], level=2)[measure]
    reached = {pcode for pcode, values in days.items() if sum(values.values()) > 0}
    if scope.sight is Sight.PUBLIC and public_measure(measure):
        reached |= {cell.pcode for _, cell in cells_in(scope) if cell.level == 2}
    return reached


def hosts_of(scope: Scope, measures: Sequence[str]) -> dict[tuple[Any, ...], int]:
    """Every host's sums by (measure, slug); from tallies where neither place nor days narrow them."""
    columns = ["measure", "organisation__slug"]

    def lines(at: Scope) -> QuerySet[Line]:
        return lines_of(at, measures).filter(breakdown=Breakdown.TOTAL)

    if scope.place is not None or scope.since is not None or scope.until is not None:
        return summed(scope, lines, columns)
    tallies = OrganisationTally.objects.filter(edition=scope.edition, measure__in=measures)
    if scope.sight is Sight.PUBLIC:
        tallies = tallies.filter(is_open=True)
    rows = tallies.values_list(*columns).annotate(sum=Sum("value")).order_by(*columns)
    return less_since(scope, {tuple(key): value for *key, value in rows}, lines(scope.at_head), columns)


def organisations_active(scope: Scope, measure: str, *, role: str | None = None) -> set[str]:
    """Slugs of the hosts of something of this measure, alone or together; in public of open ones."""
    sums = hosts_of(scope, [measure])
    active = {slug for (_, slug), value in sums.items() if value > 0}
    if role is None:
        return active
    takes_part = Participation.objects.filter(edition=scope.edition, role=role)
    return active & set(takes_part.values_list("organisation__slug", flat=True))


_COMPUTED = {
    Computed.SUM: _sum,
    Computed.SHARE: _share,
    Computed.ASKED: _asked,
    Computed.DISTINCT: _distinct,
    Computed.LATER: _later,
}
