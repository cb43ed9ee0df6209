"""Nothing that a volunteer typed runs in the donor's spreadsheet."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.formats.cells import csv_cell, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+996 555",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        '=HYPERLINK("x")',
        "%0A=1",
    ],
)
def test_a_text_that_would_be_a_formula_is_defused(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [0, -5, 12411, 2.5, Decimal("-2.50"), True, None, date(2018, 9, 10)])
def test_a_number_stays_a_number_and_a_day_a_day(value):
    assert safe_cell(value) is value


def test_a_negative_number_in_words_is_left_alone():
    assert safe_cell("-5") == "-5"


def test_control_characters_are_left_out():
    assert safe_cell("a\0b\x1fc\nd") == "abc\nd"


def test_a_control_character_hides_no_formula():
    assert safe_cell("\x01=1") == "'=1"


def test_csv_text():
    moment = datetime(2018, 11, 5, 6, 0, tzinfo=UTC)
    values = [None, True, date(2018, 9, 10), Decimal("2.50"), 7, moment]
    assert [csv_cell(value) for value in values] == [
        "", "yes", "2018-09-10", "2.50", "7", "2018-11-05T06:00:00+00:00",
    ]  # fmt: skip


@given(st.text())
def test_no_text_whatever_starts_a_formula(text):
    safe = safe_cell(text)
    assert isinstance(safe, str)
    assert not safe.startswith(("=", "+", "@", "\t", "\r"))
    assert safe_cell(safe) == safe
