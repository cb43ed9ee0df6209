"""What is asked of the territory. Names find candidates, never one of two; the register's upper levels are a
snapshot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from django.db.models import Q

from jarchy.places import rules
from jarchy.places.models import Place, PlaceCode, PlaceName, Population, TerritoryVersion
from jarchy.places.problems import Problems
from jarchy.words.folding import fold

LABELS = ("ky", "ru", "en")


@dataclass(frozen=True)
class PlaceFacts:
    """A place of level 1 or 2. `population` is inhabitants by year; population_kinds says what each number
    is."""

    pcode: str
    names: Mapping[str, str]
    short_names: Mapping[str, str]
    level: int
    kind: str
    region_pcode: str
    district_pcode: str | None
    counts_as_second_level: bool
    population: Mapping[int, int]
    population_kinds: Mapping[int, str]
    codes: Mapping[str, str]
    lat: Decimal | None
    lon: Decimal | None


@dataclass(frozen=True)
class Territory:
    """The upper two levels, in register order, and who lies below whom on every level."""

    version: int
    regions: tuple[PlaceFacts, ...]
    districts: tuple[PlaceFacts, ...]
    by_pcode: Mapping[str, PlaceFacts]
    parents: Mapping[str, str | None]

    def districts_of(self, region_pcode: str) -> tuple[PlaceFacts, ...]:
        """The rayons and cities of an oblast; a city of the republic is its own only one."""
        return tuple(place for place in self.districts if place.region_pcode == region_pcode)

    def own(self, pcode: str | None) -> PlaceFacts | None:
        """The oblast, rayon or town; None for one of another country, and for what the register does not know."""
        found = self.by_pcode.get(pcode or "")
        return found if found and any(found.region_pcode == one.pcode for one in self.regions) else None


@dataclass(frozen=True)
class Candidate:
    """A place that may be meant. `name` is the name that fitted, `names` are those of the day asked for,
    `path` are the names of what lies above, from the oblast down; `since`, `until`: the days between which
    the name that fitted is in use."""

    pcode: str
    name: str
    names: Mapping[str, str]
    level: int
    kind: str
    region: str | None
    district: str | None
    path: tuple[Mapping[str, str], ...]
    since: date | None = None
    until: date | None = None
    is_of_another_time: bool = False


# --- the snapshot

_snapshots: dict[str, Territory] = {}
_of_countries: dict[tuple[str, str], Territory] = {}
_rows_for_forms: dict[tuple[str, str, str, str], tuple[dict[str, str], ...]] = {}


def territory(country: str = "") -> Territory:
    """The snapshot of today's register: one query, and four more when it was loaded anew since.

    `regions` and `districts` are those of one country (the two letters with which the P-codes of its first level
    begin); without one, of the country of which the register knows most places. The rest names every place.
    """
    stamp = _stamp()
    if stamp is None:
        return _of_country(_read_territory(0), country)
    number, content_hash = stamp
    if content_hash not in _snapshots:
        _snapshots.clear()
        _of_countries.clear()
        _snapshots[content_hash] = _read_territory(number)
    key = (content_hash, country)
    if key not in _of_countries:
        _of_countries[key] = _of_country(_snapshots[content_hash], country)
    return _of_countries[key]


def _of_country(whole: Territory, country: str) -> Territory:
    most = Counter(pcode[:2] for pcode in whole.parents).most_common(1)
    country = country or (most[0][0] if most else "")
    return replace(
        whole,
        regions=tuple(place for place in whole.regions if place.region_pcode.startswith(country)),
        districts=tuple(place for place in whole.districts if place.region_pcode.startswith(country)),
    )


def _stamp() -> tuple[int, str] | None:
    """Number and hash of the register. The hash is the key: two databases of a test may both have a number
    1."""
    return TerritoryVersion.objects.order_by("-number").values_list("number", "content_hash").first()


def _read_territory(version: int) -> Territory:
    lines = Place.objects.filter(level__gt=0).order_by("order", "pcode").values_list("pcode", "parent__pcode")
    parents: dict[str, str | None] = dict(lines)
    population: dict[str, dict[int, int]] = {}
    kinds: dict[str, dict[int, str]] = {}
    for pcode, year, people, kind in Population.objects.order_by("year").values_list(
        "place__pcode", "year", "people", "kind"
    ):
        population.setdefault(pcode, {})[year] = people
        kinds.setdefault(pcode, {})[year] = kind
    codes: dict[str, dict[str, str]] = {}
    for pcode, scheme, code in PlaceCode.objects.filter(place__level__lte=2).values_list(
        "place__pcode", "scheme", "code"
    ):
        codes.setdefault(pcode, {})[scheme] = code
    upper = Place.objects.filter(level__in=(1, 2), valid_to=None).select_related("region", "district")
    facts = [
        PlaceFacts(
            pcode=place.pcode,
            names=MappingProxyType(place.names),
            short_names=MappingProxyType(place.short_names),
            level=place.level,
            kind=place.kind,
            region_pcode=place.region.pcode if place.region else place.pcode,
            district_pcode=place.district.pcode if place.district else None,
            counts_as_second_level=place.counts_as_second_level,
            population=MappingProxyType(population.get(place.pcode, {})),
            population_kinds=MappingProxyType(kinds.get(place.pcode, {})),
            codes=MappingProxyType(codes.get(place.pcode, {})),
            lat=place.lat,
            lon=place.lon,
        )
        for place in upper.order_by("order", "pcode")
    ]
    regions = tuple(place for place in facts if place.level == 1)
    order = {place.pcode: number for number, place in enumerate(regions)}
    second = [place for place in facts if place.level == 2 or place.counts_as_second_level]
    districts = tuple(sorted(second, key=lambda place: order.get(place.region_pcode, len(order))))
    by_pcode = MappingProxyType({place.pcode: place for place in facts})
    return Territory(version, regions, districts, by_pcode, MappingProxyType(parents))


def ancestors(pcode: str) -> frozenset[str]:
    """The P-codes of the place and of all above it. Raises Problems.unknown_place."""
    parents = territory().parents
    if pcode not in parents:
        raise Problems.unknown_place(pcode=pcode)
    return _line(pcode, parents)


def _line(pcode: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    line: set[str] = set()
    above: str | None = pcode
    while above is not None and above not in line:
        line.add(above)
        above = parents.get(above)
    return frozenset(line)


def place(pcode: str) -> Place:
    """The place. Raises Problems.unknown_place."""
    found = Place.objects.filter(pcode=pcode).first()
    if found is None:
        raise Problems.unknown_place(pcode=pcode)
    return found


# --- the lists that go out with the form


def adm2_rows(language: str, country: str = "") -> Sequence[dict[str, str]]:
    """Rows of the form's adm2.csv: name (P-code), label in this language, label_ky, label_ru, label_en,
    adm1. `country` as in `territory`."""
    return _for_form("adm2", language, country)


def settlement_rows(language: str, country: str = "") -> Sequence[dict[str, str]]:
    """Rows of the form's settlements.csv: as adm2_rows, with adm2 instead of adm1. Each city itself comes
    first, then the rest by name; where a name stands twice in a rayon the label adds the aiyl aimak."""
    return _for_form("settlements", language, country)


def _for_form(which: str, language: str, country: str) -> Sequence[dict[str, str]]:
    stamp = _stamp()
    key = (stamp[1] if stamp else "", which, language, country)
    if not key[0]:
        return _read_for_form(which, language, country)
    if key not in _rows_for_form_of(key[0]):
        _rows_for_forms[key] = _read_for_form(which, language, country)
    return _rows_for_forms[key]


def _rows_for_form_of(content_hash: str) -> dict[tuple[str, str, str, str], tuple[dict[str, str], ...]]:
    """The kept rows, without those of an earlier register."""
    for key in [key for key in _rows_for_forms if key[0] != content_hash]:
        del _rows_for_forms[key]
    return _rows_for_forms


def _read_for_form(which: str, language: str, country: str) -> tuple[dict[str, str], ...]:
    places = Place.objects.filter(valid_to=None).select_related("region", "district", "parent")
    if country:
        places = places.filter(region__pcode__startswith=country)
    if which == "adm2":
        chosen = [(place, place.names) for place in places.filter(level=2).order_by("order", "pcode")]
    else:
        chosen = _told_apart(list(places.filter(is_settlement=True).order_by("order", "pcode")))
        chosen.sort(key=lambda pair: (pair[0].level > 2, fold(_in(pair[1], language))))
    above = "adm1" if which == "adm2" else "adm2"
    rows = []
    for place, labels in chosen:
        higher = place.region if which == "adm2" else place.district
        rows.append(
            {
                "name": place.pcode,
                "label": _in(labels, language),
                **{f"label_{spoken}": _in(labels, spoken) for spoken in LABELS},
                above: higher.pcode if higher else "",
            }
        )
    return tuple(rows)


def _told_apart(places: list[Place]) -> list[tuple[Place, Mapping[str, str]]]:
    """Each with its names; those whose name another of the rayon has too get the name of what they lie in."""
    wearers: dict[tuple[int | None, str, str], int] = {}
    for place in places:
        for language in LABELS:
            key = (place.district_id, language, fold(_in(place.names, language)))
            wearers[key] = wearers.get(key, 0) + 1

    def labels(place: Place) -> Mapping[str, str]:
        said = {language: _in(place.names, language) for language in LABELS}
        twice = any(wearers[place.district_id, language, fold(name)] > 1 for language, name in said.items())
        if not twice or place.parent is None or place.parent.level < 3:
            return said
        return {language: f"{name} ({_in(place.parent.names, language)})" for language, name in said.items()}

    return [(place, labels(place)) for place in places]


def _in(names: Mapping[str, str], language: str) -> str:
    """The name in a language, else the one at hand."""
    return names.get(language) or next((name for name in names.values() if name), "")


# --- names of sheets that others made


@dataclass(frozen=True)
class NamedPlace:
    """A place by its names, folded; `above` are the P-codes of what it lies in, upwards. `district` None: it lies
    above the districts."""

    pcode: str
    level: int
    names: frozenset[str]
    above: tuple[str, ...]
    region: str
    district: str | None
    is_own_district: bool
    is_settlement: bool


def named_places(country: str) -> dict[str, NamedPlace]:
    """Every place of a country (as in `territory`) that is valid, by P-code. Two queries."""
    names: dict[int, set[str]] = {}
    for pk, folded in PlaceName.objects.values_list("place_id", "folded"):
        names.setdefault(pk, set()).add(folded)
    rows = Place.objects.filter(valid_to=None).select_related("parent", "region", "district")
    parents = {place.pcode: place.parent.pcode if place.parent else None for place in rows}
    return {
        place.pcode: NamedPlace(
            pcode=place.pcode, level=place.level,
            names=frozenset(names.get(place.pk, set()) | {fold(name) for name in place.names.values()}),
            above=tuple(_upwards(place.pcode, parents)), region=(place.region or place).pcode,
            district=place.district.pcode if place.district else None,
            is_own_district=place.counts_as_second_level, is_settlement=place.is_settlement,
        )
        for place in rows
        if (place.region or place).pcode.startswith(country)
    }  # fmt: skip


def _upwards(pcode: str, parents: Mapping[str, str | None]) -> list[str]:
    line: list[str] = []
    above = parents.get(pcode)
    while above is not None and above not in line:
        line.append(above)
        above = parents.get(above)
    return line


# --- looking up

_SOATE = re.compile(r"417[0-9]{11}\Z")
_ISO = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}\Z")
_AROUND = ' \t\r\n\u00a0"“”„«»'  # what stands around a name that was copied out of a sentence
_SCHEMED = re.compile(r"(pcode|soate|iso|geonames):\s*(\S.*)\Z", re.IGNORECASE)


def find(
    text: str, *, on: date | None = None, level: int | None = None, within: str | None = None
) -> list[Candidate]:
    """All places that a name, or a code with its scheme, may mean, upper levels first; [] when none does.

    Folded as words.folding has it; a word for a level narrows ("Ош шаары"), as do `level`, `within` (a P-code
    above it) and what stands beside it in a path ("Нарын, Жалал-Абад"; "Ош облусу, Өзгөн району"). Names of
    other times are found too, since people write what they know: with `on` they come last, marked, and `names`
    are those of that day. Four queries at most for each part.
    """
    parents = territory().parents
    part, *rest = [part for part in (piece.strip(_AROUND) for piece in re.split("[,;]", text)) if part] or [
        ""
    ]
    found = _by_code(part) or _by_name(part, on)
    for piece in rest:
        beside = _by_code(piece) or _by_name(piece, on)
        # A piece that names no place (a street, a school) narrows nothing.
        found = _inside(found, beside, parents) if beside else found
    if level is not None:
        found = [(place, name) for place, name in found if level in _levels(place)]
    if within is not None:
        found = [(place, name) for place, name in found if within in _line(place.pcode, parents)]
    return _candidates(found, parents, on)


def _inside(found: list[Found], beside: list[Found], parents: Mapping[str, str | None]) -> list[Found]:
    """Those of either that lie in one of the other, whichever end a path begins at; each place once."""

    def below(ones: list[Found], others: list[Found]) -> list[Found]:
        around = {place.pcode for place, _ in others}
        return [one for one in ones if around & (_line(one[0].pcode, parents) - {one[0].pcode})]

    inside = {place.pcode: (place, name) for place, name in below(beside, found) + below(found, beside)}
    return list(inside.values())


def _levels(place: Place) -> set[int]:
    return {place.level, 2} if place.counts_as_second_level else {place.level}


Found = tuple[Place, PlaceName | None]


def _by_code(text: str) -> list[Found]:
    """The place of a code: P-code, SOATE and ISO tell themselves; a GeoNames number must name its scheme."""
    plain = "".join(text.split())
    schemed = _SCHEMED.match(text)
    if schemed:
        scheme, code = schemed[1].lower(), "".join(schemed[2].split()).upper()
    elif _SOATE.match(plain):
        scheme, code = "soate", plain
    elif _ISO.match(plain.upper()):
        scheme, code = "iso", plain.upper()
    elif re.fullmatch(r"[A-Z]{2}[0-9]{3,}", plain.upper()):
        scheme, code = "pcode", plain.upper()
    else:
        return []
    is_it = Q(pcode=code) if scheme == "pcode" else Q(codes__scheme=scheme, codes__code=code)
    return [(place, None) for place in Place.objects.filter(is_it)]


def _by_name(text: str, on: date | None) -> list[Found]:
    """Each place once, with the name that fits best: one of the day before one of another, official before
    others."""
    wanted = rules.wanted(text)
    known = PlaceName.objects.filter(folded__in=wanted.keys).select_related("place")
    fitting = [name for name in known if wanted.fits(name.folded, name.place.kind)]
    fitting.sort(
        key=lambda name: (not rules.stands_on(name.since, name.until, on), name.kind != "official", name.pk)
    )
    best: dict[int, PlaceName] = {}
    for name in fitting:
        if rules.stands_on(name.place.valid_from, name.place.valid_to, on):
            best.setdefault(name.place_id, name)
    return [(name.place, name) for name in best.values()]


def _candidates(found: list[Found], parents: Mapping[str, str | None], on: date | None) -> list[Candidate]:
    pcodes = {place.pcode for place, _ in found}
    lines = {pcode: _line(pcode, parents) for pcode in pcodes}
    needed = frozenset().union(*lines.values())
    above = {place.pcode: place for place in Place.objects.filter(pcode__in=needed)}
    renamed = _renamed(needed, on)

    def names(pcode: str) -> Mapping[str, str]:
        return renamed.get(pcode) or above[pcode].names

    def candidate(place: Place, name: PlaceName | None) -> Candidate:
        line = sorted(lines[place.pcode] - {place.pcode}, key=lambda pcode: above[pcode].level)
        region = next((p for p in sorted(lines[place.pcode]) if above[p].level == 1), None)
        district = next((p for p in sorted(lines[place.pcode]) if 2 in _levels(above[p])), None)
        return Candidate(
            pcode=place.pcode,
            name=name.name if name and name.kind != "spelling" else _in(names(place.pcode), "en"),
            names=names(place.pcode),
            level=place.level,
            kind=place.kind,
            region=region,
            district=district,
            path=tuple(names(pcode) for pcode in line),
            since=name.since if name else None,
            until=name.until if name else None,
            is_of_another_time=bool(name) and not rules.stands_on(name.since, name.until, on),  # type: ignore[union-attr]
        )

    all_found = [candidate(place, name) for place, name in found]
    order = {place.pcode: place.order for place, _ in found}
    return sorted(all_found, key=lambda one: (one.is_of_another_time, one.level, order[one.pcode], one.pcode))


def _renamed(pcodes: frozenset[str], on: date | None) -> dict[str, dict[str, str]]:
    """The names of places renamed by the day, in full; the register's own hold without a day."""
    if on is None:
        return {}
    renamings = PlaceName.objects.filter(
        Q(until=None) | Q(until__gte=on), place__pcode__in=pcodes, kind="renaming", since__lte=on
    ).select_related("place")
    names: dict[str, dict[str, str]] = {}
    for renaming in renamings.order_by("since"):
        said = names.setdefault(renaming.place.pcode, dict(renaming.place.names))
        said |= rules.full_names({renaming.language: renaming.name}, renaming.place.kind)
    return names
