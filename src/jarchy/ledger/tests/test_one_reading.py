"""A page that asks in one reading gets the numbers that it would get one by one, and each is read once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jarchy.charter import queries as charter
from jarchy.charter.one_reading import for_one_reading
from jarchy.ledger.queries import days_by_places, figure, totals
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests.cast import (
    AK,
    KARA,
    MONDAY,
    SARY,
    SAZ,
    SHAAR,
    STARTS,
    TOOR,
    let_days_pass,
    post,
    report,
)

PERIODS = [(None, None), (STARTS + timedelta(2), None), (None, STARTS + timedelta(5))]


@pytest.fixture
def busy(edition):
    """Open and closed ones of many days and places, published at two Mondays, and some since."""
    for week in (0, 7):
        post(edition, *(report(9 + n, on=STARTS + timedelta(n % 9), at=[KARA, SARY, AK, SHAAR][n % 4],
                               is_open=n % 3 > 0, women=n, ages={(14, 28): n}) for n in range(24)))  # fmt: skip
        let_days_pass(edition, MONDAY + timedelta(week))
    post(edition, *(report(20, on=STARTS + timedelta(1), at=KARA) for _ in range(3)))
    return edition


@pytest.mark.parametrize("sight", list(Sight))
@pytest.mark.parametrize("place", [None, SAZ, TOOR, SHAAR, KARA])
def test_a_figure_of_one_reading_is_the_figure(busy, sight, place):
    reading = for_one_reading(busy)
    for row in charter.indicators(busy):
        for since, until in PERIODS:
            asked = {"place": place, "since": since, "until": until, "sight": sight}
            assert figure(reading, row.slug, **asked) == figure(busy, row.slug, **asked)


@pytest.mark.parametrize("sight", list(Sight))
@pytest.mark.parametrize("by", ["place1", "place2", "week", "kind", "sex"])
def test_a_table_of_one_reading_is_the_table(busy, sight, by):
    reading = for_one_reading(busy)
    measures = ["activities", "attendances"]
    for place in (None, SAZ):
        assert totals(reading, measures, by=by, place=place, sight=sight) == totals(
            busy, measures, by=by, place=place, sight=sight
        )
    for level in (1, 2):
        asked = {"level": level, "sight": sight}
        assert days_by_places(reading, "activities", **asked) == days_by_places(busy, "activities", **asked)


def test_what_was_asked_once_is_not_asked_again(busy):
    reading = for_one_reading(busy)
    figure(reading, "attendances", sight=Sight.PUBLIC)
    with CaptureQueriesContext(connection) as asked:
        figure(reading, "attendances", sight=Sight.PUBLIC)
    assert len(asked) == 0


def test_the_next_reading_sees_what_was_posted_since(busy):
    before = figure(for_one_reading(busy), "attendances", sight=Sight.EXACT).value
    post(busy, report(40))
    assert figure(for_one_reading(busy), "attendances", sight=Sight.EXACT).value == before + 40
