"""Bakyt types paper reports of people without an account into her organisation's sheet."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from jarchy.forms import actions
from jarchy.forms.models import SheetImport, Submission
from jarchy.forms.sheets.columns import FOR_SOMEONE
from jarchy.forms.tests.conftest import person
from jarchy.forms.tests.sheets import FIRST, GOOD, as_csv, blank, filled
from jarchy.forms.tests.test_bring_in_a_sheet import bring_in, counts, said
from jarchy.forms.tests.test_write_blank import column, opened, rules
from jarchy.foundation.narrowing import Role
from jarchy.people.models import Account


@pytest.fixture
def empty(world) -> bytes:
    return blank(world.version, world.naryn)


def levels(row: SheetImport) -> list[str]:
    return [str(fault["level"]) for fault in actions.faults_of(row)]


@pytest.mark.parametrize(("language", "yes"), [("ky", "ооба"), ("ru", "да"), ("en", "yes")])
def test_every_blank_has_the_column_with_its_list_in_its_language(world, language, yes):
    book = opened(blank(world.version, world.naryn, language))
    found = rules(book.worksheets[0])[FOR_SOMEONE]
    assert column(book, f"{FOR_SOMEONE} label") == [yes] and found.formula1.startswith("lists!$")
    heading, hint, _name = (book.worksheets[0].cell(row, 2).value for row in (1, 2, 3))
    assert heading and hint and found.error
    explained = [row[0].value for row in book.worksheets[1].iter_rows(max_col=1)]
    assert heading in explained
    assert (heading == "Entered for somebody without an account") == (language == "en")


@pytest.mark.parametrize("yes", ["yes", "Yes", "ооба", "да", "x", "1"])
def test_a_row_that_says_yes_is_somebody_elses_and_keeps_no_name(world, empty, yes):
    row = bring_in(world, filled(empty, [{**GOOD, FOR_SOMEONE: yes}, {**GOOD, "total": 30}]))
    assert (row.state, counts(row)) == ("stored", (2, 0, 0, 0))
    theirs = Submission.objects.get(is_for_someone=True)
    assert (theirs.answers["total"], theirs.held_by, theirs.account_id) == ("37", None, world.bakyt.account)


def test_no_and_nothing_are_her_own(world, empty):
    bring_in(world, filled(empty, [{**GOOD, FOR_SOMEONE: "нет"}, {**GOOD, FOR_SOMEONE: "-"}, GOOD]))
    assert Submission.objects.filter(is_for_someone=False).count() == 3


def test_a_name_in_the_column_is_a_fault_that_does_not_repeat_it(world, empty):
    row = bring_in(world, filled(empty, [{**GOOD, FOR_SOMEONE: "Asel B."}]))
    assert said(row) == [(FIRST, FOR_SOMEONE, "forms.for_someone_unclear")]
    assert "Asel" not in json.dumps(actions.faults_of(row)) and not Submission.objects.exists()
    assert "no name" in actions.faults_of(row)[0]["remedy"]


def test_it_is_said_with_all_that_is_wrong_in_the_row(world, empty):
    row = bring_in(world, filled(empty, [{**GOOD, FOR_SOMEONE: "perhaps", "total": "many"}]))
    assert set(said(row)) == {
        (FIRST, FOR_SOMEONE, "forms.for_someone_unclear"),
        (FIRST, "total", "table.wrong_integer"),
    }


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.VOLUNTEER])
def test_whoever_may_not_enter_for_others_on_the_web_may_not_here(world, empty, role):
    by = person(world.edition, "asel@example.org", role, world.naryn if role == Role.VOLUNTEER else None)
    file = filled(empty, [GOOD, {**GOOD, "total": 30, FOR_SOMEONE: "yes"}])
    row = bring_in(world, file, by=by)
    assert said(row) == [(FIRST + 1, FOR_SOMEONE, "forms.for_someone_not_hers")]
    assert "coordinator bring the sheet in" in actions.faults_of(row)[0]["remedy"]
    assert not Submission.objects.exists(), "one error changes nothing"


def test_a_row_with_nothing_but_yes_is_passed_over(world, empty):
    """She pulled the yes down to the end of the sheet."""
    row = bring_in(
        world, filled(empty, [{**GOOD, FOR_SOMEONE: "yes"}, {FOR_SOMEONE: "yes"}, {FOR_SOMEONE: "yes"}])
    )
    assert counts(row) == (1, 0, 0, 0)


def test_the_same_answers_again_ignore_the_column(world, empty):
    bring_in(world, filled(empty, [GOOD]))
    row = bring_in(world, filled(empty, [{**GOOD, FOR_SOMEONE: "yes"}]))
    assert (row.state, counts(row)) == ("stored", (0, 1, 0, 0))
    assert not Submission.objects.get().is_for_someone
    assert said(row) == [(FIRST, FOR_SOMEONE, "forms.for_someone_stays")] and levels(row) == ["warning"]


def test_the_secretariat_brings_the_same_file_in_again_and_nothing_is_refused(world, empty):
    file = filled(empty, [{**GOOD, FOR_SOMEONE: "yes"}])
    bring_in(world, file)
    daniyar = person(world.edition, "daniyar@example.org", Role.SECRETARIAT, None)
    row = bring_in(world, file, by=daniyar)
    assert (counts(row), said(row)) == ((0, 1, 0, 0), [])


@pytest.mark.parametrize(("first", "then"), [("yes", "yes"), ("yes", None), (None, "yes"), (None, None)])
def test_a_correction_is_for_whom_the_report_was(world, empty, first, then):
    bring_in(world, filled(empty, [{**GOOD, FOR_SOMEONE: first}]))
    row = bring_in(world, filled(empty, [{**GOOD, "total": 38, FOR_SOMEONE: then}]))
    assert (row.state, counts(row)) == ("stored", (0, 0, 1, 0))
    old, new = Submission.objects.order_by("pk")
    assert new.replaces == old and old.is_for_someone == new.is_for_someone == (first == "yes")
    assert levels(row) == (["warning"] if then and not first else [])


def test_an_older_file_without_the_column_is_taken(world, empty):
    lines = [line.split(",") for line in as_csv(filled(empty, [GOOD])).splitlines()]
    place = next(line for line in lines if line[0] == "report_number").index(FOR_SOMEONE)
    text = "\n".join(",".join(line[:place] + line[place + 1 :]) for line in lines if line[0].count("-") == 4 or
                     line[0] == "report_number")  # fmt: skip
    row = bring_in(world, text.encode(), name="a.csv")
    assert (row.state, counts(row)) == ("stored", (1, 0, 0, 0)), actions.faults_of(row)


def test_a_right_that_went_after_the_check_is_said_when_it_is_stored(world, empty):
    by = world.bakyt
    file = filled(empty, [GOOD, {**GOOD, "total": 30, FOR_SOMEONE: "yes"}])
    row = actions.start_import(world.edition, "activity_report", data=file, name="a.xlsx", by=by)
    assert actions.check_import(row, by=by) == []
    volunteer = person(world.edition, "was@example.org", Role.VOLUNTEER, world.naryn)
    assert Account.objects.filter(pk=volunteer.account).exists()
    actions.store_import(row, by=volunteer)
    assert (row.fresh, row.refused) == (1, 1)
    assert said(row) == [(FIRST + 1, FOR_SOMEONE, "forms.for_someone_not_hers")]
    assert not Submission.objects.filter(is_for_someone=True).exists()


def test_the_blank_opens_with_the_number_first(empty, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(empty)
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [sheet.cell(3, place).value for place in (1, 2)] == ["report_number", FOR_SOMEONE]
