"""What cannot be read is refused with its reason, kept masked and once, and loses nobody else's report."""

import pytest

from jarchy.forms import purposes
from jarchy.forms.models import Submission, UnreadableBody
from jarchy.forms.problems import Problems
from jarchy.forms.tests import tiny

PHONE = "0555123456"
CUT_OFF = tiny.xml(host_phone=PHONE)[:-90]


@pytest.mark.parametrize("body, code", [
    (CUT_OFF, "forms.cut_off"),
    (b"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + tiny.xml()[39:], "forms.has_doctype"),
    (tiny.xml().replace(b"</data>", b"x" * 10_485_760 + b"</data>"), "forms.too_large"),
    (tiny.xml().replace(b"UTF-8", b"utf-16"), "forms.not_well_formed"),
    (b"\0\1\2\3", "forms.not_well_formed"),
    (b"", "forms.empty"),
])  # fmt: skip
def test_it_is_refused_with_its_reason(world, body, code):
    (outcome,) = world.send(body)
    assert (outcome.state, outcome.problem.code) == ("refused", code)
    assert outcome.problem.remedy
    assert not Submission.objects.exists()


def test_it_is_kept_masked_and_once_however_often_a_phone_tries(world):
    for _ in range(3):
        world.send(CUT_OFF)
    kept = UnreadableBody.objects.get()
    assert PHONE not in kept.masked
    assert "<total>37" in kept.masked
    assert (kept.account_id, kept.size) == (world.aigul.account, len(CUT_OFF))


def test_the_others_in_the_same_call_are_kept(world):
    outcomes = world.send(CUT_OFF, tiny.xml())
    assert [outcome.state for outcome in outcomes] == ["refused", "kept"]


def test_one_that_breaks_the_room_above_is_refused_and_the_others_are_kept(world):
    def take(rows, by):
        if any(row.answers["total"] == "13" for row in rows):
            raise Problems.form_unknown(form="thirteen")
        world.taken.kept.extend(rows)

    purposes.purposes["activity_report"] = take
    bodies = [tiny.xml(instance_id=f"uuid:{n}", total=str(n)) for n in range(10, 17)]
    outcomes = world.send(*bodies)
    assert [outcome.state for outcome in outcomes] == ["kept"] * 3 + ["refused"] + ["kept"] * 3
    assert sorted(row.answers["total"] for row in world.taken.kept) == ["10", "11", "12", "14", "15", "16"]
    assert Submission.objects.count() == 6


def test_a_fault_of_ours_is_said_as_one_and_nothing_is_stored_of_it(world):
    def take(rows, by):
        raise ZeroDivisionError

    purposes.purposes["activity_report"] = take
    (outcome,) = world.send(tiny.xml())
    assert (outcome.state, outcome.problem.code) == ("refused", "forms.not_kept")
    assert not Submission.objects.exists()
    purposes.purposes["activity_report"] = lambda rows, by: None
    assert world.send(tiny.xml())[0].state == "kept", "what failed once can be sent again"
