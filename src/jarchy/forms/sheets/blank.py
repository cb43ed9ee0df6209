"""The blank of a form for one organisation: a workbook with a row for each report, lists to choose from, and a sheet
that explains it in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from jarchy.charter.models import Organisation
from jarchy.formats import blanks
from jarchy.formats.blanks import Blank, BlankColumn, ListLine
from jarchy.forms.models import FormVersion
from jarchy.forms.problems import Problems, SheetFindings
from jarchy.forms.purposes import is_of_the_field
from jarchy.forms.queries import title_of
from jarchy.forms.sending import reach_of
from jarchy.forms.sheets.columns import (
    FOR_SOMEONE,
    MOST_TICKED,
    NUMBER,
    SheetColumn,
    columns_of,
    has_sheet,
    list_rows,
    parent_of,
)
from jarchy.forms.sheets.conditions import Condition, conditions_of
from jarchy.forms.versions import FormLists, compiled
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.texts import text_in
from jarchy.xforms.form import FormNode, Kind, Text

ROWS = 200
_BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+)\b(?!\s*[-+*.])")
_WHOLE = (-(2**31), 2**31 - 1)
_FIRST_DAY = date(2000, 1, 1)


def write_blank(
    out: BinaryIO,
    version: FormVersion,
    organisation: Organisation | None,
    language: str,
    *,
    rows: int = ROWS,
    by: Actor | None = None,
) -> None:
    """`by`: who is to send it, of whose places alone plans are listed.

    Raises Problems.no_sheet where the form cannot be one, whose_sheet where it must be some organisation's.
    """
    if not has_sheet(compiled(version)):
        raise Problems.no_sheet(form=version.form_id)
    if organisation is None and is_of_the_field(version.purpose):
        raise Problems.whose_sheet()
    with override(language):
        blanks.write_blank(out, _Blank(version, organisation, language, rows, by).blank())


@dataclass
class _Blank:
    version: FormVersion
    organisation: Organisation | None
    language: str
    rows: int
    by: Actor | None = None
    shown: dict[str, dict[str, str]] = field(default_factory=dict)  # by path: label by name

    @cached_property
    def form(self):
        return compiled(self.version)

    @cached_property
    def lists(self) -> FormLists:
        return FormLists(self.version, self.slug, self.language)

    @property
    def slug(self) -> str:
        return self.organisation.slug if self.organisation else ""

    @cached_property
    def columns(self) -> list[SheetColumn]:
        return columns_of(self.form)

    def blank(self) -> Blank:
        lists = self._lines()  # first: conditions name their labels
        words, heads = self._said_in_words()
        return Blank(
            title=title_of(self.version), columns=[*self._of_rows(), *map(self._column, self.columns)], lists=lists,
            rows=[{NUMBER: str(uuid7())} for _row in range(self.rows)],
            about={
                "form": self.version.form_id, "version": self.version.version,
                "organisation": self.slug, "language": self.language,
            },
            words_title=_("How to fill it in"), words=words, heads=heads, refusal_title=_("This does not fit"),
            question_height=75,
        )  # fmt: skip

    def _of_rows(self) -> list[BlankColumn]:
        """What is said of a report beside its answers."""
        found = [
            BlankColumn(NUMBER, _("Report number"), _("Leave it as it is: one row, one report."), width=12)
        ]
        if self.is_of_the_field:
            found.append(
                BlankColumn(FOR_SOMEONE, _("Entered for somebody without an account"), for_someone_hint(), width=16,
                            lines=FOR_SOMEONE, refusal=str(SheetFindings.for_someone_unclear.remedy))
            )  # fmt: skip
        return found

    @cached_property
    def is_of_the_field(self) -> bool:
        return is_of_the_field(self.version.purpose)

    def _lines(self) -> dict[str, list[ListLine]]:
        """What is behind each list, by the question's path."""
        reach = reach_of(self.version, self.organisation, self.by) if self.by else None
        gone = self.lists.offered("no") | (reach.beyond if reach else frozenset())
        found = {FOR_SOMEONE: [ListLine("yes", _("yes"))]} if self.is_of_the_field else {}
        for node in (column.node for column in self.columns if column.has_list and column.part == 1):
            rows = list_rows(node, self.form, self.lists.ready, language=self.language, shown=self.shown)
            rows = [row for row in rows if row.name not in gone]
            self.shown[node.path] = {row.name: row.label for row in rows}
            found[node.path] = [ListLine(row.name, row.label, row.of) for row in rows]
        return found

    def _column(self, column: SheetColumn) -> BlankColumn:
        node = column.node
        label, hint = self._heading(column)
        ticks = bool(column.ticks) or node.kind is Kind.ACKNOWLEDGE
        kinds = {Kind.DATE: "date", Kind.INTEGER: "integer", Kind.DECIMAL: "decimal"}
        least, most = _bounds(node) if node.kind is Kind.INTEGER else (None, None)
        parent = parent_of(node, self.form) if column.has_list else None
        return BlankColumn(
            column.header, label, hint, kinds.get(node.kind, "text"), ticks=ticks,
            lines=node.path if column.has_list and not ticks else "",
            under=next((one.header for one in self.columns if parent and one.node is parent), ""),
            least=_FIRST_DAY if node.kind is Kind.DATE else least, most=most,
            width=11 if column.ticks or node.kind is Kind.INTEGER else 26,
            # Several answers in one cell are no line of the list: they are taken, so it must not refuse them.
            is_strict=node.kind is not Kind.SELECT_MULTIPLE or bool(column.ticks),
            refusal=self._words(node.constraint_message) or _remedy(node), prompt=self._words(node.hint),
        )  # fmt: skip

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

    def _said_in_words(self) -> tuple[list[list[str]], list[int]]:
        """The lines of the sheet that explains, and which of them are headings."""
        notes = [self._words(node.label) for node in self.form.nodes if node.kind is Kind.NOTE]
        head = [
            title_of(self.version),
            *([text_in(self.organisation.names, self.language)] if self.organisation else []),
            *notes,
            *_sentences(),
        ]
        lines = [*([line] for line in head), [], [_("Question"), _("What to write"), _("Needed")]]
        heads = [1, len(lines)]
        if self.is_of_the_field:
            lines.append(
                [_("Entered for somebody without an account"), for_someone_hint(), _("if it applies")]
            )
        for column in self.columns:
            if column.part == 1 and (not column.ticks or self._heading(column)[0] != "…"):
                lines.append(list(self._explained(column.node)))
        return lines, heads

    def _explained(self, node: FormNode) -> tuple[str, str, str]:
        is_always = node.relevant is None and node.required is not None
        if node.relevant:
            needed = self._condition(node) or _("if it applies")
        else:
            needed = _("always") if is_always else _("if you know it")
        what = (_remedy(node), self._words(node.hint), self._words(node.constraint_message))
        return self._words(node.label), " ".join(filter(None, what)), needed


def for_someone_hint() -> str:
    return _(
        "Yes, if a coordinator writes down what one of her people without an account has held. Write no name."
    )


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
