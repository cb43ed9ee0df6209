"""The same tables as sheets of one workbook."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from jarchy.formats.tables import Column, TableSpec, read_table
from jarchy.formats.workbooks import sheets_as_csv


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
