"""A table of a campaign folder, read strictly: every fault at once, each where a spreadsheet shows it.

Sentences and remedies are not made here: a finding carries a code and params, and whoever shows it says it in
the reader's language. CODES lists all of them with the params that each may carry.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from jarchy.formats.table_bytes import decoded, row_of, separator_of
from jarchy.formats.table_values import CellValue, Fault, nearest, parsed, written

Kind = Literal[
    "id", "pcode", "text", "texts", "place", "organisation", "slug", "slugs", "date",
    "integer", "decimal", "boolean", "choice", "url", "phone",
]  # fmt: skip


# After these a table's rows are not all there, or not as they were written.
BROKEN = frozenset(
    {
        "table.file_missing",
        "table.empty",
        "table.no_rows",
        "table.encoding",
        "table.nul_bytes",
        "table.broken_quotes",
    }
)
# How many signs a cell of a kind may have where its column does not say: what the database keeps of it.
LONGEST: dict[str, int] = {
    "id": 50, "pcode": 20, "slug": 50, "organisation": 50, "place": 20, "phone": 30, "url": 400, "text": 300,
}  # fmt: skip


# Every code with the params that it may carry: whoever words them (and a test of theirs) walks this.
CODES: dict[str, tuple[str, ...]] = {
    "table.file_missing": (),
    "table.empty": (),
    "table.no_rows": (),
    "table.encoding": ("found",),
    "table.nul_bytes": (),
    "table.separator": ("found",),
    "table.not_a_workbook": (),
    "table.too_large": ("most",),
    "table.too_many_rows": ("most",),
    "table.no_header": (),
    "table.stray": (),
    "table.broken_quotes": ("why",),
    "table.column_missing": (),
    "table.column_unknown": ("better",),
    "table.column_twice": (),
    "table.row_too_long": ("cells", "columns"),
    "table.row_too_short": ("cells", "columns"),
    "table.required": (),
    "table.text_missing": ("language",),
    "table.duplicate_id": ("first",),
    "table.mangled_number": (),
    "table.number_as_text": ("better",),
    "table.number_grouped": ("better",),
    "table.decimal_comma": ("better",),
    "table.wrong_integer": ("better",),
    "table.wrong_decimal": (),
    "table.number_out_of_range": ("least", "most"),
    "table.number_too_fine": ("places",),
    "table.wrong_boolean": ("better",),
    "table.wrong_date": ("better",),
    "table.no_such_day": (),
    "table.wrong_slug": ("better", "part"),
    "table.wrong_place": ("better",),
    "table.wrong_phone": (),
    "table.wrong_url": ("better",),
    "table.wrong_letter": ("better",),
    "table.hidden_sign": ("better",),
    "table.too_long": ("longest",),
    "table.unknown_choice": ("better", "choices"),
    "table.formula": (),
}


@dataclass(frozen=True)
class Finding:
    """Something to say about a file. `row` as a spreadsheet shows it, the header being 1;
    `code` is a key of CODES or another room's."""

    level: str
    file: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """A column of a table. One of kind `texts` stands in the file once a language: name_ky, name_ru, ...

    Numbers go from `least` to `most`, decimals with so many `places` at most; a word has `longest` signs at
    most, where the kind has not fewer already (LONGEST).
    """

    name: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    says: str = ""
    unit: str = ""
    least: int = 0
    most: int = 2_147_483_647
    places: int = 2
    longest: int | None = None

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Its column names in the file, in the order of the languages."""
        if self.kind != "texts":
            return (self.name,)
        return tuple(f"{self.name}_{language}" for language in languages)


@dataclass(frozen=True)
class TableSpec:
    """What a file must look like. `required`: whether a folder without it is at fault."""

    file: str
    columns: tuple[Column, ...]
    says: str = ""
    required: bool = True

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        """All column names of the file, in the order in which they are written."""
        return tuple(header for column in self.columns for header in column.headers(languages))


@dataclass(frozen=True)
class Row:
    """A row: `cells` by the spec's column name, typed, None where empty or at fault (an id: as it was meant;
    texts: a dictionary by language; slugs: a tuple, () where empty).

    `raw` holds the cells as they stand in the file, by the file's column names.
    """

    number: int
    cells: Mapping[str, CellValue | None]
    raw: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> CellValue | None:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """The rows that could be read, those with findings too; `header`: the file's known columns."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    header: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every row could be read, and its id looked for in a column."""
        lacks_ids = any(one.code == "table.column_missing" and one.column == "id" for one in self.findings)
        return not lacks_ids and not any(one.code in BROKEN for one in self.findings)

    @property
    def meant(self) -> dict[tuple[int, str], str]:
        """What cells at fault should say, by row and column; "" where nobody can tell."""
        return {
            (one.row, one.column): one.params.get("better", "")
            for one in self.findings
            if one.row and one.column and one.level == "error"
        }


def read_table(data: bytes, spec: TableSpec, languages: Sequence[str]) -> Table:
    """Read the bytes of a file. Never raises: what is wrong is among the findings, in the order of rows.

    Texts that are required must be there in each of `languages`. Empty rows are passed over, but counted.
    """
    reading = _Reading(spec, tuple(languages))
    records = reading.records(data)
    if not records:
        return Table((), tuple(reading.findings))
    header = reading.header(records[0])
    rows = tuple(
        reading.row(number, header, record)
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    )
    return Table(rows, tuple(reading.findings), tuple(name for name in header if name))


def write_table(
    spec: TableSpec,
    languages: Sequence[str],
    rows: Iterable[Row | Mapping[str, object]],
    *,
    header: Sequence[str] | None = None,
) -> bytes:
    """The file: UTF-8, LF, columns in the spec's order (or `header`, as `Table` remembers it).

    A row that was read and not changed goes back as it was typed: reading and writing gives the same bytes.
    """
    names = tuple(header) if header is not None else spec.headers(languages)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        cells = row.raw if isinstance(row, Row) and row.raw else _flat(spec, languages, row)
        writer.writerow([cells.get(name, "") for name in names])
    return out.getvalue().encode()


def missing_file(spec: TableSpec) -> Finding:
    """The finding for a required file that the folder lacks."""
    return Finding("error", spec.file, None, None, None, "table.file_missing")


def _flat(spec: TableSpec, languages: Sequence[str], row: Row | Mapping[str, object]) -> dict[str, str]:
    values: Mapping[str, object] = row.cells if isinstance(row, Row) else row
    flat: dict[str, str] = {}
    for column in spec.columns:
        value = values.get(column.name)
        if column.kind != "texts":
            flat[column.name] = written(value)
        elif isinstance(value, Mapping):
            flat |= {f"{column.name}_{language}": written(value.get(language)) for language in languages}
    return flat


class _Reading:
    """One reading of one file: gathers findings as it goes."""

    def __init__(self, spec: TableSpec, languages: tuple[str, ...]) -> None:
        self.spec = spec
        self.languages = languages
        self.findings: list[Finding] = []
        self.row_of_id: dict[str, int] = {}

    def say(
        self, fault: Fault, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        finding = Finding(fault.level, self.spec.file, row, column, value, fault.code, fault.params)
        self.findings.append(finding)

    def records(self, data: bytes) -> list[list[str]]:
        """All rows as lists of cells, header first; [] where nothing can be read."""
        text, found = decoded(data)
        if found:
            row = row_of(text, "\ufffd") if found in ("damaged UTF-8", "unknown") else None
            self.say(Fault("table.encoding", {"found": found}), row)
        if not text.strip("\0\ufeff \r\n\t,;"):
            self.say(Fault("table.empty"))
            return []
        if "\0" in text:
            self.say(Fault("table.nul_bytes"), row_of(text, "\0"))
            text = text.replace("\0", "")
        separator = separator_of(text.split("\n", 1)[0], self.spec.headers(self.languages))
        if separator != ",":
            self.say(Fault("table.separator", {"found": "tab" if separator == "\t" else separator}), 1)
        return list(self._split(text, separator))

    def _split(self, text: str, separator: str) -> Iterator[list[str]]:
        number = 0
        try:
            # strict: else one quotation mark too few swallows the rest of the file without a word
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
                number += 1
                yield record
        except csv.Error as error:
            self.say(Fault("table.broken_quotes", {"why": str(error)}), number + 1)

    def header(self, cells: Sequence[str]) -> list[str]:
        """The name of each column, "" for one that is not read (unknown, or there a second time)."""
        known = self.spec.headers(self.languages)
        names: list[str] = []
        for cell in (cell.strip() for cell in cells):
            if cell in names and cell:
                self.say(Fault("table.column_twice"), 1, cell, cell)
            elif cell not in known and cell:
                near = nearest(cell, [name for name in known if name not in cells])
                self.say(Fault("table.column_unknown", {"better": near} if near else {}), 1, cell, cell)
            names.append(cell if cell in known and cell not in names else "")
        for column in self.spec.columns:
            for name in column.headers(self.languages) if column.required else ():
                if name not in names:
                    self.say(Fault("table.column_missing"), 1, name)
        return names

    def row(self, number: int, header: Sequence[str], record: Sequence[str]) -> Row:
        """A row with typed cells; what is wrong with it is said."""
        if any(cell.strip() for cell in record[len(header) :]):
            params = {"cells": str(len(record)), "columns": str(len(header))}
            self.say(Fault("table.row_too_long", params), number, None, record[len(header)])
        elif len(record) < len(header):
            params = {"cells": str(len(record)), "columns": str(len(header))}
            self.say(Fault("table.row_too_short", params, "warning"), number)
        raw = {name: "" for name in header if name}
        raw |= {name: cell for name, cell in zip(header, record, strict=False) if name}
        return Row(number, {column.name: self.cell(number, column, raw) for column in self.spec.columns}, raw)

    def cell(self, number: int, column: Column, raw: Mapping[str, str]) -> CellValue | None:
        """The value under a column of the spec."""
        if column.kind == "texts":
            return self.texts(number, column, raw)
        text = raw.get(column.name, "").strip()
        if not text:
            if column.required and column.name in raw:
                self.say(Fault("table.required"), number, column.name)
            return () if column.kind == "slugs" else None
        value = self.value(number, column, column.name, text)
        if column.kind in ("id", "pcode") and isinstance(value, str):
            first = self.row_of_id.setdefault(value, number)
            if first != number:
                self.say(Fault("table.duplicate_id", {"first": str(first)}), number, column.name, text)
        return value

    def texts(self, number: int, column: Column, raw: Mapping[str, str]) -> dict[str, str] | None:
        """The words by language, those that are there."""
        words: dict[str, str] = {}
        for language in self.languages:
            name = f"{column.name}_{language}"
            text = raw.get(name, "").strip()
            if not text and column.required and name in raw:
                self.say(Fault("table.text_missing", {"language": language}), number, name)
            value = self.value(number, column, name, text) if text else None
            if isinstance(value, str):
                words[language] = value
        return words or None

    def value(self, number: int, column: Column, name: str, text: str) -> CellValue | None:
        value, fault = parsed(text, column.kind, column.choices)
        if fault is None and (fault := _beyond(column, text, value)):
            value = None if isinstance(value, int | Decimal) else value
        if fault:
            self.say(fault, number, name, text)
            if column.kind in (
                "id",
                "pcode",
            ):  # as it was meant, else every row that names it is at fault too
                return fault.params.get("better")
        return value


def _beyond(column: Column, text: str, value: CellValue | None) -> Fault | None:
    """Why a cell that can be read is more than may be kept of it, or a number less than there can be."""
    longest = column.longest or LONGEST.get(column.kind)
    if longest and len(text) > longest:
        return Fault("table.too_long", {"longest": str(longest)})
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if not column.least <= value <= column.most:
        return Fault("table.number_out_of_range", {"least": str(column.least), "most": str(column.most)})
    if len(text.partition(".")[2].rstrip("0")) > column.places:
        return Fault("table.number_too_fine", {"places": str(column.places)})
    return None
