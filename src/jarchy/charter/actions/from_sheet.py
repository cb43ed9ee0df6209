"""A campaign made of somebody else's sheet: its places and organisations, its kinds, its days.

Everything else, the form, the venues, the reasons, what is counted, is taken from an earlier campaign. The new one is
an example, every row of it says from which sheet it is, and its territory adds places and changes none.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from jarchy.charter.actions.forking import source_of
from jarchy.charter.folder import CAMPAIGN, CampaignFolder, Folder, read_folder, read_in_memory
from jarchy.charter.folder.campaign_toml import SLUG
from jarchy.charter.folder.form_of_sheet import form_of_sheet
from jarchy.charter.folder.mappings import FOLDER as MAPPINGS
from jarchy.charter.folder.specs import SPECS
from jarchy.charter.folder.toml_text import text_of
from jarchy.charter.foreign_problems import Problems as Foreign
from jarchy.charter.models import SheetMapping
from jarchy.charter.problems import Problems
from jarchy.charter.wording import worded
from jarchy.formats.foreign_sheets import ForeignSheet, read_foreign
from jarchy.formats.foreign_words import PLACE_FIELDS
from jarchy.formats.sheet_mappings import Mapped, MappedRow, SheetMap, guessed, read_map, toml_of
from jarchy.formats.table_bytes import decoded
from jarchy.formats.tables import Finding, TableSpec, write_table
from jarchy.places.columns import SETTLEMENTS, TERRITORY
from jarchy.places.loading import MADE
from jarchy.places.rules import PlaceKind
from jarchy.words.folding import fold

FORM = "forms/activity_report.xlsx"
BASE = "kg-2018"
ROUNDS = 30  # days after the last row until the figures are final
SHOWN = 40  # faults
_TAKEN = ("venues.csv", "audiences.csv", "reasons.csv")
_INDICATORS = ("activities", "attendances", "districts", "organisations")
_PCODE = re.compile(r"[A-Z]{2}[0-9]{1,18}\Z")


@dataclass(frozen=True)
class MadeFolder:
    """Where the folder lies, what its check says, what was assumed of the sheet, and how much came of it."""

    path: Path
    findings: list[Finding]
    assumed: list[Finding]
    rows: int
    places: int
    organisations: int


@dataclass
class SheetPlace:
    """A place by its path of names from the country down. `pcode` as the sheet has it, "" where it must be made."""

    path: tuple[str, ...]
    pcode: str = ""
    lat: str = ""
    lon: str = ""


@dataclass
class WhatItHolds:
    """All that the rows name, each once, in the sheet's order."""

    rows: list[MappedRow] = field(default_factory=list)
    places: dict[tuple[str, ...], SheetPlace] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)  # folded: as first written
    kinds: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)


def folder_from_sheet(
    slug: str, file: Path, *, mapping: str = "", base: str = BASE, into: str | Path | None = None
) -> MadeFolder:
    """Write the folder. `mapping`: the name of one that is kept here, or a .toml file; without it, as guessed.

    Raises charter.wrong_slug, folder_there, no_source, foreign.no_mapping, mapping_at_fault, sheet_at_fault.
    """
    if not SLUG.match(slug):
        raise Problems.wrong_slug(slug=slug)
    target = Path(into) if into else Path("campaigns") / slug
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Problems.folder_there(folder=str(target))
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise Problems.no_source(source=str(file)) from fault
    said = mapping_said(mapping) if mapping else None
    sheet = read_foreign(data, file.name, header_row=said.header_row if said else 0)
    used = said or guessed(sheet, _name_of(file))
    mapped = Mapped(sheet, used, slug)
    holds = what_it_holds(mapped)
    _refuse(file, [*sheet.findings, *mapped.findings], holds)
    folder = made_folder(slug, mapped, holds, source_of(base))
    target.mkdir(parents=True, exist_ok=True)
    folder.put_at(target)
    _, findings = read_folder(target)
    return MadeFolder(
        target, findings, sheet.findings, len(holds.rows), len(holds.places), len(holds.organisations)
    )


def sheet_said(file: str, name: str, constants: Sequence[str]) -> Mapped:
    """A sheet under the mapping that the house guesses, with constants as field=text; or a .toml file as it is.

    Raises charter.no_source, foreign.mapping_at_fault.
    """
    if file.endswith(".toml"):
        return Mapped(ForeignSheet(file), mapping_said(file), "")
    try:
        sheet = read_foreign(Path(file).read_bytes(), Path(file).name)
    except OSError as fault:
        raise Problems.no_source(source=file) from fault
    said = dict(pair.partition("=")[::2] for pair in constants)
    found = guessed(sheet, name or _name_of(Path(file)))
    mapping = replace(found, constants={**found.constants, **said})
    read, findings = read_map(toml_of(mapping), found.name)
    faults = [one for one in findings if one.code != "foreign.mapping_lacks"]
    if read is None and faults:
        shown = "\n".join(f"  {worded(one)['message']} {worded(one)['remedy']}" for one in faults)
        raise Foreign.mapping_at_fault(name=mapping.name, faults=shown)
    return Mapped(sheet, mapping, "")


def mapping_said(mapping: str) -> SheetMap:
    """A .toml file, else what is kept under the name in any campaign, the newest."""
    if mapping.endswith(".toml"):
        path = Path(mapping)
    else:
        row = SheetMapping.objects.filter(name=mapping, is_current=True).order_by("-pk").first()
        path = Path("mappings") / f"{mapping}.toml"
        if row is not None:
            return _read_said(row.content, mapping)
    if not path.is_file():
        raise Foreign.no_mapping(name=mapping)
    return _read_said(decoded(path.read_bytes())[0], path.name)


def _read_said(text: str, name: str) -> SheetMap:
    found, findings = read_map(text, name)
    if found is None:
        said = "\n".join(f"  {worded(one)['message']} {worded(one)['remedy']}" for one in findings)
        raise Foreign.mapping_at_fault(name=name, faults=said)
    return found


def _name_of(file: Path) -> str:
    return slug_of(PurePosixPath(file.name).stem, set())[:40].strip("-") or "sheet"


def _refuse(file: Path, findings: Sequence[Finding], holds: WhatItHolds) -> None:
    """What no campaign can be made of. A row with a fault of its own is left to the import, which refuses it alone."""
    faults = [one for one in findings if one.level == "error"]
    if not faults and not (holds.places and holds.organisations and holds.kinds):
        for name, there in (
            ("organisation", holds.organisations),
            ("adm1", holds.places),
            ("kind", holds.kinds),
        ):
            if not there:
                faults.append(
                    Finding("error", file.name, None, name, None, "foreign.mapping_lacks", {"field": name})
                )
    if not faults and not holds.days:
        faults += [one for row in holds.rows[:1] for one in row.findings]
    if faults:
        said = [worded(one) for one in faults[:SHOWN]]
        raise Foreign.sheet_at_fault(
            file=file.name, faults="\n".join(f"  {one['message']} {one['remedy']}" for one in said)
        )


def what_it_holds(mapped: Mapped) -> WhatItHolds:
    holds = WhatItHolds()
    for row in mapped.rows():
        holds.rows.append(row)
        for name, found in (
            ("organisation", holds.organisations),
            ("kind", holds.kinds),
            ("topics", holds.topics),
        ):
            if text := row.said.get(name, ""):
                found.setdefault(fold(text), " ".join(text.split()))
        if row.day:
            holds.days.append(row.day)
        _note_place(row, holds)
    if not holds.topics:
        holds.topics = dict(holds.kinds)
    return holds


def _note_place(row: MappedRow, holds: WhatItHolds) -> None:
    path = tuple(" ".join(row.said[name].split()) for name in PLACE_FIELDS if row.said.get(name))
    for depth in range(1, len(path) + 1):
        key = tuple(fold(part) for part in path[:depth])
        holds.places.setdefault(key, SheetPlace(path[:depth]))
    pcode = "".join(row.said.get("pcode", "").split()).upper()
    if path and _PCODE.match(pcode):
        holds.places[tuple(fold(part) for part in path)].pcode = pcode
    if path:
        place = holds.places[tuple(fold(part) for part in path)]
        place.lat, place.lon = place.lat or _degrees(row, "lat", 90), place.lon or _degrees(row, "lon", 180)


def _degrees(row: MappedRow, name: str, most: int) -> str:
    text = row.said.get(name, "")
    is_number = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", text) and abs(Decimal(text)) <= most
    return f"{round(Decimal(text), 5):f}" if is_number else ""


# --- the folder


def made_folder(slug: str, mapped: Mapped, holds: WhatItHolds, base: CampaignFolder) -> Folder:
    language, file = mapped.mapping.language, mapped.sheet.name
    source = f"{file}, mapping {mapped.mapping.name}"[:200]
    making = _Making(slug, language, source, holds, base)
    folder = Folder({})
    folder.write(CAMPAIGN, text_of(making.campaign(file, mapped.mapping.name)).encode())
    folder.write(
        f"{MAPPINGS}{mapped.mapping.name}.toml", toml_of(mapped.mapping, mapped.sheet.columns).encode()
    )
    for spec, rows in making.tables():
        folder.write(spec.file, write_table(spec, (language,), rows))
    folder.write(FORM, making.form())
    _add_empty_tables(folder, base, language)
    return folder


def _add_empty_tables(folder: Folder, base: CampaignFolder, language: str) -> None:
    """What other rooms must have in a folder, with its header alone: a plan, say."""
    _, findings = read_in_memory(folder)
    for name in {one.file for one in findings if one.code == "table.file_missing"} & base.folder.files.keys():
        if name.endswith(".csv"):
            heads = base.folder.files[name].decode("utf-8-sig").splitlines()[0].split(",")
            others = tuple(f"_{code}" for code in base.draft.facts.languages if code != language)
            folder.write(
                name, (",".join(head for head in heads if not head.endswith(others)) + "\n").encode()
            )


class _Making:
    def __init__(
        self, slug: str, language: str, source: str, holds: WhatItHolds, base: CampaignFolder
    ) -> None:
        self.slug, self.language, self.source, self.holds, self.base = slug, language, source, holds, base
        self.tops = self._tops()
        self.levels = {key: len(key) - self.tops for key in holds.places if len(key) > self.tops}
        self.pcodes = self._pcodes()
        self.has_below = {key[:-1] for key in self.levels if self.levels[key] == 2}
        self.kinds = _slugs(holds.kinds)
        self.topics = _slugs(holds.topics)
        # An organisation's id is the same in every campaign: the IOM of a sheet is not the one that another names.
        self.organisations = {
            n: f"{slug[:24]}-{s[:25]}" for n, s in _slugs(holds.organisations, longest=25).items()
        }

    def _tops(self) -> int:
        """How many names at the beginning of every path are one and the same: the country, where there is only one."""
        first = {key[0] for key in self.holds.places}
        is_deep = any(len(key) > 1 for key in self.holds.places)
        return 1 if len(first) == 1 and is_deep and self.holds.rows[0].said.get("country") else 0

    @property
    def country(self) -> str:
        """The letters with which all codes of the first level begin, else those that no country has."""
        letters = {self.pcodes[key][:2] for key, level in self.levels.items() if level == 1}
        return letters.pop() if len(letters) == 1 else MADE

    @property
    def country_name(self) -> str:
        names = {place.path[0] for key, place in self.holds.places.items() if len(key) == 1}
        return ", ".join(sorted(names)) if self.holds.rows[0].said.get("country") else self.slug

    def _pcodes(self) -> dict[tuple[str, ...], str]:
        """The sheet's own code where it has one; else one made of the names, the same whenever it is made again.

        A first level with codes of several countries gets made ones: a campaign has one pair of letters.
        """
        letters = {self.holds.places[k].pcode[:2] for k, level in self.levels.items() if level == 1}
        found: dict[tuple[str, ...], str] = {}
        for key, level in self.levels.items():
            code = self.holds.places[key].pcode
            code = code if level > 1 or len(letters) == 1 else ""
            if not code or code in found.values():
                digits = int(hashlib.sha256(" / ".join(key).encode()).hexdigest(), 16)
                while not code or code in found.values():
                    code, digits = f"{MADE}{digits % 10**10:010d}", digits // 7 + 1
            found[key] = code
        return found

    def _named(self, text: str) -> dict[str, str]:
        return {self.language: text}

    # Tables

    def tables(self) -> Iterable[tuple[TableSpec, list[Mapping[str, object]]]]:
        yield TERRITORY, [self._place(key) for key, level in self.levels.items() if level <= 2]
        below = [self._place(key) for key, level in self.levels.items() if level > 2]
        if below:
            yield SETTLEMENTS, [{**row, "is_settlement": True} for row in below]
        for file, spec in SPECS.items():
            yield spec, list(self._rows(file))

    def _place(self, key: tuple[str, ...]) -> dict[str, object]:
        place, level = self.holds.places[key], self.levels[key]
        code = self.pcodes[key]
        made = f"code made for {self.source}" if code.startswith(MADE) else self.source
        return {
            "id": code, "level": min(level, 4), "kind": str(PlaceKind.AREA),
            "parent": self.pcodes.get(key[:-1], "") if level > 1 else "", "name": self._named(place.path[-1][:120]),
            "counts_as_second_level": level == 1 and key not in self.has_below, "lat": place.lat, "lon": place.lon,
            "source": made[:200],
        }  # fmt: skip

    def _rows(self, file: str) -> Iterable[Mapping[str, object]]:
        if file == "organisations.csv":
            return [self._organisation(slug, name) for name, slug in self.organisations.items()]
        if file == "kinds.csv":
            return [self._line(s, n, announced=False, asks_first_time=False) for n, s in self.kinds.items()]
        if file == "topics.csv":
            return [self._line(slug, name, public=True) for name, slug in self.topics.items()]
        if file == "indicators.csv":
            return [self._indicator(row) for row in self._taken(file) if row["id"] in _INDICATORS]
        return self._taken(file) if file in _TAKEN else ()

    def _line(self, slug: str, name: str, **more: object) -> dict[str, object]:
        return {"id": slug, "name": self._named(name), "source": self.source, **more}

    def _organisation(self, slug: str, name: str) -> dict[str, object]:
        return self._line(slug, name, role="cooperating", public="yes", illustrative=True)

    def _taken(self, file: str) -> list[dict[str, object]]:
        """An earlier campaign's rows, their words in the sheet's language where it has them."""
        found = []
        for row in self.base.data["charter"].tables[file].rows:
            cells = {name: self._in_language(value) for name, value in row.cells.items()}
            found.append({**cells, "part": row.raw.get("part", "")} if "part" in cells else cells)
        return found

    def _indicator(self, row: dict[str, object]) -> dict[str, object]:
        others = row["not_to_be_added_to"]
        if row["id"] == "districts":  # the base's own says how many districts its country has
            row = {
                **row,
                "definition": self._named("Districts and towns in which at least one activity was held."),
            }
        return {**row, "not_to_be_added_to": [one for one in others or () if one in _INDICATORS]}  # type: ignore[attr-defined]

    def _in_language(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self._named(value.get(self.language) or value.get("en") or next(iter(value.values()), ""))
        return value

    # campaign.toml and the form

    def campaign(self, file: str, mapping: str) -> dict[str, Any]:
        first, last = min(self.holds.days), max(self.holds.days)
        starts = first.replace(day=1)
        final = last + timedelta(ROUNDS)
        fields = self.base.draft.fields
        language = self.language
        return {
            "slug": self.slug, "languages": [language], "country": self.country, "time_zone": "UTC", "live": False,
            "today": last, "prepares_from": starts, "starts": starts, "ends": last,
            "reports_until": last + timedelta(14), "final_on": final, "delete_people_on": final + timedelta(90),
            "name": self._named(f"{PurePosixPath(file).stem}"),
            "country_name": self._named(self.country_name),
            "example": self._named(f"Example made of the sheet {file}, not a help service"),
            "from_sheet": {"file": file, "mapping": mapping},
            "activity_languages": {"other": self._named("Not said")},
            "youth": {"from": 14, "to": 28},
            "rules": {"review_months": fields["settings"]["review_months"]},
            "age_bands": [self._band(band) for band in tomllib.loads(self.base.draft.text)["age_bands"]],
        }  # fmt: skip

    def _band(self, band: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: band[name] for name in ("id", "question", "from", "to") if name in band}
        return {**kept, self.language: band.get(self.language) or band.get("en") or band["id"]}

    def form(self) -> bytes:
        regions = [key for key, level in self.levels.items() if level == 1]
        choices = {
            "adm1": [(self.pcodes[key], self.holds.places[key].path[-1]) for key in regions],
            "kind": [(slug, name) for name, slug in self.kinds.items()],
            "topic": [(slug, name) for name, slug in self.topics.items()],
            "lang": [("other", "Not said")],
        }
        own = [self.pcodes[key] for key in regions if key not in self.has_below]
        version = f"{min(self.holds.days):%Y%m%d}01"
        return form_of_sheet(self.base.folder.files[FORM], choices, own_districts=own, version=version)


def slug_of(text: str, taken: Iterable[str], *, longest: int = 40) -> str:
    """A short name of a longer one: Latin letters and digits; what has none is numbered."""
    plain = re.sub(r"[^a-z0-9]+", "-", _latin(text)).strip("-")[: longest - 4].strip("-") or "row"
    found, number = plain, 1
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found


_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэңөү", "abvgdeziyklmnoprstufyenou", strict=True)),
        "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
        "ё": "e",
    }
)  # fmt: skip


def _latin(text: str) -> str:
    lowered = text.casefold().translate(_CYRILLIC)
    return "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))


def _slugs(named: Mapping[str, str], *, longest: int = 40) -> dict[str, str]:
    """Each name with a slug of its own."""
    found: dict[str, str] = {}
    for name in named.values():
        found[name] = slug_of(name, set(found.values()), longest=longest)
    return found
