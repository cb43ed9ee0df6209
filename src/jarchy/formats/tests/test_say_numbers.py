"""Numbers and days as a reader in each language expects them."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from jarchy.formats.numbers import (
    _MONTHS,
    Qualifier,
    day_text,
    last_spoken_word,
    number_text,
    percent_text,
    qualified_text,
    share_text,
    short_day_text,
    with_ending,
)
from jarchy.formats.tests.samples import sample


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (12411, "en", "12,411"),
        (12411, "ky", "12\u202f411"),
        (12411, "ru", "12\u202f411"),
        (12411, "uz", "12\u202f411"),
        (1012411, "ru-kg", "1\u202f012\u202f411"),
        (0, "en", "0"),
        (-5, "en", "\u22125"),
        (-1200, "ky", "\u22121\u202f200"),
        (Decimal("2.5"), "en", "2.5"),
        (Decimal("2.5"), "ky", "2,5"),
        (Decimal("1234.50"), "ru", "1\u202f234,50"),
    ],
)
def test_numbers(value, language, text):
    assert number_text(value, language) == text


def test_rounding_is_half_up_as_people_do_it():
    assert number_text(Decimal("2.45"), "en", decimals=1) == "2.5"
    assert number_text(Decimal("2.5"), "en", decimals=0) == "3"


def test_shares_have_a_space_that_does_not_break():
    assert share_text(Fraction(7, 10), "en") == "70\u00a0%"
    assert share_text(Fraction(2, 3), "ky", decimals=1) == "66,7\u00a0%"
    assert share_text(Fraction(1, 200), "en") == "1\u00a0%"
    assert percent_text(70, "ru") == "70\u00a0%"


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "5 November 2018", "5 Nov"),
        ("ky", "2018\u2011ж., 5\u2011ноябрь", "5\u2011ноя."),
        ("ru", "5 ноября 2018 г.", "5 нояб."),
        ("uz", "2018\u2011yil, 5\u2011noyabr", "5\u2011noy"),
    ],
)
def test_days(language, long, short):
    assert day_text(date(2018, 11, 5), language) == long
    assert short_day_text(date(2018, 11, 5), language) == short


def test_months_are_those_of_cldr():
    cldr = json.loads(sample("cldr_ky_ru_uz_tg_en.json").read_text())
    text = json.dumps(cldr, ensure_ascii=False)
    for months in _MONTHS.values():
        assert [month for month in months.split() if f'"{month}"' not in text] == []


@pytest.mark.parametrize(
    ("value", "qualifier", "language", "text"),
    [
        (10000, "more than", "en", "more than 10,000"),
        (10000, "more than", "ky", "10\u202f000ден ашык"),
        (10000, "more than", "ru", "более 10\u202f000"),
        (10000, "more than", "uz", "10\u202f000dan ortiq"),
        (10000, "nearly", "ky", "10\u202f000ге жакын"),
        (300, "less than", "ky", "300дөн аз"),
        (15, "about", "ky", "болжол менен 15"),
        (15, "at least", "ru", "не менее 15"),
        (10000, "", "ky", "10\u202f000"),
    ],
)
def test_a_qualifier_belongs_to_its_number(value, qualifier, language, text):
    assert qualified_text(value, qualifier, language) == text


def test_a_qualified_share():
    assert qualified_text(70, "more than", "en", is_percent=True) == "more than 70\u00a0%"
    assert qualified_text(70, "more than", "ky", is_percent=True) == "70\u00a0%дан ашык"


def test_an_unknown_qualifier_is_refused_rather_than_dropped():
    with pytest.raises(ValueError, match="roughly"):
        qualified_text(5, "roughly", "en")


def test_every_qualifier_has_words_in_every_language():
    for language in _MONTHS:
        texts = {qualified_text(10, qualifier, language) for qualifier in Qualifier}
        assert len(texts) == len(Qualifier)


@pytest.mark.parametrize(
    ("value", "word", "from_it", "to_it"),
    [
        (0, "нөл", "дөн", "гө"),
        (1, "бир", "ден", "ге"),
        (2, "эки", "ден", "ге"),
        (3, "үч", "төн", "кө"),
        (4, "төрт", "төн", "кө"),
        (5, "беш", "тен", "ке"),
        (6, "алты", "дан", "га"),
        (7, "жети", "ден", "ге"),
        (8, "сегиз", "ден", "ге"),
        (9, "тогуз", "дан", "га"),
        (10, "он", "дон", "го"),
        (20, "жыйырма", "дан", "га"),
        (30, "отуз", "дан", "га"),
        (40, "кырк", "тан", "ка"),
        (50, "элүү", "дөн", "гө"),
        (60, "алтымыш", "тан", "ка"),
        (70, "жетимиш", "тен", "ке"),
        (80, "сексен", "ден", "ге"),
        (90, "токсон", "дон", "го"),
        (100, "жүз", "дөн", "гө"),
        (5000, "миң", "ден", "ге"),
        (120000, "миң", "ден", "ге"),
        (1000000, "миллион", "дон", "го"),
        (2000000000, "миллиард", "дан", "га"),
        (1010, "он", "дон", "го"),
        (2018, "сегиз", "ден", "ге"),
        (Decimal("2.5"), "беш", "тен", "ке"),
        (Decimal("30.0"), "отуз", "дан", "га"),
    ],
)
def test_kyrgyz_endings_follow_the_spoken_number(value, word, from_it, to_it):
    assert last_spoken_word(value) == word
    assert (with_ending(word, "ДАн"), with_ending(word, "ГА")) == (from_it, to_it)
