"""A name in a text goes for good: from the answers, from the body, and nobody repeats it."""

import pytest

from jarchy.forms import queries
from jarchy.forms.actions import hide_text
from jarchy.forms.models import Submission
from jarchy.forms.tests import tiny
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

SAID = "Ask Aida on 0700123456 about it."
BY = house("test")


@pytest.fixture
def told(world):
    return world.send(tiny.xml(lesson=SAID))[0].submission


def test_its_number_is_masked_wherever_it_is_shown_before_anyone_hides_it(told):
    assert told.answers["lesson"] == "Ask Aida on ••• about it."
    assert "Ask Aida on ••• about it." in [one.text for one in queries.answers_in_words(told)]


def test_it_is_gone_from_answers_and_body_and_stands_in_no_audit_line(told):
    hide_text(told, "lesson", by=BY)
    kept = Submission.objects.get()
    assert "Aida" not in kept.body + str(kept.answers) + str(kept.findings)
    assert kept.answers["total"] == "37"
    assert not any("Aida" in str(vars(line)) for line in AuditLine.objects.all())
    assert [t.name for t in queries.answers_in_words(kept) if t.is_hidden] == ["lesson"]


def test_it_is_gone_from_what_came_with_other_answers_too(world, told):
    world.send(tiny.xml(lesson=SAID, total="99"))
    hide_text(told, "lesson", by=BY)
    assert not any("Aida" in row.body for row in Submission.objects.all())


def test_it_is_gone_from_another_correction_of_the_same_report_too(world):
    world.send(tiny.xml(instance_id="uuid:1"))
    (stands,) = world.send(tiny.xml(instance_id="uuid:2", corrects="uuid:1", lesson=SAID))
    (rival,) = world.send(tiny.xml(instance_id="uuid:3", corrects="uuid:1", lesson=SAID, total="50"))
    assert rival.state == "conflict"
    hide_text(stands.submission, "lesson", by=BY)
    assert not any("Aida" in row.body + str(row.answers) for row in Submission.objects.all())


def test_the_phone_that_sends_it_again_does_not_bring_it_back(world, told):
    hide_text(told, "lesson", by=BY)
    assert world.send(tiny.xml(lesson=SAID))[0].state == "same"
    assert not any("Aida" in row.body for row in Submission.objects.all())


def test_a_number_is_no_text_to_hide(told):
    with pytest.raises(ProblemRaised) as problem:
        hide_text(told, "total", by=BY)
    assert problem.value.code == "forms.question_unknown"
