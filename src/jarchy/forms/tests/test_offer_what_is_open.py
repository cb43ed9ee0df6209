"""A list may know rows that are taken when a phone sends them and are not shown to whoever fills in now."""

import pytest

from jarchy.forms import purposes
from jarchy.forms.actions import start_draft
from jarchy.forms.models import Submission
from jarchy.forms.tests import tiny
from jarchy.forms.tests.test_fill_in_on_the_web import START, Browser

HELD = {"name": "plan-009", "label": "Held long ago", "offered": "no"}


@pytest.fixture
def held(world):
    purposes.lists["activities.csv"] = lambda *_: [*tiny.LISTS["activities.csv"], HELD]
    return world


def test_a_phone_with_an_older_list_is_believed(held):
    (outcome,) = held.send(tiny.xml(activity="plan-009", held_on="", adm1="", adm2=""))
    assert (outcome.state, outcome.findings) == ("kept", [])


def test_whoever_begins_now_is_not_shown_it(held):
    assert "Held long ago" not in Browser(held.aigul).begin().text


def test_whoever_mends_her_report_still_sees_it(held):
    held.send(tiny.xml(activity="plan-009", held_on="", adm1="", adm2=""))
    draft = start_draft(held.edition, "activity_report", by=held.aigul, corrects=Submission.objects.get())
    assert "Held long ago" in Browser(held.aigul).open(f"{START}{draft.uuid}/1/").text
