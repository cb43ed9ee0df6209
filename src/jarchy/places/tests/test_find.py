"""What place is meant: every trap of the real names, and that one of two is never picked."""

import csv
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jarchy.places import folder
from jarchy.places.queries import find
from jarchy.places.tests.conftest import KG_2018
from jarchy.words.folding import fold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kyrgyzstan")]

OSH_OBLAST, OSH_CITY = "KG06000000000", "KG21000000000"
NARYN_OBLAST, NARYN_RAYON, NARYN_CITY = "KG04000000000", "KG04245000000", "KG04400000010"
NARYN_VILLAGE = "KG03211863040"  # in Jalal-Abad
MANAS_RAYON, JALAL_ABAD_CITY, JALAL_ABAD = "KG07225000000", "KG03410000010", "KG03000000000"
KARA_BUURA, AT_BASHY, TON, CHON_ALAI = "KG07215000000", "KG04220000000", "KG02220000000", "KG06259000000"


def pcodes(text, **options):
    return [candidate.pcode for candidate in find(text, **options)]


@pytest.mark.parametrize("text", ["Osh", "Ош", "ОШ", " ош "])
def test_osh_is_an_oblast_and_a_city(text):
    assert pcodes(text) == [OSH_OBLAST, OSH_CITY]


@pytest.mark.parametrize(
    "text", ["Ош шаары", "г.Ош", "г. Ош", "город Ош", "Osh city", "Ош ш.", "city of Osh"]
)
def test_a_word_for_a_city_narrows_to_the_city(text):
    assert pcodes(text) == [OSH_CITY]


@pytest.mark.parametrize("text", ["Ош облусу", "Ошская область", "Ошская обл.", "Osh oblast", "Osh region"])
def test_a_word_for_an_oblast_narrows_to_the_oblast(text):
    assert pcodes(text) == [OSH_OBLAST]


def test_a_word_for_a_level_is_not_dropped_where_nothing_fits_it():
    assert pcodes("Ош району") == []


def test_osh_city_does_not_lie_in_osh_oblast():
    (city,) = find("Ош шаары")
    assert (city.region, city.district, city.path) == (OSH_CITY, OSH_CITY, ())


@pytest.mark.parametrize("text", ["Нарын", "Naryn", "НАРЫН"])
def test_naryn_is_an_oblast_a_rayon_a_city_and_a_village_elsewhere(text):
    assert pcodes(text) == [NARYN_OBLAST, NARYN_RAYON, NARYN_CITY, NARYN_VILLAGE]


@pytest.mark.parametrize(
    ("text", "pcode"),
    [
        ("Нарын району", NARYN_RAYON),
        ("Нарынский район", NARYN_RAYON),
        ("Нарынский р-н", NARYN_RAYON),
        ("Нарын шаары", NARYN_CITY),
        ("с. Нарын", NARYN_VILLAGE),
        ("Нарын айылы", NARYN_VILLAGE),
        ("Нарын, Жалал-Абад", NARYN_VILLAGE),
        ("Naryn, Jalal-Abad oblast", NARYN_VILLAGE),
    ],
)
def test_what_is_said_beside_the_name_tells_which(text, pcode):
    assert pcodes(text) == [pcode]


@pytest.mark.parametrize(
    "path",
    [
        "Ош облусу, Өзгөн району",
        "Өзгөн району, Ош облусу",
        "Ошская область, Узгенский район",
        "Osh oblast; Uzgen district",
        "«Ош облусу», «Өзгөн району»",
    ],
)
def test_a_path_is_read_from_either_end(path):
    assert pcodes(path) == ["KG06255000000"]


def test_a_path_of_places_that_do_not_lie_in_each_other_finds_nothing():
    assert pcodes("Нарын облусу, Өзгөн району") == []


def test_a_street_behind_a_comma_narrows_nothing():
    assert pcodes("Ош, улица Курманжан Датки") == [OSH_OBLAST, OSH_CITY]


@pytest.mark.parametrize("text", ["Talas", "Талас", "Batken", "Баткен"])
def test_talas_and_batken_are_three_each(text):
    assert [candidate.kind for candidate in find(text)][:3] == ["oblast", "rayon", "city"]


@pytest.mark.parametrize("text", ["Manas", "Манас"])
@pytest.mark.parametrize("on", [None, date(2018, 10, 1), date(2026, 1, 1)])
def test_manas_is_a_rayon_and_since_2025_a_city(text, on):
    assert {MANAS_RAYON, JALAL_ABAD_CITY} <= set(pcodes(text, on=on))


def test_a_later_name_is_found_in_2018_but_not_shown():
    (city,) = [
        candidate for candidate in find("Manas", on=date(2018, 10, 1)) if candidate.pcode == JALAL_ABAD_CITY
    ]
    assert city.names["en"] == "Jalal-Abad city"
    assert (city.is_of_another_time, city.since) == (True, date(2025, 1, 1))
    (city,) = [
        candidate for candidate in find("Manas", on=date(2026, 1, 1)) if candidate.pcode == JALAL_ABAD_CITY
    ]
    assert (city.names["en"], city.names["ky"], city.is_of_another_time) == (
        "Manas city",
        "Манас шаары",
        False,
    )


@pytest.mark.parametrize(
    ("text", "pcode", "shown"),
    [
        ("Aitmatov", KARA_BUURA, "Kara-Buura rayon"),
        ("Айтматовский район", KARA_BUURA, "Kara-Buura rayon"),
        ("Kara-Buura", KARA_BUURA, "Kara-Buura rayon"),
        ("Ak-Bashy", AT_BASHY, "At-Bashy rayon"),
        ("Kochokor", "KG04235000000", "Kochkor rayon"),
        ("Moscow", "KG08217000000", "Moskva rayon"),
        ("Раззаков", "KG05236610010", "Isfana town"),
        ("Исфана", "KG05236610010", "Isfana town"),
    ],
)
def test_renamings_and_slips_of_sources_find_and_the_right_name_is_shown(text, pcode, shown):
    (found,) = [candidate for candidate in find(text, on=date(2018, 10, 1)) if candidate.level <= 3]
    assert (found.pcode, found.names["en"]) == (pcode, shown)


@pytest.mark.parametrize(
    ("text", "pcode"),
    [
        ("Тоӊ району", TON),
        ("Тон району", TON),
        ("тоң району", TON),
        ("Чоӊ-Алай", CHON_ALAI),
        ("чон алай", CHON_ALAI),
    ],
)
def test_letters_that_are_typed_for_others(text, pcode):
    assert pcodes(text, level=2) == [pcode]


@pytest.mark.parametrize(
    "text", ["Жалалабат", "Жалал-Абад", "жалал абад", "Jalalabad", "Джалал-Абад", "Jalal Abad"]
)
def test_jalal_abad_in_all_spellings_is_an_oblast_and_a_city(text):
    assert pcodes(text)[:2] == [JALAL_ABAD, JALAL_ABAD_CITY]


@pytest.mark.parametrize(
    ("text", "pcode"),
    [
        ("KG07000000000", "KG07000000000"),
        ("pcode:KG07000000000", "KG07000000000"),
        ("41707000000000", "KG07000000000"),
        ("41707 000 000 00 0", "KG07000000000"),  # as an official file writes it
        ("KG-T", "KG07000000000"),
        ("iso:kg-t", "KG07000000000"),
        ("geonames:1528121", "KG02410000010"),
        ("KG-GO", OSH_CITY),
    ],
)
def test_codes_by_scheme(text, pcode):
    assert pcodes(text) == [pcode]


@pytest.mark.parametrize("text", ["KG.02", "1528121", "02", "417070000000", "", ",", "ш.", "Atlantis"])
def test_what_is_no_name_and_names_no_scheme_finds_nothing(text):
    assert pcodes(text) == []


def test_level_and_place_narrow():
    assert pcodes("Naryn", level=2) == [NARYN_RAYON, NARYN_CITY]
    assert pcodes("Naryn", within=JALAL_ABAD) == [NARYN_VILLAGE]
    assert pcodes("Bishkek", level=2) == ["KG11000000000"]  # counts as second level


def test_a_town_below_the_rayon_is_found_with_what_it_lies_in():
    (town,) = find("Кара-Балта")
    assert (town.pcode, town.level, town.kind) == ("KG08209600010", 3, "town")
    assert [names["en"] for names in town.path] == ["Chui oblast", "Jaiyl rayon"]


def test_a_village_typed_in_kyrgyz_or_latin_is_found_under_its_russian_name():
    assert set(pcodes("Джаны-Джол")) == set(pcodes("Жаны-Жол")) - {
        candidate.pcode for candidate in find("Жаны-Жол") if candidate.kind == "aiyl_aimak"
    }
    assert set(pcodes("Джаны-Джол")) < set(pcodes("Jany-Jol"))


def test_the_number_of_queries_does_not_grow_with_the_candidates(django_assert_max_num_queries):
    find("Osh")
    for text in ("Osh", "Арал", "Кызыл-Туу"):
        with django_assert_max_num_queries(5):
            assert len(find(text)) > 1


# --- the property: whatever is typed, every place that has the name is among the candidates

REGISTER = [
    row
    for name in ("territory.csv", "settlements.csv")
    for row in csv.DictReader((KG_2018 / name).read_text(encoding="utf-8").splitlines())
]
NAMES_OF_PLACES = sorted(
    {row[f"name_{language}"] for row in REGISTER for language in ("ky", "ru", "en")} - {""}
)
WEARERS: dict[str, set[str]] = {}
for _row in REGISTER:
    for _language in ("ky", "ru", "en"):
        if _row[f"name_{_language}"]:
            WEARERS.setdefault(fold(_row[f"name_{_language}"]), set()).add(_row["id"])
SHARED = sorted(name for name in NAMES_OF_PLACES if len(WEARERS[fold(name)]) > 1)

habits = st.sampled_from(
    [
        str.upper,
        str.lower,
        lambda name: name.replace("-", " "),
        lambda name: name.replace("-", "\u2011"),
        lambda name: name.replace("ң", "ӊ"),
        lambda name: name.replace("ң", "н").replace("ө", "о").replace("ү", "у"),
        lambda name: name.replace("е", "ё"),
        lambda name: f"  {name} ",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(SHARED),
    typed_by=st.lists(habits, max_size=3),
    on=st.sampled_from([None, date(2018, 9, 10)]),
)
def test_a_look_up_never_picks_one_of_two(name, typed_by, on):
    text = name
    for habit in typed_by:
        text = habit(text)
    assert WEARERS[fold(name)] <= set(pcodes(text, on=on))


def test_the_example_asks_for_shared_names_in_earnest():
    assert len(SHARED) > 200
    assert {"Osh", "Naryn", "Talas"} <= set(SHARED)


def test_every_file_of_the_part_lies_in_the_folder():
    assert [name for name in folder.files if not (KG_2018 / name).exists()] == []
