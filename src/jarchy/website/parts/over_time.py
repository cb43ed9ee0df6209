"""A number over time: the running total against what is aimed at, and the same by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from django.utils.translation import gettext

from jarchy.charter.models import Edition, Indicator
from jarchy.charter.rules import Computed
from jarchy.formats.numbers import day_text, number_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import IN_CELLS, Sight
from jarchy.pictures.bars import GrowthWords, growth
from jarchy.website.parts.months import months


@dataclass(frozen=True)
class WeekSum:
    since: date
    value: str
    sum: str
    plan: str


@dataclass(frozen=True)
class OverTime:
    picture: str
    weeks: Sequence[WeekSum]
    has_plan: bool
    position: str


def over_time(
    edition: Edition, indicator: Indicator, language: str, *, place: str | None, aim: Decimal | None
) -> OverTime | None:
    """As of the last midnight; `aim`: for the whole period, None without. None for what does not add up over days.

    Open activities count on their day, closed ones on the first day of their week.
    """
    is_counted_by_day = indicator.measure in IN_CELLS or ledger.is_national(indicator.measure)
    if indicator.computed != Computed.SUM or not is_counted_by_day:
        return None
    found = ledger.totals(edition, [indicator.measure], by="day", place=place, sight=Sight.PUBLIC)
    by_day = {row.key: row.values[indicator.measure] or 0 for row in found.rows}
    past = edition.each_day()[: max(edition.day_number(), 0)]
    sums = list(accumulate(by_day.get(day.isoformat(), 0) for day in past))
    whole = range(1, edition.days + 1)
    plan = [] if aim is None else [_spread(aim, number, edition.days) for number in whole]
    picture = _picture(edition, language, sums, plan, text_in(indicator.names, language))
    position = number_text(found.position, language)
    return OverTime(picture, _weeks(edition, language, sums, plan), bool(plan), position)


def _spread(aim: Decimal, day: int, days: int) -> int:
    """What should be reached by the end of a day if it came evenly."""
    return int((aim * day / days).to_integral_value(ROUND_HALF_UP))


def _picture(edition: Edition, language: str, sums: Sequence[int], plan: Sequence[int], name: str) -> str:
    counted = number_text(sums[-1], language) if sums else ""
    aimed = ""
    if plan:
        aimed = gettext("aimed at by {day}: {value}").format(
            day=day_text(edition.ends, language), value=number_text(plan[-1], language)
        )
    words = GrowthWords(
        title=gettext("{name}: running total by day").format(name=name),
        description=gettext("The table below has the same numbers by week."),
        counted=counted, planned=aimed,
    )  # fmt: skip
    return growth(sums, plan, days=edition.days, months=months(edition.each_day(), language), words=words)


def _weeks(edition: Edition, language: str, sums: Sequence[int], plan: Sequence[int]) -> list[WeekSum]:
    rows: list[WeekSum] = []
    first, before = 0, 0
    while first < len(sums):
        day = edition.starts + timedelta(first)
        last = min(first + 6 - day.weekday(), len(sums) - 1)
        total = sums[last]
        aimed = number_text(plan[last], language) if plan else ""
        rows.append(WeekSum(day, number_text(total - before, language), number_text(total, language), aimed))
        first, before = last + 1, total
    return rows
