"""The blank of a form for one organisation: a workbook with a row for each report, lists to choose from, and a sheet
that explains it in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from jarchy.charter.models import Organisation
from jarchy.formats.blanks import LISTS
from jarchy.formats.cells import safe_cell
from jarchy.forms.models import FormVersion
from jarchy.forms.problems import Problems
from jarchy.forms.queries import title_of
from jarchy.forms.sheets.columns import (
    MOST_TICKED,
    NUMBER,
    ListRow,
    SheetColumn,
    columns_of,
    has_sheet,
    list_rows,
    parent_of,
)
from jarchy.forms.sheets.conditions import Condition, conditions_of
from jarchy.forms.versions import FormLists, compiled
from jarchy.foundation.ids import uuid7
from jarchy.foundation.texts import text_in
from jarchy.xforms.form import FormNode, Kind, Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 200
HEAD = 3  # rows above the first report: questions, hints, names
_LONGEST = {"title": 32, "message": 225, "prompt": 255}  # what a spreadsheet takes
_BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+)\b(?!\s*[-+*.])")
_WHOLE = (-(2**31), 2**31 - 1)
_DAY_ZERO = 36526  # 2000-01-01, as spreadsheets count


def write_blank(
    out: BinaryIO, version: FormVersion, organisation: Organisation, language: str, *, rows: int = ROWS
) -> None:
    """Raises Problems.no_sheet where the form cannot be one."""
    if not has_sheet(compiled(version)):
        raise Problems.no_sheet(form=version.form_id)
    from openpyxl import Workbook  # noqa: PLC0415  0.13 s: not at every start of the server

    with override(language):
        blank = _Blank(version, organisation, language, rows)
        book = Workbook()
        blank.write(book)
        book.save(out)


@dataclass
class _Blank:
    version: FormVersion
    organisation: Organisation
    language: str
    rows: int
    places: dict[str, tuple[int, int]] = field(
        default_factory=dict
    )  # by path: column of its list, its last row
    shown: dict[str, dict[str, str]] = field(default_factory=dict)  # by path: label by name

    @cached_property
    def form(self):
        return compiled(self.version)

    @cached_property
    def lists(self) -> FormLists:
        return FormLists(self.version, self.organisation.slug, self.language)

    @cached_property
    def columns(self) -> list[SheetColumn]:
        return columns_of(self.form)

    def write(self, book: Workbook) -> None:
        reports = book.worksheets[0]
        reports.title = _sheet_name(title_of(self.version))
        words = book.create_sheet(_sheet_name(_("How to fill it in")))
        lists = book.create_sheet(LISTS)
        lists.sheet_state = "hidden"
        self._write_lists(lists)
        self._write_head(reports)
        self._write_rows(reports)
        self._write_words(words)

    # The lists

    def _write_lists(self, sheet: Worksheet) -> None:
        """Column by column: what the blank is of, then of each list its names, its labels and what they hang on."""
        about = {
            "form": self.version.form_id, "version": self.version.version,
            "organisation": self.organisation.slug, "language": self.language,
        }  # fmt: skip
        _write_column(sheet, 1, "", about)
        _write_column(sheet, 2, "", about.values())
        gone = self.lists.offered("no")
        for node in (column.node for column in self.columns if column.has_list and column.part == 1):
            rows = list_rows(node, self.form, self.lists.ready, language=self.language, shown=self.shown)
            rows = [row for row in rows if row.name not in gone]
            self.shown[node.path] = {row.name: row.label for row in rows}
            self._write_list(sheet, node, rows)

    def _write_list(self, sheet: Worksheet, node: FormNode, rows: Sequence[ListRow]) -> None:
        first = sheet.max_column + 1
        _write_column(sheet, first, f"{node.path} name", [row.name for row in rows])
        _write_column(sheet, first + 1, f"{node.path} label", [row.label for row in rows])
        _write_column(sheet, first + 2, f"{node.path} of", [row.of for row in rows])
        self.places[node.path] = first + 1, len(rows) + 1

    # The head

    def _write_head(self, sheet: Worksheet) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

        top = [(NUMBER, _("Report number"), _("Leave it as it is: one row, one report."))]
        top += [(column.header, *self._heading(column)) for column in self.columns]
        wrapped = Alignment(wrap_text=True, vertical="top")
        styles = (
            {"font": Font(bold=True), "alignment": wrapped},
            {"font": Font(size=9, color="555555"), "alignment": wrapped},
            {"font": Font(size=8, color="888888"), "fill": PatternFill("solid", fgColor="EEEEEE")},
        )
        for place, (header, label, hint) in enumerate(top, start=1):
            for row, text in enumerate((label, hint, header), start=1):
                made = sheet.cell(row, place)
                made.value = str(safe_cell(text)) or None
                for name, style in styles[row - 1].items():
                    setattr(made, name, style)
        self._set_widths(sheet)
        sheet.freeze_panes = f"B{HEAD + 1}"
        sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 75, 60

    def _heading(self, column: SheetColumn) -> tuple[str, str]:
        """The question, once for all of its columns; and what to write below it."""
        label, hint = self._words(column.node.label), self._words(column.node.hint)
        if column.ticks:
            choices = (column.node.itemset.fixed if column.node.itemset else None) or ()
            is_first = bool(choices) and choices[0] == column.ticks
            choice = column.ticks.label(self.language, self.form.default_language)
            condition = self._condition(column.node) if is_first else ""
            return label if is_first else "…", f"{choice} (x) {condition}".strip()
        if column.part > 1:
            return "…", ""
        return label, " ".join(filter(None, (self._condition(column.node), hint)))

    def _condition(self, node: FormNode) -> str:
        """After which answers it is asked, in words; "" where it always is, or where words would be too many."""
        found = conditions_of(node.relevant.source) if node.relevant else None
        said = [self._said_any(some) for some in found or ()]
        return (
            _("Only if {conditions}.").format(conditions=_(" and ").join(said)) if all(said) and said else ""
        )

    def _said_any(self, some: Sequence[Condition]) -> str:
        said = [self._said(one) for one in some]
        return _(" or ").join(said) if all(said) else ""

    def _said(self, one: Condition) -> str:
        node = self.form.by_path.get(one.path)
        if node is None or not node.is_asked:
            return ""
        question = self._words(node.label)
        if one.value == "":
            return _("“{question}” is filled in").format(question=question) if one.sign == "!=" else ""
        shown = self.shown.get(node.path, {}).get(one.value, one.value)
        return f"“{question}” {one.sign.replace('!=', '≠')} {shown}"

    def _words(self, text: Text) -> str:
        """Without what a phone would put in between."""
        by = text.by_language
        parts = by.get(self.language) or by.get(self.form.default_language) or next(iter(by.values()), ())
        return "".join(part for part in parts if isinstance(part, str)).strip()

    def _set_widths(self, sheet: Worksheet) -> None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415

        formats = {Kind.DATE: "yyyy\\-mm\\-dd", Kind.INTEGER: "0", Kind.DECIMAL: "General"}
        sheet.column_dimensions["A"].width = 12
        sheet.column_dimensions["A"].number_format = "@"
        for place, column in enumerate(self.columns, start=2):
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.width = 11 if column.ticks or column.node.kind is Kind.INTEGER else 26
            dimension.number_format = formats.get(column.node.kind, "@")

    # The rows

    def _write_rows(self, sheet: Worksheet) -> None:
        from openpyxl.styles import Font  # noqa: PLC0415

        grey = Font(size=8, color="888888")
        for row in range(HEAD + 1, HEAD + 1 + self.rows):
            made = sheet.cell(row, 1, str(uuid7()))
            made.font = grey
        for place, column in enumerate(self.columns, start=2):
            rule = self._rule(column, place)
            if rule is not None:
                letters = _letters(place)
                rule.add(f"{letters}{HEAD + 1}:{letters}{HEAD + self.rows}")
                sheet.add_data_validation(rule)
            if column.node.kind is Kind.DATE:
                for row in range(HEAD + 1, HEAD + 1 + self.rows):
                    sheet.cell(row, place).number_format = "yyyy\\-mm\\-dd"

    def _rule(self, column: SheetColumn, place: int) -> DataValidation | None:
        """What a spreadsheet itself can see to; the rest is said when the file comes back."""
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

        node = column.node
        kind: dict[str, Any]
        if column.ticks or node.kind is Kind.ACKNOWLEDGE:
            kind = {"type": "list", "formula1": '"x"'}
        elif column.has_list:
            formula = self._list_formula(node)
            kind = {"type": "list", "formula1": formula} if formula else {}
        elif node.kind is Kind.INTEGER:
            least, most = _bounds(node)
            kind = {"type": "whole", "operator": "between", "formula1": str(least), "formula2": str(most)}
        elif node.kind is Kind.DATE:
            kind = {"type": "date", "operator": "greaterThanOrEqual", "formula1": str(_DAY_ZERO)}
        else:
            kind = {}
        if not kind:
            return None
        rule = DataValidation(allow_blank=True, **kind)
        # Several answers in one cell are no line of the list: they are taken, so the spreadsheet must not refuse them.
        rule.showErrorMessage = node.kind is not Kind.SELECT_MULTIPLE or bool(column.ticks)
        rule.errorTitle = _("This does not fit")[: _LONGEST["title"]]
        rule.error = (self._words(node.constraint_message) or _remedy(node))[: _LONGEST["message"]]
        if hint := self._words(node.hint):
            rule.showInputMessage, rule.prompt = True, hint[: _LONGEST["prompt"]]
        return rule

    def _list_formula(self, node: FormNode) -> str:
        """Of a list that hangs on an earlier answer only the lines below it: they stand together."""
        place, last = self.places[node.path]
        if last < 2:
            return ""
        labels, above = _letters(place), _letters(place + 1)
        parent = parent_of(node, self.form)
        told = next((n for n, c in enumerate(self.columns, 2) if parent and c.node is parent), None)
        if told is None:
            return f"{LISTS}!${labels}$2:${labels}${last}"
        answer, hung = f"${_letters(told)}{HEAD + 1}", f"{LISTS}!${above}$2:${above}${last}"
        return f"OFFSET({LISTS}!${labels}$1,MATCH({answer},{hung},0),0,COUNTIF({hung},{answer}),1)"

    # The words

    def _write_words(self, sheet: Worksheet) -> None:
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415

        notes = [self._words(node.label) for node in self.form.nodes if node.kind is Kind.NOTE]
        head = [
            title_of(self.version),
            text_in(self.organisation.names, self.language),
            *notes,
            *_sentences(),
        ]
        for line in head:
            sheet.append([safe_cell(line)])
        sheet.append([])
        sheet.append([_("Question"), _("What to write"), _("Needed")])
        for cell in (sheet["A1"], *sheet[sheet.max_row]):
            cell.font = Font(bold=True)
        for column in self.columns:
            if column.part == 1 and (not column.ticks or self._heading(column)[0] != "…"):
                sheet.append([safe_cell(text) for text in self._explained(column.node)])
        for letters, width in (("A", 60), ("B", 60), ("C", 24)):
            sheet.column_dimensions[letters].width = width
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")

    def _explained(self, node: FormNode) -> tuple[str, str, str]:
        is_always = node.relevant is None and node.required is not None
        if node.relevant:
            needed = self._condition(node) or _("if it applies")
        else:
            needed = _("always") if is_always else _("if you know it")
        what = (_remedy(node), self._words(node.hint), self._words(node.constraint_message))
        return self._words(node.label), " ".join(filter(None, what)), needed


def _sentences() -> list[str]:
    return [
        _("One row is one report. Fill in as many rows as you have reports; what stays empty is passed over."),
        _("Leave the report numbers as they are, and copy no row: a number that stands there twice is a fault. To correct a report, change its row and send the file again."),  # noqa: E501
        _("Do not change the third row: by the names in it the columns are found again. Columns may be moved."),
        _("What is not asked after an earlier answer stays empty: if something stands there all the same, you are told."),  # noqa: E501
        _("0 means none. Empty means not known."),
        _("Pictures cannot be put into a sheet."),
        _("Before anything is stored, the whole file is checked. If anything is wrong, nothing is stored, and you are told each cell."),  # noqa: E501
    ]  # fmt: skip


def _remedy(node: FormNode) -> str:
    """What may stand in a cell, in words."""
    match node.kind:
        case Kind.INTEGER:
            return _("A whole number.")
        case Kind.DECIMAL:
            return _("A number, with a point before the fraction.")
        case Kind.DATE:
            return _("A day, as 2018-11-05.")
        case Kind.SELECT_ONE:
            return _("One line of the list that opens in the cell.")
        case Kind.SELECT_MULTIPLE:
            choices = node.itemset.fixed if node.itemset else None
            if choices is not None and len(choices) <= MOST_TICKED:
                return _("An x in each column that is true.")
            return _("One line of the list in each column; more of them in one cell, with ; between them.")
        case Kind.ACKNOWLEDGE:
            return _("An x, if it is so.")
        case Kind.TEXT if "multiline" in node.appearance.split():
            return _("Your own words: no names, no telephones.")
        case _:
            return ""


def _bounds(node: FormNode) -> tuple[int, int]:
    least, most = _WHOLE
    source = node.constraint.source if node.constraint else ""
    if " or " in source:
        return least, most
    for sign, number in _BOUND.findall(source):
        least, most = (max(least, int(number)), most) if sign == ">=" else (least, min(most, int(number)))
    return least, most


def _write_column(sheet: Worksheet, place: int, header: str, values: Iterable[str]) -> None:
    sheet.cell(1, place, header or None)
    for row, value in enumerate(values, start=2):
        made = sheet.cell(row, place, value)
        made.data_type = "s"  # a label that begins with = is no formula


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return str(get_column_letter(place))


def _sheet_name(title: str) -> str:
    """At most 31 characters, without those that a workbook forbids."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Sheet"
