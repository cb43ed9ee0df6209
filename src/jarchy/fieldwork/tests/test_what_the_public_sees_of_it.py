"""Open or closed, hidden texts, pictures: what leaves the office and what never does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.queries.evidence import open_evidence
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.sharing import share_text
from jarchy.fieldwork.tests.conftest import photo
from jarchy.forms.rules import PICTURE_DAYS
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.actions import add_membership

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


def test_what_a_reviewer_closed_does_not_open_by_sending_it_again(field):
    report = field.confirmed()
    cholpon = field.actor(field.cast.cholpon)
    actions.change_openness(report.uuid, is_open=False, why="a child", by=cholpon)
    again = field.send(field.cast.aigul, again=report, total="58")
    actions.forward_report(again.uuid, by=field.actor(field.cast.bakyt))
    assert not field.confirm(again).is_open
    assert (field.counted(), field.counted(public=True)) == (58, 0)


def test_what_was_counted_as_closed_is_opened_by_nobody(field):
    """“Counted as open now” was said, and the ledger kept it closed."""
    report, cholpon = field.confirmed(venue="school"), field.actor(field.cast.cholpon)
    with pytest.raises(ProblemRaised, match="counted as closed once"):
        actions.change_openness(report.uuid, is_open=True, why="a mistake", by=cholpon)
    page = field.cast.client(field.cast.cholpon).get(f"/en/office/reports/{report.uuid}/").content.decode()
    assert "It counts as closed" in page and "Count it as open" not in page


def test_before_it_is_counted_a_reviewer_opens_it_and_it_waits_for_confirmation(field):
    report, cholpon = field.forwarded(venue="school"), field.actor(field.cast.cholpon)
    assert actions.change_openness(report.uuid, is_open=True, why="on the square", by=cholpon).is_open
    assert field.counted(public=True) == 0
    field.confirm(report)
    assert field.counted(public=True) == 57


def test_a_correction_that_says_closed_takes_it_from_the_public_before_it_is_confirmed(field):
    report = field.confirmed()
    again = field.send(field.cast.aigul, again=report, venue="school", total="58")
    assert (field.counted(), field.counted(public=True)) == (57, 0), "the number waits, the harm does not"
    assert open_evidence([report.uuid], None) == {}
    assert AuditLine.objects.filter(verb="report closed", key=str(report.uuid)).count() == 1
    actions.forward_report(again.uuid, by=field.actor(field.cast.bakyt))
    field.confirm(again)
    assert (field.counted(), field.counted(public=True)) == (58, 0)
    assert field.faults() == []


def test_a_reviewer_closes_at_once_what_a_correction_has_changed(field):
    report = field.confirmed()
    Report.objects.filter(pk=report.pk).update(is_open=False)  # as a correction left it before
    actions.change_openness(report.uuid, is_open=False, why="a class", by=field.actor(field.cast.cholpon))
    assert field.counted(public=True) == 0


def test_a_correction_that_says_open_opens_nothing(field):
    report = field.confirmed(venue="school")
    again = field.send(field.cast.aigul, again=report, venue="market")
    assert field.counted(public=True) == 0
    actions.forward_report(again.uuid, by=field.actor(field.cast.bakyt))
    field.confirm(again)
    assert field.counted(public=True) == 0
    assert not Report.objects.get(pk=report.pk).is_open


def test_evidence_for_the_public_is_what_the_ledger_says_and_no_correction_that_waits(field):
    report = field.confirmed()
    field.send(field.cast.aigul, again=report, kind="talk", held_on="2018-10-02")
    seen = open_evidence([report.uuid], None)[report.uuid]
    assert (seen.kind, seen.day) == ("theatre", date(2018, 10, 3))


def test_a_venue_that_was_wrong_is_corrected_by_sending_it_again(field):
    report = field.send(field.cast.aigul, venue="school")
    assert field.send(field.cast.aigul, again=report, venue="market").is_open


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


def test_ninety_days_after_the_end_a_report_has_no_picture_any_more(field):
    report = field.confirmed(photo="one.jpg", faces="no", files={"one.jpg": photo()})
    actions.forget_pictures_of_reports()
    assert Report.objects.get(pk=report.pk).photo, "the example stands in 2018, whatever the machine's date"
    field.move_today(field.edition.final_on + timedelta(PICTURE_DAYS))
    actions.forget_pictures_of_reports()
    gone = Report.objects.get(pk=report.pk)
    assert (gone.photo, gone.photo_hash) == ("", None)
    page = field.cast.client(field.cast.cholpon).get(f"/en/office/reports/{report.uuid}/").content.decode()
    assert "/photo/" not in page
    assert field.counted() == 57


def test_what_is_behind_a_door_is_kept_by_no_browser(field):
    report = field.forwarded()
    client = field.cast.client(field.cast.cholpon)
    for url in ("/en/office/", "/en/office/queue/", f"/en/office/reports/{report.uuid}/"):
        assert client.get(url)["Cache-Control"] == "private, no-store"


def test_a_partner_who_also_works_elsewhere_gets_no_picture_text_or_form_of_it(field):
    """Farkhad coordinates another organisation, Jyldyz keeps accounts; as partners they read what Aigul reported."""
    report = field.confirmed(photo="one.jpg", faces="no", files={"one.jpg": photo()}, lesson=TEXT)
    for account in (field.cast.farkhad, field.cast.jyldyz):
        add_membership(account, field.edition, Role.PARTNER, by=house("test"))
        client = field.cast.client(account)
        page = client.get(f"/en/office/reports/{report.uuid}/")
        assert page.status_code == 200
        assert "mother" not in page.content.decode() and "/photo/" not in page.content.decode()
        assert client.get(f"/en/work/reports/{report.uuid}/photo/").status_code == 404
        assert client.post(f"/en/work/reports/{report.uuid}/mend/").status_code == 404
    own = field.confirm(
        field.send(field.cast.farkhad, photo="two.jpg", faces="no", files={"two.jpg": photo(30)})
    )
    assert field.cast.client(field.cast.farkhad).get(f"/en/work/reports/{own.uuid}/photo/").status_code == 200


def test_so_few_of_a_closed_one_are_no_sentence_to_pass_on(field):
    names = Names(field.edition)
    few = {"venue": "school", "total": "9", "women": "5", "age_14_17": "4", "first_time": "9"}
    assert share_text(field.send(field.cast.aigul, **few), names) == ""
    assert "9 people" in share_text(field.send(field.cast.aigul, **few | {"venue": "market"}), names)
