"""Whoever read a number finds out that it was corrected."""

from datetime import timedelta

from jarchy.ledger.queries import corrections
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests.cast import (
    FIRST,
    KARA,
    SAZ,
    STARTS,
    TOOR,
    corrected,
    let_days_pass,
    post,
    report,
    take_back,
)  # fmt: skip

TUESDAY, WEDNESDAY = STARTS + timedelta(1), STARTS + timedelta(2)


def listed(edition, sight, **filters):
    return [(one.day, one.change) for one in corrections(edition, "attendances", sight=sight, **filters)]


def test_a_correction_says_by_how_much_and_a_void_that_all_is_away(edition):
    talk, sport = post(edition, report(37), report(60))
    take_back(edition, talk, post=(corrected(talk, people=73),))
    let_days_pass(edition, TUESDAY)
    take_back(edition, sport)
    assert listed(edition, Sight.EXACT) == [(TUESDAY, -60), (STARTS, 36)]
    first = corrections(edition, "attendances", sight=Sight.EXACT)[1]
    assert (first.position, first.reverses, first.organisation, first.district) == (3, 1, FIRST, KARA)


def test_the_public_reads_of_what_it_could_read_before_the_day_after(edition):
    talk, sport = post(edition, report(37), report(60))
    take_back(edition, talk, post=(corrected(talk, people=73),))
    let_days_pass(edition, TUESDAY)
    take_back(edition, sport, post=(corrected(sport, people=50),))
    assert listed(edition, Sight.PUBLIC) == []
    let_days_pass(edition, WEDNESDAY)
    assert listed(edition, Sight.PUBLIC) == [(TUESDAY, -10)]
    assert listed(edition, Sight.PUBLIC, place=SAZ) == [(TUESDAY, -10)]
    assert listed(edition, Sight.PUBLIC, place=TOOR) == []


def test_of_closed_ones_the_public_reads_nothing_and_what_became_closed_is_away(edition):
    lesson, talk = post(edition, report(37, is_open=False), report(20))
    let_days_pass(edition, TUESDAY)
    take_back(edition, lesson, post=(corrected(lesson, people=30, is_open=False),))
    take_back(edition, talk, post=(corrected(talk, people=26, is_open=False),))
    let_days_pass(edition, WEDNESDAY)
    assert listed(edition, Sight.PUBLIC) == [(TUESDAY, -20)]
    assert corrections(edition, "sessions", sight=Sight.PUBLIC) == []
