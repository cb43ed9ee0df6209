"""The whole charter as one workbook: a sheet for each table, named as its file without .csv, and `campaign` with the
keys and values of campaign.toml.

What a workbook cannot carry stays as the edition has it: forms/*.xlsx, map/*, the comments in campaign.toml. Cells that
say the same as before go back as they were typed there, so that out and in again changes nothing.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from jarchy.charter.folder.base import CAMPAIGN, Folder, error, parts, warning
from jarchy.charter.folder.campaign_toml import DAYS_IN_ORDER, OTHER_DAYS
from jarchy.charter.folder.toml_text import Flat, edited, flat, nested, text_of
from jarchy.formats.cells import without_control
from jarchy.formats.table_bytes import decoded
from jarchy.formats.table_values import YES_NO, nearest, parsed, written
from jarchy.formats.tables import Finding
from jarchy.formats.workbooks import sheets_as_csv, write_sheets

ENDING = ".xlsx"
SHEET = "campaign"
HEADER = ("key", "value")
# Kinds of the keys that are no text, where the edition does not have them yet.
_DAYS = re.compile(rf"(?:{'|'.join((*DAYS_IN_ORDER, *OTHER_DAYS))}|today|programme\.(?:starts|ends))\Z")
_FLAGS = re.compile(r"(?:live|order\.known|funding\.as_large_as_largest)\Z")
_LISTS = re.compile(
    r"(?:languages|\w+\.our_translation|briefing\.(?:languages|formats)|funding\.sentence_in|approvals\.[\w-]+\.by)\Z"
)
_NUMBERS = re.compile(
    r"(?:revision|(?:rules|review|flags|youth)\.\w+|checks\.(?!seed_)\w+|age_bands\.\d+\.(?:from|to)"
    r"|approvals\.[\w-]+\.due_days)\Z"
)
_MEANT = {**YES_NO, "true": True, "false": False}

Beside = Callable[[str], Folder]


def is_workbook(name: str) -> bool:
    return name.lower().endswith(ENDING)


def carries(file: str) -> bool:
    """Whether a file of the folder is a sheet of the workbook."""
    return file == CAMPAIGN or (file.endswith(".csv") and "/" not in file)


# --- out


def sheets_of(folder: Folder) -> bytes:
    """The folder's tables as a workbook. A table that cannot be read is left out."""
    sheets: dict[str, Sequence[Sequence[str]]] = {SHEET: [HEADER, *_lines_of_campaign(folder)]}
    files = [file for file in _tables_in_order() if file in folder.files]
    files += [file for file in folder.names(ending=".csv") if carries(file) and file not in files]
    for file in files:
        sheets[file.removesuffix(".csv")] = _records(folder.files[file])
    return write_sheets(sheets)


def _tables_in_order() -> list[str]:
    names = [file for name in ("charter", *parts) if name in parts for file in parts[name].files]
    return [file for file in dict.fromkeys(names) if carries(file) and file != CAMPAIGN]


def _lines_of_campaign(folder: Folder) -> Iterator[tuple[str, str]]:
    for key, value in flat(_campaign(folder)).items():
        yield key, written(value)


def _campaign(folder: Folder) -> dict[str, Any]:
    text, _ = decoded(folder.read(CAMPAIGN) or b"")
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return {}


def _records(data: bytes) -> list[list[str]]:
    text, _ = decoded(data)
    return list(csv.reader(io.StringIO(text, newline="")))


# --- in


@dataclass
class Sheets:
    """A workbook that was read: the folder that it makes, and where each key of `campaign` stands."""

    folder: Folder
    findings: list[Finding] = field(default_factory=list)
    row_of_key: dict[str, int] = field(default_factory=dict)

    def as_in_workbook(self, findings: Iterable[Finding]) -> list[Finding]:
        """What was found in the files, each where the spreadsheet shows it."""
        return [self._moved(one) for one in findings]

    def _moved(self, one: Finding) -> Finding:
        if one.file != CAMPAIGN:
            return replace(one, file=one.file.removesuffix(".csv")) if carries(one.file) else one
        key = one.column or ""
        if not key:
            return replace(one, file=SHEET)
        column = "key" if one.code == "charter.toml_unknown_key" else "value"
        params = {**one.params, "column": key}
        return replace(one, file=SHEET, row=self._row(key), column=column, params=params)

    def _row(self, key: str) -> int | None:
        """Of the key, else of the first one below it."""
        numbered = re.compile(re.escape(key).replace(r"\.", r"(?:\.\d+)?\.") + r"(?:\.|\Z)")
        return next((row for known, row in self.row_of_key.items() if numbered.match(known)), None)


def read_sheets(data: bytes, name: str, beside: Beside = lambda slug: Folder({})) -> Sheets:
    """The folder that a workbook makes. `beside`: the files of the edition of this slug, for what it cannot carry."""
    try:
        tables = sheets_as_csv(data)
    except ValueError as fault:
        return Sheets(Folder({}), [error(name, "charter.workbook_unreadable", why=fault)])
    known = {file.casefold(): file for file in (f"{SHEET}.csv", *_tables_in_order())}
    records = {known.get(file.casefold(), file): _records(table) for file, table in tables.items()}
    findings = list(_unknown_sheets(records, known.values()))
    keys = _Keys(records.pop(f"{SHEET}.csv", None))
    kept = beside(keys.texts.get("slug", ""))
    files = {file: held for file, held in kept.files.items() if not carries(file)}
    files |= {file: _as_it_stood(lines, kept.read(file)) for file, lines in records.items() if lines}
    if keys.is_there:
        files[CAMPAIGN] = keys.as_toml(kept).encode()
    return Sheets(Folder(files), [*findings, *keys.findings], keys.row_of_key)


def _unknown_sheets(records: Mapping[str, Sequence[object]], known: Iterable[str]) -> Iterator[Finding]:
    missing = [file.removesuffix(".csv") for file in known if file not in records]
    for file, lines in records.items():
        if file not in known and lines:
            sheet = file.removesuffix(".csv")
            near = nearest(sheet, missing)
            better: dict[str, Any] = {"better": near} if near else {}
            yield warning(sheet, "charter.sheet_unknown", value=sheet, **better)


class _Keys:
    """The sheet `campaign`: what stands under each key, and in which row."""

    def __init__(self, records: Sequence[Sequence[str]] | None) -> None:
        self.texts: dict[str, str] = {}
        self.row_of_key: dict[str, int] = {}
        self.findings: list[Finding] = []
        header = [cell.strip().casefold() for cell in records[0]] if records else []
        self.is_there = all(name in header for name in HEADER)
        if records is None:
            self.findings.append(error(SHEET, "table.file_missing"))
        elif not self.is_there:
            lacking = [name for name in HEADER if name not in header]
            self.findings += [error(SHEET, "table.column_missing", row=1, column=name) for name in lacking]
        else:
            self._read(records[1:], *(header.index(name) for name in HEADER))

    def _read(self, records: Iterable[Sequence[str]], key_at: int, value_at: int) -> None:
        for row, record in enumerate(records, start=2):
            key = record[key_at].strip() if key_at < len(record) else ""
            text = record[value_at] if value_at < len(record) else ""
            if not key:
                if text.strip():
                    self.findings.append(error(SHEET, "table.required", row=row, column="key"))
                continue
            if (first := self._taken_by(key)) is not None:
                self.findings.append(
                    error(SHEET, "charter.key_twice", row=row, column="key", value=key, first=first)
                )
                continue
            self.texts[key], self.row_of_key[key] = text, row
            _, fault = parsed(text.strip(), "text") if text.strip() else (None, None)
            if fault and fault.code == "table.mangled_number":
                self.findings.append(error(SHEET, fault.code, row=row, column="value", value=text))

    def _taken_by(self, key: str) -> int | None:
        """The row in which the key stands already, as a value or as a table."""
        *above, _ = key.split(".")
        names = [key, *(".".join(above[:depth]) for depth in range(1, len(above) + 1))]
        taken = [self.row_of_key[name] for name in names if name in self.row_of_key]
        taken += [row for known, row in self.row_of_key.items() if known.startswith(f"{key}.")]
        return taken[0] if taken else None

    def as_toml(self, kept: Folder) -> str:
        """campaign.toml with these values; lines that say the same stay as they are."""
        before = flat(_campaign(kept))
        values: Flat = {}
        for key, text in self.texts.items():
            value = _value_of(key, text, before.get(key))
            if value is not None:
                values[key] = value
        text, _ = decoded(kept.read(CAMPAIGN) or b"")
        return edited(text, nested(values)) if text else text_of(nested(values))


def _value_of(key: str, text: str, before: Any) -> Any:
    """What stands under a key, of the kind that it has; None where nothing stands there. What does not fit its kind
    stays text, and is said where campaign.toml is read."""
    plain = text.strip()
    kind = type(before) if before is not None else _kind_of(key)
    if kind is str:
        return before if before is not None and _plain(before) == _plain(text) else text
    if not plain:
        return [] if before == [] else None
    if kind is bool:
        return _MEANT.get(plain.casefold(), plain)
    if kind is list:
        return [part for part in re.split(r"[\s,;]+", plain) if part]
    if kind in (int, float):
        return _number(plain)
    day, _ = parsed(plain, "date")
    return day if isinstance(day, date) else plain


def _kind_of(key: str) -> type:
    kinds = ((_DAYS, date), (_FLAGS, bool), (_LISTS, list), (_NUMBERS, int))
    return next((kind for pattern, kind in kinds if pattern.match(key)), str)


def _number(text: str) -> int | float | str:
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", text) else text


def _as_it_stood(records: Sequence[Sequence[str]], kept: bytes | None) -> bytes:
    """The table as CSV. A cell that says the same as in the kept file is written as it is there."""
    lines = [list(record) for record in records]
    before = _records(kept) if kept else []
    if before and "id" in before[0] and "id" in lines[0]:
        header, width = before[0], len(before[0])
        by_id = {row[header.index("id")].strip(): row for row in before[1:] if len(row) == width}
        at = [(place, header.index(name)) for place, name in enumerate(lines[0]) if name in header]
        for line in lines[1:]:
            line += [""] * (len(lines[0]) - len(line))
            old = by_id.get(line[lines[0].index("id")].strip())
            for place, was_at in at if old else ():
                if _plain(line[place]) == _plain(old[was_at]):  # type: ignore[index]
                    line[place] = old[was_at]  # type: ignore[index]
    if kept is not None and lines == before:
        return kept
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue().encode()


def _plain(text: str) -> str:
    """What a cell says, however a spreadsheet keeps it."""
    said = without_control(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,8})\.[0-9]+", said):
        return said.rstrip("0").rstrip(".")
    return said
