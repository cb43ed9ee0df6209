"""A correction names what it corrects; in whatever order they come, one of them stands and nothing is lost."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jarchy.forms.actions import Incoming, receive_submissions
from jarchy.forms.models import HostPhone, Submission
from jarchy.forms.tests import tiny
from jarchy.foundation.sealing import unseal

FIRST = tiny.xml(instance_id="uuid:1", host_phone="0555123456")
SECOND = tiny.xml(instance_id="uuid:2", corrects="uuid:1", total="38")
THIRD = tiny.xml(instance_id="uuid:3", corrects="uuid:2", total="39")


def states() -> dict[str, str]:
    return dict(Submission.objects.values_list("instance_id", "state"))


def test_the_next_version_replaces_the_old_one(world):
    first, second = world.send(FIRST)[0], world.send(SECOND)[0]
    assert second.submission.replaces == first.submission
    assert states() == {"uuid:1": "kept", "uuid:2": "kept"}


def test_in_one_call_the_old_one_comes_first_whatever_the_order(world):
    third, second, first = world.send(THIRD, SECOND, FIRST)
    assert (third.submission.replaces, second.submission.replaces) == (second.submission, first.submission)
    assert [row.instance_id for row in world.taken.kept] == ["uuid:1", "uuid:2", "uuid:3"]


def test_the_hosts_telephone_goes_over_to_the_next_version(world):
    world.send(FIRST)
    world.send(SECOND)
    phones = {row.submission.instance_id: unseal(row.sealed) for row in HostPhone.objects.all()}
    assert phones == {"uuid:2": b"0555123456"}


def test_the_next_version_by_a_phone_is_of_whom_the_first_was(world):
    incoming = Incoming(FIRST, {}, "web", world.edition.slug, is_for_someone=True)
    receive_submissions([incoming], by=world.bakyt)
    (second,) = world.send(SECOND, by=world.bakyt)
    assert second.submission.replaces and second.submission.is_for_someone


def test_a_second_correction_of_the_same_report_is_a_conflict(world):
    world.send(FIRST, SECOND)
    (other,) = world.send(tiny.xml(instance_id="uuid:9", corrects="uuid:1", total="50"))
    assert (other.state, other.problem.code) == ("conflict", "forms.corrected_already")
    assert other.submission.conflicts_with.instance_id == "uuid:2"


@pytest.mark.parametrize("order", list(permutations([FIRST, SECOND, THIRD])))
def test_in_any_order_the_last_version_stands(world, order):
    for body in order:
        world.send(body)
    assert states()["uuid:3"] == "kept"
    assert Submission.objects.count() == 3


def test_a_correction_of_what_never_came_stands_on_its_own(world):
    (outcome,) = world.send(SECOND)
    assert outcome.state == "kept"
    assert [finding["code"] for finding in outcome.findings] == ["forms.corrected_unknown"]


def test_farkhad_cannot_replace_what_aigul_sent(world):
    world.send(FIRST)
    (outcome,) = world.send(SECOND, by=world.farkhad)
    assert (outcome.state, outcome.submission.replaces) == ("kept", None)
    (hers,) = world.send(tiny.xml(instance_id="uuid:4", corrects="uuid:1"))
    assert hers.submission.replaces.instance_id == "uuid:1"


def test_bakyt_may_correct_what_his_volunteer_sent(world):
    world.send(FIRST)
    assert world.send(SECOND, by=world.bakyt)[0].submission.replaces.instance_id == "uuid:1"


BODIES = [
    tiny.xml(instance_id=f"uuid:{number}", total=str(total), corrects=f"uuid:{corrects}" if corrects else "")
    for number, corrects in ((1, 0), (2, 1), (3, 2), (4, 0))
    for total in (30, 31)
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.lists(st.sampled_from(BODIES), max_size=6), max_size=5))
def test_repeated_or_reordered_everything_is_stored_once(world, calls):
    Submission.objects.all().update(replaces=None, conflicts_with=None)
    Submission.objects.all().delete()
    world.taken.kept.clear()
    for bodies in calls:
        assert all(outcome.state != "refused" for outcome in world.send(*bodies))
    sent = {body for bodies in calls for body in bodies}
    assert Submission.objects.count() == len(sent)
    kept = list(Submission.objects.filter(state="kept").values_list("instance_id", flat=True))
    assert len(kept) == len(set(kept))
    assert sorted(row.instance_id for row in world.taken.kept) == sorted(kept)
