"""What an organisation plans: adds, changes, copies, calls off, postpones many at once."""

from __future__ import annotations

from datetime import date

import pytest

from jarchy.fieldwork import actions
from jarchy.fieldwork.actions import PlannedActivity
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.queries import plans
from jarchy.foundation.problems import ProblemRaised
from tests.tiny import KOCHKOR, TALAS, YOUTH_TALAS


def test_bakyt_plans_for_his_organisation(field):
    plan = field.plan(team=2, expected=40)
    assert (plan.organisation.slug, plan.district.pcode, plan.is_open) == ("youth-naryn", KOCHKOR, True)


def test_a_school_is_closed_whatever_he_says(field):
    plan = field.plan(venue="school", said_open=True, announced=True)
    assert (plan.is_open, plan.announced) == (False, False)


def test_he_does_not_plan_for_another_organisation(field):
    with pytest.raises(ProblemRaised, match="only a coordinator"):
        field.plan(organisation=YOUTH_TALAS)


def test_aigul_does_not_plan(field):
    with pytest.raises(ProblemRaised, match="only a coordinator"):
        field.plan(field.cast.aigul)


def test_gulnara_plans_in_her_oblast_only(field):
    assert field.plan(field.cast.gulnara, organisation=YOUTH_TALAS)
    with pytest.raises(ProblemRaised, match="only a coordinator"):
        field.plan(field.cast.gulnara, organisation=YOUTH_TALAS, pcode=TALAS)


def test_every_fault_is_said_at_once(field):
    with pytest.raises(ProblemRaised) as raised:
        field.plan(day=date(2019, 1, 1), kind="dance", pcode="KG99")
    assert all(word in raised.value.sentence for word in ("date", "kind", "place"))


def test_called_off_with_a_reason_and_planned_again(field):
    plan, bakyt = field.plan(), field.actor(field.cast.bakyt)
    assert actions.call_off_activity(plan.uuid, reason="nobody-came", by=bakyt).state == "called_off"
    assert actions.plan_again(plan.uuid, by=bakyt).state == "planned"


def test_called_off_needs_a_reason_of_its_own_list(field):
    plan = field.plan()
    with pytest.raises(ProblemRaised, match="no reason of this list"):
        actions.call_off_activity(plan.uuid, reason="snow", by=field.actor(field.cast.bakyt))


def test_many_are_postponed_at_once_and_remember_their_first_day(field):
    some = [field.plan(day=date(2018, 10, day)) for day in (8, 9, 10)]
    to = date(2018, 10, 20)
    actions.postpone_activities(
        [p.uuid for p in some], to=to, reason="snow", by=field.actor(field.cast.bakyt)
    )
    rows = Activity.objects.order_by("postponed_from")
    assert [row.date for row in rows] == [to] * 3
    assert [row.postponed_from.day for row in rows] == [8, 9, 10]


def test_one_of_another_organisation_stops_them_all(field):
    ours, theirs = field.plan(), field.plan(field.cast.farkhad, organisation=YOUTH_TALAS)
    with pytest.raises(ProblemRaised, match="no such activity"):
        actions.postpone_activities(
            [ours.uuid, theirs.uuid], to=date(2018, 10, 20), reason="snow", by=field.actor(field.cast.bakyt)
        )
    assert Activity.objects.get(pk=ours.pk).date == date(2018, 10, 9)


def test_what_was_reported_is_neither_called_off_nor_postponed(field):
    plan, bakyt = field.plan(day=date(2018, 10, 3)), field.actor(field.cast.bakyt)
    field.send(field.cast.aigul, activity=str(plan.uuid), as_planned="yes")
    with pytest.raises(ProblemRaised, match="has been received"):
        actions.call_off_activity(plan.uuid, reason="nobody-came", by=bakyt)


def test_nor_is_a_plan_opened_after_its_report_came(field):
    """What was planned decides how it is counted: a lesson does not become a market stall afterwards."""
    plan = field.plan(day=date(2018, 10, 3), venue="school")
    field.send(field.cast.aigul, activity=str(plan.uuid), as_planned="yes")
    opened = PlannedActivity(date=plan.date, pcode=plan.place.pcode, kind="theatre", venue="market")
    by = field.actor(field.cast.bakyt)
    with pytest.raises(ProblemRaised, match="has been received"):
        actions.plan_activity(field.edition, plan.organisation, opened, by=by, uuid=plan.uuid)
    assert not Activity.objects.get(pk=plan.pk).is_open


def test_the_last_one_is_copied_to_another_day(field):
    plan = field.plan(team=3, topics=("trafficking",))
    copy = actions.copy_activity(plan.uuid, to=date(2018, 10, 16), by=field.actor(field.cast.bakyt))
    assert (copy.kind, copy.team, copy.topics, copy.state) == ("theatre", 3, ["trafficking"], "planned")
    assert copy.slug is None


def test_plans_without_a_report_are_overdue_for_those_who_may_see_them(field):
    field.plan(day=date(2018, 10, 1))
    field.plan(field.cast.farkhad, organisation=YOUTH_TALAS, day=date(2018, 10, 2))
    own = plans.overdue_plans(field.edition, field.actor(field.cast.bakyt))
    assert [(one.activity.organisation.slug, one.days_late) for one in own] == [("youth-naryn", 4)]
    assert len(plans.who_has_not_reported(field.edition, field.actor(field.cast.daniyar))) == 2


def test_the_form_offers_plans_of_days_that_have_come(field):
    field.plan(day=date(2018, 10, 4))
    field.plan(day=date(2018, 10, 9))
    rows = plans.activities_list(field.edition, "youth-naryn", "en")
    assert rows[0]["name"] == "new"
    asked = [row["label"] for row in rows[1:] if not row.get("offered")]
    assert asked == ["04.10 · Forum theatre · Kara-Suu"]


def test_the_form_still_takes_what_it_does_not_offer(field):
    """A phone's older list names a plan that was reported or called off since; a sent-back report names its own."""
    field.plan(day=date(2018, 10, 9))
    rows = plans.activities_list(field.edition, "youth-naryn", "en")
    assert [row["offered"] for row in rows[1:]] == ["later"]
