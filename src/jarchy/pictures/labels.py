"""Where the names on a map stand: within their place where it is large enough, else beside it with a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jarchy.pictures.outlines import Point, Ring, chords, signed_area, widest_place

# Sizes of type in look.css, in the map's own pixels: on a phone names alone, larger; on a wide screen names
# with their values.
_PHONE_TYPE = 40
_WIDE_TYPE = 21
_LETTER = 0.56
_VALUE_LETTERS = 5
_EDGE = 4
_LEVELS = 24


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map: anchor point in pixels (at the text's middle height), which end of the text stands
    there ("end" or "begin"; "" is its middle) and, for a name beside its place, the line that leads to it."""

    code: str
    name: str
    x: int
    y: int
    anchor: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A place to be named: its rings in pixels and, if someone chose it, the point where its name shall
    stand."""

    code: str
    name: str
    rings: Sequence[Ring]
    at: Point | None = None

    @property
    def area(self) -> float:
        """Square pixels, holes taken off."""
        return abs(sum(signed_area(ring) for ring in self.rings))


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, other: _Box) -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def _around(x: float, y: float, size: Point) -> _Box:
    return _Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)


class _Cover:
    """Areas that a name shall lie on, or keep off; remembers where each level line crosses them."""

    def __init__(self, areas: Iterable[Sequence[Ring]]) -> None:
        self._areas = [rings for rings in areas if rings]
        self._levels: dict[int, list[Point]] = {}

    def under(self, box: _Box) -> float:
        """Share of the box that lies on the areas (which do not overlap), seen at its top, middle and
        bottom."""
        covered = sum(
            max(0.0, min(right, box.right) - max(left, box.left))
            for y in (box.top, (box.top + box.bottom) / 2, box.bottom)
            for left, right in self._level(round(y))
        )
        return covered / (box.right - box.left) / 3

    def _level(self, y: int) -> list[Point]:
        if y not in self._levels:
            self._levels[y] = [chord for rings in self._areas for chord in chords(rings, y)]
        return self._levels[y]


def placed(
    places: Sequence[Named],
    *,
    land: Sequence[Sequence[Ring]],
    water: Sequence[Ring],
    picture: Point,
    least_area: float,
) -> tuple[Label, ...]:
    """A label for every place, those inside their place first; the same for the same input.

    Places of less than `least_area` square pixels are named beside it, as near as the name covers no land and
    no other name; where there is no such spot, where it covers least. `picture` is width and height.
    """
    small = [place for place in places if place.area < least_area]
    in_the_way = _Cover([*([ring] for ring in water), *(place.rings for place in small)])
    frame = _Box(_EDGE, _EDGE, picture[0] - _EDGE, picture[1] - _EDGE)
    labels: list[Label] = []
    taken: list[_Box] = []
    for place in places:
        if place.area >= least_area:
            x, y = place.at or _inside(place, in_the_way)
            labels.append(Label(place.code, place.name, round(x), round(y)))
            taken.append(_around(x, y, _size(place.name)))
    ground = _Cover(land)
    for place in small:
        label, box = _beside(place, taken, land=ground, frame=frame)
        labels.append(label)
        taken.append(box)
    return tuple(labels)


def _size(name: str) -> Point:
    """Width and height that a name needs in pixels, on a phone or with its value on a wide screen."""
    phone = len(name) * _LETTER * _PHONE_TYPE
    wide = (len(name) + _VALUE_LETTERS) * _LETTER * _WIDE_TYPE
    return max(phone, wide), _PHONE_TYPE


def _inside(place: Named, in_the_way: _Cover) -> Point:
    """The spot of a place where its name lies most on it and least on water or on a small place within it."""
    size = _size(place.name)
    own = _Cover([place.rings])
    ys = [y for ring in place.rings for _, y in ring]
    low, high = min(ys), max(ys)
    best, best_worth = widest_place(place.rings)[:2], -math.inf
    for level in range(1, _LEVELS):
        y = low + (high - low) * level / _LEVELS
        for left, right in chords(place.rings, y):
            for share in (0.3, 0.4, 0.5, 0.6, 0.7):
                x = left + (right - left) * share
                box = _around(x, y, size)
                # Among spots that lie on it wholly, the middle of the widest chord.
                room = min((right - left) / size[0], 3) - abs(share - 0.5)
                worth = 20 * own.under(box) - 40 * in_the_way.under(box) + room
                if worth > best_worth:
                    best, best_worth = (x, y), worth
    return best


def _beside(place: Named, taken: Sequence[_Box], *, land: _Cover, frame: _Box) -> tuple[Label, _Box]:
    centre = place.at or widest_place(place.rings)[:2]
    size = _size(place.name)
    best, best_anchor, least = _around(*centre, size), "", math.inf
    for distance, box, anchor in _spots(centre, size):
        if not box.is_within(frame) or distance >= least:
            continue
        cost = distance + land.under(box) * 500 + sum(box.meets(other) for other in taken) * 2000
        if cost < least:
            best, best_anchor, least = box, anchor, cost
    return _leading(place, centre, best, best_anchor), best


def _spots(centre: Point, size: Point) -> Iterator[tuple[float, _Box, str]]:
    """Boxes around a centre, nearest first: how far the nearer edge is, the box, the end of the text
    there."""
    wide, high = size
    for distance in range(24, 260, 12):
        for turn in range(24):
            angle = math.radians(turn * 15)
            dx, dy = math.cos(angle), math.sin(angle)
            x, y = centre[0] + dx * distance, centre[1] + dy * distance
            if abs(dx) < 0.5:
                yield distance, _around(x, y + math.copysign(high / 2, dy), size), ""
            elif dx > 0:
                yield distance, _Box(x, y - high / 2, x + wide, y + high / 2), "begin"
            else:
                yield distance, _Box(x - wide, y - high / 2, x, y + high / 2), "end"


def _leading(place: Named, centre: Point, box: _Box, anchor: str) -> Label:
    middle = (box.top + box.bottom) / 2
    x, gap = {"": ((box.left + box.right) / 2, 0), "begin": (box.left, -6), "end": (box.right, 6)}[anchor]
    y = middle
    if not anchor:
        y = box.top + 4 if middle > centre[1] else box.bottom - 4
    lead = f"M{round(x + gap)} {round(y)} {round(centre[0])} {round(centre[1])}"
    return Label(place.code, place.name, round(x), round(middle), anchor, lead)
