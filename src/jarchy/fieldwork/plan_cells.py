"""The cells of a plan sheet's row: from what was typed or chosen to ids, days and places, or to why not."""

from __future__ import annotations

import re
from datetime import date
from typing import Self
from uuid import UUID

from jarchy.charter.models import Edition
from jarchy.fieldwork.plan_blank import (
    COHOSTS,
    LIST_OF,
    MOST,
    NUMBER,
    ORGANISATION,
    SUPPORTER,
    TOPICS,
    YES_NO,
    labels_of,
    organisations,
    rayons,
    villages,
)
from jarchy.formats.filled_sheets import FilledRow, FilledSheet, is_empty_cell
from jarchy.formats.table_values import Fault, nearest, parsed
from jarchy.formats.tables import Finding
from jarchy.formats.workbooks import typed_text
from jarchy.places.queries import territory

Labels = dict[str, dict[str, set[str]]]
_PCODE = re.compile(r"(?:.*\[)?([A-Z]{2}[0-9]{2,})\]?\s*\Z", re.DOTALL)
_SEVERAL = re.compile(r"[;\n]")
_SEVERAL_IDS = re.compile(r"[\s;,]+")  # as in work_plan.csv
_YES = {"yes": "yes", "no": "no", "true": "yes", "false": "no", "x": "yes", "да": "yes", "нет": "no", "ооба": "yes",
        "жок": "no"}  # fmt: skip


def labels_in_use(edition: Edition) -> Labels:
    """By list: what each label means, in every language of the campaign, and ids as themselves."""
    found: dict[str, dict[str, set[str]]] = {YES_NO: {text: {name} for text, name in _YES.items()}}
    for language in edition.languages:
        choices = {
            name: labels_of(edition, name, language) for name in ("kind", "venue", "audience", "topic")
        }
        choices[ORGANISATION] = organisations(edition, language)
        for name, listed in choices.items():
            for line in listed:
                for text in (line.label, line.name):
                    found.setdefault(name, {}).setdefault(folded(text), set()).add(line.name)
        for name, lines in (("rayon", rayons(edition, language)), ("village", villages(edition, language))):
            for line in lines:
                plain = line.label.rpartition(" [")[0]
                for text in {plain, plain.partition(",")[0]} if name == "rayon" else {plain}:
                    found.setdefault(name, {}).setdefault(folded(text), set()).add(line.name)
    return found


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


class PlanCells:
    """What the cells of one row say, and what is wrong with any of them."""

    def __init__(self, sheet: FilledSheet, row: FilledRow, edition: Edition, labels: Labels) -> None:
        self.sheet, self.row, self.edition, self.labels = sheet, row, edition, labels
        self.findings: list[Finding] = []
        self.number: UUID | None = None
        self.said: dict[str, str] = {}
        self.day: date | None = None
        self.numbers: dict[str, int | None] = {}
        self.topics: tuple[str, ...] = ()
        self.cohosts: tuple[str, ...] = ()
        self.pcode = ""

    def say(self, code: str, column: str, value: str = "", **params: str) -> None:
        self.findings.append(
            Finding("error", self.sheet.name, self.row.number, column, value[:80] or None, code, params)
        )

    def _text(self, column: str) -> str:
        value = self.row.cells.get(column)
        return "" if is_empty_cell(value) else typed_text(value).strip()

    # What its cells say

    def read(self) -> Self:
        self._read_number()
        self._read_day()
        for column in MOST:
            self._read_count(column)
        for column in ("kind", "venue", "audience", "anybody", "announced", SUPPORTER):
            text = self._text(column)
            self.said[column] = self._chosen(column, text) if text else ""
        for column in ("kind", "venue"):
            if not self._text(column):
                self.say("table.required", column)
        self.topics, self.cohosts = self._read_several(*TOPICS), self._read_several(COHOSTS)
        self._read_place()
        return self

    def _read_number(self) -> None:
        text = self._text(NUMBER)
        try:
            self.number = UUID(text)
        except ValueError:
            self.say("fieldwork.wrong_plan_number" if text else "fieldwork.plan_number_missing", NUMBER, text)

    def _read_day(self) -> None:
        text = self._text("date")
        if not text:
            self.say("table.required", "date")
            return
        value, fault = parsed(text, "date")
        if fault or not isinstance(value, date):
            self._say_fault("date", text, fault)
            return
        since, until = self.edition.prepares_from, self.edition.ends
        if not since <= value <= until:
            self.say("fieldwork.plan_day_outside", "date", text, since=str(since), until=str(until))
        self.day = value

    def _say_fault(self, column: str, text: str, fault: Fault | None) -> None:
        found = fault or Fault("table.required")
        self.say(found.code, column, text, **found.params)

    def _read_count(self, column: str) -> None:
        text = self._text(column)
        value, fault = parsed(text, "integer") if text else (None, None)
        if fault:
            self._say_fault(column, text, fault)
        elif isinstance(value, int) and not 1 <= value <= MOST[column]:
            self.say("table.number_out_of_range", column, text, least="1", most=str(MOST[column]))
        self.numbers[column] = value if isinstance(value, int) else None

    def _read_several(self, *columns: str) -> tuple[str, ...]:
        found = [self._chosen(column, text) for column in columns for text in self._parts(column)]
        return tuple(dict.fromkeys(filter(None, found)))

    def _parts(self, column: str) -> list[str]:
        """Labels with ; between; ids also as work_plan.csv has them."""
        text = self._text(column)
        ids = {id_ for meant in self.labels.get(LIST_OF[column], {}).values() for id_ in meant}
        words = [word for word in _SEVERAL_IDS.split(text) if word]
        if ids.issuperset(words):
            return words
        return [part for part in map(str.strip, _SEVERAL.split(text)) if part]

    def _chosen(self, column: str, text: str) -> str:
        """The id that a line of a list means: as the blank had it, else as it is called now."""
        name = LIST_OF[column]
        wanted = folded(text)
        of_blank = {id_ for id_, label in self.sheet.labels.get(name, ()) if folded(label) == wanted}
        labels = self.labels.get(name, {})
        meant = of_blank if len(of_blank) == 1 else labels.get(wanted, set())
        if len(meant) == 1:
            return next(iter(meant))
        if meant:
            self.say("fieldwork.several_lines", column, text, choices=", ".join(sorted(meant)))
        else:
            shown = [label for _, label in self.sheet.labels.get(name, ())] or list(labels)
            near = nearest(text, shown)
            self.say("fieldwork.unknown_line", column, text, **({"better": near} if near else {}))
        return ""

    def _read_place(self) -> None:
        rayon, village = self._text("rayon"), self._text("village")
        if not rayon and not village:
            self.say("table.required", "rayon")
            return
        district = self._place("rayon", rayon) if rayon else ""
        if village:
            self.pcode = self._place("village", village, within=district)
        else:
            self.pcode = district

    def _place(self, column: str, text: str, within: str = "") -> str:
        """The P-code at its end, else the one place of this name (of the rayon, where that is said)."""
        parents = territory().parents
        if found := _PCODE.match(text):
            pcode = found[1]
            if pcode not in parents:
                self.say("charter.unknown_place", column, pcode)
                return ""
            if within and not _lies_in(pcode, within):
                self.say("fieldwork.village_elsewhere", column, text)
                return ""
            return pcode
        meant = self.labels.get(column, {}).get(folded(text), set())
        meant = {pcode for pcode in meant if not within or _lies_in(pcode, within)}
        if len(meant) == 1:
            return next(iter(meant))
        code = "fieldwork.several_places" if meant else "fieldwork.unknown_line"
        self.say(code, column, text)
        return ""


def _lies_in(pcode: str, district: str) -> bool:
    parents = territory().parents
    above: str | None = pcode
    while above is not None:
        if above == district:
            return True
        above = parents.get(above)
    return False
