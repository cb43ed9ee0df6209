"""The same tables as sheets of one workbook."""

import io
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from jarchy.formats.tables import Column, TableSpec, read_table
from jarchy.formats.workbooks import sheets_as_csv, typed_text, write_sheets


def workbook(*rows) -> bytes:
    book = Workbook()
    book.active.title = "targets"
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_reads_like_the_file_of_its_name():
    data = workbook(
        ["id", "date", "people", "is_open", "soate"],
        ["a", date(2018, 9, 10), 120, True, 41702000000000],
        [],
        [
            "b",
            datetime(2018, 9, 11),  # noqa: DTZ001  a spreadsheet knows no zone
            1.5,
            None,
            41702000000000.0,
        ],
    )
    kinds = ("id", "date", "integer", "boolean", "text")
    columns = [Column(n, k) for n, k in zip(("id", "date", "people", "is_open", "soate"), kinds, strict=True)]
    table = read_table(sheets_as_csv(data)["targets.csv"], TableSpec("targets.csv", tuple(columns)), ["ky"])
    first, second = table.rows
    assert dict(first.cells) == {
        "id": "a", "date": date(2018, 9, 10), "people": 120, "is_open": True, "soate": "41702000000000",
    }  # fmt: skip
    assert second["soate"] == "41702000000000"
    assert [(finding.row, finding.column) for finding in table.findings] == [(4, "people")]


@pytest.mark.parametrize("data", [b"", b"id,name\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook_says_so(data):
    with pytest.raises(ValueError, match="not a workbook"):
        sheets_as_csv(data)


def with_row_number(number: int) -> bytes:
    """A workbook of which a row says that it is the so-manyth."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(workbook(["id"], ["a"]))) as package, ZipFile(out, "w") as made:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b'r="2"', f'r="{number}"'.encode()).replace(
                    b'"A2"', f'"A{number}"'.encode()
                )
            made.writestr(name, part)
    return out.getvalue()


def test_a_row_far_below_leaves_its_number_and_one_behind_the_last_is_refused_at_once():
    assert sheets_as_csv(with_row_number(50))["targets.csv"].decode().count("\n") == 50
    with pytest.raises(ValueError, match="more than 1,048,576 rows"):
        sheets_as_csv(with_row_number(1_000_000_000))


def test_more_columns_than_any_table_has_are_refused():
    with pytest.raises(ValueError, match="more than 200 columns"):
        sheets_as_csv(workbook(["id", *map(str, range(200))]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1e-5, "0.00001"),
        (41702000000000.0, "41702000000000"),
        (1e16, "1e+16"),  # its last digits are lost: read as a mangled number
        (True, "yes"),
        (None, ""),
        (date(2018, 9, 10), "2018-09-10"),
        (datetime(2018, 9, 10, 8, 30), "2018-09-10 08:30:00"),  # noqa: DTZ001
    ],
)
def test_a_cell_is_read_as_it_would_be_typed(value, text):
    assert typed_text(value) == text


def test_a_column_is_what_stands_in_it_and_nothing_is_a_formula():
    data = write_sheets(
        {
            "a": [
                ["day", "people", "soate", "word"],
                ["2018-09-10", "120", "41702000000000", "=1+1"],
                ["", "7.50"],
            ]
        }
    )
    page = load_workbook(io.BytesIO(data))["a"]
    assert [cell.data_type for cell in page[2]] == ["d", "n", "s", "s"]
    assert [cell.data_type for cell in page[3]][:2] == ["n", "s"]  # 7.5 would not be what stood there
    assert sheets_as_csv(data)["a.csv"] == (
        b"day,people,soate,word\n2018-09-10,120,41702000000000,=1+1\n,7.50,,\n"
    )
