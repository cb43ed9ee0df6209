"""Where each public page lies. Written by hand, since a page knows no request and later lies in a file."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Addresses:
    """Paths of one edition's pages in one language, each beginning and ending with a slash."""

    edition: str
    language: str

    @property
    def home(self) -> str:
        return f"/{self.language}/{self.edition}/"

    @property
    def numbers(self) -> str:
        return f"{self.home}numbers/"

    def figure(self, indicator: str, pcode: str | None = None) -> str:
        return f"{self.numbers}{indicator}/{pcode}/" if pcode else f"{self.numbers}{indicator}/"

    def made_of(self, indicator: str, pcode: str | None = None, after: str = "") -> str:
        """The lines that a number is made of; `after` is the key of the last line already seen."""
        return f"{self.figure(indicator, pcode)}made-of/" + (f"{after}/" if after else "")

    def where(self, pcode: str | None = None) -> str:
        return f"{self.home}where/{pcode}/" if pcode else f"{self.home}where/"

    def days(self, pcode: str | None = None) -> str:
        """The picture of days and places as a file, without its ending."""
        return f"{self.where(pcode) if pcode else self.home}days."

    def coming(self, after: str = "") -> str:
        return f"{self.home}coming/" + (f"after/{after}/" if after else "")

    def event(self, uuid: UUID) -> str:
        """One coming activity."""
        return f"{self.home}coming/{uuid}/"

    def event_card(self, uuid: UUID, shape: str) -> str:
        """Its picture: square, wide."""
        return f"{self.home}coming/{uuid}/{shape}.png"

    def figure_card(self, indicator: str, shape: str, pcode: str | None = None) -> str:
        """A number's picture, of the room publications: square, wide."""
        place = f"{pcode}/" if pcode else ""
        return f"{self.home}cards/{indicator}/{place}{shape}.png"

    @property
    def organisations(self) -> str:
        return f"{self.home}organisations/"

    @property
    def how_we_count(self) -> str:
        return f"{self.home}how-we-count/"

    @property
    def corrections(self) -> str:
        return f"{self.home}corrections/"

    @property
    def recommendations(self) -> str:
        return f"{self.home}recommendations/"

    @property
    def downloads(self) -> str:
        return f"{self.home}downloads/"

    def chart(self, indicator: str, by: str, format: str, pcode: str | None = None) -> str:
        """A chart of the room publications to take away: weeks.svg, places.png."""
        place = f"{pcode}/" if pcode else ""
        return f"{self.home}charts/{indicator}/{place}{by}.{format}"

    def logo(self, slug: str, ending: str) -> str:
        return f"{self.home}logos/{slug}.{ending}"

    def document(self, uuid: UUID) -> str:
        """What the code on a document opens."""
        return f"{self.home}documents/{uuid}/"

    def download(self, name: str) -> str:
        """A file of the room publications: 5w.csv, 5w.xlsx, coming.ics, public.json."""
        return f"{self.home}{name}"
