"""A phone repeats until it hears an answer: the same id from many hands at once is stored once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jarchy.forms.models import Submission
from jarchy.forms.tests import tiny
from jarchy.forms.tests.conftest import make_world

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


@pytest.fixture
def crowd(transactional_db, registries):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: there is no race to lose")
    return make_world(registries)


def all_at_once(*calls) -> list:
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [outcome for outcomes in pool.map(run, calls) for outcome in outcomes]


def test_the_same_id_with_the_same_answers_is_kept_once(crowd):
    outcomes = all_at_once(*[lambda: crowd.send(tiny.xml())] * HANDS)
    assert sorted(outcome.state for outcome in outcomes) == ["kept"] + ["same"] * (HANDS - 1)
    assert Submission.objects.count() == 1


def test_the_same_id_with_other_answers_is_kept_once_and_the_rest_beside_it(crowd):
    calls = [lambda total=total: crowd.send(tiny.xml(total=str(total))) for total in range(30, 30 + HANDS)]
    outcomes = all_at_once(*calls)
    assert sorted(outcome.state for outcome in outcomes) == ["conflict"] * (HANDS - 1) + ["kept"]
    assert Submission.objects.filter(state="kept").count() == 1


def test_groups_in_opposite_order_do_not_lock_each_other_up(crowd):
    bodies = [tiny.xml(instance_id=f"uuid:{number}") for number in range(30)]
    outcomes = all_at_once(*[lambda b=b: crowd.send(*b) for b in (bodies, bodies[::-1]) * 2])
    assert [outcome.state for outcome in outcomes].count("kept") == 30
    assert Submission.objects.count() == 30


def test_two_corrections_of_one_report_leave_one_standing(crowd):
    crowd.send(tiny.xml())
    calls = [
        lambda n=n: crowd.send(tiny.xml(instance_id=f"uuid:c{n}", corrects="uuid:1", total=str(n)))
        for n in range(30, 30 + HANDS)
    ]
    states = sorted(outcome.state for outcome in all_at_once(*calls))
    assert states == ["conflict"] * (HANDS - 1) + ["kept"]
