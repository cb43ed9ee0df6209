"""Reports that come together: what they have in common is asked once, and flags look at the same day and district."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jarchy.fieldwork.models import Report
from jarchy.fieldwork.queries.noticing import others_of
from jarchy.fieldwork.tests.conftest import FORM, UNPLANNED
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import house
from tests.tiny import YOUTH_NARYN, YOUTH_TALAS


def receive(field, organisations: list[str]) -> int:
    """One report for each, of different days; how many questions the database was asked."""
    incoming = []
    for number, slug in enumerate(organisations):
        day = date(2018, 9, 12) + timedelta(number)
        body = forms.write_body(
            field.edition, FORM, UNPLANNED | {"held_on": day.isoformat()}, instance_id=f"uuid:{uuid7()}"
        )
        incoming.append(Incoming(body, {}, "file", field.edition.slug, slug))
    with CaptureQueriesContext(connection) as asked:
        outcomes = forms.receive_submissions(incoming, by=house("test"))
    assert {outcome.state for outcome in outcomes} == {"kept"}
    return len(asked)


def test_twenty_reports_ask_as_often_as_one(field):
    receive(field, [YOUTH_NARYN])  # reads the form into memory
    alone = receive(field, [YOUTH_NARYN])
    assert alone <= 34
    assert receive(field, [YOUTH_NARYN] * 20) <= alone


def test_each_organisation_more_asks_only_for_itself_and_its_plans(field):
    receive(field, [YOUTH_NARYN])
    alone = receive(field, [YOUTH_NARYN] * 2)
    assert receive(field, [YOUTH_NARYN, YOUTH_TALAS] * 10) <= alone + 2


def test_flags_look_at_each_reports_own_day_in_its_own_district(field):
    receive(field, [YOUTH_NARYN] * 3)
    receive(field, [YOUTH_NARYN] * 2)
    reports = list(Report.objects.select_related("district").order_by("pk"))
    others = others_of(field.edition, reports[:3])
    days = {key: {facts.held_on for facts in facts_of} for key, facts_of in others.items()}
    assert days == {report.pk: {report.held_on} for report in reports[:3]}
    assert [len(others[report.pk]) for report in reports[:3]] == [2, 2, 1]
