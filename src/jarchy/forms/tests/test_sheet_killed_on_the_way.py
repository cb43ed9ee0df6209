"""The worker is killed in the middle of storing a sheet: nothing is half there, and going on stores nothing twice."""

from __future__ import annotations

import resource
import time

import pytest
from django.db import connection

from jarchy.forms import actions, purposes
from jarchy.forms.actions import sheet as storing
from jarchy.forms.models import SheetImport, Submission
from jarchy.forms.rules import SHEET_GROUP
from jarchy.forms.sheets.columns import FOR_SOMEONE
from jarchy.forms.tests.conftest import make_world
from jarchy.forms.tests.sheets import GOOD, blank, filled
from jarchy.forms.tests.test_killed_on_the_way import Killed

ROWS = 2 * SHEET_GROUP + 50
THEIRS = ROWS // 3  # every third row was entered for somebody without an account


@pytest.fixture
def sheet(transactional_db, registries):
    world = make_world(registries)
    rows = [{**GOOD, "total": 20 + n, FOR_SOMEONE: "yes" if n % 3 == 2 else None} for n in range(ROWS)]
    data = filled(blank(world.version, world.naryn, rows=ROWS), rows)
    row = actions.start_import(world.edition, "activity_report", data=data, name="a.xlsx", by=world.bakyt)
    assert actions.check_import(row, by=world.bakyt) == []
    return world, row


def go_on(world, row) -> SheetImport:
    row = SheetImport.objects.get(pk=row.pk)
    actions.store_import(row, by=world.bakyt)
    return row


def assert_whole(world, row) -> None:
    assert (row.state, row.fresh, row.same, row.refused) == ("stored", ROWS, 0, 0)
    assert Submission.objects.count() == len({s.answers["total"] for s in Submission.objects.all()}) == ROWS
    assert len({s.pk for s in world.taken.kept}) == ROWS
    theirs = {int(s.answers["total"]) for s in Submission.objects.filter(is_for_someone=True)}
    assert len(theirs) == THEIRS and all((total - 20) % 3 == 2 for total in theirs)


def test_in_the_middle_of_a_group(sheet):
    world, row = sheet
    whole = purposes.purposes["activity_report"]
    calls = []

    def take(rows, by):
        calls.append(len(rows))
        if len(calls) == 2:
            raise Killed
        whole(rows, by)

    purposes.purposes["activity_report"] = take
    with pytest.raises(Killed):
        actions.store_import(row, by=world.bakyt)
    assert Submission.objects.count() == SHEET_GROUP, "a group is stored whole or not at all"
    purposes.purposes["activity_report"] = whole
    assert_whole(world, go_on(world, row))


def test_between_a_group_and_the_note_of_it(sheet, monkeypatch):
    """What was stored looks afterwards as if it had been there before: it is counted as new all the same."""
    world, row = sheet

    def killed(*args):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(storing, "_step_on", killed)
        with pytest.raises(Killed):
            actions.store_import(row, by=world.bakyt)
    assert Submission.objects.count() == SHEET_GROUP
    assert SheetImport.objects.get().done == 0
    assert_whole(world, go_on(world, row))


def test_stored_twice_is_stored_once(sheet):
    world, row = sheet
    go_on(world, row)
    assert_whole(world, go_on(world, row))


def test_five_hundred_rows_in_as_many_questions_as_five_groups_ask(transactional_db, registries):
    """Constant in memory and few in questions: what one group costs, not what the file has."""
    world = make_world(registries)
    rows = [{**GOOD, "total": 20 + n} for n in range(500)]
    data = filled(blank(world.version, world.naryn, rows=500), rows)
    row = actions.start_import(world.edition, "activity_report", data=data, name="a.xlsx", by=world.bakyt)
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    connection.force_debug_cursor, seen = True, len(connection.queries_log)
    try:
        actions.check_import(row, by=world.bakyt)
        actions.store_import(row, by=world.bakyt)
        questions = len(connection.queries_log) - seen
    finally:
        connection.force_debug_cursor = False
    assert (row.state, row.fresh) == ("stored", 500)
    assert questions < 5 * 60
    assert time.process_time() - started < 15
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB
