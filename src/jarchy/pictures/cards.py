"""A chart that may stand alone: its title above, its day, source and address below, for whoever takes it away.

Made without a style sheet, in millimetres, so that it is the same in a newspaper, a presentation and on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from jarchy.pictures.frame import short
from jarchy.pictures.weeks import AXIS, BAR, FONT, INK, QUIET, Week, week_bars

WIDTH, EDGE = 180, 8
DEEP = "#0c3441"
FAMILY = f"{FONT}, Arial, sans-serif"
HEAD, FOOT, LINE = 24, 6, 4.2
NAMES, NUMBERS = 46, 20  # columns of a chart by place
ROW = 6.5


@dataclass(frozen=True, slots=True)
class Card:
    """Words around a chart; `mark` is said in bold (an example), "" without. `alt` tells it to who cannot see."""

    title: str
    under: str
    foot: Sequence[str]
    alt: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PlaceBar:
    name: str
    value: int
    written: str


def card_of_weeks(card: Card, bars: Sequence[Week]) -> str:
    """Bars by week. Raises ValueError without a week."""
    return _card(card, week_bars(bars, width=WIDTH - 2 * EDGE, height=56), 56)


def card_of_places(card: Card, bars: Sequence[PlaceBar]) -> str:
    """Bars from left to right, one below the other."""
    most, room = max([bar.value for bar in bars] + [1]), WIDTH - 2 * EDGE - NAMES - NUMBERS
    rows = [_place(bar, n * ROW, room * bar.value / most) for n, bar in enumerate(bars)]
    tall = len(bars) * ROW
    axis = f'<path d="M{NAMES} 0v{short(tall, 2)}" stroke="{AXIS}" stroke-width=".2"/>'
    return _card(card, "".join(rows) + axis, tall)


def height_of(svg: str) -> int:
    """Millimetres of a card, as it says itself."""
    return int(svg.partition('height="')[2].partition("mm")[0])


def _place(bar: PlaceBar, top: float, long: float) -> str:
    line, high = short(top + ROW * 0.68, 2), short(ROW - 1.8, 2)
    return (
        f'<text x="0" y="{line}" font-size="3.2" fill="{INK}">{escape(bar.name)}</text>'
        f'<rect x="{NAMES}" y="{short(top + 0.9, 2)}" width="{short(long, 2)}" height="{high}" fill="{BAR}"/>'
        f'<text x="{short(NAMES + long + 1.2, 2)}" y="{line}" font-size="3.2" fill="{INK}">{escape(bar.written)}</text>'
    )


def _card(card: Card, inside: str, tall: float) -> str:
    foot = [
        *([f'<tspan font-weight="700">{escape(card.mark)}</tspan>'] if card.mark else []),
        *map(escape, card.foot),
    ]
    height = round(HEAD + tall + FOOT + LINE * len(foot))
    lines = "".join(
        f'<text x="{EDGE}" y="{short(height - LINE * (len(foot) - n), 2)}" font-size="2.9" fill="{QUIET}">{line}</text>'
        for n, line in enumerate(foot)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{height}mm" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="{FAMILY}" role="img"><title>{escape(card.title)}</title><desc>{escape(card.alt)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="{EDGE}" y="11" font-size="6" font-weight="700" fill="{DEEP}">{escape(card.title)}</text>'
        f'<text x="{EDGE}" y="17" font-size="3.4" fill="{QUIET}">{escape(card.under)}</text>'
        f'<g transform="translate({EDGE} {HEAD})">{inside}</g>{lines}</svg>'
    )
