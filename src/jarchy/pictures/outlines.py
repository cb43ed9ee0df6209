"""Outlines of places for a map: from GeoJSON in degrees to thinned lines in pixels that neighbours share.

A border is thinned once, whichever of its two sides asks, so that no slit opens between neighbours. Lines
are parted at the points where more than two edges meet (junctions) and each part is thinned by Douglas and
Peucker.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
"""Points of a closed line, the first not repeated at the end."""

_DEGREE_KM = 111.32


def rings_of(geometry: Mapping[str, Any]) -> list[Ring]:
    """Rings of a GeoJSON Polygon or MultiPolygon: (longitude, latitude), outer ones counter-clockwise, holes
    clockwise, however the file turned them. Raises ValueError for any other kind of geometry."""
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a map is made of polygons, not of {geometry['type']}")
    is_single = geometry["type"] == "Polygon"
    rings: list[Ring] = []
    for polygon in [geometry["coordinates"]] if is_single else geometry["coordinates"]:
        for nth, positions in enumerate(polygon):
            ring = [(float(position[0]), float(position[1])) for position in positions]
            if len(ring) > 1 and ring[0] == ring[-1]:
                ring.pop()
            if len(ring) < 3:
                continue
            is_hole = nth > 0
            rings.append(ring if (signed_area(ring) < 0) == is_hole else ring[::-1])
    return rings


def signed_area(ring: Sequence[Point]) -> float:
    """Area of a ring, positive where it runs counter-clockwise (y upwards)."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def contains(rings: Iterable[Sequence[Point]], x: float, y: float) -> bool:
    """Whether a point lies within an area of rings, holes excepted (even-odd rule)."""
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def widest_place(rings: Sequence[Sequence[Point]], *, lines: int = 24) -> tuple[float, float, float]:
    """Middle of the widest level chord of an area and its width: (x, y, width), where a name has most room.

    Chords near the upper and lower edge count less, so that a name does not lie on a border.
    """
    ys = [y for ring in rings for _, y in ring]
    low, high = min(ys), max(ys)
    best = (0.0, 0.0, 0.0)
    best_worth = -1.0
    for nth in range(1, lines):
        share = nth / lines
        y = low + (high - low) * share
        for left, right in chords(rings, y):
            worth = (right - left) * min(share, 1 - share, 0.3)
            if worth > best_worth:
                best, best_worth = ((left + right) / 2, y, right - left), worth
    return best


def chords(rings: Iterable[Sequence[Point]], y: float) -> list[tuple[float, float]]:
    """Where a level line at this height lies within an area: (left, right) from left to right."""
    crossings = sorted(
        (bx - ax) * (y - ay) / (by - ay) + ax
        for ring in rings
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (ay > y) != (by > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def holes_left_by(
    parts: Sequence[Sequence[Ring]], *, within: Sequence[Sequence[Ring]], least_km2: float = 50.0
) -> list[Ring]:
    """Holes that parts leave open and the whole covers: lakes, where districts end at the shore and regions
    do not.

    `parts` and `within` are areas as rings_of gives them, the parts a coverage (neighbours share their
    points). Enclaves of another country are holes of the whole as well and do not come back. Largest first.
    """
    holes = []
    for loop in _loops_met_once(parts):
        size = -signed_area(loop)
        mid = sum(y for _, y in loop) / len(loop)
        if size * _DEGREE_KM**2 * math.cos(math.radians(mid)) < least_km2:
            continue
        x, y, _ = widest_place([loop])
        if any(contains(area, x, y) for area in within) and not any(contains(area, x, y) for area in parts):
            holes.append((size, loop))
    return [loop for _, loop in sorted(holes, key=lambda hole: -hole[0])]


def _loops_met_once(areas: Sequence[Sequence[Ring]]) -> list[Ring]:
    """Closed lines made of the edges that only one area has: outer borders, and holes (clockwise)."""
    edges = {
        (a, b) for rings in areas for ring in rings for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    }
    following: dict[Point, list[Point]] = {}
    for a, b in sorted(edges):
        if (b, a) not in edges:
            following.setdefault(a, []).append(b)
    loops: list[Ring] = []
    while following:
        path = [next(iter(following))]
        seen = {path[0]: 0}
        while following.get(path[-1]):
            a = path[-1]
            b = following[a].pop()
            if not following[a]:
                del following[a]
            if b in seen:
                # Two loops that touch in a point are two loops, not an eight.
                loops.append(path[seen[b] :])
                for point in path[seen[b] + 1 :]:
                    del seen[point]
                del path[seen[b] + 1 :]
                continue
            seen[b] = len(path)
            path.append(b)
        following.pop(path[-1], None)
    return [loop for loop in loops if len(loop) > 2]


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to pixels, y downwards: equirectangular, true at the middle latitude of what it was fitted
    to."""

    left: float
    top: float
    scale_x: float
    scale_y: float
    margin: float
    width: int
    height: int

    def __call__(self, point: Point) -> Point:
        return (
            (point[0] - self.left) * self.scale_x + self.margin,
            (self.top - point[1]) * self.scale_y + self.margin,
        )


def fitted(rings: Iterable[Sequence[Point]], *, width: int, margin: float) -> Projection:
    """Projection that puts all rings into a picture of this width, in pixels, with this margin on every side.

    Raises ValueError where there is nothing to show.
    """
    points = [point for ring in rings for point in ring]
    if not points:
        raise ValueError("a map needs at least one outline")
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((bottom + top) / 2))
    scale_y = (width - 2 * margin) / max((right - left) * squeeze, 1e-9)
    height = math.ceil((top - bottom) * scale_y + 2 * margin)
    return Projection(left, top, scale_y * squeeze, scale_y, margin, width, height)


def thinned(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker on an open line: no left-out point lies farther from the line than the tolerance."""
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, where = _farthest(line, first, last)
        if far > tolerance:
            kept.add(where)
            waiting += [(first, where), (where, last)]
    return [line[at] for at in sorted(kept)]


def _farthest(line: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    (ax, ay), (bx, by) = line[first], line[last]
    length = math.hypot(bx - ax, by - ay)
    far, where = 0.0, first
    for at in range(first + 1, last):
        x, y = line[at]
        if length:
            off = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
        else:
            off = math.hypot(x - ax, y - ay)
        if off > far:
            far, where = off, at
    return far, where


class SharedLines:
    """Rings cut at junctions, so that a border between two areas is one and the same line for both."""

    def __init__(self, rings: Iterable[Sequence[Point]]) -> None:
        neighbours: dict[Point, set[Point]] = {}
        for ring in rings:
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
                neighbours.setdefault(a, set()).add(b)
                neighbours.setdefault(b, set()).add(a)
        self._junctions = {point for point, near in neighbours.items() if len(near) > 2}

    def cut(self, ring: Sequence[Point]) -> list[list[Point]]:
        """The ring as open lines from junction to junction, in its own direction, each end in both its lines.

        A ring without a junction (an island, or an enclave and the hole that it fills) is cut at its lowest
        and highest point: the same for both sides.
        """
        at = [nth for nth, point in enumerate(ring) if point in self._junctions]
        if len(at) < 2:
            ends = {min(ring), max(ring)} | {ring[nth] for nth in at}
            at = [nth for nth, point in enumerate(ring) if point in ends]
        turned = [*ring[at[0] :], *ring[: at[0] + 1]]
        stops = [nth - at[0] for nth in at] + [len(ring)]
        return [turned[a : b + 1] for a, b in zip(stops, stops[1:], strict=False)]


def thinned_both_ways(line: Sequence[Point], tolerance: float) -> list[Point]:
    """As thinned, and the same points whichever end one comes from."""
    if (line[0], line[1]) <= (line[-1], line[-2]):
        return thinned(line, tolerance)
    return thinned(line[::-1], tolerance)[::-1]


def path_of(rings: Iterable[Sequence[Point]], *, is_closed: bool = True) -> str:
    """Path data in whole pixels, relative, no repeated point: about 5 bytes a point before compression.

    Rings that fall together to a line are left out where they ought to be closed.
    """
    path = ""
    for ring in rings:
        points: list[tuple[int, int]] = []
        for px, py in ring:
            point = (round(px), round(py))
            if not points or point != points[-1]:
                points.append(point)
        if is_closed and points and points[0] == points[-1]:
            points.pop()
        if len(points) < (3 if is_closed else 2):
            continue
        steps = "".join(_step(a, b) for a, b in zip(points, points[1:], strict=False)).lstrip(" ")
        path += f"M{points[0][0]} {points[0][1]}l{steps}{'z' if is_closed else ''}"
    return path


def _step(a: tuple[int, int], b: tuple[int, int]) -> str:
    dx, dy = b[0] - a[0], b[1] - a[1]
    return f"{dx if dx < 0 else f' {dx}'}{dy if dy < 0 else f' {dy}'}"
