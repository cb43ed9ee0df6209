"""Bringing the register to what a folder says, by comparing the state of each place.

A place's state is everything about it; two that are equal need no write, so loading a folder twice changes
nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jarchy.places import rules
from jarchy.places.models import Boundary, Place, PlaceCode, PlaceName, Population, TerritoryVersion

if TYPE_CHECKING:
    from jarchy.places.folder import TerritoryData

_BATCH = 500
_SCHEMES = ("soate", "iso", "geonames")
NameState = tuple[str, str, str, str, date | None, date | None]  # language, name, folded, kind, since, until


@dataclass(frozen=True)
class Changes:
    """P-codes that were or are to be added, changed, retired, in register order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


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
        made = {
            spelling
            for name in set(names.values())
            for spelling in rules.spellings(name, cells["kind"], has_latin="en" in names)
        } - {rules.folded_name(name) for name in names.values()}
        known[pcode] |= {("", spelling, spelling, "spelling", None, None) for spelling in made}
    for row in data.names:
        cells = row.cells
        name = str(cells["name"])
        entry = (
            cells["language"] or "",
            name,
            rules.folded_name(name),
            cells["kind"],
            cells["since"],
            cells["until"],
        )
        known[str(cells["place"])].add(entry)
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
    """The state of each place in the database. Five queries."""
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
        for place in Place.objects.order_by("order", "pcode")
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


def changes(wanted: States, now: States) -> Changes:
    """The difference; a place already retired is not retired again."""
    goal = merged(wanted, now)
    return Changes(
        added=tuple(pcode for pcode in goal if pcode not in now),
        changed=tuple(pcode for pcode, state in goal.items() if pcode in now and now[pcode] != state),
        retired=tuple(pcode for pcode, state in now.items() if pcode not in goal and state.valid_to is None),
    )


# --- from one to the other


@transaction.atomic
def load(wanted: States, *, retired_from: date) -> Changes:
    """Write the difference, and a new version of the territory if there is one. Queries do not grow with
    places, but for batches of 500."""
    now = states_now()
    goal = merged(wanted, now)
    found = changes(wanted, now)
    if not found:
        return found
    touched = found.added + found.changed
    places = _created({pcode: goal[pcode] for pcode in found.added})
    _write_columns(places, {pcode: goal[pcode] for pcode in found.changed})
    _write_belongings(places, {pcode: goal[pcode] for pcode in touched})
    Place.objects.filter(pcode__in=found.retired).update(valid_to=retired_from - timedelta(days=1))
    last = TerritoryVersion.objects.select_for_update().order_by("-number").first()
    TerritoryVersion.objects.create(
        number=last.number + 1 if last else 1,
        content_hash=_content_hash(states_now()),
        places=len(goal),
        loaded_on=timezone.now().date(),
    )
    return found


def _content_hash(states: States) -> str:
    """SHA-256 over all states: two registers that say the same have the same."""

    def plain(value: object) -> object:
        if isinstance(value, (set, frozenset)):
            return sorted((plain(item) for item in value), key=str)
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return value if value is None or isinstance(value, (str, int, bool, dict)) else str(value)

    said = {
        pcode: {name: plain(value) for name, value in vars(state).items()} for pcode, state in states.items()
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


_COLUMNS = (
    "level", "kind", "counts_as_second_level", "is_settlement", "names", "short_names", "order",
    "lat", "lon", "area_km2", "valid_from", "valid_to",
)  # fmt: skip
_ABOVE = ("parent", "region", "district")


def _created(states: States) -> dict[str, Place]:
    """Make these places, level by level, since each names those above it; gives all places of the
    register."""
    places = {place.pcode: place for place in Place.objects.all()}
    for level in sorted({state.level for state in states.values()}):
        made = []
        for pcode, state in states.items():
            if state.level == level:
                made.append(_said(Place(pcode=pcode), state, places))
        Place.objects.bulk_create(made, batch_size=_BATCH)
        places |= {place.pcode: place for place in made}
    # What is its own region or district could not name itself before it was there.
    for above in ("region", "district"):
        own = [places[pcode].pk for pcode, state in states.items() if getattr(state, above) == pcode]
        for batch in _batches(own):
            Place.objects.filter(pk__in=batch).update(**{above: F("pk")})
    return places


def _write_columns(places: Mapping[str, Place], states: States) -> None:
    changed = [_said(places[pcode], state, places) for pcode, state in states.items()]
    Place.objects.bulk_update(changed, [*_COLUMNS, *_ABOVE], batch_size=_BATCH)


def _said(place: Place, state: PlaceState, places: Mapping[str, Place]) -> Place:
    """The row with the columns of a state, not yet written; what is not there yet is not named."""
    for column in _COLUMNS:
        setattr(place, column, getattr(state, column))
    for above in _ABOVE:
        other = places.get(getattr(state, above))
        setattr(place, f"{above}_id", other.pk if other else None)
    return place


def _write_belongings(places: Mapping[str, Place], states: States) -> None:
    """Names, codes, numbers and shapes: those of a place that changed are made anew; nothing refers to
    them."""
    owners = {places[pcode].pk: state for pcode, state in states.items()}
    _free_codes({code for state in states.values() for code in state.codes}, kept=set(owners))
    for model in (PlaceName, PlaceCode, Population, Boundary):
        for batch in _batches(list(owners)):
            model.objects.filter(place_id__in=batch).delete()
    PlaceName.objects.bulk_create(
        [
            PlaceName(
                place_id=pk,
                language=said[0],
                name=said[1],
                folded=said[2],
                kind=said[3],
                since=said[4],
                until=said[5],
            )
            for pk, state in owners.items()
            for said in sorted(state.known_as, key=str)
        ],
        batch_size=_BATCH,
    )
    PlaceCode.objects.bulk_create(
        [
            PlaceCode(place_id=pk, scheme=scheme, code=code)
            for pk, state in owners.items()
            for scheme, code in sorted(state.codes)
        ],
        batch_size=_BATCH,
    )
    Population.objects.bulk_create(
        [
            Population(place_id=pk, year=year, people=people, kind=kind, source=source)
            for pk, state in owners.items()
            for year, people, kind, source in sorted(state.populations)
        ],
        batch_size=_BATCH,
    )
    Boundary.objects.bulk_create(
        [
            Boundary(place_id=pk, geometry=json.loads(state.geometry))
            for pk, state in owners.items()
            if state.geometry
        ],
        batch_size=_BATCH,
    )


def _free_codes(codes: set[tuple[str, str]], *, kept: set[int]) -> None:
    """Take codes from retired places that others have now."""
    worn = PlaceCode.objects.exclude(place__valid_to=None).values_list("pk", "place_id", "scheme", "code")
    taken = [pk for pk, owner, scheme, code in worn if owner not in kept and (scheme, code) in codes]
    for batch in _batches(taken):
        PlaceCode.objects.filter(pk__in=batch).delete()


def _batches(keys: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
