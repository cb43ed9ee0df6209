"""The pages as they stand when a campaign is frozen: which addresses there are, where each lies in a folder, and what
every page then says of itself. `project/freezing.py` asks for them one by one, as anybody would.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote
from uuid import UUID

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.formats.numbers import day_text, number_text
from jarchy.ledger.rules import IN_CELLS
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications import queries as publications
from jarchy.publications.actions import file_name
from jarchy.publications.charts import PLACES, WEEKS, is_drawn
from jarchy.publications.public_files import MAKERS
from jarchy.website.addresses import Addresses

INDEX = "index.html"
# Names of the addresses that are frozen. Any other address for everyone is left out with a reason, or a test fails.
NAMES = {
    "languages", "website:current_home", "website:home", "website:numbers", "website:figure", "website:made_of",
    "website:made_of_after", "website:figure_of_place", "website:made_of_place", "website:made_of_place_after",
    "website:where", "website:oblast", "website:coming", "website:coming_after", "website:organisations",
    "website:how_we_count", "website:downloads", "website:document", "publications:5w_csv", "publications:5w_xlsx",
    "publications:coming", "publications:public_json", "publications:public_file", "publications:chart_svg",
    "publications:chart_png", "publications:chart_svg_of_place", "publications:chart_png_of_place",
    "publications:chart_csv", "publications:chart_csv_of_place", "publications:logo", "publications:card",
    "website:corrections", "website:recommendations", "website:event", "website:map_file",
    "website:days_file", "website:days_file_of_oblast",
}  # fmt: skip
# Of these the public itself is told that there is none where nothing can be drawn yet.
MAY_BE_MISSING = {name for name in NAMES if name.startswith(("publications:chart_", "publications:card"))}


@dataclass(frozen=True)
class Stamp:
    """The edition's day and the end of the journal at which its pages were frozen."""

    day: date
    position: int
    is_provisional: bool


_stamp: ContextVar[Stamp | None] = ContextVar("frozen", default=None)


@contextmanager
def frozen_as(stamp: Stamp) -> Iterator[None]:
    """Pages made inside say that they are frozen, and offer nothing that needs a server."""
    token = _stamp.set(stamp)
    try:
        yield
    finally:
        _stamp.reset(token)


def is_frozen() -> bool:
    return _stamp.get() is not None


def foot(language: str) -> tuple[str, ...]:
    """What a frozen page says at its end; nothing on a page that lives."""
    stamp = _stamp.get()
    if stamp is None:
        return ()
    said = gettext(
        "Frozen on {day}, entry {position} of the journal. Nothing on these pages changes any more."
    )
    return (said.format(day=day_text(stamp.day, language), position=number_text(stamp.position, language)),)


def warning() -> str:
    """What a provisional one says first."""
    stamp = _stamp.get()
    if stamp is None or not stamp.is_provisional:
        return ""
    return gettext("Provisional: reports may still come or be corrected.")


# --- which there are


def addresses(edition: Edition) -> Iterator[str]:
    """Every address of the edition's public pages and files, in all its languages; lists that go on over several pages
    only with their first, as each names the next.
    """
    if edition.is_current:
        yield "/"
        yield from (f"/{language}/" for language in edition.languages)
    documents = list(publications.all_documents(edition).values_list("uuid", "door"))
    for language in edition.languages:
        at = Addresses(edition.slug, language)
        yield from (
            at.home,
            at.numbers,
            at.where(),
            at.coming(),
            at.organisations,
            at.how_we_count,
            at.downloads,
        )
        yield from (at.where(place.pcode) for place in territory(edition.country).regions)
        for indicator in charter.indicators(edition):
            yield from _of_indicator(edition, indicator, at)
        yield from (at.download(name) for name in MAKERS)
        yield from (at.document(uuid) for uuid, _ in documents)


def _of_indicator(edition: Edition, indicator: Indicator, at: Addresses) -> Iterator[str]:
    """The number for the country and every oblast, rayon and town, what each is made of, its charts."""
    for place in (None, *_places(edition)):
        pcode = place.pcode if place else None
        yield at.figure(indicator.slug, pcode)
        if indicator.computed == "sum" and indicator.measure in IN_CELLS:
            yield at.made_of(indicator.slug, pcode)
        for by in (WEEKS, PLACES):
            if is_drawn(indicator, by, place):
                yield from (at.chart(indicator.slug, by, format, pcode) for format in ("svg", "png"))


def _places(edition: Edition) -> Iterator[PlaceFacts]:
    """A city of the republic once."""
    register = territory(edition.country)
    yield from register.regions
    yield from (place for place in register.districts if place.level == 2)


# --- where each lies


class Files:
    """The file of each address, by a path that a folder on any server, or on a disk, can have."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.documents: dict[UUID, str] = {
            row.uuid: f"{Addresses(edition.slug, row.language).document(row.uuid)}{file_name(row)}"
            for row in publications.all_documents(edition).select_related("edition", "place", "organisation")
        }

    def of(self, path: str, query: str = "", *, document: UUID | None = None) -> str:
        """/ky/kg-2018/ is ky/kg-2018/index.html; one with a query gets a name made of it. `document`: the address is
        that of its file, which lies once, under its own language.
        """
        if document is not None:
            return self.documents[document].lstrip("/")
        plain = unquote(path).lstrip("/")
        if not posixpath.basename(plain):
            plain += INDEX
        if not query:
            return plain
        stem, ending = posixpath.splitext(plain)
        return f"{stem}-{hashlib.sha256(query.encode()).hexdigest()[:12]}{ending}"
