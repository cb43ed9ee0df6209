"""The blank as a spreadsheet shows it: numbers, lists that hang on each other, ticks, words."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from jarchy.formats.blanks import HEAD, LISTS
from jarchy.forms import purposes
from jarchy.forms.tests import tiny
from jarchy.forms.tests.sheets import FIRST, blank, numbers
from jarchy.foundation.problems import ProblemRaised


def opened(data: bytes):
    return load_workbook(io.BytesIO(data))


def rules(sheet) -> dict[str, object]:
    """The spreadsheet's own rules, by the name of their column."""
    names = {cell.column_letter: cell.value for cell in sheet[HEAD]}
    return {
        names[str(rule.sqref).partition(str(FIRST))[0]]: rule
        for rule in sheet.data_validations.dataValidation
    }


def column(book, header: str) -> list[str]:
    cells = next(cells for cells in book[LISTS].iter_cols(values_only=True) if cells[0] == header)
    return [value for value in cells[1:] if value is not None]


def test_each_row_has_a_report_number_of_its_own(world):
    found = numbers(blank(world.version, world.naryn)) + numbers(blank(world.version, world.naryn))
    assert len(set(found)) == 40


def test_the_questions_stand_above_in_her_language(world):
    sheet = opened(blank(world.version, world.naryn, "ky")).worksheets[0]
    heads = {cell.value: sheet.cell(1, cell.column).value for cell in sheet[HEAD]}
    assert heads["total"] == "Канча киши катышты?"
    assert list(heads) == [
        "report_number",
        "for_someone",
        "activity",
        "held_on",
        "adm1",
        "adm2",
        "total",
        "women",
        "host_phone",
        "lesson",
    ]


def test_lists_hold_the_organisations_own_activities(world):
    def own(edition, organisation, language):
        return [
            {"name": organisation, "label": f"Plan of {organisation}"},
            {"name": "x", "label": "Off", "offered": "no"},
        ]

    purposes.lists["activities.csv"] = own
    book = opened(blank(world.version, world.osh))
    assert column(book, "/data/what/activity label") == ["Plan of youth-osh"]
    assert book[LISTS].sheet_state == "hidden"


def test_a_list_shows_what_hangs_on_the_answer_before_it(world):
    book = opened(blank(world.version, world.naryn))
    found = rules(book.worksheets[0])
    assert found["adm1"].formula1.startswith(f"{LISTS}!$")
    assert (
        found["adm2"].formula1.startswith(f"OFFSET({LISTS}!$")
        and f"MATCH($E{FIRST}" in found["adm2"].formula1
    )
    assert column(book, "/data/what/adm2 label") == ["At-Bashy"], "Talas is no region of this form"
    assert column(book, "/data/what/adm2 of") == ["Naryn"]


def test_two_of_one_name_are_told_apart(world):
    rows = [{"name": "p1", "label": "Talk"}, {"name": "p2", "label": "Talk"}]
    purposes.lists["activities.csv"] = lambda *_: rows
    assert column(opened(blank(world.version, world.naryn)), "/data/what/activity label") == [
        "Talk [p1]",
        "Talk [p2]",
    ]


def test_numbers_and_days_are_watched_by_the_spreadsheet_itself(world):
    found = rules(opened(blank(world.version, world.naryn)).worksheets[0])
    total = found["total"]
    assert (total.type, total.formula1, total.formula2, total.error) == (
        "whole",
        "0",
        "20000",
        "From 0 to 20,000.",
    )
    assert found["held_on"].type == "date"


def test_a_question_with_several_answers_is_a_column_for_each(world):
    more = [("select_multiple adm1", "where", "Where else?", "Где ещё?", "Дагы кайда?")]
    version = tiny.load(world.edition, tiny.workbook(version="2", more=more))
    sheet = opened(blank(version, world.naryn)).worksheets[0]
    names = [cell.value for cell in sheet[HEAD]]
    assert names[-2:] == ["where/KG04000000000", "where/KG11000000000"]
    assert rules(sheet)["where/KG04000000000"].formula1 == '"x"'
    assert sheet.cell(2, len(names) - 1).value == "Naryn (x)"


def test_a_second_sheet_explains_in_words(world):
    said = "\n".join(
        str(cell) for row in opened(blank(world.version, world.naryn)).worksheets[1].values for cell in row
    )
    assert "One row is one report." in said and "About one minute." in said
    assert "How many took part?" in said and "A whole number." in said and "youth-naryn" in said


def test_a_form_with_rounds_has_no_sheet(world):
    more = [("begin_repeat", "visit", "V", "V", "V"), ("integer", "n", "N", "N", "N"), ("end_repeat",)]
    version = tiny.load(world.edition, tiny.workbook(version="2", more=more))
    with pytest.raises(ProblemRaised) as refused:
        blank(version, world.naryn)
    assert refused.value.code == "forms.no_sheet"
