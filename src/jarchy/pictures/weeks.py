"""Bars by week with their numbers written above them: for paper, so with its own colours and without a style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from jarchy.pictures.frame import short

FONT = "Noto Sans"
BAR, INK, QUIET, AXIS = "#1d688a", "#14272e", "#48595f", "#6c7d83"
LETTERS, NUMBERS = 2.5, 2.9  # millimetres


@dataclass(frozen=True, slots=True)
class Week:
    """`label` is its first day; `written` is the value as the reader's language has it."""

    label: str
    value: int
    written: str


def weeks(bars: Sequence[Week], *, width: int, height: int) -> str:
    """A drawing of so many millimetres. Raises ValueError without a week."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'font-family="{FONT}">{week_bars(bars, width=width, height=height)}</svg>'
    )


def week_bars(bars: Sequence[Week], *, width: float, height: float) -> str:
    """What stands in it, for another drawing in millimetres."""
    if not bars:
        raise ValueError("no week, no picture")
    step, most = width / len(bars), max(max(bar.value for bar in bars), 1)
    floor, room = height - LETTERS - 1.5, height - LETTERS - NUMBERS - 3.5
    drawn = [_bar(bar, n * step, step, floor, room * bar.value / most) for n, bar in enumerate(bars)]
    return (
        f'<g text-anchor="middle">{"".join(drawn)}</g>'
        f'<path d="M0 {short(floor, 2)}h{short(width, 2)}" stroke="{AXIS}" stroke-width=".2"/>'
    )


def _bar(bar: Week, left: float, step: float, floor: float, tall: float) -> str:
    middle, wide = short(left + step / 2, 2), min(step * 0.66, 14)
    rect = (
        f'<rect x="{short(left + (step - wide) / 2, 2)}" y="{short(floor - tall, 2)}" width="{short(wide, 2)}" '
        f'height="{short(tall, 2)}" fill="{BAR}"/>'
    )
    number = f'<text x="{middle}" y="{short(floor - tall - 1, 2)}" font-size="{NUMBERS}" fill="{INK}">'
    label = f'<text x="{middle}" y="{short(floor + LETTERS + 0.7, 2)}" font-size="{LETTERS}" fill="{QUIET}">'
    return f"{rect}{number}{escape(bar.written)}</text>{label}{escape(bar.label)}</text>"
