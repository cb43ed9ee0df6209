"""How a place is written with what it is, in each language."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jarchy.places.rules import KINDS_SAID, PlaceKind, folded_name, full_names, short_names, spellings, wanted
from jarchy.words.folding import level_word


def test_each_language_puts_the_level_where_it_belongs():
    assert full_names({"ky": "Нарын", "ru": "Нарын", "en": "Naryn"}, "city") == {
        "ky": "Нарын шаары",
        "ru": "г. Нарын",
        "en": "Naryn city",
    }
    assert full_names({"ru": "Нарынский", "uz": "Norin"}, "rayon") == {"ru": "Нарынский район", "uz": "Norin"}


def test_a_name_that_says_its_level_is_left_alone():
    assert full_names({"ru": "Айылный аймак им. Жапарова"}, "aiyl_aimak") == {
        "ru": "Айылный аймак им. Жапарова"
    }


def test_two_that_read_alike_in_one_language_are_full_in_all():
    short = short_names(
        [
            ("A", {"ky": "Ош", "ru": "Ошская"}, "oblast"),
            ("B", {"ky": "Ош", "ru": "Ош"}, "city"),
            ("C", {"ky": "Талас"}, "oblast"),
        ]
    )
    assert short == {
        "A": {"ky": "Ош облусу", "ru": "Ошская область"},
        "B": {"ky": "Ош шаары", "ru": "г. Ош"},
        "C": {"ky": "Талас"},
    }


def test_a_name_that_holds_a_word_for_a_level_is_found_with_and_without_its_hyphen():
    assert wanted("Кызыл-Айыл").fits(folded_name("Кызыл-Айыл"), "settlement")
    assert wanted("Кызыл Айыл").fits(folded_name("Кызыл-Айыл"), "settlement")


def test_other_spellings():
    assert spellings("Джаны-Джол", "settlement") == {"жаны жол", "jany jol"}
    assert spellings("Ак-Булунский айылный аймак", "aiyl_aimak") == {
        "ак булун",
        "ak bulun",
        "ak bulunskiy",
    }
    assert spellings("Osh", "city") == set()


@given(st.text(max_size=30), st.sampled_from(PlaceKind))
def test_a_name_is_found_by_itself_and_by_its_full_form(name, kind):
    folded = folded_name(name)
    # A place called Town or Oblast would need more than a word to be told; there is none.
    assume(folded and not level_word(f"{name} Манас")[1] and not level_word(f"Манас {name}")[1])
    assert wanted(name).fits(folded, kind)
    for full in full_names({"ky": name, "ru": name, "en": name}, kind).values():
        assert wanted(full).fits(folded, kind)


@pytest.mark.parametrize(
    "kind", sorted(set(PlaceKind) - {PlaceKind.AREA})
)  # which no language has a word for
def test_every_kind_can_be_narrowed_to(kind):
    assert any(kind in kinds for kinds in KINDS_SAID.values())
