"""Tables by one dimension add up to the figure beside them, or say why they do not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jarchy.ledger.queries import counted_activities, days_by_places, evidence, figure, public_cells, totals
from jarchy.ledger.queries.totals import DIMENSIONS
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests.cast import (
    AK,
    FIRST,
    KARA,
    MONDAY,
    SARY,
    SAZ,
    SECOND,
    SHAAR,
    STARTS,
    TOOR,
    corrected,
    let_days_pass,
    post,
    report,
    take_back,
)  # fmt: skip

BOTH = ["activities", "attendances"]


@pytest.fixture
def lively(edition):
    """Open and closed ones, a void and a correction, two Mondays."""
    talk, voided = post(
        edition, report(37, women=17, kind="talk", topics=("trafficking", "hidden")), report(50, at=SARY)
    )
    post(edition, report(12, is_open=False, at=AK), report(30, is_open=False, at=SHAAR, kind="training"))
    take_back(edition, voided)
    let_days_pass(edition, MONDAY)
    take_back(edition, talk, post=(corrected(talk, people=40, women=20),))
    post(edition, report(11, host=SECOND, with_host=FIRST, on=MONDAY, kind="street"))
    let_days_pass(edition, MONDAY + timedelta(1))
    return edition


def as_dict(table, measure="attendances"):
    return {row.key: row.values[measure] for row in table.rows}


@pytest.mark.parametrize("by", ["place1", "place2", "week", "day", "kind"])
@pytest.mark.parametrize("sight", list(Sight))
def test_rows_add_up_to_the_figure_of_the_same_position(lively, by, sight):
    table = totals(lively, BOTH, by=by, sight=sight)
    for measure in BOTH:
        asked = figure(lively, measure, sight=sight, as_of=table.position if sight is Sight.PUBLIC else None)
        assert sum(as_dict(table, measure).values()) == table.total[measure] == asked.value
    assert table.position == asked.position


def test_every_place_has_its_row_those_with_nothing_too(lively):
    assert as_dict(totals(lively, BOTH, by="place1", sight=Sight.EXACT)) == {SAZ: 51, TOOR: 12, SHAAR: 30}
    assert as_dict(totals(lively, BOTH, by="place2", place=SAZ, sight=Sight.EXACT)) == {KARA: 51, SARY: 0}


def test_by_organisation_each_host_has_its_own_and_the_total_is_the_nations(lively):
    table = totals(lively, BOTH, by="organisation", sight=Sight.EXACT)
    assert as_dict(table) == {FIRST: 40 + 12 + 30 + 11, SECOND: 11}
    assert (table.total["attendances"], table.notes) == (93, ("hosts_overlap",))


def test_by_organisation_the_public_reads_open_activities_only(lively):
    table = totals(lively, BOTH, by="organisation", sight=Sight.PUBLIC)
    assert as_dict(table) == {FIRST: 51, SECOND: 11}
    assert (table.total["attendances"], table.notes) == (51, ("open_only", "hosts_overlap"))


def test_a_topic_that_the_edition_hides_is_not_in_the_public_table(lively):
    assert "hidden" not in as_dict(totals(lively, BOTH, by="topic", sight=Sight.PUBLIC))
    assert as_dict(totals(lively, BOTH, by="topic", sight=Sight.EXACT)) == {"trafficking": 93, "hidden": 0}


def test_the_public_reads_no_other_measure_below_the_oblast(lively):
    table = totals(lively, ["sessions", "attendances"], by="place2", sight=Sight.PUBLIC)
    assert {row.values["sessions"] for row in table.rows} == {None}
    assert table.notes == ("hidden",)


def test_by_sex_for_staff_unknown_is_what_is_left_of_the_total(lively):
    table = totals(lively, ["attendances"], by="sex", sight=Sight.EXACT)
    assert as_dict(table) == {"female": 20, "male": 20, "unknown": 53}


@pytest.mark.parametrize("by", DIMENSIONS)
@pytest.mark.parametrize("sight", list(Sight))
def test_the_queries_of_a_table_do_not_grow_with_the_data(lively, by, sight):
    post(lively, *(report(40, women=20, ages={(14, 28): 20}) for _ in range(3)))
    let_days_pass(lively, MONDAY + timedelta(7))
    with CaptureQueriesContext(connection) as few:
        totals(lively, ["activities", "attendances"], by=by, sight=sight)
    post(lively, *(report(10 + n, at=[KARA, AK, SHAAR][n % 3], is_open=n % 2 == 0) for n in range(30)))
    let_days_pass(lively, MONDAY + timedelta(14))
    with CaptureQueriesContext(connection) as many:
        totals(lively, ["activities", "attendances"], by=by, sight=sight)
    assert len(many) <= len(few) <= 14


def test_the_strip_takes_as_many_queries_with_one_report_as_with_many(lively):
    with CaptureQueriesContext(connection) as few:
        days_by_places(lively, "activities", level=2, sight=Sight.PUBLIC)
    post(lively, *(report(10, on=STARTS + timedelta(n % 50)) for n in range(60)))
    with CaptureQueriesContext(connection) as many:
        days_by_places(lively, "activities", level=2, sight=Sight.PUBLIC)
    assert len(many) <= len(few) + 1


# --- down to what it was made of


def test_staff_open_a_figure_down_to_every_line_page_by_page(lively):
    lines, after = [], None
    while True:
        page = evidence(lively, "attendances", sight=Sight.EXACT, after=after, limit=2)
        lines += page.lines
        if page.after is None:
            break
        after = page.after
    assert sum(line.value for line in lines) == figure(lively, "attendances", sight=Sight.EXACT).value
    assert any(line.is_reversal for line in lines)
    assert len({line.key for line in lines}) == len(lines) == 8


def test_an_open_activitys_own_line_comes_the_day_after_and_a_closed_ones_never(edition):
    let_days_pass(edition, STARTS + timedelta(1))
    post(edition, report(37), report(12, is_open=False))
    assert evidence(edition, "attendances", sight=Sight.PUBLIC).lines == []
    let_days_pass(edition, STARTS + timedelta(2))
    assert [line.value for line in evidence(edition, "attendances", sight=Sight.PUBLIC).lines] == [37]


def test_public_lines_and_cells_add_up_to_the_public_figure_of_their_position(lively):
    page = evidence(lively, "attendances", sight=Sight.PUBLIC)
    cells = public_cells(lively)
    there = sum(line.value for line in page.lines) + sum(cell.attendances for cell in cells)
    assert there == figure(lively, "attendances", sight=Sight.PUBLIC, as_of=page.position).value == 93


def test_no_public_line_of_sessions_or_sexes(lively):
    assert evidence(lively, "sessions", sight=Sight.PUBLIC).lines == []


@pytest.mark.parametrize("sight", list(Sight))
def test_counted_activities_stream_all_that_stands_with_their_hosts(lively, sight):
    found = list(counted_activities(lively, sight=sight, chunk=5))
    assert len(found) == len({one.position for one in found}) == (2 if sight is Sight.PUBLIC else 4)
    assert sum(one.attendances for one in found) == (51 if sight is Sight.PUBLIC else 93)
    assert (SECOND, FIRST) in [one.hosts for one in found]
