"""What closed activities come to in public, Monday by Monday, as house.md says it."""

from datetime import date, timedelta

import pytest

from jarchy.ledger import actions
from jarchy.ledger.actions import midnights
from jarchy.ledger.models import Cell, Entry, OblastRow
from jarchy.ledger.queries import days_by_places, figure, public_cells, totals
from jarchy.ledger.rules import Sight, day_counted
from jarchy.ledger.tests.cast import (
    AK,
    KARA,
    KOK,
    MONDAY,
    SARY,
    SAZ,
    SHAAR,
    STARTS,
    TOOR,
    corrected,
    let_days_pass,
    make_final,
    post,
    report,
    take_back,
)  # fmt: skip

NEXT, AFTER_NEXT = MONDAY + timedelta(7), MONDAY + timedelta(14)


def closed(people, **changes):
    return report(people, is_open=False, **changes)


def public(edition, indicator="attendances", **filters):
    return figure(edition, indicator, sight=Sight.PUBLIC, **filters).value


def cells(edition):
    return [
        (cell.district or cell.region, cell.kind, cell.activities, cell.attendances)
        for cell in public_cells(edition)
    ]


def test_a_closed_activity_waits_for_monday_and_then_moves_all_three_totals(edition):
    post(edition, closed(30))
    let_days_pass(edition, MONDAY - timedelta(1))
    assert (public(edition), public(edition, place=KARA), cells(edition)) == (0, 0, [])
    let_days_pass(edition, MONDAY)
    assert (public(edition), public(edition, place=SAZ), public(edition, place=KARA)) == (30, 30, 30)
    assert cells(edition) == [(KARA, "talk", 1, 30)]


def test_nine_attendances_wait_and_are_shown_with_the_next(edition):
    post(edition, closed(9))
    let_days_pass(edition, MONDAY)
    assert cells(edition) == []
    post(edition, closed(4, on=MONDAY))
    let_days_pass(edition, NEXT)
    assert cells(edition) == [(KARA, "talk", 2, 13)]


def test_weeks_and_kinds_are_put_together_until_there_are_ten_and_a_rest_joins_the_last(edition):
    post(
        edition,
        closed(12, kind="meeting"),
        closed(6, kind="street"),
        closed(5, kind="talk"),
        closed(3, kind="theatre"),
    )
    let_days_pass(edition, MONDAY)
    assert cells(edition) == [(KARA, "meeting", 1, 12), (KARA, "", 3, 14)]


def test_rayons_are_never_put_together_before_the_end(edition):
    post(edition, closed(9, at=KARA), closed(9, at=SARY), closed(9, at=SHAAR))
    let_days_pass(edition, MONDAY)
    assert cells(edition) == []


def test_when_one_is_voided_the_whole_cell_goes_and_what_stands_waits_for_something_new(edition):
    first, second = post(edition, closed(20), closed(15))
    let_days_pass(edition, MONDAY)
    take_back(edition, second)
    assert public(edition) == 35
    let_days_pass(edition, NEXT)
    assert (public(edition), cells(edition)) == (0, [])
    post(edition, closed(8, on=NEXT))
    let_days_pass(edition, AFTER_NEXT)
    assert cells(edition) == [(KARA, "talk", 2, 28)]
    assert not Cell.objects.filter(attendances__lt=0).exists()


def test_a_corrected_one_comes_back_with_those_it_stood_with(edition):
    first, second = post(edition, closed(20), closed(15))
    let_days_pass(edition, MONDAY)
    take_back(edition, second, post=(corrected(second, people=14, is_open=False),))
    let_days_pass(edition, NEXT)
    assert cells(edition) == [(KARA, "talk", 2, 34)]


def test_a_small_new_one_does_not_come_beside_a_corrected_one_where_it_would_be_the_difference(edition):
    first, second = post(edition, closed(20), closed(15))
    let_days_pass(edition, MONDAY)
    take_back(edition, second, post=(corrected(second, people=15, is_open=False),))
    post(edition, closed(4))
    let_days_pass(edition, NEXT)
    assert cells(edition) == [(KARA, "talk", 2, 35)]


def test_an_activity_once_read_as_open_hides_nobody_behind_it(edition):
    (seven,) = post(edition, report(7))
    take_back(edition, seven, post=(corrected(seven, people=7, is_open=False),))
    post(edition, closed(5))
    let_days_pass(edition, MONDAY)
    assert cells(edition) == []
    post(edition, closed(6))
    let_days_pass(edition, NEXT)
    assert cells(edition) == [(KARA, "talk", 3, 18)]


def test_at_the_end_rayons_of_an_oblast_are_put_together_then_oblasts(edition):
    post(edition, closed(6, at=KARA), closed(7, at=SARY), closed(4, at=AK), closed(8, at=SHAAR))
    let_days_pass(edition, date(2019, 1, 14))
    assert cells(edition) == []
    let_days_pass(edition, edition.final_on)
    make_final(edition)
    assert sorted(cells(edition)) == [("", "talk", 2, 12), (SAZ, "talk", 2, 13)]
    assert (public(edition), public(edition, place=SAZ), public(edition, place=KARA)) == (25, 13, 0)


def test_what_is_too_few_even_for_the_country_stays_out(edition):
    post(edition, closed(3, at=KARA), closed(4, at=AK))
    let_days_pass(edition, edition.final_on + timedelta(7))
    assert not figure(edition, "attendances", sight=Sight.PUBLIC).leaves_out
    make_final(edition)
    assert (public(edition), cells(edition)) == (0, [])
    assert figure(edition, "attendances", sight=Sight.PUBLIC).leaves_out
    assert not figure(edition, "attendances", place=SAZ, sight=Sight.PUBLIC).leaves_out


def test_a_midnight_run_twice_makes_nothing_twice(edition):
    post(edition, closed(30))
    let_days_pass(edition, MONDAY)
    actions.midnight(edition, MONDAY)
    assert Cell.objects.count() == 1
    assert actions.verify(edition) == []


def test_what_a_monday_made_has_a_position_of_its_own_so_that_sunday_stays_as_it_was(edition):
    post(edition, closed(30), report(5))
    let_days_pass(edition, MONDAY)
    assert public(edition, as_of=2) == 5
    assert public(edition, as_of=3) == 35
    assert Entry.objects.get(position=3).source == "monday"


@pytest.mark.parametrize(
    ("since", "until", "day"),
    [
        (date(2018, 9, 10), date(2018, 12, 10), date(2018, 9, 17)),
        (date(2018, 9, 19), date(2018, 12, 10), date(2018, 9, 19)),
        (date(2018, 9, 10), date(2018, 9, 17), date(2018, 9, 17)),
        (date(2018, 9, 24), date(2018, 12, 10), None),
        (date(2018, 9, 10), date(2018, 9, 16), None),
    ],
)
def test_a_cell_counts_on_the_first_day_of_its_week_that_lies_in_the_period(since, until, day):
    assert day_counted(date(2018, 9, 17), since, until) == day


def test_the_strip_has_open_days_marks_closed_weeks_and_adds_up_to_both(edition):
    post(edition, report(5), closed(30, at=KOK))
    let_days_pass(edition, MONDAY + timedelta(1))
    grid = days_by_places(edition, "attendances", level=1, sight=Sight.PUBLIC)
    assert [place.pcode for place in grid.places] == [SAZ, TOOR, SHAAR]
    assert grid.cells[SAZ][STARTS] == 5
    assert grid.cells[TOOR][STARTS] == 0
    assert grid.cells[TOOR][MONDAY + timedelta(2)] is None
    assert grid.closed_weeks == {TOOR: {STARTS: (1, 30)}}
    assert (grid.totals, grid.total) == ({SAZ: 5, TOOR: 30, SHAAR: 0}, 35)
    exact = days_by_places(edition, "attendances", level=2, within=TOOR, sight=Sight.EXACT)
    assert (exact.cells[KOK][STARTS], exact.totals, exact.closed_weeks) == (30, {AK: 0, KOK: 30}, {})


def test_the_strip_of_last_midnight_leaves_out_what_came_since(edition):
    post(edition, report(5))
    let_days_pass(edition, STARTS + timedelta(1))
    post(edition, report(7))
    grid = days_by_places(edition, "attendances", level=2, sight=Sight.PUBLIC)
    assert (grid.totals[KARA], grid.position) == (5, 1)


# --- oblasts' rows


def big(women, **changes):
    return report(40, women=women, ages={(0, 13): 10, (14, 28): 20}, first_time=15, **changes)


def test_an_oblast_has_its_sexes_in_public_from_three_activities_on(edition):
    post(edition, big(20), big(20, at=SARY))
    let_days_pass(edition, MONDAY)
    assert figure(edition, "women_share", sight=Sight.PUBLIC).why_none == "hidden"
    post(edition, big(20))
    let_days_pass(edition, NEXT)
    found = figure(edition, "women_share", place=SAZ, sight=Sight.PUBLIC)
    assert (found.value, found.numerator, found.denominator, found.oblasts) == (50, 60, 120, 1)
    assert figure(edition, "sessions", sight=Sight.PUBLIC).value == 3
    assert figure(edition, "women_share", place=KARA, sight=Sight.PUBLIC).why_none == "hidden"


def test_a_row_in_which_one_band_would_change_by_few_is_not_renewed(edition):
    post(edition, big(20), big(20), big(20))
    let_days_pass(edition, MONDAY)
    post(edition, *(report(20, women=18, first_time=10, ages={(14, 28): 20}) for _ in range(3)))
    let_days_pass(edition, NEXT)
    assert OblastRow.objects.count() == 1
    post(edition, report(40, women=20, first_time=10, ages={(14, 28): 40}))
    let_days_pass(edition, AFTER_NEXT)
    assert OblastRow.objects.count() == 2


def test_a_table_by_age_has_unknown_as_a_band_and_adds_up_to_its_own_total(edition):
    post(edition, big(20), big(20), big(20))
    let_days_pass(edition, MONDAY)
    table = totals(edition, ["attendances"], by="age", sight=Sight.PUBLIC)
    assert [(row.key, row.values["attendances"]) for row in table.rows] == [
        ("0-13", 30), ("14-28", 60), ("unknown", 30),
    ]  # fmt: skip
    assert table.total == {"attendances": 120}


def test_a_row_is_made_of_what_stands_in_public_and_of_nothing_that_waits(edition):
    post(edition, big(20), big(20), big(20, is_open=False), report(9, is_open=False, at=SARY, women=9))
    let_days_pass(edition, MONDAY)
    assert OblastRow.objects.get().total == public(edition, place=SAZ) == 120


def test_what_is_posted_while_a_monday_is_worked_out_is_in_it(edition):
    """It is worked out before the chain is locked, so that nobody waits; somebody posts in between."""
    post(edition, closed(12))
    made = midnights.work_out(edition, MONDAY)
    post(edition, closed(30))
    midnights.begin(edition, MONDAY, made)
    assert [cell.attendances for cell in Cell.objects.all()] == [42]
    assert actions.verify(edition) == []


def test_what_two_worked_out_at_once_is_made_public_once(edition):
    post(edition, closed(12))
    both = [midnights.work_out(edition, MONDAY) for _ in range(2)]
    assert len({midnights.begin(edition, MONDAY, made).pk for made in both}) == 1
    assert [cell.attendances for cell in Cell.objects.all()] == [12]
