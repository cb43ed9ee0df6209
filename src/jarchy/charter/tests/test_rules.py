"""Dates, months and parts: pure decisions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.charter import rules

DAYS = rules.Days(date(2018, 9, 10), date(2018, 12, 10), date(2018, 12, 24), date(2019, 1, 15))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2018, 8, 31), date(2019, 2, 28)),
        (date(2019, 8, 31), date(2020, 2, 29)),
        (date(2017, 4, 1), date(2017, 10, 1)),
        (date(2018, 12, 5), date(2019, 6, 5)),
    ],
)
def test_six_months_later(day, later):
    assert rules.months_later(day, 6) == later


@pytest.mark.parametrize(
    ("known_to", "first"),
    [("day", date(2018, 2, 3)), ("month", date(2018, 2, 28)), ("year", date(2018, 12, 31))],
)
def test_a_statement_of_a_month_is_surely_made_at_its_end(known_to, first):
    assert rules.attested_from(date(2018, 2, 3), known_to) == first


@given(st.dates(date(2017, 1, 1), date(2021, 1, 1)))
def test_states_only_move_on(day):
    order = list(rules.EditionState)
    today, tomorrow = rules.state_on(DAYS, day), rules.state_on(DAYS, day + timedelta(days=1))
    assert order.index(tomorrow) - order.index(today) in {0, 1}


words = st.from_regex(r"[a-z_]{1,9}", fullmatch=True)


@given(st.dictionaries(words, words, max_size=4))
def test_a_part_reads_back_as_it_was_written(part):
    assert rules.part_of_text(rules.text_of_part(part)) == part


@pytest.mark.parametrize("text", ["women", "=x", "sex=", "sex=female and more"])
def test_a_part_that_is_no_pairs_is_none(text):
    assert rules.part_of_text(text) is None
