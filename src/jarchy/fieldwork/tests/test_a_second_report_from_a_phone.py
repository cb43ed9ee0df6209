"""A phone sends an activity twice: the second is offered as the correction of the first, and nobody counts both."""

from __future__ import annotations

import pytest

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.queries.reports import earlier_report
from jarchy.fieldwork.rules import ReportState
from jarchy.forms.models import Submission
from jarchy.foundation.models import AuditLine
from jarchy.foundation.problems import ProblemRaised


@pytest.fixture
def activity(field):
    return field.plan()


def twice(field, activity, **second) -> tuple[Report, Report]:
    answers = {"activity": str(activity.uuid), "channel": "phone"}
    first = field.send(field.cast.aigul, **answers)
    return first, field.send(field.cast.aigul, **answers, total="61", **second)


def test_aigul_is_asked_and_says_that_it_corrects_the_first(field, activity):
    first, second = twice(field, activity)
    client = field.cast.client(field.cast.aigul)
    page = client.get(f"/en/work/reports/{second.uuid}/").content.decode()
    assert "Reported twice?" in page and "This one corrects it" in page
    assert "Reported twice?" not in client.get(f"/en/work/reports/{first.uuid}/").content.decode()
    answer = client.post(f"/en/work/reports/{second.uuid}/corrects/")
    assert answer.url == f"/en/work/reports/{first.uuid}/"
    report = Report.objects.get()
    assert (report.uuid, report.version, report.total) == (first.uuid, 2, 61)
    old, new = Submission.objects.order_by("pk")
    assert new.replaces == old
    line = AuditLine.objects.get(verb="report taken as a correction")
    assert (line.key, line.details) == (str(first.uuid), {"second": str(second.uuid)})


def test_what_was_confirmed_stands_until_the_correction_is(field, activity):
    first = field.confirmed(activity=str(activity.uuid), channel="phone")
    second = field.send(field.cast.aigul, activity=str(activity.uuid), channel="phone", total="61")
    report = actions.take_as_correction(second.uuid, by=field.actor(field.cast.bakyt))
    assert report == first and field.counted() == 57
    field.confirm(actions.forward_report(report.uuid, by=field.actor(field.cast.bakyt)))
    assert field.counted() == 61 and not field.faults()


def test_one_that_no_phone_sent_is_not_asked_about(field, activity):
    first = field.send(field.cast.aigul, activity=str(activity.uuid))
    second = field.send(field.cast.aigul, activity=str(activity.uuid), total="61")
    assert first != second
    assert earlier_report(second, field.actor(field.cast.aigul)) is None


def test_farkhad_and_a_reviewer_are_not_asked(field, activity):
    _, second = twice(field, activity)
    for account in (field.cast.farkhad, field.cast.cholpon):
        with pytest.raises(ProblemRaised, match=r"^fieldwork\.(no_report|no_earlier): "):
            actions.take_as_correction(second.uuid, by=field.actor(account))
    assert Report.objects.count() == 2


def test_what_somebody_decided_on_stays_as_it_is(field, activity):
    first, second = twice(field, activity)
    bakyt = field.actor(field.cast.bakyt)
    Report.objects.filter(pk=first.pk).update(state=ReportState.VOID)
    with pytest.raises(ProblemRaised, match=r"^fieldwork\.no_earlier: "):
        actions.take_as_correction(second.uuid, by=bakyt)


def test_twice_is_said_once(field, activity):
    _, second = twice(field, activity)
    aigul = field.actor(field.cast.aigul)
    actions.take_as_correction(second.uuid, by=aigul)
    with pytest.raises(ProblemRaised, match=r"^fieldwork\.no_report: "):
        actions.take_as_correction(second.uuid, by=aigul)
