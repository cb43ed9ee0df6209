"""Logos that others drew: whether a file is really a picture, harmless, and how wide it is for its height.

An SVG is taken only with elements and attributes that draw: no script, no style sheet, no address outside the file.
"""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64encode
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

LARGEST_SVG, LARGEST_PNG = 300_000, 2_000_000  # bytes
LEAST_PIXELS, MOST_PIXELS = 120, 4_000  # of a PNG's longer side: 120 are 10 mm at 300 points an inch
WIDEST = 12  # times its height, and the other way round
MOST_PARTS = 20_000
DEEPEST = 60  # one thing in another, or drawn by it
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_DRAWS = frozenset(
    {
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "use",
        "symbol",
        "clipPath",
        "mask",
        "linearGradient",
        "radialGradient",
        "stop",
    }  # fmt: skip
)
_NUMBER = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(px|pt|mm|cm|in)?\s*\Z")
_INSIDE = re.compile(r"url\(\s*['\"]?\s*#([^)'\"]+)")
_OUTSIDE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@import|expression\s*\(|javascript:|\\", re.IGNORECASE)


class Fault(StrEnum):
    """Why a file is not taken as a logo."""

    NO_PICTURE = "no_picture"
    TOO_LARGE = "too_large"
    UNSAFE = "unsafe"
    NO_SIZE = "no_size"
    TOO_COARSE = "too_coarse"


class LogoRefused(Exception):
    def __init__(self, fault: Fault, what: str = "") -> None:
        self.fault, self.what = fault, what
        super().__init__(f"{fault}: {what}")


@dataclass(frozen=True, slots=True)
class LogoFile:
    """`ending` is what the bytes are: svg or png. `ratio`: width for a height of 1,000."""

    data: bytes
    ending: str
    ratio: int


def logo_of(data: bytes) -> LogoFile:
    """The picture in these bytes. Raises LogoRefused."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    return _svg(data)


def as_svg(data: bytes, *, ending: str, ratio: int) -> str:
    """The logo as an SVG, a PNG within one: whoever draws it needs to know one kind of picture only."""
    if ending == "svg":
        return data.decode("utf-8")
    inside = b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ratio} 1000">'
        f'<image width="{ratio}" height="1000" href="data:image/png;base64,{inside}"/></svg>'
    )


def _png(data: bytes) -> LogoFile:
    if len(data) > LARGEST_PNG:
        raise LogoRefused(Fault.TOO_LARGE, f"{LARGEST_PNG // 1000} kB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that would fill the memory is a warning to Pillow
            with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
                width, height = picture.size
                if max(width, height) > MOST_PIXELS:
                    raise LogoRefused(Fault.TOO_LARGE, f"{MOST_PIXELS} × {MOST_PIXELS}")
                picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as fault:
        raise LogoRefused(Fault.NO_PICTURE) from fault
    if max(width, height) < LEAST_PIXELS:
        raise LogoRefused(Fault.TOO_COARSE, f"{width} × {height}")
    return LogoFile(data, "png", _ratio(width, height))


def _svg(data: bytes) -> LogoFile:
    if len(data) > LARGEST_SVG:
        raise LogoRefused(Fault.TOO_LARGE, f"{LARGEST_SVG // 1000} kB")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # an entity may grow without end, or fetch a file
        raise LogoRefused(Fault.UNSAFE, "<!DOCTYPE>")
    try:
        root = ElementTree.fromstring(data.decode("utf-8"))
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise LogoRefused(Fault.NO_PICTURE) from fault
    if root.tag != f"{_SVG}svg":
        raise LogoRefused(Fault.NO_PICTURE)
    if b"<?xml-stylesheet" in data:
        raise LogoRefused(Fault.UNSAFE, "<?xml-stylesheet>")
    for number, element in enumerate(root.iter()):
        if number > MOST_PARTS:
            raise LogoRefused(Fault.TOO_LARGE, f"{MOST_PARTS}")
        _look_at(element)
    _weigh(root)
    return LogoFile(data, "svg", _ratio(*_size_of(root)))


def _look_at(element: ElementTree.Element) -> None:
    """What draws, and refers to nothing but its own file. What an editor noted for itself has another namespace."""
    if not isinstance(element.tag, str):
        raise LogoRefused(Fault.UNSAFE, "<!-- -->")
    name = element.tag.removeprefix(_SVG)
    if not element.tag.startswith(_SVG) or name not in _DRAWS:
        raise LogoRefused(Fault.UNSAFE, f"<{name.rpartition('}')[2]}>")
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2].lower()
        is_link = key == _LINK or plain in ("href", "src")
        if plain.startswith("on") or (is_link and not value.strip().startswith("#")):
            raise LogoRefused(Fault.UNSAFE, f"<{name} {plain}>")
        if _OUTSIDE.search(value):
            raise LogoRefused(Fault.UNSAFE, f"<{name} {plain}>")


def _weigh(root: ElementTree.Element) -> None:
    """All that is drawn, each part as often as others refer to it: ten lines that name each other draw a thousand
    million times, a long chain of masks or of words in words ends the process that draws.
    """
    named: dict[str, list[ElementTree.Element]] = {}
    for element in root.iter():
        named.setdefault(element.get("id", ""), []).append(element)
    weights: dict[ElementTree.Element, tuple[int, int]] = {}

    def weigh(element: ElementTree.Element, depth: int) -> tuple[int, int]:
        """(parts drawn, how deep they go)."""
        if depth > DEEPEST:
            raise LogoRefused(Fault.TOO_LARGE, f"{DEEPEST}")
        if element not in weights:
            inside = [*element, *(one for name in _referred_to(element) for one in named.get(name, ()))]
            below = [weigh(one, depth + 1) for one in inside]
            parts = 1 + sum(parts for parts, _ in below)
            weights[element] = parts, 1 + max((deep for _, deep in below), default=0)
        parts, deep = weights[element]
        if parts > MOST_PARTS or depth + deep > DEEPEST:
            raise LogoRefused(Fault.TOO_LARGE, f"{MOST_PARTS}, {DEEPEST}")
        return parts, deep

    weigh(root, 0)


def _referred_to(element: ElementTree.Element) -> list[str]:
    """The names of what it draws of its own file."""
    found: list[str] = []
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower() == "href":
            found.append(value.strip().removeprefix("#"))
        found += _INSIDE.findall(value)
    return [unquote(name) for name in found if name]


def _size_of(root: ElementTree.Element) -> tuple[float, float]:
    """Of the viewBox; without it the size that it says of itself."""
    box = root.get("viewBox", "").replace(",", " ").split()
    sizes = [
        _NUMBER.match(one)
        for one in (box[2:] if len(box) == 4 else (root.get("width", ""), root.get("height", "")))
    ]
    if not all(sizes) or any(float(one[1]) <= 0 for one in sizes if one):
        raise LogoRefused(Fault.NO_SIZE)
    width, height = (float(one[1]) for one in sizes if one)
    return width, height


def _ratio(width: float, height: float) -> int:
    if width > WIDEST * height or height > WIDEST * width:
        raise LogoRefused(Fault.NO_SIZE)
    return round(1000 * width / height)
