"""When an oblast's numbers by sex and age may be shown anew."""

from __future__ import annotations

from jarchy.ledger.rules import Measure, RowValues, oblast_row_may_be_renewed, people_of


def row(total: int, women: int, men: int, first_time: int = 0) -> RowValues:
    return RowValues(
        {Measure.ATTENDANCES: total, Measure.FIRST_TIME: first_time}, {"sex": {"female": women, "male": men}}
    )


def test_unknown_is_a_band_like_the_others():
    assert people_of(row(50, 20, 25))["sex unknown"] == 5
    assert not oblast_row_may_be_renewed([], row(50, 20, 25), newcomers=3)
    assert oblast_row_may_be_renewed([], row(55, 20, 25), newcomers=3)


def test_two_activities_are_too_few_however_many_came():
    assert not oblast_row_may_be_renewed([], row(400, 200, 200), newcomers=2)


def test_a_band_may_stay_as_it_was_but_not_change_by_nine():
    before = row(100, 50, 50)
    assert oblast_row_may_be_renewed([before], row(150, 100, 50), newcomers=3)
    assert not oblast_row_may_be_renewed([before], row(159, 100, 59), newcomers=3)
    assert not oblast_row_may_be_renewed([before], row(141, 100, 41), newcomers=3)


def test_a_row_is_laid_beside_every_older_one_not_only_the_last():
    january, february = row(100, 50, 50), row(180, 100, 80)
    assert not oblast_row_may_be_renewed([january, february], row(106, 56, 50), newcomers=3)


def test_few_who_came_for_the_first_time_keep_it_back_too():
    assert not oblast_row_may_be_renewed([], row(100, 50, 50, first_time=4), newcomers=3)
