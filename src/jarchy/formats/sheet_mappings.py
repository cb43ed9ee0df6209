"""What the columns of somebody else's sheet mean: said once, kept as TOML, applied to each row.

A mapping names a column by what stands above it, by its HXL tag or by its letter. What no column says is a constant;
what the sheet's words mean here is a list of values. No database: words become rows of the campaign elsewhere.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from jarchy.formats.foreign_days import DayFault, DaysSaid, read_day
from jarchy.formats.foreign_sheets import ForeignColumn, ForeignRow, ForeignSheet
from jarchy.formats.foreign_words import COUNTS, FIELDS, tag_of
from jarchy.formats.table_values import nearest, parsed
from jarchy.formats.tables import Finding

PLANS, REPORTS = "plans", "reports"
ROWS_ARE = (PLANS, REPORTS)
CONSTANTS = (*FIELDS, "languages", "counted", "sessions", "guests", "day_order")
DAY_ORDERS = ("day first", "month first")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
NEEDED = (
    "organisation",
    "kind",
)  # without these no row says anything; places and days may come in several ways
_KEYS = ("name", "says", "rows_are", "header_row", "language", "columns", "constants", "values", "leave_out")
_SIGNS = re.compile(r"[\s\u00a0\u2009\u202f]")


@dataclass(frozen=True)
class SheetMap:
    """`columns`: field to column; `constants`: field to what holds for every row; `values`: by field, what a word of
    the sheet means here; `leave_out`: by column, what stands in rows that are passed over (tonnes among people).
    `header_row` 0: as the house finds it. `language`: in which the sheet's words are.
    """

    name: str
    rows_are: str = REPORTS
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header_row: int = 0
    language: str = "en"
    says: str = ""


@dataclass(frozen=True)
class MappedRow:
    """`said` by field, as the sheet has it, constants among it; `day` where it is known; `counts` the numbers.

    `uuid` is the same for the same row of the same mapping, edition and organisation.
    """

    number: int
    uuid: UUID
    said: Mapping[str, str]
    day: date | None
    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


# --- as TOML


def toml_of(mapping: SheetMap, columns: Sequence[ForeignColumn] = ()) -> str:
    """The file mappings/<name>.toml. `columns`: those of the sheet, told in comments to whoever edits it by hand."""
    lines = [f"name = {_quoted(mapping.name)}"]
    if mapping.says:
        lines.append(f"says = {_quoted(mapping.says)}")
    lines.append(f"rows_are = {_quoted(mapping.rows_are)}  # or {_quoted(_other(mapping.rows_are))}")
    if mapping.header_row:
        lines.append(f"header_row = {mapping.header_row}")
    lines.append(f"language = {_quoted(mapping.language)}")
    if columns:
        lines += ["", "# Columns of the sheet:"]
        lines += [f"#   {one.letter}  {_plain(one.key)}{_shown(one)}" for one in columns]
    lines += ["", "[columns]  # what each is: its header, its tag, or its letter"]
    lines += [f"{name} = {_quoted(mapping.columns[name])}" for name in FIELDS if mapping.columns.get(name)]
    lines += ["", "[constants]  # what holds for every row"]
    lines += [f"{name} = {_quoted(text)}" for name, text in sorted(mapping.constants.items()) if text]
    for name, words in sorted(mapping.values.items()):
        if words:
            lines += ["", f"[values.{name}]  # what the sheet's words mean here"]
            lines += [f"{_quoted(word)} = {_quoted(meant)}" for word, meant in sorted(words.items())]
    if mapping.leave_out:
        lines += ["", "[leave_out]  # rows in which one of these stands are passed over"]
        lines += [
            f"{_quoted(column)} = [{', '.join(map(_quoted, words))}]"
            for column, words in mapping.leave_out.items()
        ]
    return "\n".join(lines) + "\n"


def _other(rows_are: str) -> str:
    return PLANS if rows_are == REPORTS else REPORTS


def _shown(one: ForeignColumn) -> str:
    example = f", as {_plain(one.example)}" if one.example else ""
    return f" {one.tag}{example}" if one.tag and one.tag != one.key else example


def _plain(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_map(text: str, file: str) -> tuple[SheetMap | None, list[Finding]]:
    """The mapping and all that is wrong with it; None where it cannot be used."""
    try:
        said = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as fault:
        line = re.search(r"at line (\d+)", str(fault))
        return None, [
            _fault(file, "foreign.mapping_toml", row=int(line[1]) if line else None, why=str(fault))
        ]
    findings = [
        _fault(file, "foreign.mapping_key", key, key, known=", ".join(_KEYS))
        for key in said
        if key not in _KEYS
    ]
    findings += _faults_of_head(file, said)
    for table, known in (("columns", FIELDS), ("constants", CONSTANTS), ("values", CONSTANTS)):
        findings += _faults_of_table(file, table, said.get(table, {}), known)
    left_out = said.get("leave_out", {})
    if not isinstance(left_out, dict) or not all(isinstance(words, list) for words in left_out.values()):
        findings.append(_fault(file, "foreign.mapping_value", "leave_out", left_out))
    if findings:
        return None, findings
    values = {
        name: {str(k): str(v) for k, v in words.items()} for name, words in said.get("values", {}).items()
    }
    mapping = SheetMap(
        name=said["name"], rows_are=said.get("rows_are", REPORTS), header_row=said.get("header_row", 0),
        columns={name: str(text) for name, text in said.get("columns", {}).items()},
        constants={name: _text(value) for name, value in said.get("constants", {}).items()},
        values=values, language=said.get("language", "en"), says=said.get("says", ""),
        leave_out={column: tuple(map(str, words)) for column, words in left_out.items()},
    )  # fmt: skip
    findings = list(faults_of(mapping, file))
    return (None if findings else mapping), findings


def _text(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value)


def _faults_of_head(file: str, said: Mapping[str, object]) -> Iterator[Finding]:
    for key in ("name", "says", "rows_are", "language"):
        if key in said and not isinstance(said[key], str):
            yield _fault(file, "foreign.mapping_value", key, said[key])
    if "name" not in said or not NAME.match(str(said["name"])):
        yield _fault(file, "foreign.mapping_name", "name", said.get("name"))
    if said.get("rows_are", REPORTS) not in ROWS_ARE:
        yield _fault(file, "foreign.rows_are", "rows_are", said["rows_are"])
    row = said.get("header_row", 0)
    if isinstance(row, bool) or not isinstance(row, int) or not 0 <= row <= 30:
        yield _fault(file, "foreign.mapping_value", "header_row", row)


def _faults_of_table(file: str, table: str, said: object, known: Sequence[str]) -> Iterator[Finding]:
    if not isinstance(said, dict):
        yield _fault(file, "foreign.mapping_value", table, said)
        return
    for name, value in said.items():
        if name not in known:
            near = nearest(name, known)
            params = {"known": ", ".join(known), **({"better": near} if near else {})}
            yield Finding(
                "error", file, None, f"{table}.{name}", str(name)[:80], "foreign.mapping_key", params
            )
        elif isinstance(value, dict) != (table == "values") or isinstance(value, list):
            yield _fault(file, "foreign.mapping_value", f"{table}.{name}", value)


def faults_of(mapping: SheetMap, file: str) -> Iterator[Finding]:
    """What a mapping cannot do without, whoever made it."""
    if not NAME.match(mapping.name):
        yield _fault(file, "foreign.mapping_name", "name", mapping.name)
    for name in NEEDED:
        if not mapping.columns.get(name) and not mapping.constants.get(name):
            yield _fault(file, "foreign.mapping_lacks", name, None, field=name)
    says_where = any(mapping.columns.get(name) for name in ("country", "adm1", "adm2", "adm3", "pcode"))
    if not says_where and not mapping.constants.get("pcode"):
        yield _fault(file, "foreign.mapping_lacks", "adm1", None, field="adm1")
    day = mapping.constants.get("date", "")
    if day and not isinstance(read_day({"date": day}, days_said(replace(mapping, constants={}))), date):
        yield _fault(file, "foreign.mapping_value", "constants.date", day)
    year = mapping.constants.get("year", "")
    if year and not re.fullmatch(r"(19|20)[0-9]{2}", year):
        yield _fault(file, "foreign.mapping_value", "constants.year", year)
    order = mapping.constants.get("day_order", "")
    if order and order not in DAY_ORDERS:
        yield _fault(file, "foreign.mapping_value", "constants.day_order", order)


def _fault(file: str, code: str, column: str | None = None, value: object = None, *, row: int | None = None,
           **params: str) -> Finding:  # fmt: skip
    shown = None if value is None or isinstance(value, dict | list) else str(value)[:80]
    return Finding("error", file, row, column, shown, code, params)


# --- guessing and applying


def guessed(sheet: ForeignSheet, name: str) -> SheetMap:
    """What the house thinks that the columns are: the first of each guess."""
    columns: dict[str, str] = {}
    for one in sheet.columns:
        if one.guess:
            columns.setdefault(one.guess, one.key)
    if "date" not in columns and "month" in columns:
        columns["date"] = columns.pop("month")
    counted = {"total", "women", "men"} & set(columns)
    usual = {"venue": "other"} if "venue" not in columns else {}
    if counted:
        usual |= {"counted": "estimate", "languages": "other"}
    return SheetMap(name, REPORTS if counted else PLANS, columns, usual)


def column_of(sheet: ForeignSheet, said: str) -> ForeignColumn | None:
    """By what stands above it, by its tag, or by its letter."""
    by_key = {one.key: one for one in reversed(sheet.columns)}
    if said in by_key:
        return by_key[said]
    if tag := tag_of(said):
        return next((one for one in sheet.columns if one.tag == tag), None)
    folded = _plain(said).casefold()
    found = next((one for one in sheet.columns if _plain(one.key).casefold() == folded), None)
    return found or next((one for one in sheet.columns if one.letter == said), None)


def days_said(mapping: SheetMap) -> DaysSaid:
    constants = mapping.constants
    year = constants.get("year", "")
    return DaysSaid(
        day=constants.get("date", ""), year=int(year) if year.isdigit() else None,
        order=constants.get("day_order", ""),
    )  # fmt: skip


@dataclass
class Mapped:
    """A sheet under a mapping. `findings`: columns that the sheet does not have."""

    sheet: ForeignSheet
    mapping: SheetMap
    edition: str
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns: dict[str, ForeignColumn] = {}
        for name, said in self.mapping.columns.items():
            found = column_of(self.sheet, said) if said else None
            if found:
                self.columns[name] = found
            elif said and self.sheet.is_readable:
                near = nearest(said, [one.key for one in self.sheet.columns])
                better = {"better": near} if near else {}
                fault = _fault(
                    self.sheet.name, "foreign.column_missing", said, said, row=self.sheet.header_row, **better
                )
                self.findings.append(fault)
        self.left_out = 0
        self._passed_over = [
            (found.key, {_plain(word).casefold() for word in words})
            for said, words in self.mapping.leave_out.items()
            if (found := column_of(self.sheet, said))
        ]
        self.days = days_said(self.mapping)

    def header_of(self, name: str) -> str:
        """What the sheet calls a field, for whoever mends it: its column, else the field as the mapping has it."""
        found = self.columns.get(name)
        return found.key if found else name

    def rows(self) -> Iterator[MappedRow]:
        """Each row once; those that say the very same are told apart by how often they occurred before."""
        before: Counter[UUID] = Counter()
        self.left_out = 0
        for row in self.sheet.rows():
            if any(_plain(row.cells[key]).casefold() in words for key, words in self._passed_over):
                self.left_out += 1
            else:
                yield self._row(row, before)
        if self.left_out:
            self.sheet.say("foreign.left_out", level="warning", number=str(self.left_out))

    def _row(self, row: ForeignRow, before: Counter[UUID]) -> MappedRow:
        said = {name: text for name, text in self.mapping.constants.items() if text}
        said |= {name: text for name, one in self.columns.items() if (text := row.cells[one.key])}
        whose = {
            "edition": self.edition,
            "organisation": said.get("organisation", ""),
            "mapping": self.mapping.name,
        }
        same = _uuid_of({**whose, "values": said})
        occurred, before[same] = before[same], before[same] + 1
        findings: list[Finding] = []
        day = self._day(row, said, findings)
        counts = self._counts(row, said, findings)
        uuid = _uuid_of({**whose, "values": said, "before": occurred})
        meant = {name: self.meaning(name, text) for name, text in said.items()}
        return MappedRow(row.number, uuid, meant, day, counts, tuple(findings))

    def meaning(self, name: str, text: str) -> str:
        """What a word of the sheet means here, where the mapping says it."""
        words = self.mapping.values.get(name, {})
        return words.get(text) or words.get(_plain(text)) or text

    def _say(
        self, findings: list[Finding], row: ForeignRow, name: str, value: str, code: str, **params: str
    ) -> None:
        findings.append(
            _fault(self.sheet.name, code, self.header_of(name), value or None, row=row.number, **params)
        )

    def _day(self, row: ForeignRow, said: Mapping[str, str], findings: list[Finding]) -> date | None:
        in_row = {name: self.meaning(name, said.get(name, "")) for name in ("date", "month", "year")}
        found = read_day(in_row, self.days)
        if isinstance(found, DayFault):
            params = {"better": found.better} if found.better else {}
            name = next((one for one in ("date", "month", "year") if in_row[one]), "date")
            self._say(findings, row, name, in_row[name], found.code, **params)
            return None
        return found

    def _counts(self, row: ForeignRow, said: Mapping[str, str], findings: list[Finding]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for name in COUNTS:
            if text := self.meaning(name, said.get(name, "")):
                value = _whole(text)
                if value is None:
                    self._say(findings, row, name, text, "table.wrong_integer")
                else:
                    counts[name] = value
        if "total" not in counts and "total" not in self.columns and {"women", "men"} <= counts.keys():
            counts["total"] = counts["women"] + counts["men"]
        return counts


def _whole(text: str) -> int | None:
    """A number of people, grouped or not: 10,207 is no comma of a decimal here."""
    plain = _SIGNS.sub("", text)
    value, fault = parsed(plain, "integer")
    if fault and fault.params.get("better"):
        value, fault = parsed(fault.params["better"], "integer")
    return value if isinstance(value, int) and value >= 0 and not fault else None


def _uuid_of(said: Mapping[str, object]) -> UUID:
    return uuid5(NAMESPACE_URL, json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
