"""Numbers as they are said in a speech: never more than was counted, in words that an ear keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.formats.spoken import spoken_text

SAID = [
    (0, "zero", "нөл", "ноль"),
    (7, "seven", "жети", "семь"),
    (97, "ninety-seven", "токсон жети", "девяносто семь"),
    (100, "one hundred", "жүз", "сто"),
    (217, "more than two hundred", "эки жүздөн ашык", "более двухсот"),
    (390, "more than three hundred and fifty", "үч жүз элүүдөн ашык", "более трёхсот пятидесяти"),
    (1000, "one thousand", "бир миң", "одна тысяча"),
    (2000, "two thousand", "эки миң", "две тысячи"),
    (
        3412,
        "more than three thousand four hundred",
        "үч миң төрт жүздөн ашык",
        "более трёх тысяч четырёхсот",
    ),
    (10_001, "more than ten thousand", "он миңден ашык", "более десяти тысяч"),
    (21_999, "more than twenty-one thousand", "жыйырма бир миңден ашык", "более двадцати одной тысячи"),
    (
        1_250_000,
        "more than one million two hundred thousand",
        "бир миллион эки жүз миңден ашык",
        "более одного миллиона двухсот тысяч",
    ),
]


@pytest.mark.parametrize(("value", "en", "ky", "ru"), SAID)
def test_a_minister_says_it_in_each_language(value, en, ky, ru):
    assert [spoken_text(value, language) for language in ("en", "ky", "ru")] == [en, ky, ru]


@pytest.mark.parametrize("value", [-1, 1_000_000_000])
def test_what_nobody_says_is_refused(value):
    with pytest.raises(ValueError, match="speech"):
        spoken_text(value, "en")


@given(st.integers(0, 999_999_999), st.sampled_from(["en", "ky", "ru"]))
def test_every_number_has_words_without_a_digit(value, language):
    said = spoken_text(value, language)
    assert said
    assert not any(letter.isdigit() for letter in said)
    assert "- " not in said
