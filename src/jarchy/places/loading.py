"""Bringing the register to what a folder says: only what differs is written, so twice changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jarchy.places.models import Boundary, Place, PlaceCode, PlaceName, Population, TerritoryVersion
from jarchy.places.rules import COUNTRY
from jarchy.places.states import PlaceState, States, merged, states_now

_BATCH = 500


@dataclass(frozen=True)
class Changes:
    """P-codes that were or are to be added, changed, retired, in register order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


MADE = (
    "XX"  # how P-codes begin that we made for a sheet without any; ISO 3166 gives these letters to no country
)


@dataclass(frozen=True)
class Speaks:
    """What of the register a folder speaks for: the places of its own country, "" for all. One that was made from a
    sheet (`is_part`) adds places, and changes and retires none but those whose codes were made.
    """

    country: str = ""
    is_part: bool = False

    def may_change(self, pcode: str) -> bool:
        return not self.is_part or pcode.startswith(MADE)

    def may_retire(self, pcode: str) -> bool:
        return not self.is_part and pcode.startswith(self.country)


def changes(wanted: States, now: States, *, speaks: Speaks = Speaks()) -> Changes:
    """The difference; a place already retired is not retired again."""
    goal = merged(wanted, now)
    return Changes(
        added=tuple(pcode for pcode in goal if pcode not in now),
        changed=tuple(
            pcode
            for pcode, state in goal.items()
            if pcode in now and now[pcode] != state and speaks.may_change(pcode)
        ),
        retired=tuple(
            pcode
            for pcode, state in now.items()
            if pcode not in goal and state.valid_to is None and speaks.may_retire(pcode)
        ),
    )


def the_country(pcode: str, names: Mapping[str, str]) -> Place:
    """The place of level 0 on which stands what is counted nationally; its own region and district. Made once."""
    country, is_new = Place.objects.get_or_create(
        pcode=pcode, defaults={"level": 0, "kind": COUNTRY, "names": dict(names)}
    )
    if is_new:
        country.region = country.district = country
        country.save(update_fields=["region", "district"])
    return country


@transaction.atomic
def load(wanted: States, *, retired_from: date, speaks: Speaks = Speaks()) -> Changes:
    """Write the difference, and a new version of the territory if there is one. Queries do not grow with
    places, but for batches of 500."""
    now = states_now()
    goal = merged(wanted, now)
    found = changes(wanted, now, speaks=speaks)
    if not found:
        return found
    touched = found.added + found.changed
    Place.objects.filter(pcode__in=found.retired).update(valid_to=retired_from - timedelta(days=1))
    places = _created({pcode: goal[pcode] for pcode in found.added})
    _write_columns(places, {pcode: goal[pcode] for pcode in found.changed})
    _write_belongings(places, {pcode: goal[pcode] for pcode in touched})
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
