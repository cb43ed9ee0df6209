"""Maps that shade places by a number: outlines drawn once, shaded at each request.

    drawing = prepare(shapes, water=holes_left_by(...))     # a tenth of a second; keep it, it never changes
    svg = drawing.draw(values, words=..., steps=...)        # well under a millisecond

Five fixed classes, less to more; a place without data is hatched, never white. Small places are drawn last,
over the larger ones, and named by a line. Never a pin for an event: a pin can betray a village.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jarchy.pictures.frame import open_picture, step_of, text
from jarchy.pictures.labels import Label, Named, placed
from jarchy.pictures.outlines import (
    Point,
    Projection,
    Ring,
    SharedLines,
    fitted,
    path_of,
    rings_of,
    signed_area,
    thinned_both_ways,
)

__all__ = ["Drawing", "MapWords", "Shape", "choropleth", "map_key", "prepare"]

WIDTH = 1000
CLASSES = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """A place with its outline: GeoJSON Polygon or MultiPolygon in degrees, as a dict.

    `group`: what it belongs to; a border between two groups is drawn stronger. `label_at`: (latitude,
    longitude) where its name shall stand; without it, where there is most room.
    """

    code: str
    name: str
    geometry: Mapping[str, Any]
    group: str = ""
    label_at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class MapWords:
    """Words of a map and its key: `classes` from less to more, as many as there are steps; `below` for a
    value below the first step ("none"), `no_data` for None. A class whose word is empty is left out of the
    key."""

    title: str
    description: str
    classes: Sequence[str] = ()
    below: str = ""
    no_data: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Outlines of a map as path data, and where its names stand. Immutable; made by prepare."""

    width: int
    height: int
    shapes: tuple[tuple[str, str], ...]
    labels: tuple[Label, ...]
    ground: str
    water: str
    borders: str

    def draw(
        self,
        values: Mapping[str, float | None],
        *,
        words: MapWords,
        steps: Sequence[float],
        written: Mapping[str, str] | None = None,
        ident: str = "map",
    ) -> str:
        """The map as SVG.

        `values` by code; None and codes that are missing are no data. `steps`: lower ends of the classes,
        ascending, five at most (else ValueError). `written`: the values as people read them, set beside the
        names.
        """
        if not 0 < len(steps) <= CLASSES:
            raise ValueError(f"a map has one to {CLASSES} classes, not {len(steps)}")
        hatch = f"{ident}-hatch"
        head = open_picture(
            "map",
            ident,
            title=words.title,
            description=words.description,
            size=f'viewBox="0 0 {self.width} {self.height}"',
        )
        classes = {code: _class_of(values.get(code), steps) for code, _ in self.shapes}
        areas = "".join(_area(path, classes[code], hatch) for code, path in self.shapes)
        names = "".join(_name(label, classes.get(label.code), written or {}) for label in self.labels)
        return (
            f'{head}<pattern id="{hatch}" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path class="hatch" d="M0 0v7"/></pattern>'
            f"{_plain('ground', self.ground)}{areas}{_plain('border', self.borders)}"
            f"{_plain('water', self.water)}{names}</svg>"
        )


def _class_of(value: float | None, steps: Sequence[float]) -> str:
    if value is None:
        return "none"
    step = step_of(value, steps)
    return f"s{step + 1}" if step >= 0 else "s0"


def _area(path: str, css_class: str, hatch: str) -> str:
    fill = f' fill="url(#{hatch})"' if css_class == "none" else ""
    return f'<path class="{css_class}"{fill} d="{path}"/>' if path else ""


def _plain(css_class: str, path: str) -> str:
    return f'<path class="{css_class}" d="{path}"/>' if path else ""


def _name(label: Label, css_class: str | None, written: Mapping[str, str]) -> str:
    value = f" <tspan>{text(written[label.code])}</tspan>" if label.code in written else ""
    on = "on" + css_class[1:] if css_class and css_class != "none" and not label.lead else "over"
    classes = f"{on} {label.anchor}" if label.anchor else on
    lead = f'<path class="lead-to" d="{label.lead}"/>' if label.lead else ""
    return f'{lead}<text class="{classes}" x="{label.x}" y="{label.y}">{text(label.name)}{value}</text>'


def prepare(
    shapes: Sequence[Shape],
    *,
    ground: Sequence[Shape] = (),
    water: Sequence[Ring] = (),
    names: Sequence[Shape] | None = None,
    width: int = WIDTH,
    margin: float = 12,
    tolerance: float = 1.0,
    least_area: float = 1500,
) -> Drawing:
    """Outlines thinned to `tolerance` pixels in a picture `width` pixels wide, and places for the names.

    `ground` lies unshaded under the shapes, where they do not cover the country; `water` is drawn over
    them, in degrees, as holes_left_by gives it. `names`: whose names are written (the shapes' own if None,
    none if empty). A place smaller than `least_area` square pixels is named beside it. Raises ValueError
    without any shape, or for a geometry that is no polygon.
    """
    degrees = [rings_of(shape.geometry) for shape in shapes]
    under = [rings_of(shape.geometry) for shape in ground]
    projection = fitted((ring for rings in [*degrees, *under] for ring in rings), width=width, margin=margin)
    outlines = [_in_pixels(rings, projection) for rings in degrees]
    lines = SharedLines(ring for rings in outlines for ring in rings)
    thin = [[_thin(ring, lines, tolerance) for ring in rings] for rings in outlines]
    # Largest first: a city that lies in its region, or fills a hole in it, is drawn over it.
    order = sorted(range(len(shapes)), key=lambda nth: -abs(sum(signed_area(ring) for ring in outlines[nth])))
    ground_lines = [_in_pixels(rings, projection) for rings in under]
    lakes = [_in_pixels([ring], projection) for ring in water]
    named = [_named(shape, projection, tolerance) for shape in (shapes if names is None else names)]
    return Drawing(
        width=projection.width,
        height=projection.height,
        shapes=tuple((shapes[nth].code, path_of(thin[nth])) for nth in order),
        labels=placed(
            named,
            land=thin,
            water=[ring for rings in lakes for ring in rings],
            picture=(projection.width, projection.height),
            least_area=least_area,
        ),
        ground=_together(ground_lines, tolerance),
        water=_together(lakes, tolerance),
        borders=path_of(_borders(shapes, outlines, lines, tolerance), is_closed=False),
    )


def choropleth(
    shapes: Sequence[Shape],
    values: Mapping[str, float | None],
    *,
    words: MapWords,
    steps: Sequence[float],
    written: Mapping[str, str] | None = None,
    water: Sequence[Ring] = (),
    ident: str = "map",
) -> str:
    """A map drawn once: prepare and draw in one call, for documents; a page keeps its Drawing."""
    return prepare(shapes, water=water).draw(values, words=words, steps=steps, written=written, ident=ident)


def map_key(words: MapWords) -> str:
    """The key below a map, as an HTML list, hidden from screen readers: the table beside it says the same."""
    boxes = [("k-none", words.below)]
    boxes += [(f"k{nth}", word) for nth, word in enumerate(words.classes, 1)]
    boxes += [("k0", words.no_data)]
    items = "".join(f'<li><i class="{css_class}"></i>{text(word)}</li>' for css_class, word in boxes if word)
    return f'<ul class="key" aria-hidden="true">{items}</ul>'


def _in_pixels(rings: Iterable[Sequence[Point]], projection: Projection) -> list[Ring]:
    return [[projection(point) for point in ring] for ring in rings]


def _named(shape: Shape, projection: Projection, tolerance: float) -> Named:
    at = None if shape.label_at is None else projection((shape.label_at[1], shape.label_at[0]))
    rings = _in_pixels(rings_of(shape.geometry), projection)
    lines = SharedLines(rings)
    return Named(shape.code, shape.name, [_thin(ring, lines, tolerance) for ring in rings], at)


def _thin(ring: Sequence[Point], lines: SharedLines, tolerance: float) -> Ring:
    points: Ring = []
    for line in lines.cut(ring):
        points += thinned_both_ways(line, tolerance)[:-1]
    return points


def _together(areas: Sequence[Sequence[Ring]], tolerance: float) -> str:
    lines = SharedLines(ring for rings in areas for ring in rings)
    return path_of(_thin(ring, lines, tolerance) for rings in areas for ring in rings)


def _borders(
    shapes: Sequence[Shape], outlines: Sequence[Sequence[Ring]], lines: SharedLines, tolerance: float
) -> list[Ring]:
    """Lines with a different group on either side, each once."""
    sides: dict[tuple[Point, Point], str] = {}
    found: list[Ring] = []
    for shape, rings in zip(shapes, outlines, strict=True):
        for ring in rings if shape.group else ():
            for line in lines.cut(ring):
                other = sides.pop((line[-1], line[-2]), None)
                if other is None:
                    sides[(line[0], line[1])] = shape.group
                    continue
                if other != shape.group:
                    found.append(thinned_both_ways(line, tolerance))
    return found
