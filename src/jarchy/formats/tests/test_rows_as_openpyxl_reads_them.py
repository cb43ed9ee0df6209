"""Rows are found by lxml, for speed; every cell must be what openpyxl alone would have read."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from jarchy.formats.workbooks import open_workbook, rows_of

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
_CELL = st.one_of(
    st.none(), _TEXT, st.integers(-(10**12), 10**12), st.booleans(), st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.floats(allow_nan=False, allow_infinity=False, width=32), st.just(time(9, 30)), st.just(timedelta(hours=30)),
    st.just(datetime(2018, 9, 10, 12, 5)),  # noqa: DTZ001  a spreadsheet knows no time zone
    st.just("=1+1"), st.just("#N/A"),
    st.just(CellRichText("one ", TextBlock(InlineFont(b=True), "two"), " three")),
)  # fmt: skip


def _book(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                book.active.cell(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _until_last(row) -> tuple:
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_CELL, max_size=6), max_size=6), st.integers(1, 7))
def test_every_cell_is_what_openpyxl_alone_reads(rows, columns):
    sheet = open_workbook(_book(rows)).worksheets[0]
    alone = [_until_last(row) for row in sheet.iter_rows(values_only=True, max_col=columns)]
    assert [_until_last(row) for row in rows_of(sheet, columns)] == alone


def _with_rows(xml: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(_book([["a"]]))) as plain, ZipFile(out, "w") as made:
        for part in plain.infolist():
            body = plain.read(part)
            if part.filename.endswith("sheet1.xml"):
                head = (
                    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                )
                body = f"{head}{xml}</sheetData></worksheet>".encode()
            made.writestr(part, body)
    return out.getvalue()


def test_rows_left_out_said_twice_and_without_numbers_or_with_a_comment_between():
    xml = (
        "<row><c><v>1</v></c><!-- by hand --><c><v>2</v></c></row>"
        '<row r="4.0"><c r="B4" t="b"><v>1</v></c></row>'
        '<row r="4"><c r="A4"><v>9</v></c></row>'
        '<row r="6"/>'
    )
    sheet = open_workbook(_with_rows(xml)).worksheets[0]
    assert list(rows_of(sheet, 5)) == [(1, 2), (), (), (None, True), (), ()]
