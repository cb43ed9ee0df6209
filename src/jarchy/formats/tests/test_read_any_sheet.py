"""Whatever comes as a sheet: it is read or said to be none, and never a failure of ours."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jarchy.formats.filled_sheets import FilledSheet, read_filled

NUMBER = "report_number"
KNOWN = [NUMBER, "total", "held_on"]


def read_sheet(data: bytes, name: str, known: list[str]) -> FilledSheet:
    return read_filled(data, name, known, number_column=NUMBER)


def whole(table) -> list:
    return [row.number for row in table.rows()]


def workbook(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


GOOD = workbook(["Above"], KNOWN, ["a", 1, "2018-10-03"], ["b", None, None], ["c", 2, None])


def test_the_header_is_found_below_other_rows_and_empty_rows_are_passed_over():
    table = read_sheet(GOOD, "a.xlsx", KNOWN)
    assert table.header_row == 2 and whole(table) == [3, 5] and table.findings == []


@given(st.binary(max_size=400))
def test_any_bytes(data):
    for name in ("a.csv", "a.xlsx"):
        table = read_sheet(data, name, KNOWN)
        whole(table)
        assert table.is_readable or table.findings


@settings(max_examples=150)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(1, 40))
def test_a_workbook_damaged_on_its_way(at, byte, length):
    damaged = GOOD[:at] + bytes([byte]) * length + GOOD[at + length :]
    table = read_sheet(damaged, "a.xlsx", KNOWN)
    whole(table)


@given(st.text(alphabet='report_numbertotal,;"\n\t\0аң1', max_size=120))
def test_any_text(text):
    whole(read_sheet(f"{NUMBER},total\n{text}".encode(), "a.csv", KNOWN))


def rewritten(change: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change.get(part.filename, old.read(part)))
    return kept.getvalue()


def test_a_workbook_that_asks_for_other_files_is_none():
    asking = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    table = read_sheet(rewritten({"xl/workbook.xml": asking}), "a.xlsx", KNOWN)
    assert [finding.code for finding in table.findings] == ["table.not_a_workbook"]


def test_a_workbook_that_unpacks_without_end_is_none():
    kept = io.BytesIO(GOOD)
    with (
        zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/more.xml", "w") as part,
    ):
        for _ in range(201):
            part.write(b" " * 1_000_000)
    assert len(kept.getvalue()) < 1_000_000
    table = read_sheet(kept.getvalue(), "a.xlsx", KNOWN)
    assert [finding.code for finding in table.findings] == ["table.not_a_workbook"]


def test_what_stands_under_no_name_is_said():
    table = read_sheet(workbook([*KNOWN, None], ["a", 1, None, "a remark"]), "a.xlsx", KNOWN)
    assert whole(table) == [2]
    assert [(f.row, f.code, f.value) for f in table.findings] == [(2, "table.stray", "a remark")]


def test_a_sheet_that_says_it_ends_where_it_does_not_is_read_to_its_end():
    """Some programs write A1 as the size of every sheet."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    small = sheet.replace(b'<dimension ref="A1:C5"', b'<dimension ref="A1:A1"')
    assert small != sheet
    assert whole(read_sheet(rewritten({"xl/worksheets/sheet1.xml": small}), "a.xlsx", KNOWN)) == [3, 5]


CELLS = "<c/>" * 500_000
HIDDEN = "<c/>" * 1000 + "<!--</row>-->"


@pytest.mark.parametrize(
    "rows",
    [f"<row>{CELLS}</row>", f"<row>{HIDDEN * 500}</row>", CELLS, "<row/>" * 2_100_000],
    ids=["a row", "a row whose end is a comment", "cells in no row", "rows of nothing"],
)
def test_a_small_workbook_that_would_fill_the_memory_is_none(rows):
    """A row of three million cells, 90 kB as a file, took a page two minutes and 2.5 GB."""
    data = with_rows(rows)
    assert len(data) < 100_000
    assert [one.code for one in read_sheet(data, "a.xlsx", KNOWN).findings] == ["table.not_a_workbook"]


def test_a_row_as_wide_as_a_spreadsheet_can_have_is_read():
    named = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in KNOWN)
    wide = '<c t="inlineStr"><is><t></t></is></c>' * 16_381
    table = read_sheet(with_rows(f"<row>{named}{wide}</row>" * 2), "a.xlsx", KNOWN)
    assert list(table.header[:3]) == KNOWN and whole(table) == [2]


def with_rows(rows: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return rewritten({"xl/worksheets/sheet1.xml": f"{head}{rows}</sheetData></worksheet>".encode()})
