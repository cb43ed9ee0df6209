"""Bars inside a table's rows, and a running total by day against the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jarchy.pictures.frame import open_picture, short, text

_HEIGHT = 120
_WEEK = 7


def bar(value: float | None, of: float, *, goal: float | None = None) -> str:
    """One bar of a list, from zero to `of`, for a table cell beside its number: the table is the list.

    None (not known) draws the empty ground; what is more than `of` fills it. `goal` sets a line, as a
    target does.
    """
    width = _percent(value, of)
    filled = f'<rect class="s4" width="{width}" height="12"/>' if value is not None and width != "0%" else ""
    line = "" if goal is None else _goal(_percent(goal, of))
    return (
        '<svg class="bar" width="100%" height="12" aria-hidden="true">'
        f'<rect class="wash" width="100%" height="12"/>{filled}{line}</svg>'
    )


def _percent(value: float | None, of: float) -> str:
    share = 0.0 if value is None or of <= 0 else min(max(value / of, 0.0), 1.0)
    return short(share * 100, 1) + "%"


def _goal(x: str) -> str:
    return f'<line class="goal" x1="{x}" x2="{x}" y1="-3" y2="15"/>'


@dataclass(frozen=True, slots=True)
class GrowthWords:
    """Words of a running total. `counted` and `planned` are written beside the ends of the lines, numbers
    included."""

    title: str
    description: str
    counted: str
    planned: str = ""


def growth(
    sums: Sequence[int],
    plan: Sequence[int],
    *,
    days: int,
    months: Sequence[tuple[str, int]],
    words: GrowthWords,
    ident: str = "growth",
) -> str:
    """Running total by day (solid) against the plan (broken), stretched to the width of the page.

    `sums`: total at the end of each day so far; `plan`: of each day to the last, or empty. `months` as in a
    strip. Raises ValueError for days < 1.
    """
    if days < 1:
        raise ValueError("a running total needs at least one day")
    sums, plan = sums[:days], plan[:days]
    most = max([*sums, *plan, 1])
    head = open_picture(
        "gr", ident, title=words.title, description=words.description, size='width="100%" height="164"'
    )
    return (
        f'{head}<svg y="18" width="100%" height="124" viewBox="0 0 {days} 124" preserveAspectRatio="none">'
        f'{_lines(sums, plan, most)}<path class="axis" d="M0 121h{days}"/></svg>'
        f"{_plan_label(plan, words.planned)}{_sum_label(sums, most, days, words.counted)}"
        f"{_months(months, days)}</svg>"
    )


def _height_at(total: int, most: int) -> float:
    return _HEIGHT - max(total, 0) / most * 116


def _line(totals: Sequence[int], chosen: Sequence[int], most: int) -> str:
    points = [f"{short(day + 0.5)} {short(_height_at(totals[day], most), 1)}" for day in chosen]
    return "M" + "L".join(points) if points else ""


def _lines(sums: Sequence[int], plan: Sequence[int], most: int) -> str:
    done = _line(sums, range(len(sums)), most)
    weekly = [day for day in range(len(plan)) if day % _WEEK == 0 or day == len(plan) - 1]
    area = f"{done}L{len(sums) - 0.5:g} {_HEIGHT}L.5 {_HEIGHT}z" if done else ""
    drawn = (("area", area), ("goal", _line(plan, weekly, most)), ("sum", done))
    return "".join(f'<path class="{name}" d="{d}"/>' for name, d in drawn if d)


def _plan_label(plan: Sequence[int], word: str) -> str:
    return f'<text class="end" x="100%" y="11">{text(word)}</text>' if plan and word else ""


def _sum_label(sums: Sequence[int], most: int, days: int, word: str) -> str:
    """The total so far, to the left of the line's end and above it, or to the right while the line is still
    short."""
    if not sums or not word:
        return ""
    share = (len(sums) - 0.5) / days
    anchor, shift = (" end", -6) if share > 0.3 else ("", 6)
    y = max(_height_at(sums[-1], most) + 14, 26)
    place = f'x="{short(share * 100)}%" y="{short(y, 1)}" dx="{shift}"'
    return f'<text class="strong{anchor}" {place}>{text(word)}</text>'


def _months(months: Sequence[tuple[str, int]], days: int) -> str:
    return "".join(
        f'<text class="mo" x="{short(day / days * 100)}%" y="160">{text(name)}</text>'
        for name, day in months
        if 0 <= day < days * 0.96
    )
