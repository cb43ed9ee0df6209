"""A chart that may stand alone: its title above, its day, source and address below, for whoever takes it away.

Made without a style sheet, in millimetres, so that it is the same in a newspaper, a presentation and on paper.
"""

from __future__ import annotations

import re
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
NAMES_OF_GRID, SUMS = 33, 12
ROW = 6.5
# As look.css has it in the light, for a drawing that stands alone.
MAP_STYLE = (
    ".map path{stroke:#fff;stroke-width:1.5}.s0,.ground{fill:#e6e9e1}.s1{fill:#c8dfd8}.s2{fill:#86babd}"
    ".s3{fill:#4897a9}.s4{fill:#1d688a}.s5{fill:#0c3c62}.none{fill:#f4f5f0}.map .border{fill:none;stroke-width:5}"
    ".map .water{fill:#fff}.map .hatch{stroke:#6c7d83}.map .lead-to{stroke:#6c7d83;fill:none}"
    f".map text{{font-size:21px;text-anchor:middle;dominant-baseline:central;fill:{INK}}}.map tspan{{font-weight:700}}"
    ".map .begin{text-anchor:start}.map .end{text-anchor:end}.map .on3,.map .on4,.map .on5{fill:#fff}"
)
# Ground and letters of a cell, from nothing to most.
SHADES = (
    ("#eef1ea", QUIET), ("#c8dfd8", INK), ("#86babd", INK), ("#1d688a", "#ffffff"), ("#0c3c62", "#ffffff"),
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class GridCell:
    """`value` None has not come yet."""

    value: int | None
    written: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    name: str
    cells: Sequence[GridCell]
    total: str


def card_of_weeks(card: Card, bars: Sequence[Week]) -> str:
    """Bars by week. Raises ValueError without a week."""
    return framed(card, week_bars(bars, width=WIDTH - 2 * EDGE, height=56), 56)


def card_of_places(card: Card, bars: Sequence[PlaceBar]) -> str:
    """Bars from left to right, one below the other."""
    most, room = max([bar.value for bar in bars] + [1]), WIDTH - 2 * EDGE - NAMES - NUMBERS
    rows = [_place(bar, n * ROW, room * bar.value / most) for n, bar in enumerate(bars)]
    tall = len(bars) * ROW
    axis = f'<path d="M{NAMES} 0v{short(tall, 2)}" stroke="{AXIS}" stroke-width=".2"/>'
    return framed(card, "".join(rows) + axis, tall)


def card_of_grid(card: Card, columns: Sequence[str], rows: Sequence[GridRow]) -> str:
    """A row for each place and a column for each week, darker where there was more; every number is written. A week
    that has not come is left open. Raises ValueError for a row of another width."""
    if any(len(row.cells) != len(columns) for row in rows):
        raise ValueError("a row has another number of weeks than the head")
    room = WIDTH - 2 * EDGE - NAMES_OF_GRID - SUMS
    wide, most = (
        room / max(len(columns), 1),
        max((cell.value or 0 for row in rows for cell in row.cells), default=0),
    )
    middles = [short(NAMES_OF_GRID + (n + 0.5) * wide, 2) for n in range(len(columns))]
    head = "".join(
        f'<text x="{x}" y="3" font-size="2.1" text-anchor="middle" fill="{QUIET}">{escape(label)}</text>'
        for x, label in zip(middles, columns, strict=True)
    )
    drawn = [_grid_row(row, 5 + n * ROW, wide, most) for n, row in enumerate(rows)]
    return framed(card, head + "".join(drawn), 5 + len(rows) * ROW)


def card_of_map(card: Card, drawn: str) -> str:
    """A map of pictures.maps, whose colours and letters pages give it by their style sheet: here it brings its own.
    Raises ValueError for a drawing that does not say its size."""
    size = re.match(r'<svg class="map" viewBox="0 0 (\d+) (\d+)"', drawn)
    if size is None:
        raise ValueError("this is no map")
    wide = WIDTH - 2 * EDGE
    tall = wide * int(size[2]) / int(size[1])
    inside = drawn.replace("<svg ", f'<svg width="{wide}" height="{short(tall, 2)}" ', 1)
    return framed(card, f"<style>{MAP_STYLE}</style>{inside}", tall)


def _grid_row(row: GridRow, top: float, wide: float, most: int) -> str:
    line = short(top + ROW * 0.66, 2)
    cells = [
        _grid_cell(cell, NAMES_OF_GRID + n * wide, top, wide, most)
        for n, cell in enumerate(row.cells)
        if cell.value is not None
    ]
    return (
        f'<text x="0" y="{line}" font-size="3" fill="{INK}">{escape(row.name)}</text>{"".join(cells)}'
        f'<text x="{WIDTH - 2 * EDGE}" y="{line}" font-size="3" font-weight="700" text-anchor="end" fill="{INK}">'
        f"{escape(row.total)}</text>"
    )


def _grid_cell(cell: GridCell, left: float, top: float, wide: float, most: int) -> str:
    value = cell.value or 0
    step = 0 if not value else 1 + min(4 * value // max(most, 1), 3)
    fill, letters = SHADES[step]
    rect = (
        f'<rect x="{short(left + 0.3, 2)}" y="{short(top + 0.3, 2)}" width="{short(wide - 0.6, 2)}" '
        f'height="{short(ROW - 0.6, 2)}" fill="{fill}"/>'
    )
    if not value:
        return rect
    at = f'x="{short(left + wide / 2, 2)}" y="{short(top + ROW * 0.64, 2)}"'
    return f'{rect}<text {at} font-size="2.6" text-anchor="middle" fill="{letters}">{escape(cell.written)}</text>'


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


def framed(card: Card, inside: str, tall: float) -> str:
    """The words around a drawing of WIDTH less both EDGEs and so many millimetres' height."""
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
