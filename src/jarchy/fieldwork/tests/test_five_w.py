"""Rows for publications: plans as far as they are announced, joined reports, and what each of the office sees."""

from __future__ import annotations

from datetime import date, timedelta

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.queries.five_w import Status, coming_rows, five_w_rows
from jarchy.foundation.narrowing import house
from jarchy.ledger import actions as ledger_actions
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from tests.tiny import KARA_SUU, KOCHKOR, NARYN, YOUTH_NARYN, YOUTH_TALAS

HOUSE = house("test")


def public_rows(field):
    position = ledger.published_position(field.edition)
    return list(
        five_w_rows(field.edition, sight=Sight.PUBLIC, position=position.position if position else None)
    )


def exact_rows(field, actor=HOUSE):
    return list(five_w_rows(field.edition, sight=Sight.EXACT, actor=actor))


def next_day(field) -> None:
    """The midnight of the next day."""
    day = field.edition.today() + timedelta(1)
    field.move_today(day)
    ledger_actions.midnight(field.edition, day)


def test_an_announced_plan_is_told_with_its_village_and_its_host(field):
    plan = field.plan(topics=("trafficking",), announced=True)
    (row,) = public_rows(field)
    assert (row.status, row.code, row.pcode, row.hosts) == (
        Status.PLANNED,
        str(plan.uuid),
        KARA_SUU,
        (YOUTH_NARYN,),
    )
    assert (row.since, row.reached, row.activities) == (date(2018, 10, 9), None, None)


def test_of_a_plan_that_is_not_announced_rayon_and_week_are_told_and_nothing_else(field):
    field.plan(kind="talk", venue="market")
    (row,) = public_rows(field)
    assert (row.region, row.district, row.since, row.until) == (
        NARYN, KOCHKOR, date(2018, 10, 8), date(2018, 10, 14),
    )  # fmt: skip
    assert (row.code, row.pcode, row.kind, row.hosts, row.topics, row.supported_by) == (
        "",
        "",
        "",
        (),
        (),
        "",
    )


def test_nor_does_its_place_in_the_file_tell_its_day(field):
    for day in (8, 10):
        field.plan(day=date(2018, 10, day), announced=True)
    field.plan(day=date(2018, 10, 9), kind="talk")
    field.plan(day=date(2018, 10, 2), kind="talk")
    assert [(row.since.day, bool(row.code)) for row in public_rows(field)] == [
        (8, True), (10, True), (1, False), (8, False),
    ]  # fmt: skip


def test_a_closed_plan_is_not_public_anywhere(field):
    field.plan(venue="school", announced=True)
    assert public_rows(field) == []
    assert list(coming_rows(field.edition)) == []
    assert [row.is_open for row in exact_rows(field)] == [False]


def test_a_report_that_waits_is_told_to_the_staff_without_a_number(field):
    report = field.forwarded()
    (row,) = exact_rows(field)
    assert (row.status, row.code, row.reached) == (Status.REPORTED, str(report.uuid), None)
    assert public_rows(field) == []


def test_a_row_keeps_its_code_from_plan_to_count(field):
    plan = field.plan(day=date(2018, 10, 3))
    field.confirmed(activity=str(plan.uuid), as_planned="yes")
    (row,) = exact_rows(field)
    assert (row.status, row.code, row.reached, row.women, row.men) == (
        Status.HELD,
        str(plan.uuid),
        57,
        31,
        26,
    )
    assert row.ages == {(14, 17): 20}
    next_day(field)
    assert [row.code for row in public_rows(field)] == [str(plan.uuid)]


def test_hosts_of_a_joined_report_stand_in_the_row_that_counts(field):
    first = field.confirmed()
    second = field.send(field.cast.farkhad, total="60")
    actions.forward_report(second.uuid, by=field.actor(field.cast.farkhad))
    field.confirm(Report.objects.get(pk=second.pk))
    actions.same_activity(first.uuid, second.uuid, by=field.actor(field.cast.cholpon))
    (row,) = exact_rows(field)
    assert row.hosts == (YOUTH_NARYN, YOUTH_TALAS)
    assert row.reached == field.counted() == 57


def test_the_public_reads_of_a_joining_the_day_after(field):
    first = field.confirmed()
    second = field.send(field.cast.farkhad, total="60")
    actions.forward_report(second.uuid, by=field.actor(field.cast.farkhad))
    field.confirm(Report.objects.get(pk=second.pk))
    next_day(field)
    actions.same_activity(first.uuid, second.uuid, by=field.actor(field.cast.cholpon))
    assert [row.reached for row in public_rows(field)] == [57, 60]
    assert [row.hosts for row in public_rows(field)] == [(YOUTH_NARYN,), (YOUTH_TALAS,)]
    next_day(field)
    assert [(row.reached, row.hosts) for row in public_rows(field)] == [(57, (YOUTH_NARYN, YOUTH_TALAS))]


def test_each_of_the_office_reads_as_far_as_she_may_see(field):
    field.confirmed()
    field.forwarded(held_on="2018-10-02")
    field.plan()
    field.plan(venue="school")
    seen = {
        who: [str(row.status) for row in exact_rows(field, field.actor(getattr(field.cast, who)))]
        for who in ("daniyar", "cholpon", "elena", "farkhad", "jyldyz")
    }
    whole = ["held", "planned", "planned", "reported"]
    assert seen == {"daniyar": whole, "cholpon": whole, "elena": ["held"], "farkhad": [], "jyldyz": []}


def test_a_calendar_hears_of_what_was_called_off_and_of_every_change(field):
    plan = field.plan(announced=True)
    (before,) = coming_rows(field.edition)
    actions.call_off_activity(plan.uuid, reason="nobody-came", by=field.actor(field.cast.bakyt))
    (after,) = coming_rows(field.edition)
    assert (before.uuid, before.is_called_off) == (after.uuid, False)
    assert after.is_called_off
    assert after.changes > before.changes
    assert after.changed_at >= before.changed_at


def test_what_is_over_is_not_coming(field):
    field.plan(day=date(2018, 10, 4), announced=True)
    field.plan(day=date(2018, 10, 5), announced=True)
    assert [row.date for row in coming_rows(field.edition)] == [date(2018, 10, 5)]
