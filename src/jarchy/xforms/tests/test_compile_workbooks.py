"""A secretariat uploads a workbook: it becomes a form, or all that is wrong is said cell by cell."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from jarchy.xforms.finding import FormRefused
from jarchy.xforms.reading import read_form
from jarchy.xforms.workbook import compile_workbook

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "data" / "samples" / "xlsforms"
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the shared workbooks are not beside this checkout"
)


def workbook(survey: list[list[str]], choices: list[list[str]] = ()) -> bytes:
    book = Workbook()
    book.active.title = "survey"
    for row in survey:
        book.active.append(row)
    if choices:
        sheet = book.create_sheet("choices")
        for row in choices:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def faults_of(book: bytes):
    with pytest.raises(FormRefused) as refused:
        read_form(compile_workbook(book).xml)
    return refused.value.findings


def test_a_small_workbook_becomes_a_form():
    form = read_form(
        compile_workbook(workbook([["type", "name", "label"], ["integer", "n", "How many?"]])).xml
    )
    assert [(node.name, node.kind) for node in form.questions] == [("n", "integer")]


def test_the_edition_gives_the_form_its_own_id():
    book = workbook([["type", "name", "label"], ["integer", "n", "How many?"]])
    assert read_form(compile_workbook(book, form_id="kg-2018_small").xml).id == "kg-2018_small"


def test_all_calculates_without_a_calculation_are_named_at_once():
    book = workbook(
        [
            ["type", "name", "label", "calculation"],
            ["integer", "n", "How many?", None],
            ["calculate", "a", None, None],
            ["calculate", "b", None, None],
        ]
    )
    assert [(f.code, f.row, f.column, f.value) for f in faults_of(book)] == [
        ("no_calculation", 3, "D", "a"),
        ("no_calculation", 4, "D", "b"),
    ]


def test_a_column_that_stands_twice_is_refused_where_it_stands():
    (fault,) = faults_of(workbook([["type", "name", "label", "Label"], ["text", "t", "One", "Two"]]))
    assert (fault.code, fault.sheet, fault.row, fault.column) == ("duplicate_column", "survey", 1, "D")


def test_what_pyxform_refuses_says_its_row():
    choices = [["list_name", "name", "label"], ["yes_no", "yes", "Yes"]]
    (fault,) = faults_of(
        workbook([["type", "name", "label"], ["select_one nothing", "s", "Which?"]], choices)
    )
    assert (fault.code, fault.sheet, fault.row) == ("refused", "survey", 2)


def test_a_sheet_formatted_to_its_last_row_is_read_to_where_it_ends():
    survey = [
        ["type", "name", "label"],
        ["text", "t", "One"],
        *([["", "", ""]] * 5000),
        ["text", "lost", "Two"],
    ]
    assert [node.name for node in read_form(compile_workbook(workbook(survey)).xml).questions] == ["t"]


def test_an_unknown_function_is_named_when_the_form_is_read():
    book = workbook([["type", "name", "label", "relevant"], ["text", "t", "One", "frobnicate(1) = 2"]])
    (fault,) = faults_of(book)
    assert fault.code == "bad_relevant"
    assert "frobnicate()" in fault.reason


def test_a_picture_named_xlsx_is_told_by_its_first_bytes():
    (fault,) = faults_of(b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    assert fault.code == "not_a_workbook"


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_cut_off_is_broken_and_no_crash(start):
    (fault,) = faults_of(start + b"cut off")
    assert fault.code == "workbook_broken"


def test_without_a_survey_there_is_no_form():
    book = Workbook()
    book.active.title = "Sheet1"
    kept = io.BytesIO()
    book.save(kept)
    (fault,) = faults_of(kept.getvalue())
    assert fault.code == "no_survey"


REFUSED = {
    "bug-calculate_without_calculation.xls": ["no_calculation"],
    "bug-duplicate_columns.xlsx": ["duplicate_column"],
    "bug-xl_date_ambiguous.xlsx": ["bad_itemset"],
    "xlsform_spec_test.xlsx": ["encrypted"],
}


@needs_samples
def test_the_real_workbooks_become_forms_or_are_refused_with_the_reason():
    refused = {}
    for path in sorted(SAMPLES.glob("*.xls*")):
        try:
            form = read_form(compile_workbook(path.read_bytes()).xml)
            assert form.nodes
        except FormRefused as error:
            refused[path.name] = [finding.code for finding in error.findings]
            assert all(finding.reason for finding in error.findings)
    assert refused == REFUSED


@needs_samples
def test_an_old_binary_workbook_needs_no_right_name():
    assert read_form(compile_workbook((SAMPLES / "tutorial.xls").read_bytes()).xml).questions
