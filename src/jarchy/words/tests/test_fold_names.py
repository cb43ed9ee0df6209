"""Two spellings of one name come together; what says the level is kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.words.folding import LevelWord, fold, level_word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Тоӊ", "Тоң"),
        ("Тон", "Тоң"),
        ("ЧОН АЛАЙ", "Чоң-Алай"),
        ("Озгон", "Өзгөн"),
        ("Тюп", "Тюп"),
        ("Туп", "Түп"),
        ("Королёво", "Королево"),
        ("жалал–абад", "Жалал-Абад"),
        ("Жалал\u2011Абад", "Жалал-Абад"),
        ("  Ысык   Көл ", "Ысык-Көл"),
        ("Ｏｓｈ", "Osh"),
        ("На\u00adрын\u200b", "Нарын"),
        ("Майлуу-Суу", "Маи\u0306луу-Суу"),  # й as two characters, as a Mac types it
    ],
)
def test_spellings_of_one_name_fold_alike(typed, meant):
    assert fold(typed) == fold(meant)


def test_different_names_stay_different():
    assert fold("Жалалабат") != fold("Жалал-Абад")
    assert fold("Кара-Көл") != fold("Кара-Суу")


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "name", "level"),
    [
        ("Ош облусу", "ош", LevelWord.OBLAST),
        ("Ошская область", "ошская", LevelWord.OBLAST),
        ("Ошская обл.", "ошская", LevelWord.OBLAST),
        ("Osh oblast", "osh", LevelWord.OBLAST),
        ("Osh region", "osh", LevelWord.OBLAST),
        ("Ош облусунда", "ош", LevelWord.OBLAST),
        ("Ош ш.", "ош", LevelWord.CITY),
        ("Ош шаары", "ош", LevelWord.CITY),
        ("Ош шаарында", "ош", LevelWord.CITY),
        ("г.Ош", "ош", LevelWord.CITY),
        ("г. Ош", "ош", LevelWord.CITY),
        ("город Ош", "ош", LevelWord.CITY),
        ("Osh city", "osh", LevelWord.CITY),
        ("city of Osh", "osh", LevelWord.CITY),
        ("Нарын району", "нарын", LevelWord.RAYON),
        ("Нарынский район", "нарынский", LevelWord.RAYON),
        ("Нарынский р-н", "нарынский", LevelWord.RAYON),
        ("Naryn rayon", "naryn", LevelWord.RAYON),
        ("Naryn raion", "naryn", LevelWord.RAYON),
        ("Naryn district", "naryn", LevelWord.RAYON),
        ("Нарын айылы", "нарын", LevelWord.VILLAGE),
        ("с. Нарын", "нарын", LevelWord.VILLAGE),
        ("с.Нарын", "нарын", LevelWord.VILLAGE),
        ("село Нарын", "нарын", LevelWord.VILLAGE),
        ("Naryn village", "naryn", LevelWord.VILLAGE),
        ("Ак-Талаа айыл аймагы", "ак талаа", LevelWord.AIYL_AIMAK),
        ("Ак-Талаа айыл өкмөтү", "ак талаа", LevelWord.AIYL_AIMAK),
        ("Ак-Талинский айылный аймак", "ак талинский", LevelWord.AIYL_AIMAK),
        ("Ak-Talaa aiyl aimak", "ak talaa", LevelWord.AIYL_AIMAK),
        ("г. Ош шаары", "ош", LevelWord.CITY),
    ],
)
def test_a_word_for_a_level_is_taken_off_and_told(typed, name, level):
    assert level_word(typed) == (name, level)


@pytest.mark.parametrize(
    "name", ["Кызыл-Айыл", "Районное", "Гульча", "Шамшы", "Сары-Ой", "Шаар", "Osh", "Село", "Городище", ""]
)
def test_what_belongs_to_a_name_stays(name):
    assert level_word(name) == (fold(name), None)


@given(st.text())
def test_a_name_never_vanishes(text):
    rest, _ = level_word(text)
    assert bool(rest) == bool(fold(text))
