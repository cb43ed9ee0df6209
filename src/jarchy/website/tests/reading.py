"""A page as its reader and a screen reader meet it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "path", "circle", "line"}
HIDDEN = {"style", "script", "title", "desc"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is read, plain spaces put together; those that do not break stay."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return re.sub("[ \n\t]+", " ", " ".join(parts)).strip(" ")

    def all(self, tag: str = "", **wanted: str) -> list[Element]:
        """Elements below this one, in the order of the page. `class_` is one of its classes."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if (not tag or child.tag == tag) and child._has(wanted):
                    found.append(child)
                found += child.all(tag, **wanted)
        return found

    def _has(self, wanted: dict[str, str]) -> bool:
        for name, value in wanted.items():
            if name == "class_":
                if value not in self.attributes.get("class", "").split():
                    return False
            elif self.attributes.get(name) != value:
                return False
        return True

    def above(self, tag: str) -> Element | None:
        """The nearest element of this kind around it."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open[-1])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(
            Element(tag, {name: value or "" for name, value in attrs}, self.open[-1])
        )

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag for element in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.open[-1].tag not in HIDDEN:
            self.open[-1].children.append(data)


def read(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    return builder.root


def rows(table: Element) -> list[list[str]]:
    """Texts of a table's cells, headings too."""
    return [
        [cell.text for cell in row.children if isinstance(cell, Element) and cell.tag in ("th", "td")]
        for row in table.all("tr")
    ]


def section(page: Element, ident: str) -> Element:
    """The part under the heading with this id."""
    return page.all("section", **{"aria-labelledby": ident})[0]
