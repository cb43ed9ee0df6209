"""Many sheets at once as one zip, and the one that writes itself every Friday."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta

import pytest

from jarchy.charter.actions import move_today
from jarchy.foundation import files
from jarchy.foundation.jobs import run_due
from jarchy.foundation.narrowing import Actor, Grant, Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions as people
from jarchy.people.models import Approval
from jarchy.publications import actions, queries
from jarchy.publications.models import Bundle, Publication
from jarchy.publications.rules import BundleState, Door, Format, Kind, last_due, last_whole_week, week_before
from tests.cast import bring_in
from tests.tiny import AGENCY, BISHKEK, NARYN, TALAS

HOUSE = house("test")
WISH = {"weekday": "friday", "at": "16:00", "door": "public", "languages": ["ky", "ru"], "formats": ["docx"]}


def bundle(edition, kind=Kind.OBLAST, *, door=Door.PUBLIC, by=HOUSE) -> Bundle:
    return actions.make_bundle(edition, kind, door=door, language="ky", format=Format.PDF, by=by)


def names_in(row: Bundle) -> list[str]:
    row.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(files.path_of(row.sha256).read_bytes())) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_all_oblasts_come_as_one_zip_and_one_sees_how_many_are_there(full):
    row = bundle(full)
    assert [(one.made, one.bundle.of) for one in queries.bundles(full)] == [(0, 3)]
    with pytest.raises(ProblemRaised, match="publications.not_made"):
        queries.finished_bundle(full, row.uuid)
    run_due()
    day = "2018-10-08-ky.pdf"
    assert names_in(row) == [f"{full.slug}-oblast-{pcode}-{day}" for pcode in (NARYN, TALAS, BISHKEK)]
    assert [(one.made, one.bundle.state) for one in queries.bundles(full)] == [(3, "done")]


def test_of_organisations_only_those_that_may_be_named_are_in_a_public_one(full):
    public, official = bundle(full, Kind.ORGANISATION), bundle(full, Kind.ORGANISATION, door=Door.OFFICIAL)
    run_due()
    assert len(names_in(public)) == 1
    assert len(names_in(official)) == 2


def test_killed_in_the_middle_it_goes_on_where_it_stood(full):
    row = bundle(full)
    actions.make_document(
        full,
        Kind.OBLAST,
        door=Door.PUBLIC,
        language="ky",
        format=Format.PDF,
        by=HOUSE,
        place=NARYN,
        bundle=row,
    )
    actions.fill_bundle(str(row.uuid))
    actions.fill_bundle(str(row.uuid))
    assert len(names_in(row)) == row.documents.count() == 3


def test_who_lost_her_role_meanwhile_gets_none(full):
    cast = bring_in(full)
    row = bundle(full, door=Door.OFFICIAL, by=cast.actor(cast.daniyar))
    membership = cast.daniyar.memberships.get()
    people.end_membership(membership, by=HOUSE)
    run_due()
    row.refresh_from_db()
    assert (row.state, row.sha256, row.documents.count()) == (BundleState.FAILED, "", 0)


def test_what_has_only_one_cannot_be_asked_for_many_times(full):
    with pytest.raises(ProblemRaised, match="publications.wrong_choice"):
        bundle(full, Kind.BRIEFING)


def test_who_sees_a_part_gets_no_official_ones(full):
    part = Actor(1, frozenset({Grant(Role.SECRETARIAT, full.slug, places=frozenset({NARYN}))}))
    with pytest.raises(ProblemRaised, match="publications.not_all"):
        bundle(full, door=Door.OFFICIAL, by=part)


# --- every Friday


@pytest.fixture
def wished(full):
    full.charter = {**full.charter, "briefing": WISH}
    full.save()
    return full


def test_nobody_asked_and_it_is_there(wished):
    made = actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    assert made == [f"{wished.slug}-briefing-2018-10-08-{language}.docx" for language in ("ky", "ru")]
    rows = Publication.objects.filter(kind=Kind.BRIEFING)
    assert {row.scheduled_for for row in rows} == {date(2018, 10, 5)}
    assert {row.made_by for row in rows} == {None}


def test_a_second_run_makes_nothing(wished):
    actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    assert actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC)) == []


def test_an_example_that_is_moved_on_gets_those_of_the_fridays_it_passes(wished):
    move_today(wished, date(2018, 10, 22), HOUSE)
    rows = Publication.objects.filter(kind=Kind.BRIEFING, language="ky").order_by("pk")
    assert [(row.scheduled_for, row.day) for row in rows] == [
        (date(2018, 10, 5), date(2018, 10, 9)),
        (date(2018, 10, 12), date(2018, 10, 13)),
        (date(2018, 10, 19), date(2018, 10, 20)),
    ]


def test_who_does_not_wish_it_gets_none(full):
    assert actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC)) == []


@pytest.fixture
def to_approve(wished):
    """It is for official use, and the agency approves such sheets within a day."""
    said = {"briefing": {"by": [AGENCY], "due_days": 1}}
    wished.charter = {**wished.charter, "briefing": {**WISH, "door": "official"}, "approvals": said}
    wished.save()
    return wished


def test_the_agency_is_asked_as_the_official_sheet_is_written_and_once(to_approve):
    for _round in range(2):
        actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    sheets = Publication.objects.filter(kind=Kind.BRIEFING)
    asked = Approval.objects.all()
    assert [one.row for one in asked] == [str(one.uuid) for one in sheets] and len(sheets) == 2
    assert {(one.state, one.organisation.slug, one.due_on - one.asked_on) for one in asked} == {
        ("asked", AGENCY, timedelta(1))
    }
    assert {one.asked_by for one in asked} == {None}, "by the house"


def test_what_the_secretariat_took_back_is_not_asked_again_by_the_clock(to_approve):
    actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    for one in Approval.objects.all():
        people.withdraw_approval(one.uuid, by=HOUSE)
    actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    assert {one.state for one in Approval.objects.all()} == {"withdrawn"}


def test_it_is_read_by_the_approver_and_overdue_for_the_secretariat_after_its_day(to_approve):
    cast = bring_in(to_approve)
    move_today(to_approve, date(2018, 10, 13), HOUSE)
    mine = cast.client(cast.zarina).get(f"/en/work/{to_approve.slug}/approvals/").content.decode()
    assert "2018" in mine and mine.count("overdue") == 2, "of 5 October; those of the 12th are due tomorrow"
    desk = cast.client(cast.daniyar).get(f"/en/office/{to_approve.slug}/approvals/").content.decode()
    assert "waits for Youth agency since 9 October 2018, overdue: was due on 10 October 2018" in desk
    assert "2 are overdue." in cast.client(cast.daniyar).get("/en/office/").content.decode()


def test_a_standing_approval_of_its_wording_gives_the_next_one_at_once(to_approve):
    cast = bring_in(to_approve)
    actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    until, zarina = date(2018, 12, 31), cast.client(cast.zarina)
    for one in Approval.objects.all():
        page = f"/en/work/{to_approve.slug}/approvals/{one.uuid}/"
        assert f"{page}wording/" in zarina.get(page).content.decode()
        said = {"sha256": one.wording_sha256, "until": until.isoformat()}
        assert zarina.post(f"{page}wording/", said).status_code == 302
    move_today(to_approve, date(2018, 10, 13), HOUSE)
    assert {(one.state, one.how) for one in Approval.objects.all()} == {("given", "standing")}
    assert Approval.objects.count() == 4


@pytest.mark.parametrize("charter", [{}, {"approvals": {"briefing": {"by": ["nobody-here"]}}}])
def test_where_the_campaign_file_does_not_say_so_nobody_is_asked(wished, charter):
    wished.charter = {**wished.charter, "briefing": {**WISH, "door": "official"}, **charter}
    wished.save()
    assert actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    assert not Approval.objects.exists()


def test_a_public_sheet_is_asked_of_nobody(to_approve):
    to_approve.charter = {**to_approve.charter, "briefing": WISH}
    to_approve.save()
    assert actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    assert not Approval.objects.exists()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2018, 11, 2, 15, 59, tzinfo=UTC), date(2018, 10, 26)),
        (datetime(2018, 11, 2, 16, 0, tzinfo=UTC), date(2018, 11, 2)),
        (datetime(2018, 11, 8, 23, 0, tzinfo=UTC), date(2018, 11, 2)),
    ],
)
def test_it_is_due_at_its_hour(now, due):
    assert last_due(now, 4, time(16)) == due


@pytest.mark.parametrize(
    ("day", "week", "before"),
    [
        (date(2018, 9, 14), None, None),
        (date(2018, 9, 17), (date(2018, 9, 10), date(2018, 9, 16)), None),
        (date(2018, 9, 28), (date(2018, 9, 17), date(2018, 9, 23)), (date(2018, 9, 10), date(2018, 9, 16))),
        (date(2018, 12, 11), (date(2018, 12, 3), date(2018, 12, 9)), (date(2018, 11, 26), date(2018, 12, 2))),
        (date(2019, 3, 1), (date(2018, 12, 10), date(2018, 12, 10)), (date(2018, 12, 3), date(2018, 12, 9))),
    ],
)
def test_a_week_is_whole_and_within_the_period(day, week, before):
    starts, ends = date(2018, 9, 10), date(2018, 12, 10)
    assert last_whole_week(day, starts, ends) == week
    assert (week_before(week[0], starts) if week else None) == before
