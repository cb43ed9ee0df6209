"""The country by oblast and by rayon, shaded by a number. Never a pin for an event: a pin can betray a village."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jarchy.foundation.texts import text_in
from jarchy.pictures.maps import Drawing, MapWords, Shape, map_key, prepare
from jarchy.pictures.outlines import holes_left_by, rings_of
from jarchy.places import queries as places
from jarchy.places.models import Boundary
from jarchy.places.queries import PlaceFacts, Territory

OBLAST_TOLERANCE, RAYON_TOLERANCE = 2.2, 2.0  # pixels of 1,000: the whole first page stays below 14 kB

# Outlines are worked out once for a country of a register, a level and a language: a tenth of a second each.
_drawings: dict[tuple[str, int, str], tuple[Territory, Drawing]] = {}


def country(
    values: Mapping[str, int | Decimal | None],
    *,
    of: str,
    level: int,
    language: str,
    words: MapWords,
    steps: tuple[int, ...],
    written: Mapping[str, str] | None = None,
) -> str:
    """The map of the country `of` and its key as HTML; "" where the register has no shapes of it. One query when it is
    not yet drawn.
    """
    picture = drawn(values, of=of, level=level, language=language, words=words, steps=steps, written=written)
    return picture + map_key(words) if picture else ""


def drawn(
    values: Mapping[str, int | Decimal | None],
    *,
    of: str,
    level: int,
    language: str,
    words: MapWords,
    steps: tuple[int, ...],
    written: Mapping[str, str] | None = None,
) -> str:
    """The map alone, as SVG; "" where the register has no shapes of the country."""
    drawing = _drawing(of, level, language)
    if drawing is None:
        return ""
    shades = {pcode: None if value is None else float(value) for pcode, value in values.items()}
    return drawing.draw(shades, words=words, steps=steps, written=written, ident=f"map{level}")


def _drawing(of: str, level: int, language: str) -> Drawing | None:
    territory = places.territory(of)
    kept = _drawings.get((of, level, language))
    if kept is not None and kept[0] is territory:
        return kept[1]
    shapes = _shapes(territory, language)
    regions = [shapes[place.pcode] for place in territory.regions if place.pcode in shapes]
    districts = [shapes[place.pcode] for place in territory.districts if place.pcode in shapes]
    if not regions:
        return None
    drawing = _prepared(level, regions, districts)
    _drawings[of, level, language] = (territory, drawing)
    return drawing


def _prepared(level: int, regions: list[Shape], districts: list[Shape]) -> Drawing:
    areas = [rings_of(shape.geometry) for shape in districts]
    lakes = holes_left_by(areas, within=[rings_of(shape.geometry) for shape in regions]) if areas else []
    if level == 1 or not districts:
        return prepare(regions, water=lakes, tolerance=OBLAST_TOLERANCE)
    return prepare(districts, water=lakes, ground=regions, names=regions, tolerance=RAYON_TOLERANCE)


def _shapes(territory: Territory, language: str) -> dict[str, Shape]:
    """Shapes of the register's upper two levels by P-code."""
    geometries = dict(Boundary.objects.values_list("place__pcode", "geometry"))
    return {
        pcode: _shape(place, geometries[pcode], language)
        for pcode, place in territory.by_pcode.items()
        if pcode in geometries
    }


def _shape(place: PlaceFacts, geometry: Mapping[str, object], language: str) -> Shape:
    return Shape(place.pcode, text_in(place.short_names, language), geometry, group=place.region_pcode)
