"""What a folder says of the territory: faults with row and remedy; loading changes only what differs."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from jarchy.foundation.problems import catalogue
from jarchy.places import folder
from jarchy.places.models import Place, PlaceName, TerritoryVersion
from jarchy.places.queries import find, territory
from jarchy.places.tests.conftest import EDITION, Files, context, loaded, real_folder

TERRITORY = """\
id,level,kind,parent,name_ky,name_ru,name_en,counts_as_second_level,soate,iso,geonames,lat,lon,area_km2,valid_from,valid_to,source
KG01000000000,1,oblast,,Тоо,Горная,Too,,41701000000000,KG-X,,41.5,75.5,100.5,,,made up
KG09000000000,1,city,,Шаар,Город,Shaar,yes,41709000000000,KG-S,,,,,,,made up
KG01200000000,2,rayon,KG01000000000,Өзөн,Речной,Ozon,,41701200000000,,,,,,,,made up
"""
SETTLEMENTS = """\
id,level,kind,parent,name_ky,name_ru,name_en,is_settlement,soate,geonames,lat,lon,valid_from,valid_to,source
KG01200800000,3,aiyl_aimak,KG01200000000,,Дальний айылный аймак,,no,41701200800000,,,,,,made up
KG01200800010,4,settlement,KG01200800000,,Дальнее,,yes,41701200800010,,,,,,made up
"""
NAMES = """\
id,place,language,name,kind,since,until,source
KG01200000000-1,KG01200000000,ru,Заречный,renaming,2022-01-01,,made up
"""
POPULATION = """\
id,place,year,people,kind,source
KG01000000000-2012,KG01000000000,2012,1000,census,made up
"""
SQUARE = {"type": "Polygon", "coordinates": [[[75, 41], [76, 41], [76, 42], [75, 41]]]}
MAP = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"pcode": pcode}, "geometry": SQUARE}
        for pcode in ("KG01000000000", "KG09000000000", "KG01200000000")
    ],
}


def small(**changed) -> Files:
    """The made-up folder; by file's name without its ending, what is written otherwise."""
    files = {
        "territory": TERRITORY,
        "settlements": SETTLEMENTS,
        "place_names": NAMES,
        "population": POPULATION,
    }
    files |= {name: text for name, text in changed.items() if name in files}
    made = {f"{name}.csv": text.encode() for name, text in files.items() if text is not None}
    made["map/adm1.geojson"] = changed.get("map", json.dumps(MAP)).encode()
    return Files(made)


def findings(files: Files) -> list:
    return folder.read(files, context())[1]


def test_a_right_territory_has_no_findings_and_tells_what_places_there_are():
    told = context()
    data, found = folder.read(small(), told)
    assert found == []
    assert told.places["KG01200800010"].level == 4
    assert told.places["KG01200800010"].parent == "KG01200800000"
    assert told.places["KG01000000000"].parent == ""


def test_the_real_territory_has_no_findings():
    assert findings(real_folder()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "row", "column"),
    [
        ("territory", "2,rayon,KG01000000000", "2,rayon,KG77000000000", "parent_unknown", 4, "parent"),
        ("territory", "2,rayon,KG01000000000", "2,rayon,", "parent_missing", 4, "parent"),
        ("settlements", "KG01200800010,4", "KG01200800010,2", "level_wrong", 3, "level"),
        ("territory", "1,city,,", "1,city,KG01000000000,", "parent_too_deep", 3, "parent"),
        ("territory", "Ozon,,", "Ozon,yes,", "not_first_level", 4, "counts_as_second_level"),
        ("territory", "41701000000000,", "41702000000000,", "soate_differs", 2, "soate"),
        ("territory", "41701000000000,", "41701 000 000 00 0,", "soate_wrong", 2, "soate"),
        ("territory", "KG-S", "KG-X", "code_twice", 3, "iso"),
        ("settlements", "Дальнее", "", "nameless", 3, "name"),
        ("settlements", "4,settlement,KG01200800000", "4,settlement,KG01200800010", "parent_too_deep", 3,
         "parent"),
        ("place_names", "KG01200000000-1,KG01200000000", "x,KG77", "place_unknown", 2, "place"),
        ("place_names", "2022-01-01", "", "renaming_undated", 2, "since"),
        ("place_names", "2022-01-01,", "2022-01-01,2021-01-01", "ends_before_it_starts", 2, "until"),
        ("place_names", ",ru,", ",Russian,", "language_unknown", 2, "language"),
        ("population", "KG01000000000,2012", "KG77000000000,2012", "place_unknown", 2, "place"),
        ("population", "made up\n", "made up\nx,KG01000000000,2012,999,census,\n", "year_twice", 3, "year"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_row_and_a_remedy(file, old, new, code, row, column):
    text = {
        "territory": TERRITORY,
        "settlements": SETTLEMENTS,
        "place_names": NAMES,
        "population": POPULATION,
    }[file]
    assert old in text
    (finding,) = findings(small(**{file: text.replace(old, new, 1)}))
    assert (finding.level, finding.file, finding.code) == ("error", f"{file}.csv", f"places.{code}")
    assert (finding.row, finding.column) == (row, column)
    problem = catalogue[finding.code]
    values = {**finding.params, "value": finding.value}
    assert "{" not in str(problem.sentence).format(**values) + str(problem.remedy).format(**values)


@pytest.mark.parametrize(
    ("file", "text", "column"),
    [
        ("territory", TERRITORY.replace("41.5,", "141.5,", 1), "lat"),
        ("population", POPULATION.replace(",1000,", ",-1000,", 1), "people"),
    ],
)
def test_a_number_that_cannot_be_is_told(file, text, column):
    (finding,) = findings(small(**{file: text}))
    assert (finding.code, finding.row, finding.column) == ("table.number_out_of_range", 2, column)


def test_an_id_that_is_no_p_code_is_told_with_the_one_that_was_meant():
    found = findings(small(territory=TERRITORY.replace("\nKG01200000000,", "\nКG0120000000О,", 1)))
    assert [(one.code, one.params) for one in found if one.level == "error"] == [
        ("table.wrong_place", {"better": "KG01200000000"})
    ]


def test_a_place_in_both_files_is_told_at_the_later_one():
    both = SETTLEMENTS + "KG01200000000,3,settlement,KG01000000000,Өзөн,,,yes,,,,,,,\n"
    codes = {(finding.code, finding.file, finding.row) for finding in findings(small(settlements=both))}
    assert ("places.in_both_files", "settlements.csv", 4) in codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no json", "places.map_broken"),
        ('{"features": [{}]}', "places.map_broken"),
        (json.dumps(MAP).replace("KG01200000000", "KG77000000000"), "places.map_place_unknown"),
        (json.dumps(MAP).replace("Polygon", "Point"), "places.map_shape_wrong"),
    ],
)
def test_a_map_that_cannot_be_read_says_why(text, code):
    found = findings(small(map=text))
    assert code in {finding.code for finding in found}
    assert {finding.level for finding in found if finding.code == "places.map_lacks"} <= {"warning"}


def test_a_missing_territory_is_a_fault_and_missing_settlements_are_not():
    assert "table.file_missing" in {finding.code for finding in findings(small(territory=None))}
    without = findings(small(settlements=None))
    assert [finding for finding in without if finding.level == "error"] == []


def test_the_check_needs_no_database():
    # Without the mark django_db a query here would fail.
    findings(small())


@pytest.mark.django_db
class TestLoadTerritory:
    def test_all_places_are_added_with_region_and_district(self):
        changes = loaded(small())
        assert len(changes.added) == 5
        assert changes.added[0] == "territory.csv: KG01000000000"
        assert changes.added[-1] == "settlements.csv: KG01200800010"
        village = Place.objects.get(pcode="KG01200800010")
        assert (village.region.pcode, village.district.pcode) == ("KG01000000000", "KG01200000000")
        city = Place.objects.get(pcode="KG09000000000")
        assert city.region == city.district == city
        oblast = Place.objects.get(pcode="KG01000000000")
        assert (oblast.region, oblast.district) == (oblast, None)

    def test_twice_changes_nothing(self, django_assert_max_num_queries):
        loaded(small())
        with django_assert_max_num_queries(8):
            assert not loaded(small())
        assert TerritoryVersion.objects.count() == 1

    def test_the_real_one_twice_changes_nothing(self):
        assert len(loaded(real_folder()).added) == 2437
        assert not loaded(real_folder())

    def test_what_would_change_is_told_before(self):
        loaded(small())
        changed = TERRITORY.replace("Речной", "Речная").replace(
            "KG01000000000,1,oblast,,Тоо", "KG01000000000,1,oblast,,Too"
        )
        data, _ = folder.read(small(territory=changed), context())
        told = folder.changes(data, EDITION)
        assert told.changed == ["territory.csv: KG01000000000", "territory.csv: KG01200000000"]
        assert Place.objects.get(pcode="KG01200000000").names["ru"] == "Речной район"
        assert folder.load(data, EDITION, by=None) == told
        assert Place.objects.get(pcode="KG01200000000").names["ru"] == "Речная район"
        assert territory().version == 2

    def test_a_changed_name_is_found_and_the_old_one_no_more(self):
        loaded(small())
        loaded(small(territory=TERRITORY.replace("Өзөн", "Суу")))
        assert [candidate.pcode for candidate in find("Суу")] == ["KG01200000000"]
        assert find("Өзөн") == []

    def test_a_place_that_is_gone_is_retired_not_deleted(self):
        loaded(small())
        without = SETTLEMENTS.rsplit("KG01200800010,", 1)[0]
        changes = loaded(small(settlements=without))
        assert changes.retired == ["settlements.csv: KG01200800010"]
        assert Place.objects.get(pcode="KG01200800010").valid_to == date(2018, 7, 1)
        assert not loaded(small(settlements=without))
        assert [candidate.pcode for candidate in find("Дальнее", on=date(2018, 6, 1))] == ["KG01200800010"]
        assert find("Дальнее", on=date(2018, 9, 10)) == []

    def test_a_code_of_a_retired_place_may_be_given_to_another(self):
        loaded(small())
        moved = TERRITORY.replace("KG09000000000", "KG19000000000").replace("41709", "41719")
        moved_map = json.dumps(MAP).replace("KG09000000000", "KG19000000000")
        loaded(small(territory=moved, map=moved_map))
        assert [candidate.pcode for candidate in find("KG-S")] == ["KG19000000000"]

    def test_an_edition_without_a_language_takes_no_name_away(self):
        loaded(small())
        bare = (
            TERRITORY.replace("name_en,", "").replace("Too,", "").replace("Shaar,", "").replace("Ozon,", "")
        )
        settlements = (
            SETTLEMENTS.replace("name_en,", "").replace("аймак,,", "аймак,").replace("Дальнее,,", "Дальнее,")
        )
        files = small(territory=bare, settlements=settlements)
        later = SimpleNamespace(prepares_from=date(2020, 7, 1))
        assert not loaded(files, languages=("ky", "ru"), edition=later)
        assert Place.objects.get(pcode="KG01000000000").names["en"] == "Too oblast"
        assert PlaceName.objects.filter(place__pcode="KG01000000000", language="en").count() == 1
