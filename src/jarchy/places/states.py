"""The state of each place: what a folder says, what the register says, and both together.

A place's state is everything about it; two that are equal need no write.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jarchy.places import rules
from jarchy.places.columns import TerritoryData
from jarchy.places.models import Boundary, Place, PlaceCode, PlaceName, Population

_SCHEMES = ("soate", "iso", "geonames")
NameState = tuple[str, str, str, str, date | None, date | None]  # language, name, folded, kind, since, until


@dataclass(frozen=True)
class PlaceState:
    """Everything about one place, comparable. `geometry` is canonical JSON, "" without a shape."""

    level: int
    kind: str
    parent: str | None
    region: str | None
    district: str | None
    counts_as_second_level: bool
    is_settlement: bool
    names: Mapping[str, str]
    short_names: Mapping[str, str]
    order: int
    lat: Decimal | None
    lon: Decimal | None
    area_km2: Decimal | None
    valid_from: date | None
    valid_to: date | None
    known_as: frozenset[NameState] = frozenset()
    codes: frozenset[tuple[str, str]] = frozenset()
    populations: frozenset[tuple[int, int, str, str]] = frozenset()
    geometry: str = field(default="", repr=False)


States = dict[str, PlaceState]


# --- what a folder says


def states_of(data: TerritoryData) -> States:
    """The state of each place as the folder has it. The data must be without errors."""
    rows = {str(row["id"]): row for row in data.places}
    parents: dict[str, Any] = {pcode: row["parent"] for pcode, row in rows.items()}
    short = _short_names(data)
    known_as, populations = _known_as(data), _populations(data)
    states: States = {}
    for order, (pcode, row) in enumerate(rows.items()):
        cells: Mapping[str, Any] = row.cells
        line = _line(pcode, parents)
        own_district = bool(cells.get("counts_as_second_level"))
        names = rules.full_names(cells["name"] or {}, cells["kind"])
        states[pcode] = PlaceState(
            level=cells["level"],
            kind=cells["kind"],
            parent=cells["parent"],
            region=line[-1],
            district=_district(line, rows),
            counts_as_second_level=own_district,
            is_settlement=bool(cells.get("is_settlement")) or cells["kind"] in ("city", "town"),
            names=names,
            short_names=short.get(pcode, cells["name"] or {}),
            order=order,
            lat=_degrees(cells["lat"]),
            lon=_degrees(cells["lon"]),
            area_km2=cells.get("area_km2"),
            valid_from=cells["valid_from"],
            valid_to=cells["valid_to"],
            known_as=frozenset(known_as[pcode]),
            codes=frozenset((scheme, cells[scheme]) for scheme in _SCHEMES if cells.get(scheme)),
            populations=frozenset(populations[pcode]),
            geometry=canonical(data.shapes.get(pcode)),
        )
    return states


def canonical(geometry: object) -> str:
    """One way of writing a shape, "" for none."""
    return json.dumps(geometry, separators=(",", ":"), sort_keys=True) if geometry else ""


def _line(pcode: str, parents: Mapping[str, Any]) -> list[str]:
    """The place itself and all above it, upwards."""
    line = [pcode]
    while parents.get(line[-1]) and len(line) <= len(parents):
        line.append(parents[line[-1]])
    return line


def _district(line: list[str], rows: Mapping[str, Any]) -> str | None:
    """The place of level 2 in the line; a city of level 1 that counts as second level is its own."""
    for pcode in line:
        if rows[pcode]["level"] == 2 or rows[pcode].cells.get("counts_as_second_level"):
            return pcode
    return None


def _short_names(data: TerritoryData) -> dict[str, dict[str, str]]:
    """Names for where the level is plain: unclear ones among the oblasts, or among rayons and cities, in
    full."""
    listed: list[tuple[Any, ...]] = [
        (row["id"], row["name"] or {}, row["kind"], row) for row in data.territory
    ]
    first = rules.short_names(entry[:3] for entry in listed if entry[3]["level"] == 1)
    second = rules.short_names(
        entry[:3] for entry in listed if entry[3]["level"] == 2 or entry[3]["counts_as_second_level"]
    )
    return second | first


def _known_as(data: TerritoryData) -> dict[str, set[NameState]]:
    known: dict[str, set[NameState]] = defaultdict(set)
    for row in data.places:
        cells: Mapping[str, Any] = row.cells
        pcode, names = str(cells["id"]), cells["name"] or {}
        for language, name in names.items():
            known[pcode].add((language, name, rules.folded_name(name), "official", None, None))
        made = {way for name in set(names.values()) for way in rules.spellings(name, cells["kind"])}
        known[pcode] |= {("", spelling, spelling, "spelling", None, None) for spelling in made}
    for row in data.names:
        said: Mapping[str, Any] = row.cells
        name = str(said["name"])
        known[str(said["place"])].add(
            (
                said["language"] or "",
                name,
                rules.folded_name(name),
                said["kind"],
                said["since"],
                said["until"],
            )
        )
    return known


def _populations(data: TerritoryData) -> dict[str, set[tuple[int, int, str, str]]]:
    found: dict[str, set[tuple[int, int, str, str]]] = defaultdict(set)
    for row in data.populations:
        cells: Mapping[str, Any] = row.cells
        found[str(cells["place"])].add((cells["year"], cells["people"], cells["kind"], cells["source"] or ""))
    return found


def _degrees(value: Decimal | None) -> Decimal | None:
    """Five decimals are a metre; the column holds no more."""
    return None if value is None else round(value, 5)


# --- what the register says


def states_now() -> States:
    """The state of each place in the database, the country apart: no register names it. Five queries."""
    pcodes = dict(Place.objects.values_list("id", "pcode"))
    known_as: dict[int, set[NameState]] = defaultdict(set)
    for place, *name in PlaceName.objects.values_list(
        "place_id", "language", "name", "folded", "kind", "since", "until"
    ):
        known_as[place].add(tuple(name))  # type: ignore[arg-type]
    codes: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for place, scheme, code in PlaceCode.objects.values_list("place_id", "scheme", "code"):
        codes[place].add((scheme, code))
    populations: dict[int, set[tuple[int, int, str, str]]] = defaultdict(set)
    for place, *number in Population.objects.values_list("place_id", "year", "people", "kind", "source"):
        populations[place].add(tuple(number))  # type: ignore[arg-type]
    shapes = dict(Boundary.objects.values_list("place_id", "geometry"))
    return {
        place.pcode: PlaceState(
            level=place.level,
            kind=place.kind,
            parent=pcodes.get(place.parent_id),  # type: ignore[arg-type]
            region=pcodes.get(place.region_id),  # type: ignore[arg-type]
            district=pcodes.get(place.district_id),  # type: ignore[arg-type]
            counts_as_second_level=place.counts_as_second_level,
            is_settlement=place.is_settlement,
            names=place.names,
            short_names=place.short_names,
            order=place.order,
            lat=place.lat,
            lon=place.lon,
            area_km2=place.area_km2,
            valid_from=place.valid_from,
            valid_to=place.valid_to,
            known_as=frozenset(known_as[place.pk]),
            codes=frozenset(codes[place.pk]),
            populations=frozenset(populations[place.pk]),
            geometry=canonical(shapes.get(place.pk)),
        )
        for place in Place.objects.filter(level__gt=0).order_by("order", "pcode")
    }


def merged(wanted: States, now: States) -> States:
    """What is wanted, keeping what only other editions' languages say: places outlive editions."""

    def both(pcode: str, state: PlaceState) -> PlaceState:
        before = now.get(pcode)
        if before is None:
            return state
        spoken = {language for language, *_ in state.known_as}
        others = {
            entry for entry in before.known_as if entry[0] and entry[0] not in spoken | set(state.names)
        }
        return replace(
            state,
            names={**before.names, **state.names},
            short_names={**before.short_names, **state.short_names},
            known_as=state.known_as | others,
        )

    return {pcode: both(pcode, state) for pcode, state in wanted.items()}
