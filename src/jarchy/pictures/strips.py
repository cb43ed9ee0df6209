"""Days by places: each row is a place, each stitch a day on which something was held.

A held day is a full stitch, darker with more attendances; a planned one half a stitch; a planned day
without a report a broken one. Activities of which only the week is public are a hem: a bar under the seven
days of their week. Past days have ground, coming days only a thread. Ten quiet days or more get a bracket.

x is in days, so that the picture stretches; look.css sets the names above the bands on a phone and beside
them on a wide screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jarchy.pictures.frame import open_picture, short, step_of, text

STEPS = (1, 25, 75, 150)
"""Lower ends of the four classes of attendances in a day, drawn as s2 to s5."""

QUIET_DAYS = 10
MANY_ROWS = 20
LONG_NAME = 12
# Share of the strip that the short name of a month needs, before another one and at the end.
_MONTH_SHARE = 0.08
_LAST_MONTH_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class StripCell:
    """One day of one place: activities held, attendances there (None: not known), activities planned and not
    yet due, and activities planned, due and without a report."""

    held: int = 0
    attendances: int | None = None
    planned: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class StripRow:
    """One place. `note` is a short total at the end of the row, 14 letters at most.

    `closed_weeks` are the first days (0 is the first of the strip, and they may lie before it) of the weeks
    in which closed activities count. `group` is a heading set above the first row of those that share it.
    """

    name: str
    note: str
    cells: Sequence[StripCell]
    closed_weeks: Sequence[int] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class StripWords:
    """Words of a strip and of its key; a sign whose word is empty is left out of the key."""

    title: str
    description: str
    today: str = ""
    held: str = ""
    planned: str = ""
    overdue: str = ""
    closed: str = ""
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Heights in pixels of one row: from row to row, where the band begins, how high it is; `units` is the
    height of the band's own box, in which a stitch is 10 high."""

    css_class: str
    pitch: int
    name_y: int
    band_y: int
    band: int
    units: str


_ROOMY = _Layout("strip", 36, 11, 16, 16, "10")
_ROOMY_HEM = _Layout("strip", 44, 11, 16, 20, "12.5")
_DENSE = _Layout("strip dense", 27, 10, 13, 12, "10")
_DENSE_HEM = _Layout("strip dense", 34, 10, 13, 15, "12.5")

_HEAD = 20
_GROUP_HEAD = 58
_FOOT = 22


def strip(
    rows: Sequence[StripRow],
    *,
    days: int,
    today: int | None,
    months: Sequence[tuple[str, int]],
    words: StripWords,
    steps: Sequence[int] = STEPS,
    starts: int | None = None,
    ident: str = "strip",
) -> str:
    """The strip as one SVG, rows in the order given.

    `days`: how many, at least 1; cells beyond them are not drawn, missing ones are empty. `today`: its
    index; a negative one means that all days are still to come, None or one past the end that all are over.
    `months`: name and index of the day on which it begins. `starts`: the day on which the campaign itself
    begins, where days of preparation stand before it. Raises ValueError for days < 1 or an ident that is
    none.
    """
    if days < 1:
        raise ValueError("a strip needs at least one day")
    past = days if today is None else min(max(today + 1, 0), days)
    layout = _layout_of(rows)
    bands: list[str] = []
    is_grouped = bool(rows) and bool(rows[0].group)
    labels: list[str] = [] if is_grouped else [_month_line(months, days, y=11)]
    top, group = (0 if is_grouped else _HEAD), ""
    for row in rows:
        if row.group and row.group != group:
            labels.append(f'<text class="gp" y="{top + 28}">{text(row.group)}</text>')
            labels.append(_month_line(months, days, y=top + 50))
            top, group = top + _GROUP_HEAD, row.group
        bands.append(_band(row, top, days=days, past=past, steps=steps, layout=layout))
        y = top + layout.name_y
        labels.append(f'<text class="nm" y="{y}">{text(row.name)}</text>')
        labels.append(f'<text class="tot" x="100%" y="{y}">{text(row.note)}</text>')
        top += layout.pitch
    height = top + _FOOT
    css_class = layout.css_class + (" long" if any(len(row.name) > LONG_NAME for row in rows) else "")
    head = open_picture(
        css_class,
        ident,
        title=words.title,
        description=words.description,
        size=f'width="100%" height="{height}"',
    )
    first_y = _GROUP_HEAD if is_grouped else 16
    lines = _upright("edge", starts, days, at=0, y=(first_y, height - 18))
    if today is not None and 0 <= today < days:
        lines += _upright("now", today, days, at=0.5, y=(first_y, height - 18))
        labels.append(_today_label(words.today, today, days, y=height - 5))
    return head + "".join(bands) + lines + "".join(labels) + "</svg>"


def gaps(
    cells: Sequence[StripCell], *, past: int, closed_weeks: Iterable[int] = (), least: int = QUIET_DAYS
) -> list[tuple[int, int]]:
    """Quiet times: (first day, length) of every run of at least `least` of the `past` first days on which
    nothing was held, nothing planned, and no week of closed activities counts."""
    busy = {day for first in closed_weeks for day in range(first, first + 7)}
    runs: list[tuple[int, int]] = []
    start = 0
    for day in range(past + 1):
        cell = cells[day] if day < min(past, len(cells)) else StripCell()
        if day == past or day in busy or cell.held or cell.planned or cell.overdue:
            if day - start >= least:
                runs.append((start, day - start))
            start = day + 1
    return runs


def strip_key(words: StripWords) -> str:
    """The key below a strip, as an HTML list. It is hidden from screen readers: the description says the
    same."""
    ramp = "".join(f'<i class="k{step}"></i>' for step in (2, 3, 4, 5))
    bracket = '<svg width="26" height="12"><path class="gap" d="M1 2v8m0-4h24m0-4v8"/></svg>'
    signs = (
        (f'<span class="ramp">{ramp}</span>', words.held),
        (stitch("planned"), words.planned),
        (stitch("overdue"), words.overdue),
        (stitch("closed"), words.closed),
        (bracket, words.quiet),
    )
    return (
        '<ul class="key" aria-hidden="true">'
        + "".join(f"<li>{sign}{text(word)}</li>" for sign, word in signs if word)
        + "</ul>"
    )


_STITCHES = {
    "held": ("s4", "M.5 0v10"),
    "few": ("s2", "M.5 0v10"),
    "planned": ("plan", "M.5 5.5v4.5"),
    "overdue": ("miss", "M.5 0v3.4m0 3.2v3.4"),
}


def stitch(kind: str) -> str:
    """One sign of the strip by itself, beside words that say what it means: held, few, planned, overdue or
    closed.

    Raises KeyError for any other kind.
    """
    if kind == "closed":
        return (
            '<svg class="c wk" viewBox="0 0 7 12.5" preserveAspectRatio="none" aria-hidden="true">'
            '<path class="wash" d="M0 0h7v10H0z"/><path class="hem" d="M.3 11.4h6.4"/></svg>'
        )
    css_class, path = _STITCHES[kind]
    return (
        '<svg class="c" viewBox="0 0 1 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="wash" d="M0 0h1v10H0z"/><path class="{css_class}" d="{path}"/></svg>'
    )


def _layout_of(rows: Sequence[StripRow]) -> _Layout:
    has_hem = any(row.closed_weeks for row in rows)
    if len(rows) > MANY_ROWS:
        return _DENSE_HEM if has_hem else _DENSE
    return _ROOMY_HEM if has_hem else _ROOMY


def _band(row: StripRow, top: int, *, days: int, past: int, steps: Sequence[int], layout: _Layout) -> str:
    paths = "".join(f'<path class="{name}" d="{d}"/>' for name, d in band_paths(row, days, past, steps) if d)
    return (
        f'<g transform="translate(0 {top})"><g class="lane">'
        f'<svg class="c" y="{layout.band_y}" width="100%" height="{layout.band}" '
        f'viewBox="0 0 {days} {layout.units}" preserveAspectRatio="none">{paths}</svg></g></g>'
    )


def band_paths(row: StripRow, days: int, past: int, steps: Sequence[int]) -> list[tuple[str, str]]:
    """Class and path data of everything in one band, in the order in which it is drawn: x in days, a stitch 10 high."""
    cells = row.cells[:days]
    held: list[list[int]] = [[] for _ in steps]
    overdue: list[int] = []
    planned: list[int] = []
    for day, cell in enumerate(cells):
        if cell.held:
            # A number that is not known is not a great one: the lightest class.
            held[max(step_of(cell.attendances or 0, steps), 0)].append(day)
        elif cell.overdue:
            overdue.append(day)
        elif cell.planned:
            planned.append(day)
    quiet = gaps(cells, past=past, closed_weeks=row.closed_weeks)
    return [
        ("wash", f"M0 0h{past}v10H0z" if past else ""),
        ("loom", f"M{past} 9.6H{days}" if past < days else ""),
        ("gap", "".join(f"M{first}.3 3.5v3m0-1.5h{short(length - 0.6)}m0-1.5v3" for first, length in quiet)),
        *((f"s{step + 2}", _stitches(found, 0, 10)) for step, found in enumerate(held)),
        ("miss", "".join(f"M{day}.5 0v3.4m0 3.2v3.4" for day in overdue)),
        ("plan", _stitches(planned, 5.5, 4.5)),
        ("hem", "".join(_hem(first, days) for first in sorted(set(row.closed_weeks)))),
    ]


def _stitches(found: Sequence[int], top: float, height: float) -> str:
    """One upright stitch for each day; days in a row are written as steps, which is shorter."""
    path, before = "", None
    for day in found:
        if before is not None and day == before + 1:
            path += f"m1-{short(height)}v{short(height)}"
        else:
            path += f"M{day}.5 {short(top)}v{short(height)}"
        before = day
    return path


def _hem(first: int, days: int) -> str:
    """Bar under the days of one week that lie in the strip; nothing for a week outside it."""
    begins, ends = max(first, 0), min(first + 7, days)
    return f"M{begins}.3 11.4h{short(ends - begins - 0.6)}" if begins < ends else ""


def _share(day: float, days: int) -> str:
    return short(day / days * 100) + "%"


def _month_line(months: Sequence[tuple[str, int]], days: int, *, y: int) -> str:
    """Names of months over the days on which they begin, without those that would run into the next or off
    the end."""
    inside = sorted((day, name) for name, day in months if 0 <= day < days)
    drawn = []
    for nth, (day, name) in enumerate(inside):
        is_last = nth == len(inside) - 1
        room = (days if is_last else inside[nth + 1][0]) - day
        if room / days >= (_LAST_MONTH_SHARE if is_last else _MONTH_SHARE):
            drawn.append(f'<text class="mo" x="{_share(day, days)}" y="{y}">{text(name)}</text>')
    return f'<g class="lane t">{"".join(drawn)}</g>' if drawn else ""


def _upright(css_class: str, day: int | None, days: int, *, at: float, y: tuple[int, int]) -> str:
    if day is None or not 0 <= day < days:
        return ""
    x = _share(day + at, days)
    return f'<g class="lane t"><line class="{css_class}" x1="{x}" x2="{x}" y1="{y[0]}" y2="{y[1]}"/></g>'


def _today_label(word: str, today: int, days: int, *, y: int) -> str:
    """The word for today under its line, set so that it does not run off either side of a phone."""
    share = (today + 0.5) / days
    anchor = "" if share < 0.15 else " end" if share > 0.85 else " mid"
    return (
        f'<g class="lane t"><text class="day{anchor}" x="{_share(today + 0.5, days)}" y="{y}">'
        f"{text(word)}</text></g>"
    )
