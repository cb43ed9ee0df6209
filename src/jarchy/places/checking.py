"""What is wrong with a territory as read, beyond what one cell shows: parents, levels, codes, names, numbers,
maps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jarchy.formats.tables import Finding, Row
from jarchy.foundation.problems import Problem
from jarchy.places.problems import Findings

LEVELS = {"territory.csv": (1, 2), "settlements.csv": (3, 4)}
SCHEMES = ("soate", "iso", "geonames")
_SOATE = re.compile(r"[0-9]{14}\Z")


def faults_of_places(territory: Iterable[Row], settlements: Iterable[Row]) -> list[Finding]:
    """Faults of both files of places, by file and row."""
    placed = [("territory.csv", row) for row in territory] + [("settlements.csv", row) for row in settlements]
    levels = {str(row["id"]): row["level"] for _, row in reversed(placed) if row["id"]}
    files_of: dict[str, tuple[str, int]] = {}
    owners: dict[tuple[str, str], str] = {}
    findings: list[Finding] = []
    for file, row in placed:
        findings += _faults_of_level(file, row, levels)
        findings += _faults_of_codes(file, row, owners)
        if file == "settlements.csv" and row["name"] is None and not _has_name_fault(row):
            findings.append(_finding(Findings.nameless, file, row, "name"))
        first = files_of.setdefault(str(row["id"]), (file, row.number))
        if row["id"] and first[0] != file:
            findings.append(_finding(Findings.in_both_files, file, row, "id", first=str(first[1])))
    return findings


def _has_name_fault(row: Row) -> bool:
    """A name that was typed but could not be taken has been told already."""
    return any(cell.strip() for header, cell in row.raw.items() if header.startswith("name_"))


def _faults_of_level(file: str, row: Row, levels: Mapping[str, Any]) -> Iterator[Finding]:
    level, parent = row["level"], row["parent"]
    if not isinstance(level, int):
        return  # told when the cell was read
    if level not in LEVELS[file]:
        yield _finding(Findings.level_wrong, file, row, "level")
    elif level > 1 and parent is None and not row.raw.get("parent", "").strip() and file == "territory.csv":
        yield _finding(Findings.parent_missing, file, row, "parent", level=str(level))
    elif parent is not None and parent not in levels:
        yield _finding(Findings.parent_unknown, file, row, "parent")
    elif parent is not None and isinstance(levels[str(parent)], int) and levels[str(parent)] >= level:
        params = {"level": str(level), "parent_level": str(levels[str(parent)])}
        yield _finding(Findings.parent_too_deep, file, row, "parent", **params)
    if file == "territory.csv" and row["counts_as_second_level"] and level != 1:
        yield _finding(Findings.not_first_level, file, row, "counts_as_second_level")


def _faults_of_codes(file: str, row: Row, owners: dict[tuple[str, str], str]) -> Iterator[Finding]:
    pcode, soate = str(row["id"] or ""), row["soate"]
    expected = f"417{pcode[2:]}" if pcode.startswith("KG") else ""
    if isinstance(soate, str) and expected and not _SOATE.match(soate):
        digits = re.sub(r"\D", "", soate)
        yield _finding(
            Findings.soate_wrong, file, row, "soate", better=digits if len(digits) == 14 else expected
        )
    elif isinstance(soate, str) and expected and soate != expected:
        yield _finding(Findings.soate_differs, file, row, "soate", pcode=pcode, better=expected)
    for scheme in SCHEMES:
        code = row.cells.get(scheme)
        if isinstance(code, str) and owners.setdefault((scheme, code), pcode) != pcode:
            yield _finding(Findings.code_twice, file, row, scheme, scheme=scheme, other=owners[scheme, code])


def faults_of_names(names: Iterable[Row], pcodes: frozenset[str]) -> list[Finding]:
    """Faults of place_names.csv."""
    file, findings = "place_names.csv", []
    for row in names:
        if row["place"] is not None and row["place"] not in pcodes:
            findings.append(_finding(Findings.place_unknown, file, row, "place"))
        language = row["language"]
        if isinstance(language, str) and not re.fullmatch("[a-z]{2,3}", language):
            findings.append(_finding(Findings.language_unknown, file, row, "language"))
        if row["kind"] == "renaming" and row["since"] is None and not row.raw.get("since"):
            findings.append(_finding(Findings.renaming_undated, file, row, "since", name=str(row["name"])))
        since, until = row["since"], row["until"]
        if since is not None and until is not None and until < since:  # type: ignore[operator]
            findings.append(_finding(Findings.ends_before_it_starts, file, row, "until", since=str(since)))
    return findings


def faults_of_populations(populations: Iterable[Row], pcodes: frozenset[str]) -> list[Finding]:
    """Faults of population.csv."""
    file, findings = "population.csv", []
    first_rows: dict[tuple[object, object], int] = {}
    for row in populations:
        place, year = row["place"], row["year"]
        if place is not None and place not in pcodes:
            findings.append(_finding(Findings.place_unknown, file, row, "place"))
        if place is None or year is None:
            continue
        first = first_rows.setdefault((place, year), row.number)
        if first != row.number:
            findings.append(
                _finding(Findings.year_twice, file, row, "year", place=str(place), first=str(first))
            )
    return findings


def shapes_in(
    file: str, data: bytes | None, *, known: set[str]
) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """The geometries of a GeoJSON file by P-code, and what is wrong with it; nothing of a file that is not
    there."""
    if data is None:
        return {}, []
    try:
        features = json.loads(data.decode("utf-8-sig"))["features"]
        pairs = [(str(feature["properties"]["pcode"]), feature["geometry"]) for feature in features]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return {}, [_of_map(Findings.map_broken, file, None, why=f"{type(error).__name__}: {error}")]
    shapes: dict[str, dict[str, Any]] = {}
    findings = []
    for pcode, geometry in pairs:
        if pcode not in known:
            findings.append(_of_map(Findings.map_place_unknown, file, pcode))
        elif not _is_area(geometry):
            findings.append(_of_map(Findings.map_shape_wrong, file, pcode))
        else:
            shapes[pcode] = geometry
    return shapes, findings


def places_without_shape(
    territory: Iterable[Row], shapes: Mapping[str, object], maps: Mapping[str, bytes | None]
) -> list[Finding]:
    """A warning for each place that no map shows; one for a map that is not there, in their stead."""
    lacking = [row for row in territory if row["id"] and row["id"] not in shapes]
    missing = [name for name, data in maps.items() if data is None]
    if lacking and missing:
        return [Finding("warning", name, None, None, None, Findings.map_missing.code) for name in missing]
    return [
        Finding("warning", "territory.csv", row.number, "id", str(row["id"]), Findings.map_lacks.code)
        for row in lacking
    ]


def _is_area(geometry: object) -> bool:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return False
    rings = geometry.get("coordinates")
    return isinstance(rings, list) and bool(rings)


def _finding(problem: Problem, file: str, row: Row, column: str, **params: str) -> Finding:
    value = row.raw.get(column, "").strip() or None
    return Finding("error", file, row.number, column, value, problem.code, params)


def _of_map(problem: Problem, file: str, pcode: str | None, **params: str) -> Finding:
    return Finding("error", file, None, "pcode" if pcode else None, pcode, problem.code, params)
