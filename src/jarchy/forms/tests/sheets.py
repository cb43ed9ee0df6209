"""What a coordinator does with a blank: opens it, types into it, saves it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl import load_workbook

from jarchy.formats.blanks import HEAD
from jarchy.forms.models import FormVersion
from jarchy.forms.sheets.blank import write_blank
from jarchy.forms.sheets.columns import NUMBER

FIRST = HEAD + 1  # the first row to fill in
# A whole report, as she chooses it from the lists in English.
GOOD = {
    "activity": "Not in the plan", "held_on": "2018-10-03", "adm1": "Naryn", "adm2": "At-Bashy", "total": 37,
    "women": 20, "lesson": "Begin earlier.",
}  # fmt: skip


def blank(version: FormVersion, organisation, language: str = "en", *, rows: int = 20) -> bytes:
    kept = io.BytesIO()
    write_blank(kept, version, organisation, language, rows=rows)
    return kept.getvalue()


def filled(data: bytes, rows: Sequence[Mapping[str, object]]) -> bytes:
    """The rows typed in from the first one on, by the names of the third row; one may bring its own report number."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    places = {sheet.cell(HEAD, column).value: column for column in range(1, sheet.max_column + 1)}
    for number, row in enumerate(rows, start=FIRST):
        for name, value in row.items():
            sheet.cell(number, places[name]).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def numbers(data: bytes) -> list[str]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [row[0] for row in sheet.iter_rows(min_row=FIRST, max_col=1, values_only=True)]


def as_csv(data: bytes, *, separator: str = ",") -> str:
    """The first sheet saved as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True):
        writer.writerow(["" if value is None else value for value in row])
    return out.getvalue()


__all__ = ["FIRST", "GOOD", "NUMBER", "as_csv", "blank", "filled", "numbers"]
