"""The worked example's own form: it can be used, and an answer of 25 questions passes its rules."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from jarchy.charter.folder.base import Folder
from jarchy.forms import folder, purposes
from jarchy.forms.actions import write_body
from jarchy.forms.tests import tiny
from jarchy.foundation.sealing import unseal

NAME = "forms/activity_report.xlsx"
WORKBOOK = (Path(__file__).parents[4] / "campaigns" / "kg-2018" / NAME).read_bytes()
ANSWERS = {
    "activity": "new", "held_on": "2018-10-03", "adm1": "KG04000000000", "adm2": "KG04210000000",
    "settlement": "KG04210820010", "venue": "school", "kind": "talk", "topics": "trafficking migration",
    "cohosts": "none", "sessions": "2", "languages": "ky ru", "guests": "teachers", "total": "61",
    "counted": "heads", "women": "33", "age_0_13": "10", "age_14_17": "25", "age_18_28": "20", "age_29_up": "6",
    "first_time": "52", "handed_out": "60", "host_phone": "0555123456", "lesson": "Begin earlier.",
}  # fmt: skip


@pytest.fixture
def whole(world):
    purposes.lists["organisations.csv"] = lambda *_: [{"name": "none", "label": "Only us"}]
    purposes.lists["settlements.csv"] = lambda *_: [
        {"name": "KG04210820010", "label": "A village", "adm2": "KG04210000000"}
    ]
    tiny.load(world.edition, WORKBOOK)
    return world


def send(world, **answers):
    body = write_body(world.edition, "activity_report", {**ANSWERS, **answers}, instance_id="uuid:1")
    return world.send(body)[0]


def test_the_form_has_no_fault(whole):
    context = SimpleNamespace(
        edition=SimpleNamespace(slug="tiny", languages=("ky", "ru", "en"), has_checks=False)
    )
    (form,), findings = folder.read(Folder({NAME: WORKBOOK}), context)
    assert findings == []
    assert form.lists == ("activities.csv", "adm2.csv", "organisations.csv", "settlements.csv")


def test_a_whole_report_fits(whole):
    outcome = send(whole)
    assert (outcome.state, outcome.findings) == ("kept", [])
    assert outcome.submission.answers == {k: v for k, v in ANSWERS.items() if k != "host_phone"}
    assert outcome.submission.host_phone


def test_a_telephone_may_be_written_in_groups_and_is_kept_as_it_is_dialled(whole):
    outcome = send(whole, host_phone="+996 (555) 12-34-56")
    assert outcome.findings == []
    assert unseal(outcome.submission.host_phone.sealed) == b"+996555123456"


def test_a_planned_activity_held_as_planned_needs_a_third_of_it(whole):
    planned = dict.fromkeys(("held_on", "adm1", "adm2", "settlement", "venue", "kind", "topics"), "")
    purposes.lists["activities.csv"] = lambda *_: [
        {"name": "plan-001", "label": "Talk", "venue": "school", "kind": "talk"}
    ]
    outcome = send(whole, **planned, activity="plan-001", as_planned="yes")
    assert (outcome.state, outcome.findings) == ("kept", [])


@pytest.mark.parametrize("answers", [
    {"women": "62"},
    {"age_29_up": "7"},
    {"guests": "none teachers"},
    {"held_on": "2018-11-06"},
    {"sessions": "21"},
    {"adm2": "KG07215000000", "settlement": ""},
])  # fmt: skip
def test_what_does_not_fit_is_noticed_once(whole, answers):
    assert len(send(whole, **answers).findings) == 1, answers


def test_recognisable_children_are_noticed(whole):
    outcome = send(whole, photo="1.jpg", faces="children")
    assert [finding["path"].rsplit("/", 1)[-1] for finding in outcome.findings] == ["faces"]
