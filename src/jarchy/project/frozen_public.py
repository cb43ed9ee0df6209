"""Writes `public/`: every public page asked for as anybody would ask, its links made to work in any folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language, get_language_from_path, override

from jarchy.charter.models import Edition
from jarchy.formats.links import changed, links_of_style, relative
from jarchy.website import frozen, pages

Progress = Callable[[str, int], None]
# Addresses for everyone that are no page of a campaign: names, and why they are in no frozen folder.
LEFT_OUT = {
    "account_login": "signing in needs a server",
    "account_logout": "signing out needs a server",
    "account_reset_password": "a new password needs a server",
    "account_inactive": "belongs to signing in",
    "people:join": "an invitation needs a server",
    "people:type_code": "a sign-in card needs a server",
    "people:use_card": "a sign-in card needs a server",
    "looks:page": "a link that expires needs a server",
    "looks:file": "a link that expires needs a server",
    "fieldwork:add_photos": "a picture to be added needs a server",
    "website:event_card": "nothing comes any more that a card could invite to",
    "publications:card_of_place": "thousands of pictures; the country's cards are frozen, and every place's charts",
}


@dataclass
class Written:
    """What became of the addresses. `unlinked`: an address that pages led to and that is not frozen -> how many links
    lost it; `faults`: (address, what was wrong).
    """

    pages: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    unlinked: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


class PublicFolder:
    """One run. Addresses are kept in memory, what stands behind them is written as it comes."""

    def __init__(self, edition: Edition, folder: Path, *, base: str, progress: Progress) -> None:
        self.edition, self.folder, self.base, self.progress = edition, folder, base, progress
        self.files = frozen.Files(edition)
        self.client = Client(
            raise_request_exception=False, HTTP_HOST=settings.HOST, HTTP_ACCEPT="text/html,*/*"
        )
        self.written = Written()
        self.asked: dict[str, None] = dict.fromkeys(frozen.addresses(edition))
        self.statics: dict[str, None] = {}
        self.leads: dict[str, str] = {}  # an address on a page -> its file, worked out once

    def write(self) -> Written:
        done = 0
        while done < len(self.asked):
            for address in list(self.asked)[done:]:  # what these pages lead to comes in the next round
                self.ask(address)
                done += 1
                self.progress("public", done)
        self._write_what_has_no_address()
        written = 0
        while written < len(self.statics):  # a style sheet may name others
            for name in list(self.statics)[written:]:
                self._write_static(name)
                written += 1
        return self.written

    # --- one address

    def ask(self, address: str) -> None:
        """An answer is read to its end and not closed by us: that would end the database's one moment too."""
        match, file = _match(urlsplit(address).path), self._file_of(address)
        if (self.folder / file).exists():  # a document's file lies once, whatever the language of its page
            return
        answer: Any = self.client.get(address, secure=settings.IS_HTTPS)
        if answer.status_code == 404 and match and match.view_name in frozen.MAY_BE_MISSING:
            self.written.missing.append(address)
        elif answer.status_code != 200:
            self.written.faults.append((address, f"answers {answer.status_code}"))
        elif answer.cookies:
            self.written.faults.append((address, "sets a cookie"))
        elif answer["Content-Type"].startswith("text/html"):
            put(self.folder / file, [self._made_local(answer.content.decode(), file, address).encode()])
            self.written.pages += 1
        else:
            put(self.folder / file, answer.streaming_content if answer.streaming else [answer.content])
            self.written.files += 1

    def _file_of(self, address: str) -> str:
        parts = urlsplit(address)
        match = _match(parts.path)
        is_document = match is not None and match.view_name == "publications:public_file"
        uuid = match.kwargs["uuid"] if match and is_document else None
        return self.files.of(parts.path, parts.query, document=uuid)

    # --- links

    def _made_local(self, html: str, file: str, address: str, *, base: str | None = None) -> str:
        """`base`: links begin with it, where the page may be answered at any depth."""

        def change(tag: str, attribute: str, link: str) -> str | None:
            target, fragment = self._target(link, address)
            if target is None:
                return link
            if not target:
                return None
            way = f"{base}{target}" if base is not None else relative(target, file)
            return f"{way}#{fragment}" if fragment else way

        return changed(html, change)

    def _target(self, link: str, address: str) -> tuple[str | None, str]:
        """The file that a link leads to, and its fragment; None where it leads out of the house or stays on the page,
        "" where it leads to what is not frozen.
        """
        whole = urljoin(f"{settings.URL}{address}", link)
        if link.startswith("#") or not whole.startswith(f"{settings.URL}/"):
            return None, ""
        parts = urlsplit(whole.removeprefix(settings.URL))
        if parts.path.startswith(settings.STATIC_URL):
            name = parts.path.removeprefix(settings.STATIC_URL)
            self.statics.setdefault(name)
            return f"static/{name}", parts.fragment
        asked = parts.path + (f"?{parts.query}" if parts.query else "")
        if asked not in self.leads:
            self.leads[asked] = self._leads_to(asked, _match(parts.path))
        if not self.leads[asked]:
            self.written.unlinked[parts.path] = self.written.unlinked.get(parts.path, 0) + 1
        return self.leads[asked], parts.fragment

    def _leads_to(self, asked: str, match: ResolverMatch | None) -> str:
        """The file of an address, which is asked for later; "" where it is not frozen."""
        if match is None or match.view_name not in frozen.NAMES:
            return ""
        if match.kwargs.get("edition", self.edition.slug) != self.edition.slug:
            return ""
        if self.edition.is_current or "edition" in match.kwargs:
            self.asked.setdefault(asked)
        return self._file_of(asked)

    # --- what no address of this campaign gives

    def _write_what_has_no_address(self) -> None:
        """The page for what is not there; and of a campaign that is not the current one, the choice of languages."""
        lost = self._made_local(pages.lost(self.edition), "404.html", "/", base=self.base)
        put(self.folder / "404.html", [lost.encode()])
        if self.edition.is_current:
            return
        put(
            self.folder / "index.html",
            [self._made_local(pages.languages(self.edition), "index.html", "/").encode()],
        )
        for language in self.edition.languages:
            html, file = pages.home(self.edition, language), f"{language}/index.html"
            put(self.folder / file, [self._made_local(html, file, f"/{language}/").encode()])

    def _write_static(self, name: str) -> None:
        found = finders.find(name)
        if not isinstance(found, str):
            self.written.faults.append((f"{settings.STATIC_URL}{name}", "there is no such file"))
            return
        data = Path(found).read_bytes()
        put(self.folder / "static" / name, [data])
        self.written.files += 1
        if name.endswith(".css"):
            for link in links_of_style(data.decode()):
                beside = urlsplit(urljoin(f"/{name}", link))
                if not beside.scheme and not beside.netloc:
                    self.statics.setdefault(beside.path.lstrip("/"))


def _match(path: str) -> ResolverMatch | None:
    """Which view an address leads to: the resolver only knows those of the language that is on."""
    with override(get_language_from_path(path) or get_language()):
        try:
            return resolve(path)
        except Resolver404:
            return None


def put(path: Path, pieces: Iterable[bytes], *, mode: int = 0o644) -> None:
    """A new file of this mode, whatever the umask; folders on the way to it may be entered by as many."""
    make_folder(path.parent, mode=0o755 if mode & 0o044 else 0o700)
    with open(path, "wb") as out:
        os.fchmod(out.fileno(), mode)
        for piece in pieces:
            out.write(piece)


def make_folder(path: Path, *, mode: int) -> None:
    if path.exists():
        return
    make_folder(path.parent, mode=mode)
    path.mkdir()
    path.chmod(mode)
