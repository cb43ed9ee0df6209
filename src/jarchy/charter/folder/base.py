"""The folder in memory, what its parts know of each other, and the registry of parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from jarchy.formats.tables import Finding, Table, TableSpec, missing_file, read_table
from jarchy.foundation.narrowing import Actor

CAMPAIGN = "campaign.toml"
LARGEST_FILE = 20_000_000  # bytes; a campaign's tables and maps are far below


class Folder:
    """The files of a campaign by their path inside the folder ("forms/activity_report.xlsx"), in memory."""

    def __init__(self, files: Mapping[str, bytes], *, unreadable: Mapping[str, str] | None = None) -> None:
        """`unreadable`: files that are there and could not be taken, with the code of why."""
        self.files = dict(files)
        self.unreadable = dict(unreadable or {})

    @classmethod
    def at(cls, path: Path) -> Folder:
        """Everything below `path`, without what is hidden or larger than 20 MB. Raises OSError where it is
        no folder.
        """
        files: dict[str, bytes] = {}
        unreadable: dict[str, str] = {}
        for file in sorted(_files_below(path)):
            name = file.relative_to(path).as_posix()
            try:
                if file.stat().st_size > LARGEST_FILE:
                    unreadable[name] = "charter.file_too_large"
                else:
                    files[name] = file.read_bytes()
            except OSError:
                unreadable[name] = "charter.file_unreadable"
        return cls(files, unreadable=unreadable)

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def write(self, name: str, data: bytes) -> None:
        self.files[name] = data

    def names(self, *, ending: str = "") -> list[str]:
        return sorted(name for name in self.files if name.endswith(ending))

    @property
    def hash(self) -> str:
        """SHA-256 over all names and contents, in hex."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(f"{name}\0{hashlib.sha256(self.files[name]).hexdigest()}\n".encode())
        return digest.hexdigest()

    def put_at(self, path: Path) -> list[str]:
        """Write what differs from what lies there; the names written. What else lies there stays."""
        written = []
        for name, data in sorted(self.files.items()):
            target = path / name
            if target.is_file() and target.read_bytes() == data:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            written.append(name)
        return written


def _files_below(path: Path) -> Iterator[Path]:
    for entry in path.iterdir():
        if entry.name.startswith((".", "~$")):  # hidden, or a spreadsheet's lock
            continue
        if entry.is_dir():
            yield from _files_below(entry)
        elif entry.is_file():
            yield entry


@dataclass(frozen=True)
class FundingRules:
    """What the funder asks for: the id of its emblem in logos.csv and its line in campaign.toml, whether it is as large
    as the largest logo, the languages in which its sentence must stand."""

    emblem: str = ""
    row: int | None = None
    is_as_large: bool = True
    sentence_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditionFacts:
    """What every part may need to know of the edition; days are None where campaign.toml does not give
    them.
    """

    slug: str
    country: str
    languages: tuple[str, ...]
    live: bool
    today: date | None
    prepares_from: date | None
    starts: date | None
    ends: date | None
    reports_until: date | None
    final_on: date | None
    review_months: int
    activity_languages: Mapping[str, Mapping[str, str]]
    age_questions: tuple[str, ...] = ()
    has_checks: bool = False  # calls to check are drawn
    # Who must approve something: key of campaign.toml, the organisation's id, the key's line.
    approvers: tuple[tuple[str, str, int | None], ...] = ()
    funding: FundingRules = FundingRules()
    is_from_sheet: bool = False


@dataclass(frozen=True)
class KnownPlace:
    """level as in the territory (1, 2 ...); parent is the P-code of the place it lies in, "" for the first
    level.
    """

    level: int
    parent: str


@dataclass
class Context:
    """What has been read so far, so that a part checks its references without a database.

    `lists` has the ids with their names by language under the name of the list ("organisations", "topics",
    "venues", "kinds", "audiences", "reasons", "indicators"); one that could not be read is missing.
    """

    edition: EditionFacts
    places: dict[str, KnownPlace] = field(default_factory=dict)
    lists: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.edition.languages

    def ancestors(self, pcode: str) -> list[str]:
        """The place and all above it, from below."""
        found: list[str] = []
        while pcode in self.places and pcode not in found:
            found.append(pcode)
            pcode = self.places[pcode].parent
        return found


@dataclass(frozen=True)
class Difference:
    """One cell that stands otherwise on the pages than in the folder."""

    file: str
    id: str
    column: str
    on_pages: str
    in_folder: str

    def __str__(self) -> str:
        return f"{self.file} {self.id}, {self.column}: “{self.on_pages}” | “{self.in_folder}”"


@dataclass
class Changes:
    """What loading would add, change and retire, each as "topics.csv: migration"."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)

    def add(self, other: WhatChanges) -> None:
        self.added += other.added
        self.changed += other.changed
        self.retired += other.retired
        self.differences += other.differences


class WhatChanges(Protocol):
    """A part's changes: `Changes` here, or what a room below has in its stead."""

    @property
    def added(self) -> Sequence[str]: ...
    @property
    def changed(self) -> Sequence[str]: ...
    @property
    def retired(self) -> Sequence[str]: ...
    @property
    def differences(self) -> Sequence[Any]: ...


class Part(Protocol):
    """A room's part of the folder. `edition` is the row of the edition; None before the first load."""

    @property
    def files(self) -> Sequence[str]:
        """Names of its files, for the reference."""

    def read(self, folder: Folder, context: Context) -> tuple[Any, list[Finding]]:
        """Its data and all its faults; adds to `context` what later parts refer to. No database."""

    def changes(self, data: Any, edition: Any) -> WhatChanges:
        """What `load` would do."""

    def load(self, data: Any, edition: Any, by: Actor) -> object:
        """Bring the rows to what the folder says, in the caller's transaction; the same again changes
        nothing.
        """

    def save(self, edition: Any, folder: Folder) -> None:
        """Write into `folder`, which holds the files as last loaded, what was changed on the pages since."""

    def fork(self, data: Any, moved_by_days: int) -> dict[str, bytes]:
        """Its files for a later edition, dates moved; files not named are taken as they are."""


parts: dict[str, Part] = {}


def parts_in_order() -> list[tuple[str, Part]]:
    """Places first, then the charter's own tables, then the rest as they were registered: references look
    back only.
    """
    first = [name for name in ("places", "charter") if name in parts]
    return [(name, parts[name]) for name in [*first, *(n for n in parts if n not in first)]]


def read_tables(
    folder: Folder, specs: Iterable[TableSpec], languages: tuple[str, ...]
) -> tuple[dict[str, Table], list[Finding]]:
    """Each of these tables by its file's name, empty where it could not be read, and everything found on
    the way.
    """
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for spec in specs:
        data = folder.read(spec.file)
        if data is None:
            tables[spec.file] = Table((), ())
            findings += [missing_file(spec)] if spec.required else []
            continue
        tables[spec.file] = read_table(data, spec, languages)
        findings += tables[spec.file].findings
    return tables, findings


def error(
    file: str,
    code: str,
    *,
    row: int | None = None,
    column: str | None = None,
    value: object = None,
    **params: object,
) -> Finding:
    """A fault that stops loading."""
    shown = None if value is None else str(value)
    return Finding(
        "error", file, row, column, shown, code, {name: str(text) for name, text in params.items()}
    )


def warning(
    file: str,
    code: str,
    *,
    row: int | None = None,
    column: str | None = None,
    value: object = None,
    **params: object,
) -> Finding:
    """Something to look at that stops nothing."""
    shown = None if value is None else str(value)
    return Finding(
        "warning", file, row, column, shown, code, {name: str(text) for name, text in params.items()}
    )
