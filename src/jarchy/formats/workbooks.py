"""Workbooks (.xlsx) that others made, opened without trust, and tables as sheets of one workbook, both ways.

A sheet becomes the CSV bytes of the file of its name, so one reading, `tables`, judges both; rows keep the numbers
that the spreadsheet shows.
"""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from jarchy.formats.cells import without_control

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_UNPACKED = 100_000_000  # bytes; a workbook is a zip file, and a small one may hold a terabyte of zeros
MOST_ROWS = 100_000  # with something in them; a campaign's longest table has 2,400
MOST_COLUMNS = 200
MOST_TAGS = (
    400_000  # of one row or one shared text, which is read as a whole: 16,384 columns have a quarter of that
)
MOST_PARTS = 2_000_000  # rows or shared texts of one sheet
_LAST_ROW = 1_048_576  # of any spreadsheet
# What reading a workbook ends in that was damaged, or is none.
DAMAGED = (
    BadZipFile, zlib.error, KeyError, ValueError, OSError, TypeError, AttributeError, IndexError, SyntaxError, EOFError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
# Longer ones are codes: as numbers a spreadsheet shows them as 4.1702E+13.
_WHOLE = re.compile(rb"</(?:[\w.-]+:)?(?:row|si)\s*>|<(?:[\w.-]+:)?(?:row|si)(?:\s[^<>]*)?/>")
_READ_AT_ONCE = 1_000_000  # bytes
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,8})?\Z")
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")
_TEXT_FORMAT, _DAY_FORMAT = "@", "yyyy\\-mm\\-dd"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Records = Sequence[Sequence[str]]


def open_workbook(data: bytes, *, most_unpacked: int = MOST_UNPACKED) -> Workbook:
    """Read only, formulas as last worked out, sheets as long as their rows really are.

    Raises ValueError for what is no workbook, unpacks to more than `most_unpacked` bytes, or holds a DOCTYPE, by
    which XML asks for other files.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  0.13 s: not at every start of the server

    _refuse_what_harms(data, most_unpacked)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if hasattr(sheet, "reset_dimensions"):
                sheet.reset_dimensions()  # some programs write that a sheet ends where it does not
    except DAMAGED as error:
        raise ValueError("not a workbook") from error
    return book


def _refuse_what_harms(data: bytes, most_unpacked: int) -> None:
    try:
        with ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            # What a part says of its size is never read beyond.
            if sum(part.file_size for part in parts) > most_unpacked:
                raise ValueError(f"it unpacks to more than {most_unpacked:,} bytes")
            pages = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            has_doctype = any(b"<!DOCTYPE" in package.open(part).read(4096) for part in pages)
            for part in pages:
                with package.open(part) as page:
                    _refuse_what_swells(page)
    except (BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
        raise ValueError("not a workbook") from error
    if has_doctype:
        raise ValueError("not a workbook")


def _refuse_what_swells(page: IO[bytes]) -> None:
    """A row lies in memory whole: one of three million empty cells is 90 kB in a file and fills a small server.

    Where comments may hide what is a row's end, the sheet is counted as one row.
    """
    tags = wholes = asides = 0
    rest = b""
    while some := page.read(_READ_AT_ONCE):
        text = rest + some
        end = text.rfind(b">") + 1
        text, rest = text[:end], text[end:]
        asides += text.count(b"<?") + 2 * text.count(b"<!")  # one is the XML's own first line
        for n, piece in enumerate(_WHOLE.split(text) if asides < 2 else [text]):
            wholes, tags = wholes + bool(n), (0 if n else tags) + piece.count(b"<")
            if tags > MOST_TAGS or wholes > MOST_PARTS:
                raise ValueError("a row, or what stands beside the rows, is larger than in any real workbook")


def sheets_as_csv(data: bytes) -> dict[str, bytes]:
    """Sheet "kinds" as {"kinds.csv": ...}, in the workbook's order. Formulas give the value last worked out.

    Raises ValueError when the bytes are not a workbook (.xlsx), or more than one may hold.
    """
    book = open_workbook(data)
    try:
        return {
            f"{sheet.title.strip()}.csv": _csv(lines_of(sheet))
            for sheet in book.worksheets
            if hasattr(sheet, "iter_rows")  # not a sheet that is one chart
        }
    except _TooMuch:
        raise
    except DAMAGED as error:
        raise ValueError("not a workbook") from error


class _TooMuch(ValueError):
    """More than a table of ours can have."""


def lines_of(sheet: Any) -> Iterator[list[str]]:
    """The cells of each row as they would be typed, up to the last row and column in which something stands.

    Raises ValueError beyond MOST_ROWS and MOST_COLUMNS: rows may be formatted to the last one, the 1,048,576th.
    """
    empty = filled = 0
    for row in rows_of(sheet, MOST_COLUMNS + 1):
        if row.count(None) == len(row):
            empty += 1
            continue
        cells = [typed_text(value) for value in row]
        while cells and not cells[-1]:  # cells that were only coloured
            cells.pop()
        if filled > MOST_ROWS:
            raise _TooMuch(f"a sheet has more than {MOST_ROWS:,} rows")
        if len(cells) > MOST_COLUMNS:
            raise _TooMuch(f"a sheet has more than {MOST_COLUMNS} columns")
        if not any(cell.strip() for cell in cells):
            empty += 1
            continue
        yield from ([] for _ in range(empty))
        empty, filled = 0, filled + 1
        yield cells


def rows_of(sheet: Any, columns: int) -> Iterator[tuple[object, ...]]:
    """The first so many cells of each row, no further than the last one that it holds; () for a row left out.

    Raises ValueError behind the last row that a spreadsheet has: a file may name the thousand millionth, and every one
    before it would be made up.
    """
    expected = 1
    for number, cells in _rows_with_numbers(sheet, columns):
        if number > _LAST_ROW:
            raise _TooMuch(f"a sheet has more than {_LAST_ROW:,} rows")
        if number < expected:
            continue  # a row said twice: the first stands, as in openpyxl's own reading
        yield from (() for _ in range(number - expected))
        yield cells
        expected = number + 1


def _rows_with_numbers(sheet: Any, columns: int) -> Iterator[tuple[int, tuple[object, ...]]]:
    """openpyxl says what a cell holds; lxml finds the rows and the plain texts, which are most: four times as fast."""
    from lxml.etree import XMLSyntaxError, iterparse  # noqa: PLC0415
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415

    book, number = sheet.parent, 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source, sheet._shared_strings, data_only=book.data_only, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        try:
            rows = iterparse(
                source, tag=f"{_MAIN}row", resolve_entities=False, remove_comments=True, remove_pis=True
            )
            for _, row in rows:
                number = _whole(row.get("r")) if row.get("r") else number + 1
                parser.row_counter, parser.col_counter = number, 0
                yield number, _cells(row, parser, columns)
                row.clear()
                while row.getprevious() is not None:  # else the rows read stay in memory as empty ones
                    del row.getparent()[0]
        except XMLSyntaxError as error:
            raise ValueError("not a workbook") from error


def _whole(text: str) -> int:
    """Some programs write a row's number as 7.0."""
    try:
        return int(text)
    except ValueError:
        if not float(text).is_integer():
            raise
        return int(float(text))


def _cells(row: Any, parser: Any, columns: int) -> tuple[object, ...]:
    found: list[object] = []
    for cell in row:
        kind, named = cell.get("t"), cell.get("r")
        if named and kind in ("s", "inlineStr"):
            place = _column(named.rstrip("0123456789"))
            value = _plain_text(cell, parser) if place <= columns else None
            parser.col_counter = place
        else:
            read = parser.parse_cell(cell)
            place, value = read["column"], read["value"]
        if value is None or place > columns:
            continue
        found.extend([None] * (place - len(found)))
        found[place - 1] = value
    return tuple(found)


def _plain_text(cell: Any, parser: Any) -> object:
    """A cell's text where it is one piece; what is coloured in the middle is put together by openpyxl."""
    first = cell[0] if len(cell) == 1 else None
    if first is not None and first.tag == f"{_MAIN}v" and cell.get("t") == "s":
        return parser.shared_strings[int(first.text)]
    if first is not None and first.tag == f"{_MAIN}is" and len(first) == 1 and first[0].tag == f"{_MAIN}t":
        return first[0].text
    return parser.parse_cell(cell)["value"]


@cache
def _column(letters: str) -> int:
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415

    return column_index_from_string(letters)


def _csv(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    width = 0
    for row in rows:
        width = width or len(row)  # of the header
        writer.writerow(row + [""] * (width - len(row)) if row else row)
    return out.getvalue().encode()


def typed_text(value: object) -> str:
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
    if isinstance(value, float):
        return _float_text(value)
    return str(value)


def _float_text(value: float) -> str:
    """Without digits that a spreadsheet does not have: 0.1 + 0.2 is 0.3 there."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if 1e-9 < abs(value) < 1e15:
        return format(Decimal(format(value, ".15g")), "f")
    return str(value)


def write_sheets(sheets: Mapping[str, Records]) -> bytes:
    """A workbook with a sheet for each of these tables, first row the header; what `sheets_as_csv` reads back the same.

    A column of days holds days and one of short numbers numbers, so that a spreadsheet can sort and add them; all else
    is text and stays text when something is typed over it. Nothing is a formula.
    """
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    for title, records in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        width = max((len(record) for record in records), default=0)
        formats = [_format_of(records, place) for place in range(width)]
        for place, form in enumerate(formats):
            column = sheet.column_dimensions[get_column_letter(place + 1)]
            column.number_format, column.width = form, _width_of(records, place)
        for number, record in enumerate(records):
            cells = []
            for place, text in enumerate(record):
                cell = WriteOnlyCell(sheet, None)
                _set(cell, text, formats[place] if number else _TEXT_FORMAT)
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _format_of(records: Records, place: int) -> str:
    said = [record[place] for record in records[1:] if place < len(record) and record[place]]
    if said and all(_DAY.match(text) for text in said):
        return _DAY_FORMAT
    return "General" if said and all(_NUMBER.match(text) for text in said) else _TEXT_FORMAT


def _width_of(records: Records, place: int) -> int:
    longest = max((len(record[place]) for record in records[:200] if place < len(record)), default=0)
    return min(max(longest + 2, 8), 60)


def _set(cell, text: str, form: str) -> None:
    """The text as what its column holds, where that reads back as the same text; else as text."""
    value: object = text
    if text and form == _DAY_FORMAT:
        try:
            value = date.fromisoformat(text)
        except ValueError:
            form = _TEXT_FORMAT
    elif text and form == "General":
        value = float(text) if "." in text else int(text)
    if typed_text(value) != text:
        value, form = text, _TEXT_FORMAT
    cell.number_format = form
    if value == text:
        if text:
            cell.value = without_control(text)
            cell.data_type = "s"  # what begins with = is no formula
    else:
        cell.value = value


_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(data: bytes, made_at: datetime) -> bytes:
    """The same workbook as if it had been written at this moment, so that the same tables give the same bytes."""
    moment = made_at.astimezone(UTC)
    said = rb"\g<1>" + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<3>"
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            part = ZipInfo(name, moment.timetuple()[:6])
            part.compress_type = ZIP_DEFLATED
            content = before.read(name)
            after.writestr(part, _MOMENT.sub(said, content) if name == "docProps/core.xml" else content)
    return out.getvalue()
