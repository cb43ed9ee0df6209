"""The journal as a file that anybody can prove without us: JSON, a line each.

The first line names format, edition, and the chain's last position and hash. Then each entry in order:
{"entry": {...}, "lines": [...], "hash": ...}, with "public": {"cells": [...], "rows": [...]} where the house made
something public. `hash` is the SHA-256 of canonical JSON (keys sorted, no spaces, UTF-8) of the entry's keys, "lines"
(a sorted list of each line's canonical JSON as text) and "before", the hash of the entry before, "" at the start. The
entry's `contents` is the SHA-256 of canonical JSON of "public" with its members as sorted canonical texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from jarchy.ledger.rules.chain import START, Link, canonical, digest, hash_of

FORMAT = 1


@dataclass(frozen=True)
class Fault:
    """code: position, chain, reversal, head, public, published, pinned, tally, trigger; in a file edition, unreadable.
    `where`: a position, a day, a tally, a trigger; a line of the file.
    """

    code: str
    where: str
    found: str
    wanted: str


@dataclass(frozen=True)
class Written:
    """An entry as it stands in the file."""

    link: Link
    lines: list[dict[str, Any]]
    hash: str
    public: Mapping[str, Any] | None = None


def header(edition: str, *, position: int, last: str) -> str:
    return canonical({"format": FORMAT, "edition": edition, "position": position, "hash": last})


def line_of(written: Written) -> str:
    """One line of the file, without its end."""
    link = asdict(written.link) | {
        "source_id": str(written.link.source_id),
        "posted_at": written.link.posted_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "edition_day": written.link.edition_day.isoformat(),
    }
    said = {"entry": link, "lines": sorted(written.lines, key=canonical), "hash": written.hash}
    return canonical(said | ({"public": written.public} if written.public else {}))


def read(line: str) -> Written:
    """Raises ValueError for what is no entry."""
    try:
        said = json.loads(line)
        entry = said["entry"]
        link = {
            "source_id": UUID(entry["source_id"]), "posted_at": datetime.fromisoformat(entry["posted_at"]),
            "edition_day": date.fromisoformat(entry["edition_day"]),
        }  # fmt: skip
        names = {one.name for one in fields(Link)}
        if set(entry) != names or not isinstance(entry["position"], int):
            raise ValueError("other keys than an entry has")
        if not all(isinstance(line["value"], int) for line in said["lines"]):
            raise ValueError("a line without its number")
        return Written(Link(**entry | link), list(said["lines"]), str(said["hash"]), said.get("public"))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(str(error)) from error


def contents_of(public: Mapping[str, Iterable[object]]) -> str:
    """Digest of what the house made public at one position."""
    return digest({name: sorted(map(canonical, public[name])) for name in ("cells", "rows")})


class Proof:
    """Reads a journal's lines and keeps what is wrong with it. A million entries take some hundred bytes each: of
    those before, the digest of their lines taken back is kept, and nothing else.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.edition, self.position, self.last = "", 0, START
        self._said: dict[int, tuple[object, ...]] = {}
        self._reversed: set[int] = set()

    def entries(self, lines: Iterable[str]) -> Iterator[Written]:
        """Each entry that can be read, proved; `faults` is whole when all were taken."""
        lines = iter(lines)
        head = self._header(next(lines, ""))
        for number, line in enumerate(lines, start=2):
            try:
                written = read(line)
            except ValueError as error:
                self._fault("unreadable", f"line {number}", str(error)[:80], "an entry")
                continue
            self._prove(written)
            yield written
        if head and (self.position, self.last) != (head.get("position"), head.get("hash")):
            found, wanted = (self.position, self.last), (head.get("position"), head.get("hash"))
            self._fault("head", str(self.position), " ".join(map(str, found)), " ".join(map(str, wanted)))

    def _header(self, line: str) -> dict[str, Any] | None:
        try:
            head = json.loads(line)
            self.edition = str(head["edition"])
            if head["format"] != FORMAT:
                self._fault("unreadable", "line 1", f"format {head['format']}", f"format {FORMAT}")
            return dict(head)
        except (ValueError, KeyError, TypeError, RecursionError):
            self._fault("unreadable", "line 1", line[:80], "what journal this is")
            return None

    def _prove(self, written: Written) -> None:
        link = written.link
        if link.edition != self.edition:
            self._fault("edition", str(link.position), link.edition, self.edition)
        if link.position != self.position + 1:
            self._fault("position", str(link.position), str(link.position), str(self.position + 1))
        wanted = hash_of(link, written.lines, self.last)
        if written.hash != wanted:
            self._fault("chain", str(link.position), written.hash, wanted)
        contents = contents_of(written.public) if written.public else ""
        if contents != link.contents:
            self._fault("public", str(link.position), contents, link.contents)
        self._prove_reversal(written)
        self.position, self.last = link.position, written.hash

    def _prove_reversal(self, written: Written) -> None:
        """A reversal repeats source and number, takes back every line to the last digit, and does it once."""
        link = written.link
        posting = (link.source, link.source_id, link.number)
        if link.reverses is not None:
            same = self._said.get(link.reverses) == (*posting, _digest_of(written.lines))
            if not same or link.reverses in self._reversed:
                self._fault("reversal", str(link.position), str(link.number), str(link.reverses))
            self._reversed.add(link.reverses)
        minus = [{**line, "value": -line["value"]} for line in written.lines]
        self._said[link.position] = (*posting, _digest_of(minus))

    def _fault(self, code: str, where: str, found: str, wanted: str) -> None:
        self.faults.append(Fault(code, where, found, wanted))


def _digest_of(lines: Iterable[object]) -> str:
    return digest(sorted(map(canonical, lines)))
