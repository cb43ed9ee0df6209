"""The territory's part of a campaign folder: reading and checking it, what it would change, loading it.

territory.csv holds levels 1 and 2, settlements.csv what lies below; place_names.csv has further names, dated
where they were not always so; population.csv one number a year; map/ the shapes. A place is its P-code
everywhere. Here is what the charter's registry of parts asks of a room, under the names that it asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from jarchy.formats.tables import Finding, Table, missing_file, read_table
from jarchy.places import checking, loading, states
from jarchy.places.columns import MAPS, NAMES, POPULATION, SETTLEMENTS, SPECS, TERRITORY, TerritoryData, files

__all__ = ["SPECS", "Changes", "TerritoryData", "changes", "files", "fork", "load", "read", "save"]


class Folder(Protocol):
    """A campaign folder, on the disk or as one workbook."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where there is none."""


class EditionFacts(Protocol):
    """What is asked of the edition while reading."""

    @property
    def languages(self) -> Sequence[str]: ...
    @property
    def country(self) -> str: ...
    @property
    def is_from_sheet(self) -> bool: ...


class Context(Protocol):
    """What the parts of a folder know of each other; this one fills `places`."""

    @property
    def edition(self) -> EditionFacts: ...

    @property
    def places(self) -> dict[str, Any]: ...


class Edition(Protocol):
    """What is asked of an edition's row."""

    prepares_from: date


@dataclass(frozen=True)
class KnownPlace:
    """What other parts may know of a place: its level and the P-code above it, "" for the first level."""

    level: int
    parent: str


@dataclass(frozen=True)
class Changes:
    """What loading adds, changes and retires, each as "territory.csv: KG04000000000"."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    differences: tuple[()] = ()  # nothing of the territory is changed on pages

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


def read(folder: Folder, context: Context) -> tuple[TerritoryData, list[Finding]]:
    """Read and check all files of the territory, and tell `context` which places there are. Needs no
    database."""
    languages = tuple(context.edition.languages)
    tables, findings = _tables(folder, languages)
    territory = tables[TERRITORY.file]
    shapes: dict[str, dict[str, Any]] = {}
    on_maps = {str(row["id"]) for row in territory.rows if row["id"]}
    maps = {name: folder.read(name) for name in MAPS}
    for name, map_data in maps.items() if on_maps else ():
        found, faults = checking.shapes_in(name, map_data, known=on_maps)
        shapes |= found
        findings += faults
    findings += checking.places_without_shape(territory.rows, shapes, maps)
    data = TerritoryData(
        languages,
        territory=territory.rows,
        settlements=tables[SETTLEMENTS.file].rows,
        names=tables[NAMES.file].rows,
        populations=tables[POPULATION.file].rows,
        shapes=shapes,
        country=getattr(context.edition, "country", ""),
        is_part=getattr(context.edition, "is_from_sheet", False),
    )
    if not on_maps or not territory.is_whole:  # said once; what names places is judged when it is there again
        return data, [*findings, *_hollow(territory)]
    pcodes = frozenset(str(row["id"]) for row in data.places if row["id"])
    findings += checking.faults_of_places(data.territory, data.settlements)
    findings += checking.faults_of_names(data.names, pcodes)
    findings += checking.faults_of_populations(data.populations, pcodes)
    for row in data.places:
        if isinstance(row["id"], str) and isinstance(row["level"], int):
            context.places.setdefault(row["id"], KnownPlace(row["level"], str(row["parent"] or "")))
    return data, findings


def _hollow(territory: Table) -> list[Finding]:
    """The finding for a territory with a header alone; one that is missing or broken is said already."""
    if territory.header and territory.is_whole:
        return [Finding("error", TERRITORY.file, None, None, None, "table.no_rows")]
    return []


def changes(data: TerritoryData, edition: Edition | None) -> Changes:
    """What loading would add, change and retire. Reads only."""
    return _told(data, loading.changes(states.states_of(data), states.states_now(), speaks=_speaks(data)))


def load(data: TerritoryData, edition: Edition, by: object) -> Changes:
    """Make the register say what the folder says; twice changes nothing. In the caller's transaction.

    A place that the folder no longer has is retired on the day before the edition prepares, never deleted.
    """
    found = loading.load(states.states_of(data), retired_from=edition.prepares_from, speaks=_speaks(data))
    return _told(data, found)


def _speaks(data: TerritoryData) -> loading.Speaks:
    return loading.Speaks(data.country, is_part=data.is_part)


def save(edition: Edition, folder: Folder) -> None:
    """Write what changed on pages back: nothing, since no page changes the register."""


def fork(data: TerritoryData, moved_by_days: int) -> dict[str, bytes]:
    """A later edition starts with the same territory as it stands: its days are history and do not move."""
    return {}


def _tables(folder: Folder, languages: tuple[str, ...]) -> tuple[dict[str, Table], list[Finding]]:
    tables, findings = {}, []
    for name, spec in SPECS.items():
        data = folder.read(name)
        if data is None and spec.required:
            findings.append(missing_file(spec))
        tables[name] = read_table(data, spec, languages) if data is not None else Table((), ())
        findings += tables[name].findings
    return tables, findings


def _told(data: TerritoryData, found: loading.Changes) -> Changes:
    upper = {row["id"] for row in data.territory}

    def lines(pcodes: Iterable[str]) -> list[str]:
        return [f"{TERRITORY.file if pcode in upper else SETTLEMENTS.file}: {pcode}" for pcode in pcodes]

    return Changes(lines(found.added), lines(found.changed), lines(found.retired))
