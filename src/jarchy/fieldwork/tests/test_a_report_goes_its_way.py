"""Received, forwarded, sent back, sent again, confirmed, corrected, cancelled: what each step counts."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from jarchy.charter.models import Organisation
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Activity, Noticed, Report
from jarchy.fieldwork.rules import ReportState
from jarchy.fieldwork.tests.conftest import FORM, UNPLANNED
from jarchy.fieldwork.wording import flag_sentence
from jarchy.forms import actions as forms
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.actions import add_membership
from jarchy.places.models import Place, Population
from tests.tiny import AGENCY, KARA_SUU, KOCHKOR, YOUTH_NARYN, YOUTH_TALAS

WORD = "One class of 30, the report says 57. Which is right?"


def test_aiguls_report_is_counted_once_it_is_confirmed(field):
    report = field.send(field.cast.aigul)
    assert (report.state, field.counted()) == (ReportState.RECEIVED, 0)
    actions.forward_report(report.uuid, by=field.actor(field.cast.bakyt))
    assert field.counted() == 0
    confirmed = field.confirm(report)
    assert (confirmed.state, field.counted(), field.counted("activities")) == ("confirmed", 57, 1)
    assert field.faults() == []


def test_sent_back_it_comes_again_as_the_next_version(field):
    report = field.forwarded()
    cholpon = field.actor(field.cast.cholpon)
    back = actions.send_back_report(report.uuid, reason="number-unlikely", word=WORD, by=cholpon)
    assert back.state == ReportState.SENT_BACK
    assert back.moves.last().word == WORD
    again = field.send(field.cast.aigul, again=report, total="30", women="16", age_14_17="9", first_time="20")
    assert again.pk == report.pk
    assert (again.version, again.state, again.total) == (2, ReportState.RECEIVED, 30)
    actions.forward_report(again.uuid, by=field.actor(field.cast.bakyt))
    field.confirm(again)
    assert field.counted() == 30


def test_a_correction_after_confirming_counts_when_it_is_confirmed(field):
    report = field.confirmed()
    corrected = field.send(field.cast.aigul, again=report, total="50")
    assert (corrected.state, field.counted()) == (ReportState.RECEIVED, 57)
    actions.forward_report(report.uuid, by=field.actor(field.cast.bakyt))
    field.confirm(report)
    assert field.counted() == 50
    assert field.faults() == []


def test_cancelled_it_leaves_every_total(field):
    report = field.confirmed()
    actions.void_report(report.uuid, reason="sent-twice", by=field.actor(field.cast.cholpon))
    assert [field.counted(one) for one in ("attendances", "activities")] == [0, 0]
    assert field.faults() == []


def test_sent_back_after_confirming_it_leaves_the_total_until_it_is_confirmed_again(field):
    report = field.confirmed()
    cholpon = field.actor(field.cast.cholpon)
    actions.send_back_report(report.uuid, reason="number-unlikely", by=cholpon)
    assert field.counted() == 0


def test_what_a_coordinator_sends_is_forwarded_already(field):
    assert field.send(field.cast.bakyt).state == ReportState.FORWARDED


def test_bakyt_asks_his_own_volunteer_to_complete_it_before_he_forwards(field):
    report, bakyt = field.send(field.cast.aigul), field.actor(field.cast.bakyt)
    assert actions.send_back_report(report.uuid, reason="number-unlikely", by=bakyt).state == "sent_back"


def test_once_forwarded_he_leaves_it_to_the_reviewer(field):
    report, bakyt = field.forwarded(), field.actor(field.cast.bakyt)
    with pytest.raises(ProblemRaised, match="only a reviewer"):
        actions.send_back_report(report.uuid, reason="number-unlikely", by=bakyt)


def test_a_coordinator_does_not_join_open_or_hide(field):
    report, bakyt = field.send(field.cast.aigul), field.actor(field.cast.bakyt)
    for verb in (
        lambda: actions.change_openness(report.uuid, is_open=False, why="x", by=bakyt),
        lambda: actions.hide_text(report.uuid, question="lesson", by=bakyt),
    ):
        with pytest.raises(ProblemRaised, match="only a reviewer"):
            verb()


def test_farkhad_of_another_organisation_gets_not_found(field):
    report = field.send(field.cast.aigul)
    with pytest.raises(ProblemRaised, match=r"no such report"):
        actions.forward_report(report.uuid, by=field.actor(field.cast.farkhad))


def test_a_reviewer_waits_five_days_for_the_coordinator(field):
    report = field.send(field.cast.aigul)
    field.move_today(date(2018, 10, 9))
    with pytest.raises(ProblemRaised, match="five days"):
        field.confirm(report)
    field.move_today(date(2018, 10, 10))
    assert field.confirm(report).state == ReportState.CONFIRMED


def test_several_are_confirmed_all_or_none(field):
    good, early = field.forwarded(), field.send(field.cast.aigul, held_on="2018-10-04")
    with pytest.raises(ProblemRaised, match="five days"):
        actions.confirm_reports([good.uuid, early.uuid], by=field.actor(field.cast.cholpon))
    good.refresh_from_db()
    assert (good.state, field.counted()) == (ReportState.FORWARDED, 0)


def test_confirming_twice_counts_once(field):
    report = field.confirmed()
    field.confirm(report)
    assert field.counted() == 57


def sent_by_daniyar(field):
    """The Secretariat sent a file for an organisation that is not its own; the coordinator stands behind it."""
    body = forms.write_body(field.edition, FORM, UNPLANNED, instance_id="uuid:daniyars")
    incoming = forms.Incoming(body, {}, "file", field.edition.slug, YOUTH_NARYN)
    (outcome,) = forms.receive_submissions([incoming], by=field.actor(field.cast.daniyar))
    report = Report.objects.get(versions__submission=outcome.submission)
    return actions.forward_report(report.uuid, by=field.actor(field.cast.bakyt))


def test_daniyar_does_not_confirm_what_he_sent_for_another_organisation(field):
    report, daniyar = sent_by_daniyar(field), field.actor(field.cast.daniyar)
    with pytest.raises(ProblemRaised, match="you sent it yourself"):
        actions.confirm_report(report.uuid, by=daniyar)
    assert field.counted() == 0
    page = field.cast.client(field.cast.daniyar).get(f"/en/office/reports/{report.uuid}/").content.decode()
    assert "you sent it yourself" in page and ">Confirm<" not in page
    with pytest.raises(CommandError, match="you sent it yourself"):
        call_command("fieldwork", "confirm", str(report.uuid), "--as", "daniyar@example.org")
    assert field.confirm(report).state == ReportState.CONFIRMED


def test_nor_a_report_of_aiguls_that_he_corrected(field):
    report = field.confirmed()
    field.send(field.cast.daniyar, again=report, total="58")
    actions.forward_report(report.uuid, by=field.actor(field.cast.bakyt))
    with pytest.raises(ProblemRaised, match="you sent it yourself"):
        actions.confirm_report(report.uuid, by=field.actor(field.cast.daniyar))
    field.confirm(report)
    assert field.counted() == 58


def test_in_the_queue_his_own_has_no_tick_and_no_confirm(field):
    report, other = sent_by_daniyar(field), field.forwarded(held_on="2018-10-04")
    page = field.cast.client(field.cast.daniyar).get("/en/office/queue/").content.decode()
    assert f'name="report" value="{other.uuid}"' in page
    assert f'name="report" value="{report.uuid}"' not in page
    assert f'name="only" value="{report.uuid}"' not in page


def test_a_reason_that_is_not_in_the_list_is_refused(field):
    report = field.forwarded()
    with pytest.raises(ProblemRaised, match="no reason of this list"):
        actions.send_back_report(report.uuid, reason="sent-twice", by=field.actor(field.cast.cholpon))


def test_every_step_leaves_an_audit_line_without_names(field):
    report = field.confirmed()
    actions.void_report(
        report.uuid, reason="sent-twice", word="Aigul sent it twice", by=field.actor(field.cast.cholpon)
    )
    lines = AuditLine.objects.filter(kind="report", key=str(report.uuid)).order_by("pk")
    verbs = [line.verb for line in lines]
    assert verbs == ["report received", "report forwarded", "report confirmed", "report void"]
    assert "Aigul" not in "".join(f"{line.why}{line.details}" for line in lines)


def test_nothing_is_moved_once_the_edition_is_final(field):
    report = field.forwarded()
    type(field.edition).objects.filter(pk=field.edition.pk).update(state="final")
    with pytest.raises(ProblemRaised, match="final"):
        field.confirm(report)


def test_a_plan_is_held_once_reported_and_planned_again_once_cancelled(field):
    plan = field.plan(day=date(2018, 10, 3))
    report = field.send(field.cast.aigul, activity=str(plan.uuid), as_planned="yes")
    assert (report.activity, report.kind) == (plan, "theatre")
    assert Activity.objects.get(pk=plan.pk).state == "held"
    actions.void_report(report.uuid, reason="sent-twice", by=field.actor(field.cast.bakyt))
    assert Activity.objects.get(pk=plan.pk).state == "planned"


def test_whoever_has_two_organisations_takes_no_third_ones_plan(field):
    """With none named in the file, any organisation's plan was hers."""
    theirs = field.plan(field.cast.daniyar, organisation=AGENCY, day=date(2018, 10, 3))
    both = Organisation.objects.get(slug=YOUTH_TALAS)
    add_membership(field.cast.aigul, field.edition, Role.VOLUNTEER, organisation=both, by=house("test"))
    report = field.send(field.cast.aigul, activity=str(theirs.uuid), as_planned="yes")
    assert report.activity is None and report.organisation.slug in (YOUTH_NARYN, YOUTH_TALAS)
    assert "form_faults" in report.noticed.values_list("flag", flat=True), "kept, and flagged"
    assert Activity.objects.get(pk=theirs.pk).state == "planned"
    hers = field.plan(field.cast.farkhad, organisation=YOUTH_TALAS, day=date(2018, 10, 3))
    mine = field.send(field.cast.aigul, activity=str(hers.uuid), as_planned="yes")
    assert (mine.activity, mine.organisation.slug) == (hers, YOUTH_TALAS)


def test_the_same_report_with_other_answers_is_flagged_and_not_lost(field):
    report = field.send(field.cast.aigul, instance="uuid:one")
    outcome = field.submit(field.cast.aigul, instance="uuid:one", total="99")
    assert outcome.state == "conflict"
    assert Noticed.objects.filter(report=report, flag="other_answers").count() == 1, "the house is wired so"
    actions.notice_other_answers([outcome.submission], field.actor(field.cast.aigul))
    assert Noticed.objects.filter(report=report, flag="other_answers").count() == 1
    assert Report.objects.get(pk=report.pk).total == 57


def test_two_who_mend_the_same_report_are_both_told_what_became_of_it(field):
    report = field.send(field.cast.aigul)
    for account, state in ((field.cast.bakyt, "kept"), (field.cast.aigul, "conflict")):
        submission = report.versions.get(number=1).submission
        by, organisation = field.actor(account), report.organisation
        draft = forms.start_draft(field.edition, FORM, by=by, organisation=organisation, corrects=submission)
        url = f"/en/work/forms/{FORM}/{draft.uuid}/sent/"
        assert forms.send_draft(draft, by=by).state == state
        answer = field.cast.client(account).get(url)
        assert answer.status_code == (302 if state == "kept" else 200)
    assert "someone will look at them" in answer.content.decode()
    assert Noticed.objects.filter(report=report, flag="other_answers").count() == 1


def test_flags_remember_whether_they_were_of_use(field):
    first = field.forwarded(total="501", women="", age_14_17="", first_time="")
    assert set(first.noticed.values_list("flag", flat=True)) == {"implausible"}
    actions.send_back_report(first.uuid, reason="number-unlikely", by=field.actor(field.cast.cholpon))
    assert first.noticed.get().was_of_use is True


def test_more_than_live_in_the_village_is_noticed_with_the_number_of_that_year(field):
    village = Place.objects.get(pcode=KARA_SUU)
    for year, people in ((2009, 900), (2017, 50), (2022, 900)):
        Population.objects.create(place=village, year=year, people=people, kind="estimate")
    noticed = field.send(field.cast.aigul).noticed.get(flag="implausible")
    assert noticed.values == {"total": 57, "people": 50}
    assert flag_sentence(noticed, {}) == "57 people came where 50 live."
    assert not field.send(field.cast.aigul, held_on="2018-10-02", settlement="", total="57").noticed.exists()


def test_a_village_that_we_do_not_know_leaves_the_rayon(field):
    report = field.send(field.cast.aigul, settlement="KG99999999999")
    assert report.place.pcode == KOCHKOR
    assert "form_faults" in report.noticed.values_list("flag", flat=True)
