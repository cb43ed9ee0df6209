"""What is done later is done once it is committed, comes back from a killed worker, and is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from jarchy.foundation import jobs
from jarchy.foundation.models import ClockSlot, Worker

NOW = datetime(2018, 11, 5, 6, 0, tzinfo=UTC)
said: list[str] = []


@jobs.later
def say(word: str) -> None:
    said.append(word)


@jobs.later(attempts=3)
def stumble(word: str) -> None:
    said.append(word)
    raise OSError("the network was down")


@pytest.fixture(autouse=True)
def _nothing_said():
    said.clear()


@pytest.fixture
def only(monkeypatch):
    """Lets a test have rounds of its own alone."""

    def set_to(*rounds: jobs.Round) -> None:
        monkeypatch.setattr(jobs, "rounds", {each.name: each for each in rounds})

    set_to()
    return set_to


@pytest.mark.django_db
def test_what_is_left_for_later_is_done_by_the_next_worker(only):
    say.enqueue("ready")
    assert said == []
    jobs.run_due()
    assert said == ["ready"]
    jobs.run_due()
    assert said == ["ready"]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_done(only):
    with pytest.raises(RuntimeError), transaction.atomic():
        say.enqueue("of a change that never was")
        raise RuntimeError
    jobs.run_due()
    assert said == []


@pytest.mark.django_db
def test_a_task_that_fails_is_tried_again_after_a_while_and_given_up_in_the_end(only):
    stumble.enqueue("once")
    jobs.run_due(NOW)
    jobs.run_due(NOW + timedelta(seconds=5))
    assert len(said) == 1
    jobs.run_due(NOW + timedelta(seconds=20))
    jobs.run_due(NOW + timedelta(minutes=3))
    jobs.run_due(NOW + timedelta(days=1))
    row = DBTaskResult.objects.get()
    assert (len(said), row.status) == (3, "FAILED")
    assert "the network was down" in row.traceback


@pytest.mark.django_db
def test_the_task_of_a_killed_worker_comes_back_when_its_lease_has_ended(only):
    say.enqueue("after the power cut")
    killed = jobs.Hands("killed")
    killed.seen(NOW)
    assert jobs._claim_task("killed", NOW) is not None
    assert jobs.take_back(NOW + timedelta(seconds=60)) == 0
    assert jobs.run_due(NOW + timedelta(seconds=60)) == []
    assert jobs.take_back(NOW + timedelta(seconds=120)) == 1
    jobs.run_due(NOW + timedelta(seconds=121))
    assert said == ["after the power cut"]


@pytest.mark.django_db
def test_a_task_that_kills_every_worker_is_given_up(only):
    say.enqueue("poison")
    for attempt in range(6):
        assert jobs._claim_task(f"victim {attempt}", NOW + timedelta(hours=attempt)) is not None
        jobs.take_back(NOW + timedelta(hours=attempt, minutes=1))
    assert DBTaskResult.objects.get().status == "FAILED"


@pytest.mark.django_db
def test_a_worker_that_wakes_after_its_lease_does_not_end_the_task_of_another(only):
    say.enqueue("twice")
    slow = jobs._claim_task("slow", NOW)
    jobs.take_back(NOW + timedelta(minutes=5))
    jobs._claim_task("quick", NOW + timedelta(minutes=6))
    jobs._close(slow, status="SUCCESSFUL")
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == ("RUNNING", ["slow", "quick"])


@pytest.mark.django_db
def test_a_round_is_made_when_it_is_due_and_not_before(only):
    only(jobs.Round("market", lambda: said.append("market"), 60))
    for minutes in (0, 1, 59, 60, 61):
        jobs.run_due(NOW + timedelta(minutes=minutes))
    assert said == ["market", "market"]


@pytest.mark.django_db
def test_a_round_that_one_worker_is_in_is_left_alone_by_the_others_until_the_worker_is_gone(only):
    market = jobs.Round("market", lambda: said.append("market"), 1)
    only(market)
    assert jobs._claim_round(market, NOW)
    jobs.run_due(NOW + timedelta(seconds=30))
    assert said == []
    jobs.run_due(NOW + timedelta(minutes=2))
    assert said == ["market"]


@pytest.mark.django_db
def test_a_round_that_fails_is_noted_and_made_again_soon(only):
    def fall(now: datetime) -> None:
        said.append(now.isoformat())
        raise ValueError("no snow today")

    only(jobs.Round("snow", fall, 60))
    jobs.run_due(NOW)
    assert "no snow today" in ClockSlot.objects.get(name="snow").last_fault
    jobs.run_due(NOW + timedelta(minutes=4))
    assert len(said) == 1
    jobs.run_due(NOW + timedelta(minutes=6))
    assert len(said) == 2


@pytest.mark.django_db
def test_a_worker_that_leaves_gives_back_what_it_was_doing(only):
    say.enqueue("unfinished")
    hands = jobs.Hands("leaving")
    hands.seen(NOW)
    jobs._claim_task("leaving", NOW)
    hands.leave(NOW)
    assert DBTaskResult.objects.get().status == "READY"
    assert not Worker.objects.exists()


def test_the_waits_grow_to_an_hour():
    assert [jobs.wait_after(n).total_seconds() for n in (1, 2, 3, 4, 5, 6)] == [15, 60, 240, 960, 3600, 3600]
