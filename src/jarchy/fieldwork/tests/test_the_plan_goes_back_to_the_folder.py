"""What an organisation changes in the plan goes back to the folder; a folder older than that stops and shows both."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from jarchy.charter.actions import load_folder, save_folder
from jarchy.charter.models import Edition, Reason
from jarchy.charter.tests.conftest import Copy, folder, small  # noqa: F401
from jarchy.fieldwork.actions import (
    PlannedActivity,
    call_off_activity,
    load_plan_sheets,
    plan_activity,
    postpone_activities,
    read_plan_sheets,
)
from jarchy.fieldwork.folder import FILE, WORK_PLAN
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.plan_blank import COLUMNS, write_plan_blank
from jarchy.formats.blanks import HEAD
from jarchy.foundation.narrowing import Actor, Grant, Role, house
from jarchy.foundation.problems import ProblemRaised

pytestmark = pytest.mark.django_db
US = house("test")
OFFICE = Actor(account=1, grants=frozenset({Grant(Role.SECRETARIAT, edition="kg-2018")}))


@pytest.fixture
def planned(small: Copy) -> Copy:  # noqa: F811
    """One activity, of the folder."""
    line = dict.fromkeys((column.name for column in WORK_PLAN.columns), "")
    organisation = small.rows("organisations.csv")[-1]["id"]
    line |= {
        "id": "wp-1", "organisation": organisation, "date": "2018-11-20",
        "place": small.rows("territory.csv")[-1]["id"],
        "venue": small.rows("venues.csv")[0]["id"], "kind": small.rows("kinds.csv")[0]["id"], "illustrative": "yes",
    }  # fmt: skip
    small.write_rows(FILE, [line])
    load_folder(small.path, US)
    return small


def postpone(day: date) -> None:
    activity = Activity.objects.get(slug="wp-1")
    postpone_activities([activity.uuid], to=day, reason=a_reason("postpone"), by=OFFICE)


def a_reason(applies_to: str) -> str:
    return Reason.objects.filter(applies_to=applies_to).values_list("slug", flat=True)[0]


def test_a_folder_older_than_a_postponement_stops_and_shows_both_days(planned):
    postpone(date(2018, 11, 27))
    planned.set(FILE, "wp-1", expected="40")
    with pytest.raises(ProblemRaised) as stopped:
        load_folder(planned.path, US)
    assert stopped.value.code == "charter.folder_older"
    assert "2018-11-27" in stopped.value.sentence and "2018-11-20" in stopped.value.sentence
    assert Activity.objects.get(slug="wp-1").date == date(2018, 11, 27)


def test_a_folder_older_than_a_plan_from_a_sheet_stops_too(planned):
    """A row of the sheet moved the activity's day."""
    activity = Activity.objects.get(slug="wp-1")
    out = io.BytesIO()
    write_plan_blank(out, activity.edition, activity.organisation, "en", by=OFFICE, rows=1)
    book = load_workbook(out)
    book.worksheets[0].cell(HEAD + 1, COLUMNS.index("date") + 1).value = date(2018, 11, 27)
    sheet = io.BytesIO()
    book.save(sheet)
    kept = load_plan_sheets(activity.edition, read_plan_sheets([("plan.xlsx", sheet.getvalue())]), by=OFFICE)
    assert (kept.faults, len(kept.changed)) == ([], 1)
    planned.set(FILE, "wp-1", expected="40")
    with pytest.raises(ProblemRaised) as stopped:
        load_folder(planned.path, US)
    assert stopped.value.code == "charter.folder_older" and "2018-11-27" in stopped.value.sentence
    assert save_folder(Edition.objects.get(), planned.path, US).changed == ("campaign.toml", FILE)


def test_saved_into_the_folder_it_loads_again(planned):
    postpone(date(2018, 11, 27))
    assert save_folder(Edition.objects.get(), planned.path, US).changed == ("campaign.toml", FILE)
    assert [row["date"] for row in planned.rows(FILE)] == ["2018-11-27"]
    planned.set(FILE, "wp-1", expected="40")
    load_folder(planned.path, US)
    kept = Activity.objects.get(slug="wp-1")
    assert (kept.date, kept.expected) == (date(2018, 11, 27), 40)


def test_an_older_copy_keeps_what_was_planned_and_called_off_on_the_pages(planned):
    old = Activity.objects.get(slug="wp-1")
    plan = PlannedActivity(
        date=date(2018, 11, 22), pcode=old.place.pcode, kind=old.kind, venue=old.venue, team=2
    )
    plan_activity(old.edition, old.organisation, plan, by=OFFICE)
    call_off_activity(old.uuid, reason=a_reason("call_off"), by=OFFICE)
    planned.set("topics.csv", "migration", public="no")
    load_folder(planned.path, US)
    assert sorted(Activity.objects.values_list("state", "is_retired")) == [
        ("called_off", False),
        ("planned", False),
    ]
