"""The tables of a campaign as sheets of one workbook: each becomes the CSV bytes of the file of its name.

So one reading, `tables`, judges both; rows keep the numbers that the spreadsheet shows.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from zipfile import BadZipFile


def sheets_as_csv(data: bytes) -> dict[str, bytes]:
    """Sheet "kinds" as {"kinds.csv": ...}, in the workbook's order. Formulas give the value last worked out.

    Raises ValueError when the bytes are not a workbook (.xlsx).
    """
    from openpyxl import load_workbook  # noqa: PLC0415  0.13 s: not at every start of the server
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise ValueError("not a workbook") from error
    return {
        f"{sheet.title.strip()}.csv": _csv(sheet.iter_rows(values_only=True)) for sheet in book.worksheets
    }


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:  # cells that were only coloured
            cells.pop()
        writer.writerow(cells)
    return out.getvalue().encode()


def _text(value: object) -> str:
    """A cell as it would be typed. A code that a spreadsheet holds as a number is whole up to 15 digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == value.min.time() else value.isoformat(" ", "seconds")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
