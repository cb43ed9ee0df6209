"""Open or closed, hidden texts, pictures: what leaves the office and what never does."""

from __future__ import annotations

from datetime import date

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.queries.evidence import open_evidence
from jarchy.fieldwork.tests.conftest import photo
from jarchy.foundation.models import AuditLine

TEXT = "The mother of one of them spoke with us."


def test_a_school_is_closed_and_waits_for_its_cell(field):
    report = field.confirmed(venue="school")
    assert not report.is_open
    assert (field.counted(), field.counted(public=True)) == (57, 0)


def test_a_closed_plan_closes_what_is_reported_of_it(field):
    plan = field.plan(day=date(2018, 10, 3), audience="pupils")
    report = field.send(field.cast.aigul, activity=str(plan.uuid), as_planned="yes")
    assert not report.is_open


def test_saying_that_it_was_closed_corrects_the_public_number_at_once(field):
    report = field.confirmed()
    assert field.counted(public=True) == 57
    actions.change_openness(report.uuid, is_open=False, why="a class", by=field.actor(field.cast.cholpon))
    assert (field.counted(), field.counted(public=True)) == (57, 0)
    assert field.faults() == []


def test_a_hidden_text_is_gone_and_the_audit_does_not_repeat_it(field):
    report = field.send(field.cast.aigul, lesson=TEXT)
    assert report.has_text
    actions.hide_text(report.uuid, question="lesson", by=field.actor(field.cast.daniyar))
    submission = report.versions.get().submission
    assert "lesson" not in submission.answers
    assert TEXT not in submission.body
    assert not Report.objects.get(pk=report.pk).has_text
    assert TEXT not in str(list(AuditLine.objects.values_list("why", "details")))


def test_it_is_gone_from_every_version(field):
    report = field.send(field.cast.aigul, lesson=TEXT)
    field.send(field.cast.aigul, again=report, lesson=TEXT + " Again.")
    actions.hide_text(report.uuid, question="lesson", by=field.actor(field.cast.daniyar))
    bodies = [version.submission.body for version in report.versions.all()]
    assert len(bodies) == 2
    assert not any("mother" in body for body in bodies)


def test_evidence_of_an_open_report_has_no_link_for_the_public(field):
    opened, closed = field.confirmed(), field.confirmed(venue="school", held_on="2018-10-02")
    seen = open_evidence([opened.uuid, closed.uuid], None)
    assert set(seen) == {opened.uuid}
    assert seen[opened.uuid].url == ""
    staff = open_evidence([opened.uuid, closed.uuid], field.actor(field.cast.cholpon))
    assert str(closed.uuid) in staff[closed.uuid].url


def test_a_picture_is_served_to_its_people_and_to_nobody_else(field):
    report = field.forwarded(photo="one.jpg", faces="no", files={"one.jpg": photo()})
    url = f"/en/work/reports/{report.uuid}/photo/"
    for account, status in ((field.cast.aigul, 200), (field.cast.bakyt, 200), (field.cast.cholpon, 200),
                            (field.cast.farkhad, 404), (field.cast.elena, 404), (field.cast.jyldyz, 404)):  # fmt: skip
        answer = field.cast.client(account).get(url)
        assert answer.status_code == status, account
    answer = field.cast.client(field.cast.cholpon).get(url)
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Type"] == "image/jpeg"
    assert field.cast.client().get(url).status_code == 302
