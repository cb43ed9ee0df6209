"""Days by places as a drawing that stands alone: the strip of the pages with its own colours, its key and its words."""

from __future__ import annotations

from collections.abc import Sequence

from jarchy.pictures.cards import EDGE, WIDTH, Card, framed
from jarchy.pictures.frame import short, text
from jarchy.pictures.strips import STEPS, StripRow, StripWords, band_paths
from jarchy.pictures.weeks import INK, QUIET

NAMES, NOTES = 34, 25  # columns beside the days
LANE = WIDTH - 2 * EDGE - NAMES - NOTES
PITCH, STITCH, HEAD, KEY_LINE = 7.4, 4.6, 5.0, 4.8  # millimetres
APRICOT = "#eba637"
# As look.css has it in the light.
PAINT = {
    "wash": 'fill="#e6e9e1"', "loom": 'stroke="#cdd3cb" stroke-width=".8"',
    "gap": 'stroke="#48595f" stroke-width=".3"', "s2": 'stroke="#86babd" stroke-width=".8"',
    "s3": 'stroke="#4897a9" stroke-width=".8"', "s4": 'stroke="#1d688a" stroke-width=".8"',
    "s5": 'stroke="#0c3c62" stroke-width=".8"', "miss": 'stroke="#875000"',
    "plan": 'stroke="#6c7d83" stroke-width=".8"', "hem": 'stroke="#1d688a" stroke-width="1.5"',
}  # fmt: skip
_SHADES = ("#86babd", "#4897a9", "#1d688a", "#0c3c62")
_SIGNS = {
    "planned": (("wash", "M0 0h3v10H0z"), ("plan", "M1.5 5.5v4.5")),
    "overdue": (("wash", "M0 0h3v10H0z"), ("miss", "M1.5 0v3.4m0 3.2v3.4")),
    "closed": (("wash", "M0 0h7v10H0z"), ("hem", "M.3 11.4h6.4")),
    "quiet": (("wash", "M0 0h7v10H0z"), ("gap", "M.3 3.5v3m0-1.5h6.4m0-1.5v3")),
}


def card_of_strip(
    card: Card, rows: Sequence[StripRow], *, days: int, today: int | None, months: Sequence[tuple[str, int]],
    words: StripWords, steps: Sequence[int] = STEPS,
) -> str:  # fmt: skip
    """The same rows, days and words as strips.strip takes, without groups. Raises ValueError for days < 1."""
    if days < 1:
        raise ValueError("a strip needs at least one day")
    past = days if today is None else min(max(today + 1, 0), days)
    bands = "".join(_row(row, HEAD + n * PITCH, days, past, steps) for n, row in enumerate(rows))
    bottom = HEAD + len(rows) * PITCH
    now = _now(words.today, today, days, bottom) if today is not None and 0 <= today < days else ""
    key, lines = _key(words, bottom + 6)
    return framed(card, f"{_months(months, days)}{bands}{now}{key}", bottom + 6 + lines * KEY_LINE)


def _row(row: StripRow, top: float, days: int, past: int, steps: Sequence[int]) -> str:
    line = short(top + 3.3)
    drawn = _painted(band_paths(row, days, past, steps))
    return (
        f'<text x="0" y="{line}" font-size="3" font-weight="700" fill="{INK}">{text(row.name)}</text>'
        f'<g transform="translate({NAMES} {short(top)}) scale({short(LANE / days, 4)} {short(STITCH / 10, 4)})" '
        f'fill="none">{drawn}</g>'
        f'<text x="{WIDTH - 2 * EDGE}" y="{line}" font-size="2.7" text-anchor="end" fill="{QUIET}">'
        f"{text(row.note)}</text>"
    )


def _painted(paths: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<path {PAINT[name]} d="{d}"/>' for name, d in paths if d)


def _x(day: float, days: int) -> str:
    return short(NAMES + LANE * day / days)


def _months(months: Sequence[tuple[str, int]], days: int) -> str:
    """Names of months over their first days, without those that would run into the next or off the end."""
    inside = sorted((day, name) for name, day in months if 0 <= day < days)
    drawn = ""
    for nth, (day, name) in enumerate(inside):
        until = inside[nth + 1][0] if nth + 1 < len(inside) else days
        if LANE * (until - day) / days >= 7:
            drawn += f'<text x="{_x(day, days)}" y="3" font-size="2.6" fill="{QUIET}">{text(name)}</text>'
    return drawn


def _now(word: str, today: int, days: int, bottom: float) -> str:
    x, share = _x(today + 0.5, days), (today + 0.5) / days
    anchor = "start" if share < 0.15 else "end" if share > 0.85 else "middle"
    return (
        f'<path d="M{x} {short(HEAD - 1)}V{short(bottom)}" stroke="{APRICOT}" stroke-width=".5"/>'
        f'<text x="{x}" y="{short(bottom + 2.6)}" font-size="2.6" font-weight="700" text-anchor="{anchor}" '
        f'fill="{INK}">{text(word)}</text>'
    )


def _key(words: StripWords, top: float) -> tuple[str, int]:
    """Signs with their words in two columns, and how many lines they take; a sign without a word is left out."""
    ramp = "".join(
        f'<rect x="{short(n * 2.4)}" width="2.4" height="3" fill="{fill}"/>' for n, fill in enumerate(_SHADES)
    )
    signs = [(ramp, words.held)]
    for name, word in (
        ("planned", words.planned), ("overdue", words.overdue), ("closed", words.closed), ("quiet", words.quiet),
    ):  # fmt: skip
        signs.append((f'<g transform="scale(1.2 .3)" fill="none">{_painted(_SIGNS[name])}</g>', word))
    shown = [(sign, word) for sign, word in signs if word]
    half = (WIDTH - 2 * EDGE) / 2
    drawn = "".join(
        f'<g transform="translate({short(n % 2 * half)} {short(top + n // 2 * KEY_LINE)})">{sign}'
        f'<text x="11.5" y="2.6" font-size="2.7" fill="{QUIET}">{text(word)}</text></g>'
        for n, (sign, word) in enumerate(shown)
    )
    return drawn, (len(shown) + 1) // 2
