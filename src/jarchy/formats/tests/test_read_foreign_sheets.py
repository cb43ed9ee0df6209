"""Sheets that others made: real ones, and the slips that are usual in them."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from jarchy.formats.foreign_sheets import ForeignSheet, read_foreign
from jarchy.formats.tests.samples import sample

PLAIN = "Province;Organisation;Число людей\nНарын;Жаштар;12\n"


def read(name: str) -> ForeignSheet:
    return read_foreign(sample(name).read_bytes(), name)


def guesses(sheet: ForeignSheet) -> dict[str, str]:
    return {one.guess: one.key for one in sheet.columns if one.guess}


def codes(sheet: ForeignSheet) -> set[str]:
    return {finding.code for finding in sheet.findings}


def test_a_sheet_of_ocha_is_read_by_its_tags():
    sheet = read("ocha_rowca_3w_2014_hxl_alpha_tags.csv")
    found = guesses(sheet)
    assert sheet.header_row == 2
    assert (found["organisation"], found["country"], found["adm1"]) == ("Organization", "Country", "Admin1")
    assert found["month"] == "MONTH" and found["total"] == "Achieved" and found["kind"] == "Cluster"
    assert len(list(sheet.rows())) == 244


def test_a_sheet_of_unhcr_is_read_by_its_tags():
    sheet = read("unhcr_3w_2014_first200.csv")
    assert guesses(sheet)["organisation"] == "Organisation name"
    assert len(list(sheet.rows())) == 198


def test_the_row_of_tags_is_found_below_titles_and_groups():
    for name in ("hxl_preamble_and_title_rows.csv", "hxl_multiple_header_rows.csv", "hxl_fuzzy_tag_row.csv"):
        assert read(name).header_row == 3, name


def test_without_tags_the_words_say_what_a_column_is_and_that_it_was_assumed():
    sheet = read("hxl_untagged.csv")
    assert sheet.header_row == 2
    assert {"organisation", "country", "adm1", "women", "men", "kind", "date"} <= guesses(sheet).keys()
    assert "foreign.assumed_header" in codes(sheet)


def test_a_tag_that_says_the_contrary_of_its_header_is_told():
    sheet = read("hxl_fuzzy_tag_row.csv")
    assert guesses(sheet)["men"] == "Hombres"
    assert "foreign.doubtful_tag" in codes(sheet)


def test_latin_letters_with_accents_are_read_and_it_is_said():
    sheet = read("hxl_latin1_encoding.csv")
    assert guesses(sheet)["organisation"] == "Organización"
    assert next(iter(sheet.rows())).cells["País"] == "Panamá"
    assert [one.params["found"] for one in sheet.findings if one.code == "foreign.assumed_encoding"] == [
        "Latin-1"
    ]


def test_merged_cells_hold_in_each_of_their_rows():
    rows = list(read("hxl_merged_cells.xlsx").rows())
    assert [row.cells["Organización"] for row in rows] == ["ACNUR", "UNICEF", "UNICEF", "OMS"]
    assert {row.cells["¿Cuándo?"] for row in rows} == {"1 March 2015"}


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "UTF-16"), ("cp1251", "Windows-1251")]
)
def test_whatever_a_spreadsheet_saves_is_read(encoding, said):
    text = "Province;Organisation;Число людей\nНарын;Молодёжь;12\n"
    sheet = read_foreign(text.encode(encoding), "a.csv")
    assert next(iter(sheet.rows())).cells["Province"] == "Нарын"
    assert "foreign.assumed_separator" in codes(sheet)
    assert [one.params["found"] for one in sheet.findings if one.code == "foreign.assumed_encoding"] == [
        said
    ][: bool(said)]


def test_two_columns_of_one_name_are_told_apart():
    sheet = read_foreign(b"Organisation,Total,Total\nA,1,2\n", "a.csv")
    assert [one.key for one in sheet.columns] == ["Organisation", "Total", "Total (2)"]


def test_a_person_may_say_where_the_header_stands():
    sheet = read_foreign(b"Province,Organisation\nReal,Names\nNaryn,X\n", "a.csv", header_row=2)
    assert [one.key for one in sheet.columns] == ["Real", "Names"]


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0\0\0\0"]
)
def test_what_is_no_sheet_is_said_and_nothing_breaks(data):
    sheet = read_foreign(data, "a.csv")
    assert list(sheet.rows()) == [] and (codes(sheet) or not sheet.is_readable)


def test_signs_that_nobody_sees_are_left_out():
    sheet = read_foreign("Province,Organisation\nNa\u200bryn,A\u00adB\n".encode(), "a.csv")
    assert next(iter(sheet.rows())).cells == {"Province": "Naryn", "Organisation": "AB"}


def test_a_merged_cell_over_the_whole_sheet_costs_nothing():
    book = Workbook()
    book.active.append(["Province", "Organisation"])
    book.active.append(["Naryn", "A"])
    out, mended = io.BytesIO(), io.BytesIO()
    book.save(out)
    with ZipFile(out) as package, ZipFile(mended, "w") as other:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith("sheet1.xml"):
                all_of_it = b'</sheetData><mergeCells count="1"><mergeCell ref="D1:XFD1048576"/></mergeCells>'
                data = data.replace(b"</sheetData>", all_of_it)
            other.writestr(name, data)
    assert len(list(read_foreign(mended.getvalue(), "a.xlsx").rows())) == 1
