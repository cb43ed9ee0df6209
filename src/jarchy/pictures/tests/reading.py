"""What tests ask of a picture, whatever it shows."""

import gzip
import re
from xml.etree import ElementTree


def parsed(svg: str) -> ElementTree.Element:
    """The picture as XML; fails where a browser would, or where our rules for every picture are broken."""
    root = ElementTree.fromstring(svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "an id stands twice"
    for element in root.iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)
        assert element.tag not in ("script", "style", "a", "foreignObject")
    # Words of people may say nan or none; numbers, paths and places may not.
    geometry = " ".join(
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if name in ("d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "viewBox", "transform", "dx")
    )
    assert not re.search(r"nan|inf|None|e-\d", geometry), geometry
    return root


def named(root: ElementTree.Element) -> tuple[str, str]:
    """Title and description, found as a screen reader finds them: through the ids that the root names."""
    by_id = {element.get("id"): element.text or "" for element in root.iter()}
    assert root.get("role") == "img"
    return by_id[root.get("aria-labelledby")], by_id[root.get("aria-describedby")]


def paths(root: ElementTree.Element, css_class: str) -> list[str]:
    return [element.get("d", "") for element in root.iter() if element.get("class") == css_class]


def texts(root: ElementTree.Element, css_class: str | None = None) -> list[str]:
    return [
        "".join(element.itertext())
        for element in root.iter("text")
        if css_class is None or css_class in (element.get("class") or "").split()
    ]


def compressed(svg: str) -> int:
    return len(gzip.compress(svg.encode(), 9))
