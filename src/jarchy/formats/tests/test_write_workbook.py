"""A workbook written row by row is read back by those who did not write it, and says what was put in."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from jarchy.formats.cells import safe_cell
from jarchy.formats.sheets import LONGEST_TEXT, write_workbook

MADE_AT = datetime(2018, 11, 5, 12, 30, tzinfo=UTC)


def written(rows, **asked) -> bytes:
    out = io.BytesIO()
    write_workbook(out, rows, **{"title": "5W", "made_at": MADE_AT} | asked)
    return out.getvalue()


def opened(rows, **asked):
    return load_workbook(io.BytesIO(written(rows, **asked)))


def read(rows) -> list[tuple[object, ...]]:
    return list(opened(rows).worksheets[0].iter_rows(values_only=True))


def test_every_kind_of_cell_comes_back():
    row = ["Ысык-Көл & <b>", 120, 0, -3, 2.5, Decimal("1E+2"), True, "end"]
    assert read([row]) == [("Ысык-Көл & <b>", 120, 0, -3, 2.5, 100, True, "end")]


def test_a_day_is_shown_as_a_day():
    cell = opened([[date(2018, 10, 3)]]).worksheets[0]["A1"]
    assert (cell.is_date, cell.value.date()) == (True, date(2018, 10, 3))
    assert cell.number_format == r"yyyy\-mm\-dd"


def test_none_and_no_text_leave_their_cells_empty():
    assert read([["a", None, "", "d"]]) == [("a", None, None, "d")]


def test_columns_behind_z_stand_where_they_belong():
    row = list(range(703))
    sheet = opened([row]).worksheets[0]
    assert (sheet["Z1"].value, sheet["AA1"].value, sheet["ZZ1"].value, sheet["AAA1"].value) == (
        25,
        26,
        701,
        702,
    )


def test_spaces_line_ends_and_words_like_formulas_stay_text():
    row = ["  two spaces ", "two\nlines", "carriage\rreturn", "=1+1"]
    sheet = opened([row]).worksheets[0]
    assert [cell.value for cell in sheet[1]] == row
    assert {cell.data_type for cell in sheet[1]} == {"s"}


def test_a_text_longer_than_a_cell_may_hold_is_cut():
    assert read([["x" * 40_000]]) == [("x" * LONGEST_TEXT,)]


@given(
    st.lists(
        st.lists(st.one_of(st.text(), st.integers(-(10**14), 10**14), st.none()), max_size=4), max_size=4
    )
)
def test_whatever_a_cell_may_hold_is_well_formed_and_comes_back(rows):
    safe = [[safe_cell(value) for value in row] for row in rows]
    with ZipFile(io.BytesIO(written(safe))) as package:
        root = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = [
        cell.findtext(f"{space}is/{space}t") or cell.findtext(f"{space}v") for cell in root.iter(f"{space}c")
    ]
    assert found == [str(value) for row in safe for value in row if value not in (None, "")]


def test_headers_stay_while_one_scrolls():
    sheet = opened([["a"], ["#a"], [1]], frozen_rows=2).worksheets[0]
    assert sheet.freeze_panes == "A3"


def test_the_sheet_and_who_made_it_are_named():
    book = opened([["a"]], title="5W & “more”")
    assert book.sheetnames == ["5W & “more”"]
    assert (book.properties.creator, book.properties.created) == ("Jarchy", MADE_AT.replace(tzinfo=None))


def test_the_same_rows_give_the_same_bytes():
    assert written([["a", 1]]) == written([["a", 1]])


def test_rows_are_written_as_they_come_not_kept():
    """A row that is asked for after the file has grown: what came before it is in the file."""
    sizes = []
    out = io.BytesIO()

    def rows():
        for number in range(20_000):
            if number % 5_000 == 0:
                sizes.append(out.tell())
            yield [f"{number:x}" * 9]

    write_workbook(out, rows(), title="5W", made_at=MADE_AT)
    assert sizes == sorted(set(sizes))
