"""An edition's life: people move it on, step by step and never back; the dates say when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jarchy.charter import actions, moves, queries
from jarchy.charter.models import Edition
from jarchy.charter.rules import LIFE, MAY, Act, EditionState, may, next_move
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import NOBODY, Actor, Grant, Role, house
from jarchy.foundation.problems import ProblemRaised

DANIYAR = Actor(account=4, grants=frozenset({Grant(Role.SECRETARIAT, "kg-2018", None, frozenset())}))


@pytest.fixture
def edition(db):
    """Live, its period over, and nobody has clicked."""
    return Edition.objects.create(
        slug="kg-2018", languages=["ky"], time_zone="Asia/Bishkek", prepares_from=date(2018, 7, 2),
        starts=date(2018, 9, 10), ends=date(2018, 12, 10), reports_until=date(2018, 12, 24),
        final_on=date(2099, 1, 15), delete_people_on=date(2099, 4, 15), last_midnight=date(2018, 12, 11),
        state=EditionState.OPEN, live=True,
    )  # fmt: skip


@pytest.fixture
def followed():
    """What follows a move to provisional, as joints.py would have it."""
    told: list[object] = []
    moves.setdefault("provisional", []).append(lambda edition, by: told.append((edition.state, by.account)))
    yield told
    moves["provisional"].pop()


def state():
    return queries.edition("kg-2018").state


class TestByPeople:
    def test_a_due_step_needs_no_reason(self, edition):
        actions.move_state(edition, EditionState.LATE_ONLY, by=DANIYAR)
        assert state() == EditionState.LATE_ONLY
        line = AuditLine.objects.get(verb="edition moved on")
        assert (line.account, line.details["from"], line.details["early"]) == (4, "open", False)

    def test_twice_changes_nothing_more(self, edition):
        for _ in range(2):
            actions.move_state(edition, EditionState.LATE_ONLY, by=DANIYAR)
        assert AuditLine.objects.count() == 1

    def test_what_follows_happens_once_and_in_the_new_state(self, edition, followed):
        actions.move_state(edition, EditionState.LATE_ONLY, by=DANIYAR)
        actions.move_state(edition, EditionState.PROVISIONAL, by=DANIYAR)
        assert followed == [("provisional", 4)]

    @pytest.mark.parametrize("to", [EditionState.PREPARING, EditionState.PROVISIONAL, EditionState.FINAL])
    def test_neither_back_nor_over_a_step(self, to, edition):
        with pytest.raises(ProblemRaised, match=r"charter\.not_the_next_state"):
            actions.move_state(edition, to, by=DANIYAR, early=True, why="so")
        assert state() == EditionState.OPEN

    @pytest.mark.parametrize(("early", "why"), [(False, ""), (True, " "), (False, "the ministry asks")])
    def test_early_only_with_a_yes_and_a_reason(self, early, why, edition):
        Edition.objects.update(state=EditionState.PROVISIONAL)
        with pytest.raises(ProblemRaised, match=r"charter\.too_early"):
            actions.move_state(edition, EditionState.FINAL, by=DANIYAR, early=early, why=why)
        actions.move_state(
            edition, EditionState.FINAL, by=DANIYAR, early=True, why="the conference was moved"
        )
        assert (state(), AuditLine.objects.get().why) == (EditionState.FINAL, "the conference was moved")

    def test_people_s_data_go_only_by_the_name_typed(self, edition):
        Edition.objects.update(state=EditionState.FINAL, delete_people_on=date(2019, 4, 15))
        with pytest.raises(ProblemRaised, match=r"charter\.type_its_name"):
            actions.move_state(edition, EditionState.ARCHIVED, by=DANIYAR, typed="kg")
        actions.move_state(edition, EditionState.ARCHIVED, by=DANIYAR, typed="kg-2018")
        assert state() == EditionState.ARCHIVED

    def test_nobody_else_moves_it(self, edition):
        with pytest.raises(ProblemRaised, match=r"charter\.not_allowed"):
            actions.move_state(edition, EditionState.LATE_ONLY, by=NOBODY)


class TestByDates:
    def test_a_live_edition_waits_for_people_however_late_it_is(self, edition):
        actions.keep_midnights(now=datetime(2018, 12, 26, 3, 0, tzinfo=UTC))
        assert state() == EditionState.OPEN
        step = actions.move_of(edition)
        assert (step.to, step.due_on, step.is_due) == (EditionState.LATE_ONLY, date(2018, 12, 11), True)

    def test_an_example_is_moved_by_the_house_at_its_midnight_and_the_record_says_so(self, edition):
        Edition.objects.update(live=False, example_today=date(2018, 12, 11))
        actions.move_today(queries.edition("kg-2018"), date(2018, 12, 25), house("test"))
        assert state() == EditionState.PROVISIONAL
        lines = AuditLine.objects.filter(verb="edition moved on").order_by("pk")
        said = [(line.actor, line.details["to"]) for line in lines]
        assert said == [("midnight", "late"), ("midnight", "provisional")]

    def test_no_date_deletes_people_s_data(self, edition):
        Edition.objects.update(live=False, example_today=date(2018, 12, 11), final_on=date(2019, 1, 15),
                               delete_people_on=date(2019, 1, 20))  # fmt: skip
        actions.move_today(queries.edition("kg-2018"), date(2019, 1, 25), house("test"))
        assert state() == EditionState.FINAL

    def test_what_people_moved_early_no_date_moves_back(self, edition):
        Edition.objects.update(live=False, example_today=date(2018, 11, 5))
        early = queries.edition("kg-2018")
        actions.move_state(early, EditionState.LATE_ONLY, by=DANIYAR, early=True, why="snow")
        actions.move_today(queries.edition("kg-2018"), date(2018, 11, 8), house("test"))
        assert state() == EditionState.LATE_ONLY


def test_each_state_has_one_next_step_and_the_last_has_none():
    days = actions.days_of(Edition(starts=date(2018, 9, 10), ends=date(2018, 12, 10), reports_until=date(2018, 12, 24),
                                   final_on=date(2019, 1, 15)))  # fmt: skip
    steps = [next_move(one, days, date(2018, 12, 11)) for one in LIFE]
    assert [step.to if step else None for step in steps] == [*LIFE[1:], None]
    assert [step.is_due for step in steps if step] == [True, True, False, False, False]


def test_what_may_be_done_where():
    """The table of docs/explanation/the-life-of-a-campaign.md, read by hand."""
    table = {act: "".join("x" if may(act, one) else "." for one in LIFE) for act in Act}
    assert table == {
        Act.PLAN: "xx....", Act.CALL_OFF: "xxx...", Act.SEND: "xxxxx.", Act.REPORT: "xxx...",
        Act.REVIEW: "xxxx..", Act.HIDE: "xxxxx.", Act.CORRECT: "....x.", Act.TARGETS: "xxxx..",
    }  # fmt: skip
    assert set(MAY) == set(Act)
