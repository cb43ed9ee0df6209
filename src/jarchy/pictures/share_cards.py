"""A card to send to a group: one number or one day, what it is, when, whose, where it can be looked up.

Drawn without a style sheet in millimetres, light whatever the reader's screen is: a square for a chat, a wide one for a
page that shows a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jarchy.pictures.frame import short, text
from jarchy.pictures.mark import mark_file

FAMILY = "Noto Sans, Arial, sans-serif"
GROUND, DEEP, ON_DEEP, INK, QUIET, APRICOT = "#f4f5f0", "#0c3441", "#f1f4ee", "#14272e", "#48595f", "#eba637"
EDGE = 7
POINTS_AN_INCH = 254  # ten points a millimetre


class Shape(StrEnum):
    SQUARE = "square"
    WIDE = "wide"


SIZES = {Shape.SQUARE: (108, 108), Shape.WIDE: (120, 63)}  # millimetres: 1080 × 1080 and 1200 × 630 points


@dataclass(frozen=True, slots=True)
class ShareCard:
    """`big` is read first; `label` says what it is; `under` and `foot` are lines. `mark`: an example, or ""."""

    campaign: str
    big: str
    label: str
    under: Sequence[str]
    foot: Sequence[str]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Type:
    """Sizes of the letters of one shape: the tallest that each may be, in millimetres."""

    big: float
    label: float
    under: float
    foot: float
    band: float  # how high the head is


_TYPES = {Shape.SQUARE: _Type(27, 8, 5, 3.3, 17), Shape.WIDE: _Type(17, 5.6, 3.8, 2.6, 13)}


def share_card(card: ShareCard, shape: Shape) -> str:
    """The SVG. Words that are too long are set smaller and on more lines, never cut in the middle of one."""
    width, height = SIZES[shape]
    sizes, room = _TYPES[shape], width - 2 * EDGE
    foot, floor = _foot(card, sizes, room, height)
    body = _body(card, sizes, room, floor)
    said = " ".join(
        one for one in (card.mark, card.campaign, card.big, card.label, *card.under, *card.foot) if one
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'font-family="{FAMILY}" role="img"><title>{text(card.big)} {text(card.label)}</title><desc>{text(said)}</desc>'
        f'<rect width="{width}" height="{height}" fill="{GROUND}"/>'
        f'<rect width="{width}" height="{sizes.band}" fill="{DEEP}"/>'
        f"{_mark(sizes.band)}{_campaign(card.campaign, sizes.band, room - 14)}{body}{foot}</svg>"
    )


def _mark(band: float) -> str:
    inside = mark_file().partition(">")[2].rpartition("</svg>")[0]
    return (
        f'<svg x="{EDGE}" y="{short(band / 2 - 5)}" width="10" height="10" viewBox="0 0 48 48">{inside}</svg>'
    )


def _campaign(name: str, band: float, room: float) -> str:
    lines, size = _fitted(name, room, most=4.6, lines=2)
    top = band / 2 + size * 0.36 - (len(lines) - 1) * size * 0.6
    return _lines(lines, x=EDGE + 14, top=top, size=size, fill=ON_DEEP, weight=700)


def _body(card: ShareCard, sizes: _Type, room: float, floor: float) -> str:
    """As large as it may be and still stand between the band and the foot."""
    share, high = 1.0, floor - sizes.band
    while True:
        blocks = [
            (*_fitted(card.big, room, most=sizes.big * share, lines=1), DEEP, 700, 1.2),
            (*_fitted(card.label, room, most=sizes.label * share, lines=3), INK, 700, 1.25),
            *(
                (*_fitted(one, room, most=sizes.under * share, lines=2), QUIET, 400, 1.35)
                for one in card.under
            ),
        ]
        tall = sum(len(lines) * size * lead for lines, size, *_, lead in blocks)
        if tall <= high - 6 or share < 0.45:
            break
        share -= 0.05
    top, drawn = sizes.band + max((high - tall) / 2, 3), []
    for lines, size, fill, weight, lead in blocks:
        drawn.append(
            _lines(lines, x=EDGE, top=top + size * 0.8, size=size, fill=fill, weight=weight, lead=lead)
        )
        top += len(lines) * size * lead
    return "".join(drawn)


def _foot(card: ShareCard, sizes: _Type, room: float, height: float) -> tuple[str, float]:
    """The lines at the bottom, and where they begin."""
    drawn, bottom = [], height - 4
    for words in reversed(card.foot):
        lines, size = _fitted(words, room, most=sizes.foot, lines=2)
        top = bottom - (len(lines) - 1) * size * 1.3
        drawn.append(_lines(lines, x=EDGE, top=top, size=size, fill=QUIET, weight=400, lead=1.3))
        bottom = top - size * 1.45
    if card.mark:
        lines, size = _fitted(card.mark, room - 4, most=sizes.foot * 1.15, lines=2)
        tall = len(lines) * size * 1.3 + 1.6
        top = bottom - tall + size * 0.2
        drawn.append(
            f'<rect x="{EDGE}" y="{short(top)}" width="{room}" height="{short(tall)}" rx="1" fill="{APRICOT}"/>'
        )
        drawn.append(
            _lines(lines, x=EDGE + 2, top=top + size + 0.6, size=size, fill=INK, weight=700, lead=1.3)
        )
        bottom = top - 1
    return "".join(drawn), bottom


# --- letters


def _lines(
    lines: Sequence[str], *, x: float, top: float, size: float, fill: str, weight: int, lead: float = 1.2
) -> str:
    return "".join(
        f'<text x="{short(x)}" y="{short(top + n * size * lead)}" font-size="{short(size)}" font-weight="{weight}" '
        f'fill="{fill}">{text(line)}</text>'
        for n, line in enumerate(lines)
    )


def _fitted(words: str, room: float, *, most: float, lines: int) -> tuple[list[str], float]:
    """The words on so many lines, in letters as tall as they may be: at least 2 mm, then on more lines."""
    size = most
    while True:
        found = _wrapped(words, room / size)
        if (len(found) <= lines and max(map(_width, found), default=0) <= room / size) or size <= 2:
            return found, size
        size = max(size * 0.93, 2)


def _wrapped(words: str, room: float) -> list[str]:
    """`room` in heights of a letter."""
    found: list[str] = []
    for word in words.split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and _width(longer) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return found


def _width(line: str) -> float:
    """About how wide a line is in heights of a letter, on the safe side: Noto Sans in bold."""
    return sum(map(_width_of, line))


def _width_of(sign: str) -> float:
    if sign in " .,:;!|'ilI":
        return 0.28
    return 0.78 if sign.isupper() or sign in "шщжмюыфwm" else 0.62
