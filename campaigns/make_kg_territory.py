"""Make the territory of a Kyrgyz campaign from public data: python campaigns/make_kg_territory.py DATA FOLDER

DATA holds the files that NOTICE names (OCHA COD-AB as kg_territory.csv and GeoJSON, the state classifier
SOATE, GeoNames, the National Statistical Committee's numbers). FOLDER gets territory.csv, settlements.csv,
place_names.csv, population.csv and map/. Run again with newer data it writes the same files anew; nothing is
edited by hand.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from jarchy.formats.tables import TableSpec, write_table
from jarchy.places.columns import NAMES, POPULATION, SETTLEMENTS, TERRITORY
from jarchy.words.folding import fold

LANGUAGES = ("ky", "ru", "en")
Record = dict[str, str]

COD = "OCHA COD-AB KGZ, Ministry of Emergency Situations, 2018-11-19"
SOATE = "State classifier SOATE (GK)"
GEONAMES = "GeoNames"
STATISTICS = "National Statistical Committee, as quoted by its readers"
OWN = "own spelling, to be checked by a native editor"
# SOATE repeats Osh city as a rayon of itself.
LEFT_OUT = {"KG00000000021"}
REPUBLICAN_CITIES = {"KG11000000000", "KG21000000000"}
KINDS = {"province": "oblast", "district": "rayon", "independent city": "city"}
# GeoNames' numbers of the first level, by P-code (its own admin1 digits mean other units).
GEONAMES_OF_REGIONS = {
    "KG02000000000": "1528260", "KG03000000000": "1529778", "KG04000000000": "1527590",
    "KG05000000000": "1463580", "KG06000000000": "1346798", "KG07000000000": "1527297",
    "KG08000000000": "1538652", "KG11000000000": "1528334",
}  # fmt: skip
CITY_DISTRICTS = {
    "KG11201000000": ("Ленин", "Ленинский", "Lenin"),
    "KG11202000000": ("Октябрь", "Октябрьский", "Oktyabr"),
    "KG11203000000": ("Биринчи май", "Первомайский", "Pervomai"),
    "KG11204000000": ("Свердлов", "Свердловский", "Sverdlov"),
}
TOWNS = {
    "Чолпон-Ата": ("Чолпон-Ата", "Cholpon-Ata"), "Кербен": ("Кербен", "Kerben"),
    "Кочкор-Ата": ("Кочкор-Ата", "Kochkor-Ata"), "Токтогул": ("Токтогул", "Toktogul"),
    "Исфана": ("Исфана", "Isfana"), "Айдаркен": ("Айдаркен", "Aidarken"),
    "Кадамжай": ("Кадамжай", "Kadamjai"),
    "Кара-Суу": ("Кара-Суу", "Kara-Suu"), "Ноокат": ("Ноокат", "Nookat"), "Узген": ("Өзгөн", "Uzgen"),
    "Кант": ("Кант", "Kant"), "Кара-Балта": ("Кара-Балта", "Kara-Balta"), "Орловка": ("Орловка", "Orlovka"),
    "Кемин": ("Кемин", "Kemin"), "Каинды": ("Каиңды", "Kaindy"), "Шопоков": ("Шопоков", "Shopokov"),
}  # fmt: skip
# How people write what the official names do not say: the bare Russian noun, other Latin spellings.
SPELLINGS = {
    "KG02000000000": [("ru", "Иссык-Куль"), ("en", "Ysyk-Kol"), ("en", "Issyk Kul")],
    "KG03000000000": [("ru", "Джалал-Абад"), ("en", "Jalalabad"), ("en", "Djalal-Abad")],
    "KG08000000000": [("en", "Chuy"), ("en", "Chu")],
    "KG02215000000": [("ru", "Иссык-Куль")],
    "KG02225000000": [("ru", "Тюп"), ("en", "Tyup")],
    "KG03410000010": [("en", "Jalalabad"), ("en", "Djalal-Abad")],
    "KG06255000000": [("ru", "Узген"), ("en", "Ozgon")],
    "KG06255600010": [("en", "Ozgon")],
    "KG06246000000": [("ru", "Кара-Кульджа")],
    "KG08217000000": [("ru", "Москва")],
    "KG08223000000": [("en", "Chuy")],
}
# What a renaming says in the languages that the list of corrections does not give.
RENAMED = {
    "KG03410000010": {"ky": "Манас", "ru": "Манас", "en": "Manas"},
    "KG07215000000": {"ky": "Айтматов", "ru": "Айтматовский", "en": "Aitmatov"},
    "KG05236610010": {"ky": "Раззаков", "ru": "Раззаков", "en": "Razzakov"},
}
# The 2018 denominators: share of 2012 (the last year whose sum was checked) of the 6,140,200 of COD-PS 2018.
ESTIMATE_2018 = {
    "KG02000000000": 495500, "KG03000000000": 1166000, "KG04000000000": 293000, "KG05000000000": 496500,
    "KG06000000000": 1269300, "KG07000000000": 260200, "KG08000000000": 909800, "KG11000000000": 967100,
    "KG21000000000": 282900,
}  # fmt: skip
ESTIMATE_KIND = "own estimate from 2012 shares"
ESTIMATE_SOURCE = "share of 2012 x 6,140,200 (COD-PS 2018)"
ESTIMATE_NOTES = {"KG05000000000": "; the Statistical Committee says 513,600, 3 % more"}
# GeoNames' list of names is open to all; these are of no use.
NO_NAMES = {"Бишкек ош", "Балагч", "Харгол"}
KYRGYZ_LETTERS = re.compile(r"[А-Яа-яЁёҢңӨөҮү .-]+\Z")


def main(data: Path, folder: Path) -> None:
    """Write all files."""
    corrections = read(data / "kg_name_corrections.csv")
    territory = territory_rows(read(data / "kg_territory.csv"), corrections)
    settlements = settlement_rows(read(data / "kg_soate.csv"))
    names = corrected_names(corrections) + [
        (pcode, language, name, "alias", "", OWN)
        for pcode, pairs in SPELLINGS.items()
        for language, name in pairs
    ]
    names += geonames_matched(read(data / "kg_places.csv"), territory, settlements)
    write(folder, TERRITORY, territory)
    write(folder, SETTLEMENTS, settlements)
    write(folder, NAMES, name_rows(names, territory + settlements))
    write(folder, POPULATION, population_rows(read(data / "kg_population_adm1.csv")))
    (folder / "map").mkdir(exist_ok=True)
    for source, name in (("kg_admin1", "adm1"), ("kg_admin2", "adm2")):
        shapes = json.loads((data / f"{source}.geojson").read_text(encoding="utf-8"))
        text = json.dumps(bare_shapes(shapes), ensure_ascii=False, separators=(",", ":"))
        (folder / "map" / f"{name}.geojson").write_text(text + "\n", encoding="utf-8")


def read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, spec: TableSpec, rows: Iterable[Record]) -> None:
    whole = [
        {**row, "name": {language: row.get(f"name_{language}", "") for language in LANGUAGES}} for row in rows
    ]
    if not any(column.kind == "texts" for column in spec.columns):
        whole = list(rows)
    (folder / spec.file).write_bytes(write_table(spec, LANGUAGES, whole))


def territory_rows(units: list[Record], corrections: list[Record]) -> list[Record]:
    """The 62 units of COD-AB with clean names: the level stands in `kind`, not in the name."""
    better = {(c["pcode"], c["field"]): c["better_value"] for c in corrections if not c["valid_from"]}
    rows = []
    for unit in units:
        named = {
            field: bare(better.get((unit["pcode"], field), unit[field]))
            for field in ("name_ky", "name_ru", "name_en")
        }
        rows.append(
            {
                "id": unit["pcode"],
                "level": unit["level"],
                "kind": KINDS[unit["type_en"]],
                "parent": "" if unit["level"] == "1" else unit["parent_pcode"],
                **named,
                "counts_as_second_level": "yes" if unit["pcode"] in REPUBLICAN_CITIES else "",
                "soate": unit["soate"],
                "iso": unit["iso3166_2"],
                "geonames": GEONAMES_OF_REGIONS.get(unit["pcode"], ""),
                "lat": unit["lat"],
                "lon": unit["lon"],
                "area_km2": unit["area_km2"],
                "source": COD,
            }
        )
    return rows


def bare(name: str) -> str:
    """Without the sign of a city, which each language writes in its own way."""
    return re.sub(r"^г\.\s*|\s+ш\.$|\s+\(city\)$", "", name).strip()


def settlement_rows(units: list[Record]) -> list[Record]:
    """What SOATE has below the rayon, and Bishkek's four city districts: level 3, and 4 for villages."""
    by_soate = {unit["soate"]: unit for unit in units}
    has_below = {unit["parent_soate"] for unit in units}
    rows = []
    for unit in units:
        pcode = unit["pcode"]
        if pcode in LEFT_OUT or (unit["level"] in ("adm1", "adm2") and pcode not in CITY_DISTRICTS):
            continue
        parent = by_soate[unit["parent_soate"]]["pcode"]
        is_settlement = unit["level"] == "place" or (
            unit["level"] == "adm3" and unit["soate"] not in has_below
        )
        deep = unit["level"] == "place" or parent in CITY_DISTRICTS
        ky, ru, en = CITY_DISTRICTS.get(pcode) or ("", " ".join(unit["name_ru"].split()), "")
        kind = kind_of(unit, is_settlement)
        if kind == "town" and ru in TOWNS:
            ky, en = TOWNS[ru]
        rows.append(
            {
                "id": pcode,
                "level": "4" if deep else "3",
                "kind": kind,
                "parent": parent,
                "name_ky": ky,
                "name_ru": re.sub(r"\s*–\s*", "-", ru),
                "name_en": en,
                "is_settlement": "yes" if is_settlement else "no",
                "soate": unit["soate"],
                "source": SOATE,
            }
        )
    return rows


def kind_of(unit: Record, is_settlement: bool) -> str:
    """SOATE tells a town by the 6 in the sixth digit behind the oblast, its villages by the 8 in the
    ninth."""
    digits = unit["pcode"][2:]
    if unit["pcode"] in CITY_DISTRICTS:
        return "city_district"
    if not is_settlement:
        return "aiyl_aimak"
    return "town" if unit["level"] == "adm3" and digits[5] == "6" and digits[8] == "0" else "settlement"


Name = tuple[str, str, str, str, str, str]  # P-code, language, name, kind, since, source


def corrected_names(corrections: list[Record]) -> list[Name]:
    """The slips of the sources, which a file may still carry, and the names of later years with their day."""
    names: list[Name] = []
    for row in corrections:
        language, pcode = row["field"].removeprefix("name_"), row["pcode"]
        if not row["valid_from"]:
            names.append((pcode, language, bare(row["value_in_source"]), "correction", "", row["reason"]))
            continue
        since = f"{row['valid_from']}-01-01"
        for spoken, name in RENAMED[pcode].items():
            source = f"{row['reason'].split(';')[0]}; the day within the year is not known"
            names.append((pcode, spoken, name, "renaming", since, source))
    return names


def geonames_matched(places: list[Record], territory: list[Record], settlements: list[Record]) -> list[Name]:
    """Give settlements their point and GeoNames number where exactly one of the rayon has the name; their
    other names come back as aliases."""
    parents = {row["id"]: row["parent"] for row in territory + settlements}
    districts = {row["id"] for row in territory}
    by_name: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in settlements:
        if row["is_settlement"] == "yes":
            district = row["parent"]
            while district not in districts:
                district = parents[district]
            by_name[district, spelled(row["name_ru"])].append(row)
    cities = {row["id"]: row for row in territory if row["kind"] == "city"}
    taken: set[str] = set()
    names: list[Name] = []
    for place in sorted(places, key=lambda place: -int(place["population"] or 0)):
        written = [
            name
            for name in place["names_cyrillic"].split("|")
            if KYRGYZ_LETTERS.match(name) and name not in NO_NAMES
        ]
        unit = place["adm2_pcode"] or place["adm1_pcode"]
        found = {row["id"]: row for name in written for row in by_name[unit, spelled(name)]}
        if unit in cities and unit not in taken:
            found = {unit: cities[unit]}
        if len(found) != 1 or not taken.isdisjoint(found):
            continue
        (row,) = found.values()
        taken.add(row["id"])
        if row["id"] not in cities:
            row |= {"lat": place["lat"], "lon": place["lon"], "source": f"{row['source']}; {GEONAMES}"}
            row["name_en"] = row["name_en"] or place["name"].replace("’", "")
        row["geonames"] = row.get("geonames") or place["geonameid"]
        names += [(row["id"], "", name, "alias", "", GEONAMES) for name in written]
    return names


def spelled(name: str) -> str:
    """Russian and Kyrgyz habits of one name alike: дж as ж."""
    return fold(name).replace("дж", "ж")


def name_rows(names: list[Name], places: list[Record]) -> list[Record]:
    """Without those that the place has anyway, and without today's name of a place renamed since, undated."""
    own = {(row["id"], fold(row[f"name_{language}"])) for row in places for language in LANGUAGES}
    renamed = {(pcode, fold(name)) for pcode, said in RENAMED.items() for name in said.values()}
    rows: list[Record] = []
    seen: set[tuple[str, ...]] = set()
    counted: dict[str, int] = defaultdict(int)
    for pcode, language, name, kind, since, source in names:
        folded = re.sub(r" шаары$", "", fold(name))
        told = (pcode, folded) if kind == "alias" else (pcode, language, name, kind)
        useless = (kind != "renaming" and (pcode, folded) in own) or (
            kind == "alias" and (pcode, folded) in renamed
        )
        if told in seen or useless:
            continue
        seen.add(told)
        counted[pcode] += 1
        rows.append(
            {
                "id": f"{pcode}-{counted[pcode]}",
                "place": pcode,
                "language": language,
                "name": name,
                "kind": kind,
                "since": since,
                "source": source,
            }
        )
    return rows


def population_rows(counted: list[Record]) -> list[Record]:
    """By year, one number a year; 2018 is the estimate for all nine, made in one way."""
    rows = [
        {
            "id": f"{row['adm1_pcode']}-{row['year']}",
            "place": row["adm1_pcode"],
            "year": row["year"],
            "people": row["population"],
            "kind": row["kind"],
            "source": row["note"] or STATISTICS,
        }
        for row in counted
        if row["adm1_pcode"] != "KG" and row["year"] != "2018"
    ]
    rows += [
        {
            "id": f"{pcode}-2018",
            "place": pcode,
            "year": "2018",
            "people": str(people),
            "kind": ESTIMATE_KIND,
            "source": ESTIMATE_SOURCE + ESTIMATE_NOTES.get(pcode, ""),
        }
        for pcode, people in ESTIMATE_2018.items()
    ]
    return sorted(rows, key=lambda row: row["id"])


def bare_shapes(shapes: dict) -> dict:
    """The shapes with their P-code alone: names are those of the tables."""
    features = [
        {
            "type": "Feature",
            "id": feature["properties"]["pcode"],
            "properties": {"pcode": feature["properties"]["pcode"]},
            "geometry": feature["geometry"],
        }
        for feature in shapes["features"]
    ]
    return {"type": "FeatureCollection", "features": features}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
