"""Links of a page: read with their lines, changed in place with every other byte as it was, made relative.

Reading and changing share no code, so that what one misses the other finds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser

# Attributes that name an address; srcset and style are read apart.
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "manifest",
    "xlink:href",
}
_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""
_TAG = re.compile(
    rf"""<!--.*?-->|<(?P<tag>[a-zA-Z][^\s/>]*)(?P<rest>(?:\s+[^\s"'<>/=]+(?:\s*=\s*{_VALUE})?)*)\s*/?>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rf"""\s+(?P<name>[^\s"'<>/=]+)(?P<equals>\s*=\s*)(?P<value>{_VALUE})""")
_IN_STYLE = re.compile(r"""url\(\s*["']?(?P<url>[^"')]*)["']?\s*\)|@import\s+["'](?P<imported>[^"']*)["']""")

Change = Callable[
    [str, str, str], str | None
]  # tag, attribute, address -> the new address; None: no address at all


@dataclass(frozen=True)
class Link:
    tag: str
    attribute: str
    address: str
    line: int


def changed(html: str, change: Change) -> str:
    """The page with each address of its start tags as `change` gives it; comments and text are let alone."""

    def tag(found: re.Match[str]) -> str:
        name, rest = found["tag"], found["rest"]
        if not name or not rest:
            return found[0]
        start = found.start("rest") - found.start()
        new = _ATTRIBUTE.sub(lambda one: _attribute(name.lower(), one, change), rest)
        return found[0][:start] + new + found[0][start + len(rest) :]

    return _TAG.sub(tag, html)


def _attribute(tag: str, found: re.Match[str], change: Change) -> str:
    name = found["name"].lower()
    if name not in ADDRESSES:
        return found[0]
    said = unescape(found["value"].strip("\"'"))
    new = change(tag, name, said)
    if new is None:
        return ""
    if new == said:
        return found[0]
    before = found[0][: found.start("name") - found.start()]
    return f'{before}{found["name"]}="{escape(new)}"'


@dataclass
class PageLinks:
    """What a page refers to. `forms`: lines on which one begins; `idents`: what a fragment may name."""

    links: list[Link] = field(default_factory=list)
    idents: set[str] = field(default_factory=set)
    forms: list[int] = field(default_factory=list)


def links_of(html: str) -> PageLinks:
    """Read by the parser of the standard library; of an SVG too."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = PageLinks()
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, _ = self.getpos()
        self.in_style = tag == "style"
        if tag == "form":
            self.found.forms.append(line)
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.found.idents.add(said["id"])
        self.found.links += [
            Link(tag, name, value, line) for name, value in said.items() if name in ADDRESSES and value
        ]
        for part in said.get("srcset", "").split(","):
            if part.strip():
                self.found.links.append(Link(tag, "srcset", part.split()[0], line))
        if (
            tag == "meta"
            and said.get("http-equiv", "").lower() == "refresh"
            and "=" in said.get("content", "")
        ):
            self.found.links.append(Link(tag, "content", said["content"].split("=", 1)[1].strip(), line))
        self.found.links += [Link(tag, "style", url, line) for url in links_of_style(said.get("style", ""))]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.in_style = False

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self.found.links += [Link("style", "url", url, self.getpos()[0]) for url in links_of_style(data)]


def links_of_style(css: str) -> Iterator[str]:
    """The addresses in a style sheet."""
    for found in _IN_STYLE.finditer(css):
        yield found["url"] or found["imported"] or ""


def relative(target: str, page: str) -> str:
    """The way from one file to another: ("ky/index.html", "en/a/index.html") gives ../../ky/index.html."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
