"""A blank to fill in: a workbook with a row for each thing, lists to choose from, and a sheet that explains it.

Three rows stand above the first one: questions, hints, names. By the names the columns are found again when the file
comes back (`filled_sheets`), wherever they were moved. What stands behind the lists, and what the blank is of, lies in
a hidden sheet: it says what a label meant when the blank was made, whatever it is called since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from jarchy.formats.cells import safe_cell, without_control

LISTS = "lists"  # the hidden sheet
LONG_LISTS = (
    "lists_long"  # another one, for those whose labels name their lines for ever: not read when it comes back
)
HEAD = 3  # rows above the first one to fill in
DAY_FORMAT = "yyyy\\-mm\\-dd"
_LONGEST = {"title": 32, "message": 225, "prompt": 255}  # what a spreadsheet takes
_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class ListLine:
    """A line of a drop-down list. `label` is unique among those that one cell offers; `of` is the label of the answer
    under which it is offered, "" where its list hangs on none; lines of one `of` stand together."""

    name: str
    label: str
    of: str = ""


@dataclass(frozen=True)
class BlankColumn:
    """`name` is what programs find it by. `lines`: the list behind it; `under`: the column on whose answer that hangs.

    `is_strict`: the spreadsheet itself refuses what is not in the list. `ticks`: an x or nothing. `refusal` and
    `prompt`: what it says then and beforehand, where that is not the blank's own words and the hint.
    """

    name: str
    label: str
    hint: str = ""
    kind: str = "text"  # text, date, integer, decimal
    lines: str = ""
    under: str = ""
    least: int | date | None = None
    most: int | date | None = None
    width: int = 20
    is_strict: bool = True
    ticks: bool = False
    refusal: str = ""
    prompt: str | None = None


@dataclass(frozen=True)
class Blank:
    """`rows`: the first ones, filled in already, by the columns' names. `about`: what the blank is of, for programs.

    `long_lists`: lists of thousands of lines whose labels hold a code; reading them back would take a second each.
    `words`: lines of the sheet that explains, each of one or more cells; those numbered in `heads` are headings.
    """

    title: str
    columns: Sequence[BlankColumn]
    lists: Mapping[str, Sequence[ListLine]]
    rows: Sequence[Mapping[str, object]]
    about: Mapping[str, str]
    words_title: str
    words: Sequence[Sequence[str]]
    refusal_title: str = ""
    refusal: str = ""
    long_lists: Mapping[str, Sequence[ListLine]] = field(default_factory=dict)
    heads: Sequence[int] = (1,)
    question_height: int = 45


def write_blank(out: BinaryIO, blank: Blank) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  0.13 s: not at every start of the server

    book = Workbook()
    sheet: Any = book.active
    sheet.title = sheet_name(blank.title)
    words = book.create_sheet(sheet_name(blank.words_title))
    spots: dict[str, _Spot] = {}
    for name, lists, about in ((LISTS, blank.lists, blank.about), (LONG_LISTS, blank.long_lists, {})):
        if name == LONG_LISTS and not lists:
            continue
        hidden = book.create_sheet(name)
        hidden.sheet_state = "hidden"
        spots |= _write_lists(hidden, lists, about)
    _write_head(sheet, blank)
    _write_rows(sheet, blank)
    _write_rules(sheet, blank, spots)
    _write_words(words, blank)
    book.save(out)


def sheet_name(title: str) -> str:
    """At most 31 characters, without those that a workbook forbids."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Sheet"


@dataclass(frozen=True)
class _Spot:
    """Where the labels of a list stand."""

    sheet: str
    column: int
    last_row: int


def _write_lists(
    sheet: Any, lists: Mapping[str, Sequence[ListLine]], about: Mapping[str, str]
) -> dict[str, _Spot]:
    """Column by column: what the blank is of; then of each list its names, its labels and what they hang on."""
    _write_column(sheet, 1, "", list(about))
    _write_column(sheet, 2, "", list(about.values()))
    spots = {}
    for place, (name, lines) in enumerate(lists.items()):
        first = 3 + 3 * place
        _write_column(sheet, first, f"{name} name", [line.name for line in lines])
        _write_column(sheet, first + 1, f"{name} label", [line.label for line in lines])
        _write_column(sheet, first + 2, f"{name} of", [line.of for line in lines])
        spots[name] = _Spot(sheet.title, first + 1, len(lines) + 1)
    return spots


def _write_column(sheet: Any, place: int, header: str, texts: Sequence[str]) -> None:
    for row, text in enumerate([header, *texts], start=1):
        if text:
            made = sheet.cell(row, place, without_control(text))
            made.data_type = "s"  # a label that begins with = is no formula


def _write_head(sheet: Any, blank: Blank) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    wrapped = Alignment(wrap_text=True, vertical="top")
    styles = (
        {"font": Font(bold=True), "alignment": wrapped},
        {"font": Font(size=9, color="555555"), "alignment": wrapped},
        {"font": Font(size=8, color="888888"), "fill": PatternFill("solid", fgColor="EEEEEE")},
    )
    for place, column in enumerate(blank.columns, start=1):
        for row, text in enumerate((column.label, column.hint, column.name), start=1):
            made = sheet.cell(row, place, safe_cell(text) or None)
            for name, style in styles[row - 1].items():
                setattr(made, name, style)
        dimension = sheet.column_dimensions[_letters(place)]
        dimension.width, dimension.number_format = column.width, _format_of(column)
    sheet.freeze_panes = sheet.cell(HEAD + 1, 2)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = blank.question_height, 60


def _format_of(column: BlankColumn) -> str:
    return {"date": DAY_FORMAT, "integer": "0", "decimal": "General"}.get(column.kind, "@")


def _write_rows(sheet: Any, blank: Blank) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415

    grey = Font(size=8, color="888888")  # the first column is a number that nobody types
    for row, said in enumerate(blank.rows, start=HEAD + 1):
        for place, column in enumerate(blank.columns, start=1):
            value = said.get(column.name)
            if value is None and column.kind != "date":
                continue  # its column's format holds; a day needs its own, or some programs write a number
            made = sheet.cell(row, place, safe_cell(value))
            made.number_format = _format_of(column)
            if isinstance(made.value, str):
                made.data_type = "s"
            if place == 1:
                made.font = grey


def _write_rules(sheet: Any, blank: Blank, spots: Mapping[str, _Spot]) -> None:
    """What a spreadsheet itself can see to; the rest is said when the file comes back."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    last = HEAD + max(len(blank.rows), 1)
    for place, column in enumerate(blank.columns, start=1):
        kind = _rule_of(column, blank, spots)
        if kind is None:
            continue
        said: dict[str, Any] = {**kind, "allow_blank": True, "showErrorMessage": column.is_strict}
        rule = DataValidation(**said)
        rule.errorTitle = blank.refusal_title[: _LONGEST["title"]]
        rule.error = (column.refusal or blank.refusal)[: _LONGEST["message"]]
        if prompt := column.hint if column.prompt is None else column.prompt:
            rule.showInputMessage, rule.prompt = True, prompt[: _LONGEST["prompt"]]
        rule.add(f"{_letters(place)}{HEAD + 1}:{_letters(place)}{last}")
        sheet.add_data_validation(rule)


def _rule_of(column: BlankColumn, blank: Blank, spots: Mapping[str, _Spot]) -> dict[str, str] | None:
    if column.ticks:
        return {"type": "list", "formula1": '"x"'}
    if column.lines:
        formula = _list_formula(column, blank, spots)
        return {"type": "list", "formula1": formula} if formula else None
    if column.kind in ("date", "integer") and column.least is not None and column.most is not None:
        bounds = {"formula1": _bound(column.least), "formula2": _bound(column.most)}
        return {"type": "whole" if column.kind == "integer" else "date", "operator": "between", **bounds}
    if column.kind == "date" and column.least is not None:
        return {"type": "date", "operator": "greaterThanOrEqual", "formula1": _bound(column.least)}
    return None


def _bound(value: int | date) -> str:
    return str((value - _DAY_ZERO).days if isinstance(value, date) else value)


def _list_formula(column: BlankColumn, blank: Blank, spots: Mapping[str, _Spot]) -> str:
    """Of a list that hangs on an earlier answer only the lines below it: they stand together."""
    spot = spots[column.lines]
    if spot.last_row < 2:
        return ""
    labels = f"{spot.sheet}!${_letters(spot.column)}"
    above = f"{spot.sheet}!${_letters(spot.column + 1)}"
    told = next((n for n, one in enumerate(blank.columns, 1) if one.name == column.under), None)
    if told is None:
        return f"{labels}$2:${_letters(spot.column)}${spot.last_row}"
    answer = f"${_letters(told)}{HEAD + 1}"
    hung = f"{above}$2:${_letters(spot.column + 1)}${spot.last_row}"
    return f"OFFSET({labels}$1,MATCH({answer},{hung},0),0,COUNTIF({hung},{answer}),1)"


def _write_words(sheet: Any, blank: Blank) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, line in enumerate(blank.words, start=1):
        for place, text in enumerate(line, start=1):
            made = sheet.cell(number, place, safe_cell(text) or None)
            made.alignment = wrapped
            if number in blank.heads:
                made.font = Font(bold=True)
    for letters, width in (("A", 60), ("B", 60), ("C", 24)):
        sheet.column_dimensions[letters].width = width


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return str(get_column_letter(place))
