"""A filled-in sheet as it came: where its header stands, its rows one by one, what is wrong with the file itself.

Rows are read as they are asked for: ten thousand of them need no more memory than one.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from zipfile import BadZipFile, ZipFile

from jarchy.formats.table_bytes import decoded, separator_of
from jarchy.formats.table_values import nearest
from jarchy.formats.tables import Finding
from jarchy.forms.sheets.blank import LISTS
from jarchy.forms.sheets.columns import NUMBER

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000  # a workbook is a zip file
MOST_ROWS = 20_000
ROWS_READ_FOR_HEADER = 25

# What reading a workbook ends in that was damaged, or is none.
_DAMAGED = (
    BadZipFile, zlib.error, KeyError, ValueError, OSError, TypeError, AttributeError, IndexError, SyntaxError,
    EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip

Cells = Sequence[object]


@dataclass(frozen=True)
class Row:
    """`cells` by the header's names; `number` as the spreadsheet shows it."""

    number: int
    cells: dict[str, object]


@dataclass
class Table:
    """`about` and `labels` are what the blank's own lists say: labels by the question's path, each to its names."""

    name: str
    header: Sequence[str] = ()
    header_row: int = 0
    findings: list[Finding] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _lines: Callable[[], Iterable[Cells]] = tuple
    _unnamed: Collection[int] = ()

    @property
    def is_readable(self) -> bool:
        return bool(self.header)

    def say(self, code: str, *, row: int | None = None, column: str | None = None, value: str | None = None,
            **params: str) -> None:  # fmt: skip
        self.findings.append(Finding("error", self.name, row, column, value, code, params))

    def rows(self) -> Iterator[Row]:
        """Those in which something stands beside the report's number. What stands under no name is said."""
        try:
            yield from self._rows()
        except _DAMAGED:
            self.say("forms.not_a_workbook")

    def _rows(self) -> Iterator[Row]:
        found = 0
        for number, line in enumerate(self._lines(), start=1):
            if number <= self.header_row:
                continue
            cells = {name: value for name, value in zip(self.header, line, strict=False) if name}
            stray = self._stray(line)
            if stray is None and all(name == NUMBER or is_empty(value) for name, value in cells.items()):
                continue
            if found == MOST_ROWS:
                self.say("forms.sheet_too_long", row=number, most=str(MOST_ROWS))
                return
            found += 1
            if stray is not None:
                self.say("forms.sheet_stray", row=number, value=_text(stray)[:80])
            yield Row(number, cells)

    def _stray(self, line: Cells) -> object:
        """What stands under no name, None for nothing."""
        for place, value in enumerate(line):
            if not is_empty(value) and (place >= len(self.header) or place in self._unnamed):
                return value
        return None


def read_sheet(data: bytes, name: str, known: Collection[str]) -> Table:
    """`known`: names that a header may hold. Never raises: what is wrong is among the findings."""
    table = Table(name)
    if len(data) > MOST_BYTES:
        table.say("forms.sheet_too_large", most=str(MOST_BYTES // 1_000_000))
    elif data[:2] == b"PK":
        _read_workbook(table, data, known)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or name.lower().endswith((".xls", ".xlsx", ".ods")):
        table.say("forms.not_a_workbook")
    else:
        _read_csv(table, data, known)
    return table


def _read_workbook(table: Table, data: bytes, known: Collection[str]) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415  0.13 s: not at every start of the server

    try:
        if not _is_safe(data):
            raise ValueError
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
        for sheet in sheets:
            sheet.reset_dimensions()  # some programs write that a sheet ends where it does not
        for sheet in sheets:
            if sheet.title == LISTS:
                _read_lists(table, sheet.iter_rows(values_only=True))
        for sheet in sheets:
            if sheet.title != LISTS and _find_header(table, sheet.iter_rows(values_only=True), known):
                table._lines = partial(sheet.iter_rows, values_only=True)
                return
        table.say("forms.sheet_without_header", column=NUMBER)
    except _DAMAGED:
        table.header = ()
        table.say("forms.not_a_workbook")


def _is_safe(data: bytes) -> bool:
    """Not larger unpacked than any sheet is, and without a DOCTYPE, by which XML asks for other files."""
    with ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            return False
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with package.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(4096):
                        return False
    return True


def _read_lists(table: Table, lines: Iterable[Cells]) -> None:
    """The blank's own lists: they say what a label meant when the blank was made, whatever it is called since."""
    rows = iter(lines)
    heads = [str(value or "") for value in next(rows, ())]
    places = {head.rpartition(" ")[0]: place for place, head in enumerate(heads) if head.endswith(" name")}
    for row in rows:
        cells = [_text(value) for value in row]
        if len(cells) > 1 and cells[0]:
            table.about[cells[0]] = cells[1]
        for path, place in places.items():
            if len(cells) > place + 1 and cells[place]:
                table.labels.setdefault(path, []).append((cells[place], cells[place + 1]))


def _read_csv(table: Table, data: bytes, known: Collection[str]) -> None:
    text, found = decoded(data)
    if found:
        table.say("table.encoding", found=found)
    if "\0" in text:
        table.say("table.nul_bytes")
        text = text.replace("\0", "")
    if not text.strip("\ufeff \r\n\t,;"):
        table.say("table.empty")
        return
    lines = text.split("\n", ROWS_READ_FOR_HEADER)[:ROWS_READ_FOR_HEADER]
    most = max(lines, key=lambda line: sum(part.strip().strip('"') in known for part in _parted(line)))
    separator = separator_of(most, known)

    def records() -> Iterator[Cells]:
        # strict: else one quotation mark too few swallows the rest of the file without a word
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        number = 0
        try:
            for record in reader:
                number += 1
                yield record
        except csv.Error as error:
            table.say("table.broken_quotes", row=number + 1, why=str(error))

    if _find_header(table, records(), known):
        table._lines = records
    elif not any(finding.code == "table.broken_quotes" for finding in table.findings):
        table.say("forms.sheet_without_header", column=NUMBER)


def _parted(line: str) -> list[str]:
    return line.replace(";", ",").replace("\t", ",").split(",")


def _find_header(table: Table, lines: Iterable[Cells], known: Collection[str]) -> bool:
    """The row of the first ones in which most names stand; it must name the reports' numbers or two questions."""
    best: tuple[int, int, list[str]] = (1, 0, [])
    for number, line in enumerate(lines, start=1):
        names = [_text(value) for value in line]
        hits = sum(name in known for name in names)
        if hits > best[0]:
            best = hits, number, names
        if number == ROWS_READ_FOR_HEADER:
            break
    _, table.header_row, names = best
    if not table.header_row:
        return False
    table._unnamed = {place for place, name in enumerate(names) if not name}
    table.header = _header(table, names, known)
    return True


def _header(table: Table, names: Sequence[str], known: Collection[str]) -> list[str]:
    """The name of each column, "" for one that is not read: unknown, or there a second time."""
    header: list[str] = []
    row = table.header_row
    for name in names:
        if name and name not in known:
            near = nearest(name, [one for one in known if one not in names])
            table.say(
                "table.column_unknown", row=row, column=name, value=name, **({"better": near} if near else {})
            )
        elif name and name in header:
            table.say("table.column_twice", row=row, column=name, value=name)
        header.append(name if name in known and name not in header else "")
    return header


def is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
