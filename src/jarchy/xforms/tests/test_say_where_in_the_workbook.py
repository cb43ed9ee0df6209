"""What is wrong with a form, or not done, is said with the sheet and the row in which it stands."""

import io

import pytest
from openpyxl import Workbook

from jarchy.xforms.finding import Finding, FormRefused
from jarchy.xforms.rows import whereabouts
from jarchy.xforms.workbook import load_workbook

HEADER = ["type", "name", "label", "relevant", "calculation", "appearance", "parameters"]


def workbook(*rows: list[str], settings: list[list[str]] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (HEADER, *rows):
        sheet.append(row)
    page = book.create_sheet("settings")
    for row in settings:
        page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def said(findings):
    return [(found.code, found.sheet, found.row, found.column) for found in findings]


def test_a_fault_names_row_and_column_inside_groups_too():
    book = workbook(
        ["begin repeat", "person", "Person"],
        ["begin_group", "home", "Home"],
        ["text", "street", "Street", "tomorrow() > 1"],
        ["end_group"],
        ["end repeat"],
        ["text", "street", "Street", "1 = yesterday()"],
    )
    with pytest.raises(FormRefused) as refused:
        load_workbook(book)
    assert said(refused.value.findings) == [
        ("bad_relevant", "survey", 4, "D"),
        ("bad_relevant", "survey", 7, "D"),
    ]


def test_what_is_not_done_names_its_row():
    book = workbook(
        ["start-geopoint", "begun_at"],
        ["image", "sign", "Sign", "", "", "signature"],
        ["deviceid", "device"],
        ["integer", "age", "Age"],
        ["calculate", "rounded", "", "", "floor(${age} div 10)"],
    )
    found = [where for where in said(load_workbook(book).warnings) if where[0] != "warning"]
    assert sorted(found, key=lambda where: where[2]) == [
        ("not_run", "survey", 2, ""),
        ("asked_plainly", "survey", 3, "F"),
        ("not_filled", "survey", 4, "A"),
        ("breaks_on_phones", "survey", 6, ""),
    ]


def test_an_encrypted_form_is_refused_at_its_key():
    book = workbook(
        ["text", "a", "A"],
        settings=[
            ["form_id", "version", "submission_url", "public_key"],
            ["x", "1", "https://x.example", "MIIB"],
        ],
    )
    with pytest.raises(FormRefused) as refused:
        load_workbook(book)
    assert said(refused.value.findings) == [("encrypted", "settings", 2, "D")]


def test_what_the_workbook_does_not_write_itself_is_told_by_the_group_around_it():
    survey = [["type", "name"], ["begin group", "table"], ["text", "a"], ["end group"]]
    where = whereabouts(survey, [], lambda place: "ABC"[place])
    assert said([where.placed(Finding("not_run", "/data/table/reserved_name_1"))]) == [
        ("not_run", "survey", 2, "")
    ]
    assert said([where.placed(Finding("not_run", "/data/meta/entity/@id"))]) == [("not_run", "", None, "")]
