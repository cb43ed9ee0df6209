"""A blank written, filled in, read back: what a person chose is found again, whatever she moved."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from jarchy.formats.blanks import HEAD, LISTS, LONG_LISTS, Blank, BlankColumn, ListLine, write_blank
from jarchy.formats.filled_sheets import read_filled

NAMES = ("number", "rayon", "village", "date", "people")
BLANK = Blank(
    title="Plan: 2018 [draft]",
    columns=[
        BlankColumn("number", "Number"),
        BlankColumn("rayon", "Which rayon?", lines="rayon"),
        BlankColumn("village", "Which village?", "Choose the rayon first.", lines="village", under="rayon"),
        BlankColumn(
            "date", "On which day?", kind="date", least=date(2018, 8, 1), most=date(2018, 12, 24)
        ),
        BlankColumn("people", "=How many?", kind="integer", least=1, most=200),
    ],
    lists={"rayon": [ListLine("k", "Kochkor"), ListLine("t", "Talas")]},
    long_lists={
        "village": [ListLine("k1", "=Kara-Suu", "Kochkor"), ListLine("t1", "Beisheke", "Talas")],
    },
    rows=[{"number": "n1", "rayon": "Kochkor", "date": date(2018, 10, 9), "people": 30}, {"number": "n2"}],
    about={"plan": "kg-2018", "organisation": "youth"},
    words_title="How to fill it in",
    words=[["Plan"], ["One row is one activity."]],
    refusal_title="This does not fit",
    refusal="Choose from the list.",
)  # fmt: skip


def blank() -> bytes:
    out = io.BytesIO()
    write_blank(out, BLANK)
    return out.getvalue()


def read(data: bytes, name: str = "plan.xlsx"):
    return read_filled(data, name, NAMES, number_column="number")


def changed(change) -> bytes:
    book = load_workbook(io.BytesIO(blank()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_was_filled_in_beforehand_comes_back_and_unused_rows_do_not():
    sheet = read(blank())
    (row,) = sheet.rows()
    assert row.number == HEAD + 1
    assert row.cells == {
        "number": "n1", "rayon": "Kochkor", "village": None, "date": datetime(2018, 10, 9), "people": 30,  # noqa: DTZ001
    }  # fmt: skip
    assert sheet.about == {"plan": "kg-2018", "organisation": "youth"}
    assert sheet.labels == {"rayon": [("k", "Kochkor"), ("t", "Talas")]}
    assert sheet.findings == []


def test_columns_that_were_moved_are_found_by_their_names():
    def swap(book):
        page = book.worksheets[0]
        for row in range(1, HEAD + 2):
            page.cell(row, 2).value, page.cell(row, 5).value = (
                page.cell(row, 5).value,
                page.cell(row, 2).value,
            )

    (row,) = read(changed(swap)).rows()
    assert (row.cells["rayon"], row.cells["people"]) == ("Kochkor", 30)


def test_nothing_in_it_is_a_formula():
    book = load_workbook(io.BytesIO(blank()))
    assert not [cell for page in book for line in page.iter_rows() for cell in line if cell.data_type == "f"]


def test_a_list_that_hangs_on_another_answer_offers_what_lies_below_it():
    page = load_workbook(io.BytesIO(blank())).worksheets[0]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["B4:B5"].formula1 == f"{LISTS}!$D$2:$D$3"
    assert rules["C4:C5"].formula1.startswith(f"OFFSET({LONG_LISTS}!$D$1,MATCH($B4,{LONG_LISTS}!$E$2:$E$3,0)")
    assert (rules["E4:E5"].formula1, rules["E4:E5"].formula2) == ("1", "200")


def test_what_stands_beside_the_columns_and_a_misspelt_name_are_told():
    def spoil(book):
        page = book.worksheets[0]
        page.cell(HEAD, 5).value = "poeple"
        page.cell(HEAD + 1, 9).value = "see above"

    sheet = read(changed(spoil))
    list(sheet.rows())
    assert [(one.row, one.code) for one in sheet.findings] == [
        (HEAD, "table.column_unknown"),
        (HEAD + 1, "table.stray"),
    ]
    assert sheet.findings[0].params == {"better": "people"}


def test_the_same_as_csv_is_read_too():
    sheet = read("number;rayon;people\nn1;Кочкор;5\n".encode(), "plan.csv")
    (row,) = sheet.rows()
    assert row.cells == {"number": "n1", "rayon": "Кочкор", "people": "5"}


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"PK\x03\x04", "a.xlsx", "table.not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "table.not_a_workbook"),
        (b"", "a.csv", "table.empty"),
        (b"a,b\n1,2\n", "a.csv", "table.no_header"),
        (bytes(20_000_001), "a.xlsx", "table.too_large"),
    ],
)
def test_what_is_no_sheet_of_ours_is_told_in_one_line(data, name, code):
    sheet = read(data, name)
    assert [one.code for one in sheet.findings] == [code] and not list(sheet.rows())


def test_a_workbook_without_our_names_is_told():
    made, out = Workbook(), io.BytesIO()
    made.active.append(["Sum", 1])
    made.save(out)
    assert [one.code for one in read(out.getvalue()).findings] == ["table.no_header"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="libreoffice is not on this machine")
def test_libreoffice_opens_it_and_what_it_saves_reads_the_same(tmp_path: Path):
    (tmp_path / "plan.xlsx").write_bytes(blank())
    subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "plan.xlsx"),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    data = (tmp_path / "out" / "plan.xlsx").read_bytes()
    assert [row.cells for row in read(data).rows()] == [row.cells for row in read(blank()).rows()]
    rules = load_workbook(io.BytesIO(data)).worksheets[0].data_validations.dataValidation
    assert sorted(rule.type for rule in rules) == ["date", "list", "list", "whole"]
