"""A page asks as much of the database with 1,000 reports as with 10."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from jarchy.fieldwork.models import Activity, Noticed, Report, ReportMove
from jarchy.foundation.ids import uuid7

PAGES = (
    ("bakyt", "today"), ("bakyt", "waiting"), ("bakyt", "plan"), ("bakyt", "organisation"), ("bakyt", "reminders"),
    ("aigul", "my_reports"), ("daniyar", "office"), ("daniyar", "queue"), ("daniyar", "all_reports"),
    ("daniyar", "silent"),
    ("daniyar", "coverage"), ("daniyar", "against_plan"), ("daniyar", "organisations"), ("daniyar", "record"),
    ("daniyar", "numbers"),
)  # fmt: skip


def many(row, number: int, **columns) -> list:
    """Copies of a row: how they came to be does not matter here, only that they are many."""
    copies = []
    for _ in range(number):
        copy = type(row)(
            **{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
        )
        copy.uuid = uuid7()
        for name, value in columns.items():
            setattr(copy, name, value)
        copies.append(copy)
    return type(row).objects.bulk_create(copies)


def fill(field, number: int) -> None:
    forwarded, received = field.forwarded(), field.send(field.cast.aigul, held_on="2018-10-02")
    for report in (forwarded, received):
        copies = many(report, number // 2, findings_weight=6)
        ReportMove.objects.bulk_create(
            ReportMove(report=one, to=one.state, at=one.moved_at, on=one.moved_on) for one in copies
        )
        Noticed.objects.bulk_create(Noticed(report=one, flag="too_round", weight=1) for one in copies)
    plan = Activity.objects.get(pk=field.plan().pk)
    many(plan, number // 2, date=field.edition.today().replace(day=2))


@pytest.fixture
def asked(field):
    def count(who: str, name: str) -> int:
        client = field.cast.client(getattr(field.cast, who))
        with override("en"):
            url = reverse(f"fieldwork:{name}")
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count


def test_no_page_asks_more_of_more_reports(field, asked):
    fill(field, 10)
    few = {page: asked(*page) for page in PAGES}
    fill(field, 1000)
    assert Report.objects.count() > 1000
    assert {page: asked(*page) for page in PAGES} == few
