"""A figure is driven by its indicator's row alone, pinned to a position, and says why there is none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jarchy.charter.models import Indicator, Target
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger.queries import figure, figure_text, results_of
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests.cast import (
    AK,
    KARA,
    SARY,
    SAZ,
    SECOND,
    SHAAR,
    STARTS,
    TOOR,
    VILLAGE,
    let_days_pass,
    post,
    report,
    take_back,
)

YOUNG, YOUTH, OLD = (0, 13), (14, 28), (29, None)


def staff(edition, indicator, **filters):
    return figure(edition, indicator, sight=Sight.EXACT, **filters)


def public(edition, indicator, **filters):
    return figure(edition, indicator, sight=Sight.PUBLIC, **filters)


def test_a_sum_by_period_and_place(edition):
    later = STARTS + timedelta(9)
    post(edition, report(10, at=VILLAGE), report(20, at=SARY, on=later), report(40, at=SHAAR, on=later))
    assert staff(edition, "attendances", since=later).value == 60
    assert staff(edition, "attendances", until=STARTS).value == 10
    assert staff(edition, "attendances", place=SAZ, since=later).value == 20
    assert staff(edition, "attendances", place=SHAAR).value == 40
    assert staff(edition, "attendances", place=VILLAGE, since=later).value == 0


def test_the_share_of_youth_adds_bands_that_lie_wholly_inside_and_says_for_how_many_the_age_is_known(edition):
    ages = {YOUNG: 5, (14, 17): 10, (18, 28): 15, OLD: 10}
    post(edition, report(50, ages=ages), report(30))
    found = staff(edition, "youth_share")
    assert (found.numerator, found.denominator, found.value) == (25, 40, Decimal("62.5"))
    assert found.known_share == Decimal("50.0")


def test_the_share_of_women_counts_only_where_sex_is_known(edition):
    post(edition, report(30, women=20), report(70))
    found = staff(edition, "women_share")
    assert (found.value, found.known_share) == (Decimal("66.7"), Decimal("30.0"))


def test_came_for_the_first_time_is_said_with_how_many_asked(edition):
    post(edition, report(30, first_time=12), report(20, first_time=0), report(70))
    post(edition, report(400, kind="stand", asks_first_time=False))
    found = staff(edition, "first_time")
    assert (found.value, found.numerator, found.denominator) == (12, 2, 3), "nobody asks at a stand"


def test_nobody_asked_is_no_number_rather_than_nought(edition):
    post(edition, report(70))
    found = staff(edition, "first_time")
    assert (found.value, found.why_none) == (None, "no_report")


def test_received_in_time_is_a_share_of_activities(edition):
    post(edition, report(10), report(10, in_time=False), report(10), report(10))
    assert staff(edition, "on_time").value == Decimal("75.0")


def test_districts_are_counted_not_added(edition):
    post(edition, report(10, at=KARA), report(10, at=VILLAGE), report(10, at=SHAAR))
    found = staff(edition, "districts")
    assert (found.value, found.denominator) == (2, 5)
    assert (staff(edition, "districts", place=SAZ).value, staff(edition, "districts", place=TOOR).value) == (
        1,
        0,
    )


def test_an_organisation_that_only_helped_held_one_too_and_none_after_it_is_voided(edition):
    (talk,) = post(edition, report(10, with_host=SECOND))
    assert staff(edition, "organisations").value == 2
    take_back(edition, talk)
    assert staff(edition, "organisations").value == 0


def test_what_has_no_source_yet_is_not_counted_yet(edition):
    found = staff(edition, "leaders")
    assert (found.value, found.why_none) == (None, "not_counted_yet")


def test_what_was_held_before_the_start_counts_apart(edition):
    post(edition, report(10), report(25, on=date(2018, 8, 1), phase="preparation_"))
    assert staff(edition, "attendances").value == 10
    Indicator.objects.filter(slug="sessions").update(measure="preparation_attendances")
    assert staff(edition, "sessions").value == 25
    assert public(edition, "sessions").value == 25


def test_a_target_stands_beside_the_whole_period_only(edition):
    Target.objects.create(
        edition=edition, slug="t", indicator="attendances", place=None, value=300, how="3 x 100"
    )
    found = staff(edition, "attendances")
    assert found.target and found.target.value == 300
    assert staff(edition, "attendances", since=STARTS + timedelta(3)).target is None
    assert staff(edition, "attendances", place=SAZ).target is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"indicator": "victims"}, "ledger.no_indicator"),
        ({"indicator": "attendances", "place": "KG99"}, "ledger.unknown_place_asked"),
        ({"indicator": "attendances", "as_of": 99}, "ledger.no_position"),
    ],
)
def test_a_question_that_means_nothing_is_answered_with_what_to_do(edition, asked, code):
    with pytest.raises(ProblemRaised) as problem:
        staff(edition, **asked)
    assert problem.value.code == code
    assert problem.value.remedy


def test_an_open_activity_moves_the_country_and_its_oblast_at_once_and_the_rayon_at_midnight(edition):
    let_days_pass(edition, STARTS + timedelta(1))
    post(edition, report(37, at=VILLAGE, on=STARTS))
    assert public(edition, "attendances").value == 37
    assert public(edition, "attendances", place=SAZ).value == 37
    assert public(edition, "attendances", place=KARA).value == 0
    let_days_pass(edition, STARTS + timedelta(2))
    assert public(edition, "attendances", place=KARA).value == 37
    assert public(edition, "attendances", place=VILLAGE).why_none == "hidden"


def test_the_public_looks_back_to_published_positions_only(edition):
    post(edition, report(10))
    let_days_pass(edition, STARTS + timedelta(1))
    post(edition, report(20), report(30))
    let_days_pass(edition, STARTS + timedelta(2))
    assert public(edition, "attendances", as_of=1).value == 10
    assert public(edition, "attendances", as_of=3).value == 60
    with pytest.raises(ProblemRaised) as problem:
        public(edition, "attendances", as_of=2)
    assert problem.value.code == "ledger.not_published"
    assert staff(edition, "attendances", as_of=2).value == 30


def test_an_old_position_names_the_day_on_which_it_was_reached(edition):
    post(edition, report(10))
    let_days_pass(edition, STARTS + timedelta(5))
    post(edition, report(20))
    assert staff(edition, "attendances", as_of=1).as_of.date() == STARTS
    assert staff(edition, "attendances").as_of.date() == STARTS + timedelta(5)


def test_a_figure_in_a_text_has_its_unit_and_its_day(edition):
    post(edition, report(12_411))
    assert figure_text(edition.slug, "attendances") == "12,411 attendances (10 September 2018)"
    assert figure_text(edition.slug, "leaders") == "not yet counted"


def test_an_edition_comes_to_what_the_public_could_read(edition):
    post(edition, report(10), report(11, at=AK, is_open=False))
    results = {result.indicator: result.value for result in results_of(edition)}
    assert results == {"activities": 1, "attendances": 10, "districts": 1, "organisations": 1}
