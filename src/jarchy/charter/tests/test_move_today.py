"""An example's day moves on, never back, and every midnight between is run once; a live edition asks the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jarchy.charter import actions, midnights, queries
from jarchy.charter.models import Edition, stopped_at
from jarchy.charter.rules import EditionState
from jarchy.foundation.narrowing import NOBODY, house
from jarchy.foundation.problems import ProblemRaised

pytestmark = pytest.mark.django_db
US = house("test")


@pytest.fixture
def edition():
    """As loaded on its 57th day."""
    return Edition.objects.create(
        slug="kg-2018",
        languages=["ky"],
        time_zone="Asia/Bishkek",
        prepares_from=date(2018, 7, 2),
        starts=date(2018, 9, 10),
        ends=date(2018, 12, 10),
        reports_until=date(2018, 12, 24),
        final_on=date(2019, 1, 15),
        example_today=date(2018, 11, 5),
        last_midnight=date(2018, 11, 5),
        state=EditionState.OPEN,
    )


@pytest.fixture
def seen():
    """What the midnights of other rooms are given; the one of 8 November breaks while "broken" is in it."""
    told: list[object] = []

    def midnight(edition: Edition, day: date) -> None:
        if day == date(2018, 11, 8) and "broken" in told:
            raise RuntimeError("no room on the disk")
        told.append((day, edition.today(), edition.state))

    midnights.append(midnight)
    yield told
    midnights.remove(midnight)


def test_each_midnight_between_is_run_on_its_own_day(edition, seen):
    begun = actions.move_today(edition, date(2018, 11, 8), US)
    assert begun == [date(2018, 11, 6), date(2018, 11, 7), date(2018, 11, 8)]
    assert [day for day, today, _ in seen if day == today] == begun
    assert queries.edition("kg-2018").today() == date(2018, 11, 8)


def test_the_same_day_again_runs_nothing(edition, seen):
    actions.move_today(edition, date(2018, 11, 6), US)
    assert actions.move_today(edition, date(2018, 11, 6), US) == []
    assert len(seen) == 1


def test_it_never_moves_back(edition):
    with pytest.raises(ProblemRaised, match="charter.day_goes_back"):
        actions.move_today(edition, date(2018, 11, 4), US)


def test_only_the_secretariat_moves_it(edition):
    with pytest.raises(ProblemRaised, match="charter.not_allowed"):
        actions.move_today(edition, date(2018, 11, 6), NOBODY)


def test_a_midnight_that_broke_is_run_again_before_the_next(edition, seen):
    seen.append("broken")
    with pytest.raises(RuntimeError):
        actions.move_today(edition, date(2018, 11, 9), US)
    seen.remove("broken")
    assert queries.edition("kg-2018").last_midnight == date(2018, 11, 7)
    assert actions.move_today(edition, date(2018, 11, 9), US) == [date(2018, 11, 8), date(2018, 11, 9)]
    assert [day for day, _, _ in seen] == [
        date(2018, 11, 6),
        date(2018, 11, 7),
        date(2018, 11, 8),
        date(2018, 11, 9),
    ]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2018, 12, 10), EditionState.OPEN),
        (date(2018, 12, 11), EditionState.LATE_ONLY),
        (date(2018, 12, 25), EditionState.PROVISIONAL),
        (date(2019, 1, 14), EditionState.PROVISIONAL),
        (date(2019, 1, 15), EditionState.FINAL),
        (date(2019, 1, 31), EditionState.FINAL),
    ],
)
def test_the_state_follows_the_dates(day, state, edition, seen):
    actions.move_today(edition, day, US)
    assert queries.edition("kg-2018").state == state
    assert seen[-1] == (day, day, state)


def test_simulate_may_let_it_begin_when_it_prepares(edition, seen):
    actions.set_back(edition, edition.prepares_from, US)
    kept = queries.edition("kg-2018")
    assert (kept.today(), kept.state, seen) == (date(2018, 7, 2), EditionState.PREPARING, [])


class TestALiveEdition:
    @pytest.fixture(autouse=True)
    def live(self, edition):
        edition.live, edition.example_today, edition.last_midnight = True, None, date(2018, 11, 5)
        edition.save()

    def test_begins_its_day_at_midnight_in_bishkek(self, seen):
        actions.keep_midnights(now=datetime(2018, 11, 5, 17, 59, tzinfo=UTC))  # 23:59 there
        assert seen == []
        actions.keep_midnights(now=datetime(2018, 11, 5, 18, 0, tzinfo=UTC))
        actions.keep_midnights(now=datetime(2018, 11, 5, 18, 1, tzinfo=UTC))
        assert [day for day, *_ in seen] == [date(2018, 11, 6)]

    def test_runs_the_midnights_that_a_dead_machine_missed(self, seen):
        actions.keep_midnights(now=datetime(2018, 11, 8, 3, 0, tzinfo=UTC))
        assert [day for day, *_ in seen] == [date(2018, 11, 6), date(2018, 11, 7), date(2018, 11, 8)]

    def test_cannot_be_moved(self, edition):
        with pytest.raises(ProblemRaised, match="charter.not_an_example"):
            actions.move_today(edition, date(2018, 11, 9), US)


def test_while_a_live_campaign_is_frozen_its_clock_stands(edition):
    edition.live = True
    moment = datetime(2018, 12, 5, 22, tzinfo=UTC)
    token = stopped_at.set(moment)
    try:
        assert edition.as_of() == moment
        assert edition.today() == date(2018, 12, 6)  # it is four in the morning in Bishkek
    finally:
        stopped_at.reset(token)
    assert edition.as_of() > moment
