"""work_plan.csv: loaded twice nothing changes, what was held stands, pages go back to the file, a fork moves."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest

from jarchy.charter.folder import Folder
from jarchy.fieldwork.folder import FILE, WORK_PLAN, WorkPlanPart
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.tests.conftest import context
from jarchy.foundation.narrowing import house
from tests.tiny import KARA_SUU, KOCHKOR, NARYN, YOUTH_NARYN

PART, BY = WorkPlanPart(), house("test")
ROW = {
    "id": "wp-1", "organisation": YOUTH_NARYN, "cohosts": "", "date": "2018-10-03", "place": KARA_SUU,
    "venue": "market",
    "kind": "theatre", "audience": "everyone", "topics": "trafficking", "sessions": "1", "expected": "40", "team": "2",
    "is_open": "", "announced": "", "supported_by": "", "illustrative": "yes", "source": "illustrative",
}  # fmt: skip


def written(*rows: dict[str, str]) -> Folder:
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in WORK_PLAN.columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return Folder({FILE: out.getvalue().encode()})


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.fixture
def load(field):
    def read_and_load(*rows: dict[str, str]):
        data, findings = PART.read(written(*rows), context(field.edition))
        assert [one.code for one in findings if one.level == "error"] == []
        changes = PART.changes(data, field.edition)
        PART.load(data, field.edition, BY)
        return changes

    return read_and_load


def test_loaded_twice_nothing_changes(load):
    assert load(ROW).added
    again = load(ROW)
    assert not (again.added or again.changed or again.retired)
    assert Activity.objects.count() == 1


def test_closed_and_announced_follow_venue_audience_and_kind(load):
    load(
        ROW,
        ROW | {"id": "wp-2", "venue": "school"},
        ROW | {"id": "wp-3", "kind": "talk"},
        ROW | {"id": "wp-4", "is_open": "no"},
    )
    rows = {row.slug: (row.is_open, row.announced) for row in Activity.objects.all()}
    assert rows == {
        "wp-1": (True, True),
        "wp-2": (False, False),
        "wp-3": (True, False),
        "wp-4": (False, False),
    }


def test_what_was_held_stands_whatever_the_file_says(field, load):
    load(ROW)
    field.send(field.cast.aigul, activity="wp-1", as_planned="yes")
    changes = load(ROW | {"date": "2018-10-20", "place": KOCHKOR})
    assert not changes.changed
    assert Activity.objects.get().date == date(2018, 10, 3)


def test_a_row_that_is_gone_is_retired_and_comes_back(load):
    load(ROW, ROW | {"id": "wp-2"})
    load(ROW)
    assert Activity.objects.get(slug="wp-2").is_retired
    load(ROW, ROW | {"id": "wp-2"})
    assert not Activity.objects.get(slug="wp-2").is_retired


def test_what_was_planned_on_the_pages_goes_back_to_the_file(field, load):
    load(ROW)
    planned = field.plan()
    folder = written(ROW)
    PART.save(field.edition, folder)
    rows = rows_of(folder.files[FILE])
    assert [row["id"] for row in rows] == ["wp-1", str(planned.uuid)]
    assert rows[0] == ROW


def test_a_fork_moves_every_day(field):
    data, _ = PART.read(written(ROW), context(field.edition))
    (forked,) = PART.fork(data, 731).values()
    (row,) = rows_of(forked)
    assert row["date"] == (date(2018, 10, 3) + timedelta(731)).isoformat()


@pytest.mark.parametrize(
    ("cell", "value"),
    [("place", "KG99"), ("organisation", "nobody"), ("kind", "dance"), ("date", "2018-12-24")],
)
def test_a_row_that_names_what_is_not_there_is_a_fault(field, cell, value):
    _, findings = PART.read(written(ROW | {cell: value}), context(field.edition))
    assert [(one.row, one.column) for one in findings if one.level == "error"] == [(2, cell)]


def test_two_oblasts_are_no_settlements_but_may_be_planned_in(load):
    load(ROW | {"place": NARYN})
    assert Activity.objects.get().district.pcode == NARYN
