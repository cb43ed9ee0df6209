"""area, distance, geofence: places written as "latitude longitude altitude accuracy", with ; between points."""

import math

from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import function
from jarchy.xforms.xpath.nodes import text_of
from jarchy.xforms.xpath.program import Context, Gives
from jarchy.xforms.xpath.values import NAN, Value, plain_number, to_text

RADIUS_M = 6_378_100.0
"""The earth's at the equator, as JavaRosa has it; the area of a degree follows from it."""
DEGREE_M = 2 * math.pi * RADIUS_M / 360
Point = tuple[float, float]


@function("area", "raw", Gives.NUMBER, wants_context=True)
def area(context: Context, value: Value) -> float:
    """Square metres inside a shape, or inside the points that nodes hold; 0 where there is no shape."""
    points = _points([value]) or []
    if len(points) < 3:
        return 0.0
    (north, east), *others = points
    flat = [
        ((latitude - north) * DEGREE_M, (longitude - east) * DEGREE_M * math.cos(math.radians(latitude)))
        for latitude, longitude in others
    ]
    pairs = zip(flat, flat[1:], strict=False)
    return abs(sum(y1 * x2 - x1 * y2 for (y1, x1), (y2, x2) in pairs)) / 2


# JavaRosa's older name for it.
function("enclosed-area", "raw", Gives.NUMBER, wants_context=True)(area)


@function("distance", "raw raw*", Gives.NUMBER, wants_context=True)
def distance(context: Context, *arguments: Value) -> float:
    """Metres along a line, a shape's edge, or the points that nodes or several arguments hold, in their order; NaN
    where one of them is no place on earth."""
    points = _points(list(arguments))
    if not points or not all(abs(north) <= 90 and abs(east) <= 180 for north, east in points):
        return NAN
    return float(sum(_apart(one, other) for one, other in zip(points, points[1:], strict=False)))


def _apart(one: Point, other: Point) -> float:
    """By the spherical law of cosines, which JavaRosa uses."""
    first, second = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(one[1] - other[1])
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(turn)
    # A point and itself may come to a hair more than 1.
    return math.acos(max(-1.0, min(1.0, cosine))) * RADIUS_M


@function("geofence", "raw raw", Gives.TRUTH, wants_context=True)
def geofence(context: Context, place: Value, shape: Value) -> bool:
    """Whether a place lies inside a shape, whose last point is its first one again: any other line fences nothing."""
    fence = _points([shape])
    if not isinstance(shape, list) and not to_text(shape).strip():
        raise XPathError("geofence() wants a shape as its second argument")
    point = _points([place])
    if not point or not fence or fence[0] != fence[-1]:
        return False
    north, east = point[0]
    inside = False
    for (north1, east1), (north2, east2) in zip(fence, fence[1:], strict=False):
        crosses = (north2 > north) != (north1 > north)
        if crosses and east < (east1 - east2) * (north - north2) / (north1 - north2) + east2:
            inside = not inside
    return inside


def _points(arguments: list[Value]) -> list[Point] | None:
    """Latitude and longitude of each point in order; None where something is no point."""
    texts: list[str] = []
    for argument in arguments:
        for text in _texts(argument):
            # Collect ends a line with a semicolon.
            texts.extend(text.rstrip("; \t\r\n").split(";"))
    points = [_point(text) for text in texts]
    return [point for point in points if point is not None] if all(points) else None


def _texts(value: Value) -> list[str]:
    return [text_of(node) for node in value] if isinstance(value, list) else [to_text(value)]


def _point(text: str) -> Point | None:
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    north, east = plain_number(parts[0]), plain_number(parts[1])
    return None if math.isnan(north + east) else (north, east)
