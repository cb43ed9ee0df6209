"""Lists that come with a form as files: CSV, XML and GeoJSON, read as JavaRosa reads them."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jarchy.xforms.hardened import UnreadableXml, parse_xml
from jarchy.xforms.secondary import Row, document_of, plain_rows, plain_tree
from jarchy.xforms.xpath.nodes import Node

LARGEST = 50 * 1024 * 1024
MOST_ROWS = 200_000


class UnreadableList(ValueError):
    """A list that cannot be used, with the reason in English."""


def read_outside(data: bytes, form: str) -> tuple[Row, ...] | Node:
    """The list in a file; `form` is csv, xml or geojson, as `Form.file_formats` says. Rows that cannot change, or,
    of XML that is no table, a document of its shape. Raises UnreadableList."""
    if len(data) > LARGEST:
        raise UnreadableList(f"{len(data)} bytes, more than {LARGEST}")
    read = {"csv": _csv, "xml": _xml, "geojson": _geojson}.get(form)
    if read is None:
        raise UnreadableList(f"lists are CSV, XML or GeoJSON, not {form}")
    found = read(data)
    if not isinstance(found, Node) and len(found) > MOST_ROWS:
        raise UnreadableList(f"{len(found)} rows, more than {MOST_ROWS}")
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableList(f"it is not UTF-8: byte {error.start + 1}") from None


def _csv(data: bytes) -> tuple[Row, ...]:
    """A comma or a semicolon parts the cells, whichever the header has more of; what a short row lacks is empty."""
    text = _text(data)
    header_line = text.partition("\n")[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=delimiter) if any(line)]
    except csv.Error as error:
        raise UnreadableList(f"it is no CSV: {error}") from None
    if not lines:
        raise UnreadableList("it has no header")
    header = [name.strip() for name in lines[0]]
    if twice := next((name for name in header if name and header.count(name) > 1), ""):
        raise UnreadableList(f"two columns are called {twice}")
    return tuple(
        {name: line[place].strip() if place < len(line) else "" for place, name in enumerate(header) if name}
        for line in lines[1:]
    )


def _xml(data: bytes) -> tuple[Row, ...] | Node:
    try:
        root = parse_xml(data, largest=LARGEST)
    except UnreadableXml as error:
        raise UnreadableList(error.reason) from None
    rows = plain_rows(root)
    return document_of(plain_tree(root)) if rows is None else tuple(rows)


def _geojson(data: bytes) -> tuple[Row, ...]:
    """Each feature a row: its geometry as ODK writes places, its id, its properties."""
    try:
        whole = json.loads(_text(data))
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableList(f"it is no JSON: {error}") from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or whole.get("type") != "FeatureCollection":
        raise UnreadableList("a GeoJSON list is a FeatureCollection")
    return tuple(dict(_cells(number, feature)) for number, feature in enumerate(features, 1))


def _cells(number: int, feature: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise UnreadableList(f"its {number}. entry is no Feature")
    yield "geometry", _geometry(number, feature.get("geometry"))
    if feature.get("id") is not None:
        yield "id", _said(feature["id"])
    properties = feature.get("properties") or {}
    for name, value in properties.items() if isinstance(properties, Mapping) else ():
        yield name, _said(value)


def _geometry(number: int, geometry: Any) -> str:
    """ "42.87 74.59 0 0", of a line or an outer ring the points parted by semicolons; empty where there is none."""
    if geometry is None:
        return ""
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        if kind not in _POINTS:
            raise UnreadableList(
                f"the geometry of its {number}. entry is a {kind}: points, lines, areas only"
            )
        return "; ".join(
            f"{float(latitude):.10g} {float(longitude):.10g} 0 0"
            for longitude, latitude, *_ in _POINTS[kind](coordinates)
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        if isinstance(error, UnreadableList):
            raise
        raise UnreadableList(f"the geometry of its {number}. entry cannot be read") from None


_POINTS: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "Point": lambda coordinates: [coordinates],
    "LineString": lambda coordinates: coordinates,
    "Polygon": lambda coordinates: coordinates[0],
}


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
