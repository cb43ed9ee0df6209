"""A blank that came back (`blanks`), or a sheet of somebody's own: where its header stands, its rows one by one.

Rows are read as they are asked for: ten thousand of them need no more memory than one. What is wrong is among the
findings; nothing is raised.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from jarchy.formats.blanks import LISTS
from jarchy.formats.table_bytes import decoded, separator_of
from jarchy.formats.table_values import nearest
from jarchy.formats.tables import Finding
from jarchy.formats.workbooks import DAMAGED, open_workbook, rows_of

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 400  # or as many as may be named, where a form has more
ROWS_READ_FOR_HEADER = 25
_OTHER_WORKBOOKS = (".xls", ".xlsx", ".ods")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Cells = Sequence[object]


@dataclass(frozen=True)
class FilledRow:
    """`cells` by the header's names; `number` as the spreadsheet shows it."""

    number: int
    cells: Mapping[str, object]


@dataclass
class FilledSheet:
    """`about` and `labels` are what the blank's hidden sheet says: labels by the list's name, each as (name, label)."""

    name: str
    number_column: str
    header: Sequence[str] = ()
    header_row: int = 0
    findings: list[Finding] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    lines: Callable[[], Iterable[Cells]] = tuple
    unnamed: Collection[int] = ()
    beside: Collection[str] = ()  # columns that say something of a row, and by themselves make none

    @property
    def is_readable(self) -> bool:
        return bool(self.header)

    def say(self, code: str, *, row: int | None = None, column: str | None = None, value: str | None = None,
            **params: str) -> None:  # fmt: skip
        self.findings.append(Finding("error", self.name, row, column, value, code, params))

    def rows(self) -> Iterator[FilledRow]:
        """Those in which something stands, more than the row's own number and what is said `beside`.

        What stands under no name is said.
        """
        try:
            yield from self._rows()
        except DAMAGED:
            self.say("table.not_a_workbook")

    def _rows(self) -> Iterator[FilledRow]:
        found = 0
        for number, line in enumerate(self.lines(), start=1):
            if number <= self.header_row:
                continue
            cells = {name: value for name, value in zip(self.header, line, strict=False) if name}
            stray = self._stray(line)
            is_unused = all(
                name == self.number_column or name in self.beside or is_empty_cell(value)
                for name, value in cells.items()
            )
            if stray is None and is_unused:
                continue
            if found == MOST_ROWS:
                self.say("table.too_many_rows", row=number, most=str(MOST_ROWS))
                return
            found += 1
            if stray is not None:
                self.say("table.stray", row=number, value=str(stray).strip()[:80])
            yield FilledRow(number, cells)

    def _stray(self, line: Cells) -> object:
        """What stands under no name, None for nothing."""
        for place, value in enumerate(line):
            if not is_empty_cell(value) and (place >= len(self.header) or place in self.unnamed):
                return value
        return None


def read_filled(
    data: bytes, name: str, known: Collection[str], *, number_column: str, beside: Collection[str] = ()
) -> FilledSheet:
    """`known`: names that a header may hold; `beside`: those of them that make no row by themselves.

    Never raises: what is wrong is among the findings.
    """
    sheet = FilledSheet(name, number_column, beside=beside)
    if len(data) > MOST_BYTES:
        sheet.say("table.too_large", most=str(MOST_BYTES // 1_000_000))
    elif data[:2] == b"PK":
        _read_workbook(sheet, data, known)
    elif data[:8] == _OLD_WORKBOOK or name.lower().endswith(_OTHER_WORKBOOKS):
        sheet.say("table.not_a_workbook")
    else:
        _read_csv(sheet, data, known)
    return sheet


def _read_workbook(sheet: FilledSheet, data: bytes, known: Collection[str]) -> None:
    try:
        book = open_workbook(data)
        pages = [page for page in book.worksheets if hasattr(page, "iter_rows")]
        width = max(MOST_COLUMNS, len(known))
        for page in pages:
            if page.title == LISTS:
                _read_lists(sheet, rows_of(page, 3 * width))  # each has names, labels, parents
        for page in pages:
            if page.title != LISTS and _find_header(sheet, rows_of(page, width), known):
                sheet.lines = partial(rows_of, page, width)
                return
        sheet.say("table.no_header", column=sheet.number_column)
    except DAMAGED:
        sheet.header = ()
        sheet.say("table.not_a_workbook")


def _read_lists(sheet: FilledSheet, lines: Iterable[Cells]) -> None:
    rows = iter(lines)
    heads = [_text(value) for value in next(rows, ())]
    places = {head.rpartition(" ")[0]: place for place, head in enumerate(heads) if head.endswith(" name")}
    for row in rows:
        cells = [_text(value) for value in row]
        if len(cells) > 1 and cells[0]:
            sheet.about[cells[0]] = cells[1]
        for name, place in places.items():
            if len(cells) > place + 1 and cells[place]:
                sheet.labels.setdefault(name, []).append((cells[place], cells[place + 1]))


def _read_csv(sheet: FilledSheet, data: bytes, known: Collection[str]) -> None:
    text, found = decoded(data)
    if found:
        sheet.say("table.encoding", found=found)
    if "\0" in text:
        sheet.say("table.nul_bytes")
        text = text.replace("\0", "")
    if not text.strip("\ufeff \r\n\t,;"):
        sheet.say("table.empty")
        return
    first = text.split("\n", ROWS_READ_FOR_HEADER)[:ROWS_READ_FOR_HEADER]
    most = max(first, key=lambda line: sum(part.strip().strip('"') in known for part in _parted(line)))
    separator = separator_of(most, known)

    def records() -> Iterator[Cells]:
        number = 0
        try:
            # strict: else one quotation mark too few swallows the rest of the file without a word
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
                number += 1
                yield record
        except csv.Error as error:
            sheet.say("table.broken_quotes", row=number + 1, why=str(error))

    if _find_header(sheet, records(), known):
        sheet.lines = records
    elif not any(finding.code == "table.broken_quotes" for finding in sheet.findings):
        sheet.say("table.no_header", column=sheet.number_column)


def _parted(line: str) -> list[str]:
    return line.replace(";", ",").replace("\t", ",").split(",")


def _find_header(sheet: FilledSheet, lines: Iterable[Cells], known: Collection[str]) -> bool:
    """The row of the first ones in which most names stand, two at least."""
    best: tuple[int, int, list[str]] = (1, 0, [])
    for number, line in enumerate(lines, start=1):
        names = [_text(value) for value in line]
        hits = sum(name in known for name in names)
        if hits > best[0]:
            best = hits, number, names
        if number == ROWS_READ_FOR_HEADER:
            break
    _, sheet.header_row, names = best
    if not sheet.header_row:
        return False
    sheet.unnamed = {place for place, name in enumerate(names) if not name}
    sheet.header = _header(sheet, names, known)
    return True


def _header(sheet: FilledSheet, names: Sequence[str], known: Collection[str]) -> list[str]:
    """The name of each column, "" for one that is not read: unknown, or there a second time."""
    header: list[str] = []
    for name in names:
        if name and name not in known:
            near = nearest(name, [one for one in known if one not in names])
            better = {"better": near} if near else {}
            sheet.say("table.column_unknown", row=sheet.header_row, column=name, value=name, **better)
        elif name and name in header:
            sheet.say("table.column_twice", row=sheet.header_row, column=name, value=name)
        header.append(name if name in known and name not in header else "")
    return header


def is_empty_cell(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
