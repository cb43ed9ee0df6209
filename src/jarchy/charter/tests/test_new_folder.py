"""A fork: days moved, results published, facts and helplines to be checked again, and no fault in it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from jarchy.charter import actions, queries, results
from jarchy.charter.folder import read_folder
from jarchy.charter.rules import Result
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

US = house("test")


def rows(path, file):
    return list(csv.DictReader(io.StringIO((path / file).read_text(encoding="utf-8"))))


@pytest.fixture
def came_to():
    """What a campaign came to, as the ledger would say it."""

    def ask(edition):
        return [
            Result("activities", Decimal(371)),
            Result("attendances", Decimal(14210), "more than"),
            Result("nothing", Decimal(1)),
        ]

    wired = results[:]  # what the house wires is not this room's to test
    results[:] = [ask]
    yield
    results[:] = wired


@pytest.fixture
def forked(db, small, came_to, tmp_path):
    actions.load_folder(small.path, US)
    return actions.new_folder("kg-2020", "kg-2018", starts=date(2020, 9, 10), into=tmp_path / "kg-2020")


def test_days_are_moved_by_the_difference(forked):
    campaign, findings = read_folder(forked.path)
    facts = campaign.draft.facts
    assert forked.moved_by_days == 731
    assert (facts.slug, facts.starts, facts.ends) == ("kg-2020", date(2020, 9, 10), date(2020, 12, 10))
    assert (facts.prepares_from, facts.today, facts.live) == (date(2020, 7, 2), date(2020, 11, 5), False)
    assert campaign.draft.fields["charter"]["conference_on"] == "2021-01-25"
    assert campaign.draft.fields["charter"]["example"]["en"] == "Example from 2020, not a help service"
    approvals = {"briefing": {"by": ["youth-agency", "migration-service"], "due_days": 2}}
    assert campaign.draft.fields["charter"]["approvals"] == approvals
    assert rows(forked.path, "targets.csv")[30]["date"] in {"", "2020-11-04"}
    assert not [finding for finding in findings if finding.level == "error"]


def test_results_become_rows_of_published_csv_with_their_qualifier(forked):
    published = {row["id"]: row for row in rows(forked.path, "published.csv")}
    assert forked.results == 3
    assert (published["kg-2018-activities"]["value"], published["kg-2018-activities"]["qualifier"]) == (
        "371",
        "",
    )
    assert (published["kg-2018-attendances"]["value"], published["kg-2018-attendances"]["qualifier"]) == (
        "14210",
        "more than",
    )
    assert published["kg-2018-attendances"]["of_edition"] == "2018"
    assert published["2017-people"]["value"] == "10000"


def test_what_an_example_came_to_is_never_passed_on_as_if_it_were_real(forked):
    published = {row["id"]: row for row in rows(forked.path, "published.csv")}
    assert published["kg-2018-attendances"]["source"].startswith("Jarchy, kg-2018, illustrative")


def test_results_of_a_campaign_that_is_not_over_say_as_of_when(forked):
    row = {row["id"]: row for row in rows(forked.path, "published.csv")}["kg-2018-attendances"]
    assert (row["ends"], row["source"][-27:]) == ("2018-11-05", "not final, as of 2018-11-05")
    assert forked.results_as_of == date(2018, 11, 5)


def test_no_comment_speaks_of_the_campaign_before(forked):
    text = (forked.path / "campaign.toml").read_text(encoding="utf-8")
    comments = [line.partition("#")[2] for line in text.split("\n")]
    assert not [comment for comment in comments if "2018" in comment.replace("kg-2018", "")]
    assert "the first is the default" in text


def test_facts_and_helplines_are_marked_to_be_checked_again(forked):
    for file in ("facts.csv", "helplines.csv"):
        assert {row["must_be_checked"] for row in rows(forked.path, file)} == {"yes"}
    assert rows(forked.path, "helplines.csv")[0]["source_date"] == "2017-04-01"


def test_it_stands_beside_the_first_and_is_not_the_current_one(forked):
    actions.load_folder(forked.path, US)
    assert queries.current_edition().slug == "kg-2018"
    assert queries.edition("kg-2020").today() == date(2020, 11, 5)
    assert all(fact.is_overdue for fact in queries.facts(queries.edition("kg-2020")))


def test_what_was_changed_on_the_pages_is_carried_over(db, small, tmp_path):
    actions.load_folder(small.path, US)
    actions.change_row(queries.edition("kg-2018"), "targets.csv", "on_time", {"value": 75}, by=US)
    fork = actions.new_folder("kg-2020", "kg-2018", starts=date(2020, 9, 10), into=tmp_path / "kg-2020")
    assert {row["id"]: row["value"] for row in rows(fork.path, "targets.csv")}["on_time"] == "75"
    assert "revision" not in (fork.path / "campaign.toml").read_text(encoding="utf-8")


def test_a_folder_that_was_never_loaded_can_be_forked_too(db, small):
    out = io.StringIO()
    call_command(
        "charter", "new", "kg-2020", "--from", str(small.path), "--starts", "2020-09-10", "--json", stdout=out
    )
    said = json.loads(out.getvalue())
    assert (said["folder"], said["results"], said["moved_by_days"]) == (
        str(small.path.parent / "kg-2020"),
        0,
        731,
    )


@pytest.mark.parametrize(
    ("slug", "source", "code"),
    [
        ("KG 2020", "", "wrong_slug"),
        ("kg-2020", "kg-1066", "no_source"),
        ("kg-2018", "", "slug_taken"),
        ("k" * 51, "", "wrong_slug"),
    ],
)
def test_what_cannot_be_is_refused(db, slug, source, code, small):
    with pytest.raises(ProblemRaised, match=f"charter.{code}"):
        actions.new_folder(slug, source or str(small.path), starts=date(2020, 9, 10))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_at_the_end_of_the_calendar_is_refused(db, day, small):
    with pytest.raises(ProblemRaised, match="wrong_day"):
        actions.new_folder("kg-2020", str(small.path), starts=day)


def test_a_folder_that_is_there_is_not_written_over(db, small):
    (small.path.parent / "kg-2020").mkdir()
    (small.path.parent / "kg-2020" / "notes.txt").write_text("ours")
    with pytest.raises(ProblemRaised, match="folder_there"):
        actions.new_folder("kg-2020", str(small.path), starts=date(2020, 9, 10))


def test_a_day_that_is_none_is_refused(db, small):
    with pytest.raises(CommandError, match="year, month and day"):
        call_command("charter", "new", "kg-2020", "--from", str(small.path), "--starts", "10.09.2020")


def test_thresholds_are_carried_on_and_notes_on_figures_stay_with_the_campaign_they_speak_of(forked):
    campaign, _ = read_folder(forked.path)
    assert campaign.draft.fields["settings"]["round_from"] == 50
    assert campaign.draft.fields["settings"]["second_look_percent"] == 5
    assert rows(forked.path, "figure_notes.csv") == []
