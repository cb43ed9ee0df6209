"""What people may do while the edition stands where people have put it, whatever the date says."""

from datetime import date

import pytest

from jarchy.charter.actions import move_state
from jarchy.charter.models import Edition
from jarchy.charter.rules import LIFE, EditionState
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Activity, Noticed, Report
from jarchy.fieldwork.rules import ReportState
from jarchy.foundation.problems import ProblemRaised

LATE, PROVISIONAL, FINAL, ARCHIVED = LIFE[2:]


def stand(field, state):
    Edition.objects.filter(pk=field.edition.pk).update(state=state)
    field.move_today(field.edition.today())


class TestOpen:
    def test_nothing_is_refused_though_every_date_has_passed(self, field):
        field.move_today(date(2018, 12, 20))
        assert field.confirmed().state == ReportState.CONFIRMED


class TestLateReportsOnly:
    def test_a_report_counts_as_before(self, field):
        stand(field, LATE)
        field.confirmed()
        assert field.counted() == 57

    def test_nothing_more_is_planned_or_put_off(self, field):
        plan, daniyar = field.plan(), field.actor(field.cast.daniyar)
        stand(field, LATE)
        for act in (
            field.plan,
            lambda: actions.postpone_activities(
                [plan.uuid], to=date(2018, 10, 20), reason="snow", by=daniyar
            ),
            lambda: actions.copy_activity(plan.uuid, to=date(2018, 10, 20), by=daniyar),
        ):
            with pytest.raises(ProblemRaised, match=r"charter\.not_in_this_state"):
                act()
        assert Activity.objects.count() == 1

    def test_the_plan_s_pages_offer_what_can_still_be_done(self, field):
        plan, client = field.plan(), field.cast.client(field.cast.bakyt)
        stand(field, LATE)
        whole, one = (client.get(f"/en/work/plan/{path}").content.decode() for path in ("", f"{plan.uuid}/"))
        assert "Plan an activity" not in whole and "Postpone those ticked" not in whole
        assert "Call off" in one and "Postpone<" not in one and "Plan the same again" not in one

    def test_what_was_not_held_can_still_be_called_off(self, field):
        plan = field.plan()
        stand(field, LATE)
        actions.call_off_activity(plan.uuid, reason="nobody-came", by=field.actor(field.cast.bakyt))
        stand(field, PROVISIONAL)
        with pytest.raises(ProblemRaised, match=r"charter\.not_in_this_state"):
            actions.plan_again(plan.uuid, by=field.actor(field.cast.bakyt))


class TestProvisional:
    def test_a_new_report_is_kept_apart_and_never_counted(self, field):
        plan = field.plan()
        stand(field, PROVISIONAL)
        report = field.send(field.cast.bakyt, activity=str(plan.uuid), as_planned="yes")
        assert (report.state, Noticed.objects.count()) == (ReportState.TOO_LATE, 0)
        plan.refresh_from_db()
        assert plan.state == "planned"
        for verb in (actions.confirm_report, actions.forward_report):
            with pytest.raises(ProblemRaised, match=r"fieldwork\.not_possible"):
                verb(report.uuid, by=field.actor(field.cast.cholpon))
        assert field.counted() == 0

    def test_its_reporter_reads_that_it_came_too_late(self, field):
        stand(field, PROVISIONAL)
        report = field.send(field.cast.aigul)
        page = field.cast.client(field.cast.aigul).get(f"/en/work/reports/{report.uuid}/").content.decode()
        assert "no longer taken" in page
        receipt = field.cast.client(field.cast.aigul).get(f"/en/work/reports/{report.uuid}/received/")
        assert "no longer taken" in receipt.content.decode()

    def test_one_sent_back_before_is_completed_and_confirmed(self, field):
        report = field.forwarded()
        actions.send_back_report(report.uuid, reason="number-unlikely", by=field.actor(field.cast.cholpon))
        stand(field, PROVISIONAL)
        mended = field.send(field.cast.bakyt, again=report, total="30")
        assert mended.state == ReportState.FORWARDED
        field.confirm(mended)
        assert field.counted() == 30

    def test_the_next_version_of_one_that_came_too_late_is_too_late_as_well(self, field):
        stand(field, PROVISIONAL)
        report = field.send(field.cast.aigul)
        assert field.send(field.cast.bakyt, again=report, total="30").state == ReportState.TOO_LATE


class TestFinal:
    def test_reports_are_no_more_reviewed_by_one_person(self, field):
        report = field.forwarded()
        stand(field, FINAL)
        with pytest.raises(ProblemRaised, match=r"fieldwork\.edition_closed"):
            field.confirm(report)

    def test_a_name_in_a_text_can_always_be_hidden(self, field):
        report = field.confirmed(lesson="Asel from the shop came")
        stand(field, FINAL)
        actions.hide_text(report.uuid, question="lesson", by=field.actor(field.cast.cholpon))
        assert "Asel" not in report.versions.get().submission.body

    def test_targets_and_the_period_stay(self, field):
        stand(field, FINAL)
        field.cast.client(field.cast.daniyar).post(
            "/en/office/campaign/days/", {"ends": "2018-10-29", "sure": "1", "why": "x"}
        )
        assert Edition.objects.get().ends == date(2018, 10, 28)


class TestArchived:
    def test_the_door_refuses_whatever_is_sent_and_keeps_nothing(self, field):
        stand(field, ARCHIVED)
        outcome = field.submit(field.cast.aigul)
        assert (outcome.state, outcome.problem.code) == ("refused", "forms.no_longer_received")
        assert not Report.objects.exists()

    def test_no_form_is_begun(self, field):
        stand(field, ARCHIVED)
        page = field.cast.client(field.cast.aigul).post("/en/work/report/", {})
        assert page.status_code == 410


def test_the_move_to_final_pins_what_stood(field):
    field.confirmed()
    stand(field, PROVISIONAL)
    daniyar = field.actor(field.cast.daniyar)
    move_state(field.edition, EditionState.FINAL, by=daniyar, early=True, why="the conference was moved")
    assert Edition.objects.get().state == FINAL
