"""Somebody else's sheet: which columns it has, and its rows, one by one.

Sheets of other people have a title, headers over several rows, merged cells, a row of HXL tags or none, and whatever
encoding their spreadsheet writes. What was assumed of them is said among the findings, as warnings.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from zipfile import ZipFile

from jarchy.formats.filled_sheets import MOST_BYTES, MOST_ROWS, ROWS_READ_FOR_HEADER
from jarchy.formats.foreign_words import field_of_tag, field_of_words, tag_of
from jarchy.formats.table_bytes import SEPARATORS, decoded
from jarchy.formats.table_values import with_right_letters
from jarchy.formats.tables import Finding
from jarchy.formats.workbooks import DAMAGED, open_workbook, rows_of, typed_text

MOST_COLUMNS = 200
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (".xls", ".ods")
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_UNSEEN = re.compile("[\ufeff\u200b-\u200d\u2060\u00ad\x01-\x08\x0b-\x1f\x7f]")
_MOST_MERGED = 20_000

Texts = Sequence[str]


@dataclass(frozen=True)
class ForeignColumn:
    """`key` names it in a mapping: what stands above it, told apart from its neighbours. `guess`: what it probably is,
    "" for nothing of ours; `is_doubtful`: its tag and the words above it say different things."""

    place: int
    key: str
    tag: str
    guess: str
    is_doubtful: bool = False
    example: str = ""

    @property
    def letter(self) -> str:
        return letter_of(self.place)


@dataclass(frozen=True)
class ForeignRow:
    """`cells` by the columns' keys, as they would be typed; `number` as the spreadsheet shows it."""

    number: int
    cells: dict[str, str]


@dataclass
class ForeignSheet:
    """`header_row` is the last row above the data: the tags', where there are tags. 0: nothing could be read."""

    name: str
    columns: Sequence[ForeignColumn] = ()
    header_row: int = 0
    findings: list[Finding] = field(default_factory=list)
    lines: Callable[[], Iterable[Texts]] = tuple

    @property
    def is_readable(self) -> bool:
        return bool(self.columns)

    def say(self, code: str, *, level: str = "error", row: int | None = None, **params: str) -> None:
        found = Finding(level, self.name, row, None, None, code, params)
        if found not in self.findings:
            self.findings.append(found)

    def rows(self) -> Iterator[ForeignRow]:
        """Those in which something stands, as far as the file can be read."""
        found = 0
        try:
            for number, line in enumerate(self.lines(), start=1):
                if number <= self.header_row or not any(line):
                    continue
                if found == MOST_ROWS:
                    self.say("table.too_many_rows", row=number, most=str(MOST_ROWS))
                    return
                found += 1
                cells = {one.key: line[one.place] if one.place < len(line) else "" for one in self.columns}
                yield ForeignRow(number, cells)
        except DAMAGED:
            self.say("table.not_a_workbook")


def read_foreign(data: bytes, name: str, *, header_row: int = 0) -> ForeignSheet:
    """`header_row`: the last row above the data, where a person has said it. Never raises: what is wrong, and what was
    assumed, is among the findings.
    """
    sheet = ForeignSheet(name)
    if len(data) > MOST_BYTES:
        sheet.say("table.too_large", most=str(MOST_BYTES // 1_000_000))
    elif data[:2] == b"PK":
        _open_workbook(sheet, data)
    elif data[:8] == _OLD_WORKBOOK or name.lower().endswith(_OTHERS):
        sheet.say("table.not_a_workbook")
    else:
        _open_csv(sheet, data)
    if sheet.lines is not tuple:
        try:
            _find_columns(sheet, list(islice(sheet.lines(), ROWS_READ_FOR_HEADER + 5)), header_row)
        except DAMAGED:
            sheet.say("table.not_a_workbook")
    return sheet


def letter_of(place: int) -> str:
    """A column's letter in a spreadsheet: 0 is A, 26 is AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


# --- opening


def _open_csv(sheet: ForeignSheet, data: bytes) -> None:
    text, found = decoded(data)
    if found:
        sheet.say("foreign.assumed_encoding", level="warning", found=found)
    if "\0" in text:
        sheet.say("table.nul_bytes")
        text = text.replace("\0", "")
    if not text.strip("\ufeff \r\n\t,;"):
        sheet.say("table.empty")
        return
    separator = _separator_of(text)
    if separator != ",":
        shown = {"\t": "Tab"}.get(separator, separator)
        sheet.say("foreign.assumed_separator", level="warning", found=shown)

    def lines() -> Iterator[Texts]:
        number = 0
        try:
            # not strict: sheets of other people have a quotation mark here and there, and are no blanks of ours
            for record in csv.reader(
                io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator
            ):
                number += 1
                yield [_clean(cell) for cell in record[:MOST_COLUMNS]]
        except csv.Error as error:
            sheet.say("table.broken_quotes", row=number + 1, why=str(error))

    sheet.lines = lines


def _separator_of(text: str) -> str:
    """Whichever parts the first lines into most columns, evenly."""
    first = io.StringIO("\n".join(text.split("\n", ROWS_READ_FOR_HEADER)[:ROWS_READ_FOR_HEADER]))

    def columns(separator: str) -> int:
        first.seek(0)
        try:
            widths = Counter(len(row) for row in csv.reader(first, delimiter=separator) if row)
        except csv.Error:
            return 0
        return widths.most_common(1)[0][0] if widths else 0

    return max(SEPARATORS, key=columns)


def _open_workbook(sheet: ForeignSheet, data: bytes) -> None:
    try:
        book = open_workbook(data)
        pages = [page for page in book.worksheets if hasattr(page, "iter_rows")]
        page = next((one for one in pages if any(any(row) for row in islice(rows_of(one, 20), 30))), None)
    except DAMAGED:
        sheet.say("table.not_a_workbook")
        return
    if page is None:
        sheet.say("table.empty")
        return
    if len(pages) > 1:
        sheet.say("foreign.assumed_page", level="warning", page=page.title)
    merged = _merged_in(data, getattr(page, "_worksheet_path", ""))
    if merged:
        sheet.say("foreign.assumed_merged", level="warning", number=str(len(merged)))
    sheet.lines = partial(_lines_of, page, merged)


@dataclass(frozen=True)
class _Merged:
    top: int
    bottom: int
    left: int
    right: int


def _merged_in(data: bytes, part: str) -> list[_Merged]:
    """The cells that are one, from the top down. The library tells them only of a sheet that it holds in memory."""
    found: list[_Merged] = []
    with ZipFile(io.BytesIO(data)) as package:
        if part not in package.namelist():
            return []
        rest = b""
        with package.open(part) as stream:
            while block := stream.read(1 << 16):
                text = rest + block
                matches = list(_MERGED.finditer(text))
                for one in matches:
                    left, top, right, bottom = _place(one[1]), int(one[2]), _place(one[3]), int(one[4])
                    found.append(_Merged(top, bottom, left, min(right, MOST_COLUMNS)))
                rest = text[matches[-1].end() :][-200:] if matches else text[-200:]
                if len(found) > _MOST_MERGED:
                    break
    return sorted(found, key=lambda one: one.top)


def _place(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _lines_of(page, merged: Sequence[_Merged]) -> Iterator[Texts]:
    """What stands in the first of merged cells stands in all of them: that is how a person reads them."""
    waiting, open_now = list(reversed(merged)), list[tuple[_Merged, str]]()
    for number, row in enumerate(rows_of(page, MOST_COLUMNS), start=1):
        cells = [_clean(typed_text(value)) for value in row]
        open_now = [pair for pair in open_now if pair[0].bottom >= number]
        while waiting and waiting[-1].top <= number:
            one = waiting.pop()
            open_now.append((one, cells[one.left] if one.left < len(cells) else ""))
        for one, text in open_now:
            if text:
                cells += [""] * (
                    one.right + 1 - len(cells)
                )  # a row ends with the last cell that the file names
                cells[one.left : one.right + 1] = [cell or text for cell in cells[one.left : one.right + 1]]
        yield cells


def _clean(text: str) -> str:
    """Without signs that nobody sees: pages from which people copy are full of them."""
    return with_right_letters(_UNSEEN.sub("", text)).strip()


# --- which columns there are


def _find_columns(sheet: ForeignSheet, first: Sequence[Texts], said: int) -> None:
    tags = _tag_row(first)
    if tags:
        sheet.header_row = tags
    elif said:
        sheet.header_row = min(said, len(first))
    else:
        sheet.header_row = _header_row(first)
        sheet.say(
            "foreign.assumed_header", level="warning", row=sheet.header_row, number=str(sheet.header_row)
        )
    if not sheet.header_row:
        sheet.say("foreign.no_header")
        return
    above = [first[number] for number in range(max(0, sheet.header_row - 4), sheet.header_row)]
    tag_line = above.pop() if tags else ()
    width = max((len(line) for line in first), default=0)
    examples = _examples(first[sheet.header_row :], width)
    used: Counter[str] = Counter()
    columns = []
    for place in range(width):
        tag = tag_of(_at(tag_line, place))
        header = _header_at(above, place)
        if not header and not tag and not examples[place]:
            continue
        columns.append(_column(place, header, _at(tag_line, place), tag, used, examples[place]))
    sheet.columns = columns
    for one in columns:
        if one.is_doubtful:
            sheet.say(
                "foreign.doubtful_tag", level="warning", row=sheet.header_row, column=one.key, tag=one.tag
            )


def _column(place: int, header: str, under: str, tag: str, used: Counter[str], example: str) -> ForeignColumn:
    key = header or tag or letter_of(place)
    used[key] += 1
    by_tag = field_of_tag(tag) if tag else field_of_words(under)
    by_words = field_of_words(header)
    is_doubtful = bool(by_tag and by_words and by_tag != by_words and {by_tag, by_words} <= {"women", "men"})
    guess = by_words if is_doubtful else by_tag or by_words
    if guess == "date" and by_words == "month":
        guess = "month"
    return ForeignColumn(
        place, f"{key} ({used[key]})" if used[key] > 1 else key, tag, guess, is_doubtful, example[:60]
    )


def _examples(lines: Sequence[Texts], width: int) -> list[str]:
    return [next((line[at] for line in lines if at < len(line) and line[at]), "") for at in range(width)]


def _at(line: Texts, place: int) -> str:
    return line[place] if place < len(line) else ""


def _header_at(above: Sequence[Texts], place: int) -> str:
    """The words directly above the data, else those of a row further up: groups stand above their columns."""
    return next((text for line in reversed(above) if (text := _at(line, place))), "")


def _tag_row(first: Sequence[Texts]) -> int:
    """The row of which half the cells or more are HXL tags, as libhxl looks for it; 0 without one."""
    for number, line in enumerate(first[:ROWS_READ_FOR_HEADER], start=1):
        said = [text for text in line if text]
        tags = [text for text in said if tag_of(text)]
        if tags and 2 * len(tags) >= len(said):
            return number
    return 0


def _header_row(first: Sequence[Texts]) -> int:
    """The row that says most of what we know, two columns at least; else the first of the widest ones."""
    lines = first[:ROWS_READ_FOR_HEADER]
    known = [len({one for text in line if (one := field_of_words(text))}) for line in lines]
    if max(known, default=0) >= 2:
        return known.index(max(known)) + 1
    filled = [len([text for text in line if text]) for line in lines]
    return filled.index(max(filled)) + 1 if max(filled, default=0) else 0
