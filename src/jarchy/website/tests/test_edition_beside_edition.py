"""Like with like, and no qualifier is dropped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from jarchy.charter.models import Edition, Published
from jarchy.formats.numbers import Qualifier
from jarchy.website.parts.beside import qualifier_of_ratio, rounded
from jarchy.website.tests.conftest import texts
from jarchy.website.tests.holding import held, post
from jarchy.website.tests.reading import read, rows, section


def table(language: str = "en") -> dict[str, list[str]]:
    page = read(Client().get(f"/{language}/tiny-2018/").content.decode())
    lines = rows(section(page, "beside").all("table")[0])
    return {line[0]: line[1:] for line in lines}


def test_the_earlier_one_stands_first_with_its_qualifier_and_its_own_unit(campaign):
    post(campaign, held(date(2018, 9, 13), people=40))
    found = table()
    assert found[""][0].startswith("2017") and "this campaign" in found[""][1]
    assert found["attendances"] == ["more than 10,000 people", "40 attendances illustrative"]
    assert found["Days"] == ["113", "26 of 49"]
    assert table("ky")["attendances"][0] == "10\u202f000ден ашык адам"


def test_an_average_keeps_the_qualifier_of_what_it_is_made_of(campaign):
    post(campaign, held(date(2018, 9, 13), people=40), held(date(2018, 9, 14), people=21))
    assert table()["On average at each"] == ["more than 129", "31 illustrative"]


def publish(edition: Edition, slug: str, starts: date, indicator: str, value: int, **more: object) -> None:
    columns: dict[str, object] = {
        "edition": edition, "slug": slug, "series": "100-days", "series_names": texts("100 Days"), "starts": starts,
        "organisers": texts("x"), "of_edition": str(starts.year), "ends": date(starts.year, 12, 1),
        "indicator": indicator, "names": texts("x"), "value": Decimal(value), "unit": "activities", "source": "s",
    }  # fmt: skip
    Published.objects.create(**columns | more)


def test_what_its_own_organisers_published_stands_under_its_own_number(campaign):
    publish(campaign, "launch", campaign.starts, "places", 30, ends=campaign.ends, qualifier="more than")
    assert table()["places"] == ["not published", "no report to show yet published: more than 30"]


def test_what_was_not_published_is_not_guessed(campaign):
    campaign.names["en"] = "100 Days"
    campaign.save()
    publish(campaign, "2015", date(2015, 9, 1), "activities", 5)
    assert table()["attendances"][0] == "not published"
    assert table()["On average at each"][0] == "not published"


def test_another_series_of_long_ago_does_not_stand_beside_it(campaign):
    other = {"series": "other", "series_names": texts("Other"), "qualifier": "nearly", "unit": "events"}
    publish(campaign, "old", date(2011, 9, 1), "activities", 1048, **other)
    assert len(table()["Days"]) == 2
    figure = read(Client().get("/en/tiny-2018/numbers/activities/").content.decode())
    assert "nearly 1,048 events" in section(figure, "before").text


def could_be(value: int, qualifier: str) -> list[Fraction]:
    """Numbers that a qualified one may stand for."""
    steps = {
        "": [0], "more than": [1, 10], "at least": [0, 10], "less than": [-1, -value // 2 or -1], "nearly": [-1],
        "up to": [0, -value // 2], "about": [0],
    }  # fmt: skip
    return [Fraction(value + step) for step in steps[qualifier] if value + step > 0]


def holds(number: Fraction, bound: int, qualifier: Qualifier) -> bool:
    return {
        Qualifier.EXACT: lambda: round(number) == bound or abs(number - bound) <= Fraction(1, 2),
        Qualifier.ABOUT: lambda: True, Qualifier.MORE_THAN: lambda: number > bound,
        Qualifier.AT_LEAST: lambda: number >= bound, Qualifier.LESS_THAN: lambda: number < bound,
        Qualifier.NEARLY: lambda: number < bound, Qualifier.UP_TO: lambda: number <= bound,
    }[qualifier]()  # fmt: skip


@given(
    above=some.integers(2, 10**6), below=some.integers(2, 10**4), q=some.sampled_from(list(Qualifier)),
    r=some.sampled_from(list(Qualifier)),
)  # fmt: skip
def test_what_is_said_of_an_average_is_true_of_all_that_the_numbers_may_stand_for(above, below, q, r):
    said = qualifier_of_ratio(q, r)
    if said is None:
        return
    bound = rounded(Decimal(above) / Decimal(below), said)
    assert all(holds(a / b, bound, said) for a in could_be(above, q) for b in could_be(below, r))


@pytest.mark.parametrize(
    ("q", "r"), [("more than", "more than"), ("less than", "less than"), ("about", "more than")]
)
def test_two_qualifiers_that_pull_apart_say_nothing(q, r):
    assert qualifier_of_ratio(q, r) is None
