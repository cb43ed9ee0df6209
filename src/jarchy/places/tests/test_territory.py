"""The register of Kyrgyzstan as the example has it."""

import pytest

from jarchy.foundation.problems import ProblemRaised
from jarchy.places.models import Boundary, Place, PlaceCode
from jarchy.places.queries import adm2_rows, ancestors, place, settlement_rows, territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kyrgyzstan")]


def test_nine_first_level_units_and_fifty_five_districts_and_towns():
    kyrgyzstan = territory()
    assert len(kyrgyzstan.regions) == 9
    assert len(kyrgyzstan.districts) == 55
    assert sum(district.level == 2 for district in kyrgyzstan.districts) == 53
    assert [district.names["en"] for district in kyrgyzstan.districts[-2:]] == ["Bishkek city", "Osh city"]
    assert [district.names["en"] for district in kyrgyzstan.districts_of("KG21000000000")] == ["Osh city"]


def test_bishkeks_four_districts_stand_below_it_and_the_odd_row_is_left_out():
    assert Place.objects.filter(parent__pcode="KG11000000000", level=3, kind="city_district").count() == 4
    assert not Place.objects.filter(pcode="KG00000000021").exists()
    assert Place.objects.get(pcode="KG11201510010").district.pcode == "KG11000000000"


def test_settlements_are_villages_and_the_third_level_rows_without_villages_and_the_cities():
    assert (
        Place.objects.filter(is_settlement=True, level=3).count() + 2 == 63
    )  # two more stand in Bishkek's districts
    assert Place.objects.filter(is_settlement=True, level=4).count() == 1855 + 2
    assert Place.objects.filter(is_settlement=True, level__lte=2).count() == 15
    names = set(Place.objects.filter(kind="town").values_list("names__ru", flat=True))
    assert {"г. Кара-Балта", "г. Кант", "г. Узген"} <= names


def test_every_place_has_its_soate_code_and_the_scheme_is_named():
    assert PlaceCode.objects.filter(scheme="soate").count() == Place.objects.count()
    for pcode, soate in PlaceCode.objects.filter(scheme="soate").values_list("place__pcode", "code"):
        assert pcode == f"KG{soate[3:]}"
    assert PlaceCode.objects.filter(scheme="iso").count() == 9
    assert PlaceCode.objects.get(scheme="geonames", code="1528334").place.pcode == "KG11000000000"


def test_no_name_has_the_wrong_letter_or_a_slip():
    shown = [name for names in Place.objects.values_list("names", flat=True) for name in names.values()]
    assert not [name for name in shown if "ӊ" in name.lower()]
    assert not {"Ak-Bashy rayon", "Moscow rayon", "Жалалабат облусу"} & set(shown)


def test_population_by_year_with_its_kind():
    regions = territory().regions
    assert sum(region.population[2012] for region in regions) == 5_551_900
    assert sum(region.population[2018] for region in regions) == 6_140_300  # rounded parts of 6,140,200
    assert {region.population_kinds[2018] for region in regions} == {"own estimate from 2012 shares"}


def test_every_upper_place_has_a_shape():
    assert Boundary.objects.count() == 62


def test_short_names_are_told_apart_where_two_read_alike():
    short = {region.pcode: region.short_names for region in territory().regions}
    assert short["KG04000000000"] == {"ky": "Нарын", "ru": "Нарынская", "en": "Naryn"}
    assert (short["KG06000000000"]["en"], short["KG21000000000"]["en"]) == ("Osh oblast", "Osh city")
    assert short["KG11000000000"]["ru"] == "Бишкек"
    districts = territory().districts
    assert len({district.short_names["ky"] for district in districts}) == 55


def test_ancestors_go_up_to_the_oblast():
    assert ancestors("KG03211863040") == {"KG03211863040", "KG03211863000", "KG03211000000", "KG03000000000"}
    with pytest.raises(ProblemRaised) as unknown:
        ancestors("KG99")
    assert unknown.value.code == "places.unknown_place"


def test_the_snapshot_is_one_query(django_assert_num_queries):
    territory()
    with django_assert_num_queries(1):
        territory()
    with django_assert_num_queries(1):
        ancestors("KG03211863040")


def test_a_place_by_its_p_code():
    assert place("KG04400000010").names["ky"] == "Нарын шаары"
    with pytest.raises(ProblemRaised):
        place("KG00000000021")


def test_districts_of_the_form_are_in_the_readers_language():
    rows = adm2_rows("ky")
    assert len(rows) == 53
    assert rows[3] == {
        "name": "KG02220000000",
        "label": "Тоң району",
        "label_ky": "Тоң району",
        "label_ru": "Тонский район",
        "label_en": "Ton rayon",
        "adm1": "KG02000000000",
    }


def test_villages_of_one_name_in_a_rayon_are_told_apart():
    rows = settlement_rows("ru")
    assert len(rows) == 1855 + 63 + 15
    labels = [(row["adm2"], row["label"]) for row in rows]
    assert len(set(labels)) >= len(labels) - 2
    assert ("KG02220000000", "Ак-Сай (Тонский айылный аймак)") in labels
    assert ("KG02215000000", "г. Чолпон-Ата") in labels


def test_form_lists_are_kept_until_the_register_changes(django_assert_num_queries):
    settlement_rows("ky")
    with django_assert_num_queries(1):
        settlement_rows("ky")
