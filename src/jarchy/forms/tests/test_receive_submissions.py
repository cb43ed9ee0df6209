"""Whatever was sent is stored once, checked, and handed on; nothing is lost and nothing is refused but rubbish."""

import pytest

from jarchy.forms.actions import receive_submissions, write_body
from jarchy.forms.models import HostPhone, Submission
from jarchy.forms.tests import tiny
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Actor, house
from jarchy.foundation.sealing import unseal

PHONE = "0555123456"


def codes(outcome) -> list[str]:
    return [finding["code"] for finding in outcome.findings]


def test_what_aigul_sent_is_kept_and_handed_on(world):
    (outcome,) = world.send(tiny.xml())
    assert (outcome.state, codes(outcome)) == ("kept", [])
    assert world.taken.kept == [outcome.submission]
    kept = Submission.objects.get()
    assert kept.answers["total"] == "37"
    assert (kept.account_id, kept.organisation) == (world.aigul.account, world.naryn)
    assert kept.edition_day == world.edition.today()
    assert AuditLine.objects.get(kind="submission").verb == "submission kept"


def test_sent_again_it_is_the_same(world):
    world.send(tiny.xml())
    (again,) = world.send(tiny.xml())
    assert again.state == "same"
    assert Submission.objects.count() == len(world.taken.kept) == 1


def test_white_space_makes_no_other_answers(world):
    world.send(tiny.xml())
    (again,) = world.send(tiny.xml().replace(b"<total>37<", b"\n  <total> 37 <"))
    assert again.state == "same"


def test_other_answers_with_the_same_id_are_a_conflict_that_nobody_loses(world):
    world.send(tiny.xml())
    (other,) = world.send(tiny.xml(total="40"))
    (third,) = world.send(tiny.xml(total="40"))
    assert (other.state, third.state) == ("conflict", "same")
    assert Submission.objects.get(state="conflict").answers["total"] == "40"
    assert world.taken.conflicts == [other.submission]
    assert len(world.taken.kept) == 1


def test_both_in_one_call_end_likewise(world):
    outcomes = world.send(tiny.xml(), tiny.xml(), tiny.xml(total="40"), tiny.xml(instance_id="uuid:2"))
    assert [outcome.state for outcome in outcomes] == ["kept", "same", "conflict", "kept"]
    assert outcomes[2].submission.conflicts_with == outcomes[0].submission
    assert Submission.objects.get(state="conflict").conflicts_with.instance_id == "uuid:1"


def test_the_hosts_telephone_is_sealed_apart_and_stands_nowhere_else(world):
    world.send(tiny.xml(host_phone=PHONE))
    kept = Submission.objects.get()
    assert PHONE not in kept.body + str(kept.answers) + str(kept.findings)
    assert unseal(HostPhone.objects.get(submission=kept).sealed) == PHONE.encode()


def test_another_telephone_is_no_other_answer(world):
    world.send(tiny.xml(host_phone=PHONE))
    assert world.send(tiny.xml(host_phone="0777000000"))[0].state == "same"


def test_a_wrong_telephone_is_noticed_and_not_repeated(world):
    (outcome,) = world.send(tiny.xml(host_phone="05551234567890"))
    assert codes(outcome) == ["answer.constraint"]
    assert "34567890" not in str(outcome.findings)


def test_answers_that_do_not_fit_are_kept_from_a_phone_and_noticed(world):
    (outcome,) = world.send(tiny.xml(total="a few", held_on="2030-01-01", adm2="nowhere", women="99"))
    assert outcome.state == "kept"
    assert {"answer.type", "answer.constraint", "answer.choice"} <= set(codes(outcome))


def test_the_same_answers_are_refused_on_the_web(world):
    (outcome,) = world.send(tiny.xml(women="99"), channel="web")
    assert (outcome.state, outcome.problem.code) == ("refused", "forms.answers_refused")
    assert not Submission.objects.exists()


def test_a_telephone_in_a_text_is_noticed_from_a_phone_and_stopped_on_the_web(world):
    body = tiny.xml(lesson="Call Aida 0700 123 456")
    (stopped,) = world.send(body, channel="web")
    assert stopped.problem.code == "forms.personal_data"
    assert not Submission.objects.exists()
    (kept,) = world.send(body)
    assert codes(kept) == ["guard.phone"]
    assert kept.submission.answers["lesson"] == "Call Aida •••"
    assert "0700 123 456" in kept.submission.body, "the evidence stays as it came"
    assert world.send(body)[0].state == "same"


def test_a_telephone_hidden_in_a_question_that_nobody_asked_is_noticed(world):
    (kept,) = world.send(tiny.xml(remark="0700123456"))
    assert "guard.phone" in codes(kept)
    assert kept.submission.answers["/data/remark"] == "•••"


def test_for_which_of_several_organisations_nobody_said(world):
    both = Actor(world.aigul.account, world.aigul.grants | world.farkhad.grants)
    (kept,) = world.send(tiny.xml(), by=both)
    assert "forms.organisation_unsaid" in codes(kept)


def test_what_is_asked_today_is_the_editions_today(world):
    assert codes(world.send(tiny.xml(held_on="2018-11-05"))[0]) == []
    assert codes(world.send(tiny.xml(held_on="2018-11-06", instance_id="uuid:2"))[0]) == ["answer.constraint"]


def test_a_version_that_nobody_knows_is_taken_and_noticed(world):
    (outcome,) = world.send(tiny.xml(version="1999"))
    assert (outcome.state, codes(outcome)) == ("kept", ["forms.version_unknown"])
    assert outcome.submission.form_version == world.version


def test_a_form_that_nobody_knows_is_refused(world):
    (outcome,) = world.send(tiny.xml(form_id="tiny_census"))
    assert (outcome.state, outcome.problem.code) == ("refused", "forms.form_unknown")


def test_without_an_instance_id_the_same_bytes_are_one(world):
    outcomes = world.send(
        tiny.xml(instance_id=None), tiny.xml(instance_id=None), tiny.xml(instance_id=None, total="5")
    )
    assert [outcome.state for outcome in outcomes] == ["kept", "same", "kept"]


def test_elena_cannot_send(world):
    (outcome,) = world.send(tiny.xml(), by=world.elena)
    assert (outcome.state, outcome.problem.code) == ("refused", "forms.may_not_send")


def test_aigul_cannot_send_for_another_organisation(world):
    incoming = [_for(world, "youth-osh")]
    assert receive_submissions(incoming, by=world.aigul)[0].problem.code == "forms.may_not_send"
    assert receive_submissions(incoming, by=house("simulate"))[0].state == "kept"


def _for(world, organisation):
    from jarchy.forms.actions import Incoming  # noqa: PLC0415 - one use

    return Incoming(tiny.xml(), {}, "file", world.edition.slug, organisation=organisation)


def test_what_the_house_writes_can_be_received(world):
    body = write_body(
        world.edition,
        "activity_report",
        {**tiny.GOOD, "host_phone": PHONE, "unknown": "x"},
        instance_id="uuid:7",
    )
    (outcome,) = world.send(body, by=world.bakyt)
    assert (outcome.state, codes(outcome)) == ("kept", [])
    assert outcome.submission.answers == tiny.GOOD


@pytest.mark.parametrize("number", [1, 60])
def test_many_cost_as_many_queries_as_one(world, number, django_assert_max_num_queries):
    bodies = [tiny.xml(instance_id=f"uuid:{n}", host_phone=PHONE) for n in range(number)]
    with django_assert_max_num_queries(20):
        assert {outcome.state for outcome in world.send(*bodies)} == {"kept"}
