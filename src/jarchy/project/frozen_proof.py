"""Proves a frozen folder from its files alone: every link leads somewhere inside, the journal's chain holds, the
figures add up to what the journal says. All faults at once, each with the file in which it stands.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jarchy.formats.links import Link, links_of, links_of_style
from jarchy.formats.workbooks import open_workbook
from jarchy.ledger.rules import monday_of
from jarchy.ledger.rules.written import Proof, Written
from jarchy.project.frozen_archive import FIGURES, SUMS
from jarchy.project.frozen_public import put

MANIFEST = "SHA256SUMS"
MOST_UNPACKED = 1_000_000_000  # bytes of a workbook that we wrote ourselves
GOES_ELSEWHERE = {"a", "area"}  # a reader follows them; all else a browser loads by itself
NO_ADDRESS = {"tel", "mailto", "sms", "geo", "data"}
PAGES, STYLES, TEXTS = {".html", ".svg"}, {".css"}, {".json", ".ics", ".csv"}


@dataclass(frozen=True)
class Fault:
    """`check`: ledger, pages, links, journal, figures, documents."""

    check: str
    where: str
    what: str


@dataclass
class Links:
    """`outside`: machines that readers may follow a link to, by how many links; nothing is loaded from them."""

    inside: int = 0
    outside: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


def check_links(folder: Path, *, base: str, live_url: str) -> Links:
    """Every link of every page, picture and style sheet below `folder`; `base` begins those of 404.html."""
    return _LinkCheck(folder, base, live_url).run()


# A chart's table names its source in its last line, as the picture does.
_CITES_IN_PRINT = re.compile(r"/charts/.*\.csv\Z")


class _LinkCheck:
    def __init__(self, folder: Path, base: str, live_url: str) -> None:
        self.folder, self.base, self.live_url = folder, base, live_url
        self.found = Links()
        self.known: set[str] = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }

    def run(self) -> Links:
        for name in sorted(self.known):
            path, ending = self.folder / name, Path(name).suffix
            if ending in PAGES:
                self._page(name, path.read_text(encoding="utf-8"))
            elif ending in STYLES:
                for link in links_of_style(path.read_text(encoding="utf-8")):
                    self._link(name, Link("style", "url", link, 1))
            elif ending in TEXTS and not _CITES_IN_PRINT.search(name) and self._names_the_server(path):
                self._fault(name, f"names the live server {self.live_url}")
        return self.found

    def _page(self, name: str, html: str) -> None:
        page = links_of(html)
        for line in page.forms:
            self._fault(f"{name}:{line}", "a form needs a server")
        for link in page.links:
            if link.address.startswith("#"):
                self.found.inside += 1
                if link.address != "#" and link.address[1:] not in page.idents:
                    self._fault(f"{name}:{link.line}", f"nothing here is called {link.address}")
            else:
                self._link(name, link)

    def _link(self, name: str, link: Link) -> None:
        parts = urlsplit(link.address)
        where = f"{name}:{link.line}"
        if link.address.startswith(self.live_url):
            self._fault(where, f"leads to the live server: {link.address}")
        elif parts.scheme in ("http", "https") or parts.netloc:
            if link.tag not in GOES_ELSEWHERE:
                self._fault(where, f"is loaded from elsewhere: {link.address}")
            self.found.outside[parts.netloc] += 1
        elif parts.scheme:
            if parts.scheme not in NO_ADDRESS:
                self._fault(where, f"is no address: {link.address}")
        else:
            self._inside(name, where, link.address)

    def _inside(self, name: str, where: str, address: str) -> None:
        self.found.inside += 1
        parts = urlsplit(address)
        if parts.query:
            self._fault(where, f"asks a server: {address}")
        elif address.startswith("/") and not (name == "404.html" and address.startswith(self.base)):
            self._fault(where, f"begins at the root of a server: {address}")
        else:
            here = "" if address.startswith("/") else posixpath.dirname(name)
            way = unquote(parts.path)
            way = way.removeprefix(self.base) if address.startswith("/") else way
            target = posixpath.normpath(posixpath.join(here, way))
            if target.startswith(".."):
                self._fault(where, f"leads out of the folder: {address}")
            elif target not in self.known:
                self._fault(where, f"leads nowhere: {address}")

    def _names_the_server(self, path: Path) -> bool:
        """A number's source may be on a page of another site; ours will be gone."""
        wanted = f"{self.live_url}/".encode()
        with path.open("rb") as file:
            tail = b""
            while piece := file.read(1 << 20):
                if wanted in tail + piece:
                    return True
                tail = piece[-len(wanted) :]
        return False

    def _fault(self, where: str, what: str) -> None:
        self.found.faults.append(Fault("links", where, what))


# --- numbers

SumKey = tuple[str, str, str, str, str, bool, bool]  # as the columns of the sheet, the week as an ISO day


@dataclass
class Journal:
    """What the chain came to: how many entries, the last hash, and every sum that follows from its lines."""

    entries: int = 0
    last: str = ""
    sums: Counter[SumKey] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


def check_journal(path: Path) -> Journal:
    proof, found = Proof(), Journal()
    with path.open(encoding="utf-8") as lines:
        for written in proof.entries(lines):
            _add(found.sums, written)
    found.entries, found.last = proof.position, proof.last
    found.faults = [
        Fault("journal", one.where, f"{one.code}: there is {one.found}, there should be {one.wanted}")
        for one in proof.faults
    ]
    return found


def _add(sums: Counter[SumKey], written: Written) -> None:
    for line in written.lines:
        if line["breakdown"] == "total":
            week = monday_of(date.fromisoformat(line["date"])).isoformat()
            key = (line["measure"], week, line["region"], line["district"], line["organisation"],
                   line["counts_nationally"], line["is_open"])  # fmt: skip
            sums[key] += line["value"]


@dataclass
class Figures:
    sums: int = 0
    figures: int = 0
    faults: list[Fault] = field(default_factory=list)


def check_figures(path: Path, journal: Journal, measures: dict[str, str]) -> Figures:
    """The workbook's sums are those of the journal, each of them; so are its figures that are plain sums: `measures`
    has the measure of each such indicator.
    """
    found = Figures()
    book = open_workbook(path.read_bytes(), most_unpacked=MOST_UNPACKED)
    try:
        left = Counter({key: value for key, value in journal.sums.items() if value})
        for row in _rows(book, SUMS):
            measure, week, region, district, organisation, national, is_open, value = row[:8]
            key = (measure, _day(week), region, district, organisation, bool(national), bool(is_open))
            found.sums += 1
            if left.pop(key, None) != value:
                found.faults.append(
                    Fault("figures", f"{SUMS}, row {found.sums + 1}", f"not in the journal: {value}")
                )
        for key, value in sorted(left.items()):
            found.faults.append(Fault("figures", SUMS, f"missing: {value} of {' '.join(map(str, key))}"))
        by_place = _by_place(journal)
        for row in _rows(book, FIGURES):
            indicator, place, value = row[0], row[3] or "", row[4]
            found.figures += 1
            wanted = by_place[measures[indicator], place] if indicator in measures else None
            if wanted is not None and Decimal(str(value or 0)) != wanted:
                where = f"{FIGURES}, row {found.figures + 1}"
                found.faults.append(
                    Fault("figures", where, f"{indicator} {place}: {value}, the journal says {wanted}")
                )
    finally:
        book.close()
    return found


def _rows(book, title: str) -> Iterator[tuple]:
    rows = book[title].iter_rows(values_only=True)
    next(rows)  # the header
    yield from rows


def _day(value: object) -> str:
    return str(value)[:10]


def _by_place(journal: Journal) -> Counter[tuple[str, str]]:
    """What counts nationally, by measure and place: the country "", oblasts, rayons and towns."""
    found: Counter[tuple[str, str]] = Counter()
    for (measure, _, region, district, _, national, _), value in journal.sums.items():
        if national:
            for pcode in {"", region, district}:
                found[measure, pcode] += value
    return found


# --- the manifest


def write_manifest(folder: Path, *, mode: int) -> str:
    """SHA256SUMS of every file below, as `sha256sum -c` reads it; its own hash."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    put(folder / MANIFEST, (f"{hash_of(folder / name)}  {name}\n".encode() for name in names), mode=mode)
    return hash_of(folder / MANIFEST)


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
