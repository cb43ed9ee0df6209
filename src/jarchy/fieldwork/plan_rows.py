"""Rows of plan sheets that came back, each beside the lists and what is planned: what it is, or what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.actions.plan import PLANNERS, PlanLists, PlannedActivity, faults_of, may_plan
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.plan_blank import (
    COLUMNS,
    LIST_OF,
    MOST,
    NUMBER,
    TOPICS,
    YES_NO,
    is_announced,
    is_for_anybody,
    labels_of,
    rayons,
    villages,
)
from jarchy.fieldwork.rules import ActivityState
from jarchy.formats.filled_sheets import MOST_ROWS, FilledRow, FilledSheet, is_empty_cell, read_filled
from jarchy.formats.table_values import Fault, nearest, parsed, written
from jarchy.formats.tables import Finding
from jarchy.formats.workbooks import typed_text
from jarchy.foundation.narrowing import Actor
from jarchy.places.models import Place
from jarchy.places.queries import territory

_PCODE = re.compile(r"(?:.*\[)?([A-Z]{2}[0-9]{2,})\]?\s*\Z", re.DOTALL)
_SEVERAL = re.compile(r"[;\n]")
_YES = {"yes": "yes", "no": "no", "true": "yes", "false": "no", "x": "yes", "да": "yes", "нет": "no", "ооба": "yes",
        "жок": "no"}  # fmt: skip


class RowKind(StrEnum):
    """What a row is beside what is planned."""

    FRESH = "fresh"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True)
class PlanRow:
    """A row without faults. `activity`: what is planned under its number, None for a fresh one."""

    file: str
    row: int
    uuid: UUID
    organisation: Organisation
    plan: PlannedActivity
    place: Place
    kind: RowKind
    activity: Activity | None = None

    @property
    def differences(self) -> list[tuple[str, object, object]]:
        """(column, what stands, what is said) where they differ; nothing of a fresh row."""
        if self.activity is None:
            return []
        pairs = zip(_COMPARED, _kept(self.activity), _compared(self.plan), strict=True)
        return [(name, kept, said) for name, kept, said in pairs if kept != said]


_COMPARED = (
    "date", "place", "kind", "venue", "audience", "topics", "expected", "team", "anybody", "announced",
)  # fmt: skip


def lines_of(rows: Iterable[PlanRow]) -> list[dict[str, object]]:
    """The rows in codes, to come back with the agreement to them; small, and read as the sheets were."""
    return [
        {"file": row.file, "row": row.row, "organisation": row.organisation.slug, "cells": _cells_of(row)}
        for row in rows
    ]


def _cells_of(row: PlanRow) -> list[str]:
    plan = row.plan
    said: dict[str, object] = {
        NUMBER: row.uuid, "date": plan.date, "kind": plan.kind, "village": plan.pcode, "venue": plan.venue,
        "audience": plan.audience, "topics": ";".join(plan.topics), "expected": plan.expected, "team": plan.team,
        "anybody": plan.said_open, "announced": plan.announced,
    }  # fmt: skip
    return [written(said.get(name)) for name in COLUMNS]


def sheets_of_lines(lines: Sequence[Mapping[str, Any]], edition: Edition) -> list[FilledSheet]:
    """Back again: a sheet for each file and organisation. Raises ValueError, KeyError or TypeError for what is none."""
    sheets: dict[tuple[str, str], dict[int, list[str]]] = {}
    for line in lines:
        number = int(line["row"])
        if not 0 < number <= MOST_ROWS:
            raise ValueError("no row of a sheet")
        cells = [str(cell) for cell in line["cells"]]
        sheets.setdefault((str(line["file"]), str(line["organisation"])), {})[number] = cells
    return [
        FilledSheet(
            file, NUMBER, header=COLUMNS, about={"plan": edition.slug, "organisation": organisation},
            lines=partial(_spread, rows),
        )
        for (file, organisation), rows in sheets.items()
    ]  # fmt: skip


def _spread(rows: Mapping[int, list[str]]) -> Iterator[list[str]]:
    for number in range(1, max(rows, default=0) + 1):
        yield rows.get(number, [])


def read_plan_sheet(data: bytes, name: str) -> FilledSheet:
    return read_filled(data, name, COLUMNS, number_column=NUMBER)


@dataclass
class PlanDesk:
    """Sheets of several organisations together: each list is asked once."""

    edition: Edition
    by: Actor
    is_keeping: bool = False  # in a transaction: what is planned under the numbers stays as it was read
    findings: list[Finding] = field(default_factory=list)
    numbers: set[UUID] = field(default_factory=set)
    _seen: dict[UUID, tuple[str, int, PlannedActivity]] = field(default_factory=dict)

    def judge(self, sheets: Sequence[tuple[FilledSheet, Organisation]]) -> list[PlanRow]:
        """Those of the rows that are whole; what is wrong with the others is among the findings."""
        read = [(sheet, organisation, list(sheet.rows())) for sheet, organisation in sheets]
        self.findings += [finding for sheet, _, _ in read for finding in sheet.findings]
        lines = [
            _Line(self, sheet, row, organisation).read() for sheet, organisation, rows in read for row in rows
        ]
        self.numbers = {line.number for line in lines if line.number}
        known = self._known(self.numbers)
        lists = PlanLists(self.edition, {line.pcode for line in lines if line.pcode})
        return [row for line in lines if (row := line.judged(known, lists, self._seen))]

    def _known(self, numbers: Iterable[UUID]) -> dict[UUID, Activity]:
        rows = Activity.objects.filter(uuid__in=list(numbers))
        rows = rows.select_for_update(of=("self",)) if self.is_keeping else rows
        whole = rows.select_related("edition", "organisation", "place", "region", "district")
        return {row.uuid: row for row in whole}

    @cached_property
    def labels(self) -> dict[str, dict[str, set[str]]]:
        """By list: what each label means, in every language of the campaign, and ids as themselves."""
        found: dict[str, dict[str, set[str]]] = {YES_NO: {text: {name} for text, name in _YES.items()}}
        for language in self.edition.languages:
            for name in ("kind", "venue", "audience", "topic"):
                for line in labels_of(self.edition, name, language):
                    for text in (line.label, line.name):
                        found.setdefault(name, {}).setdefault(folded(text), set()).add(line.name)
            for name, lines in (("rayon", rayons(language)), ("village", villages(language))):
                for line in lines:
                    plain = line.label.rpartition(" [")[0]
                    for text in {plain, plain.partition(",")[0]} if name == "rayon" else {plain}:
                        found.setdefault(name, {}).setdefault(folded(text), set()).add(line.name)
        return found


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Line:
    """One row on its way."""

    def __init__(
        self, desk: PlanDesk, sheet: FilledSheet, row: FilledRow, organisation: Organisation
    ) -> None:
        self.desk, self.sheet, self.row, self.organisation = desk, sheet, row, organisation
        self.number: UUID | None = None
        self.said: dict[str, str] = {}
        self.day: date | None = None
        self.numbers: dict[str, int | None] = {}
        self.topics: tuple[str, ...] = ()
        self.pcode = ""
        self.is_whole = True

    def say(self, code: str, column: str, value: str = "", **params: str) -> None:
        self.is_whole = False
        self.desk.findings.append(
            Finding("error", self.sheet.name, self.row.number, column, value[:80] or None, code, params)
        )

    def _text(self, column: str) -> str:
        value = self.row.cells.get(column)
        return "" if is_empty_cell(value) else typed_text(value).strip()

    # What its cells say

    def read(self) -> _Line:
        self._read_number()
        self._read_day()
        for column in MOST:
            self._read_count(column)
        for column in ("kind", "venue", "audience", "anybody", "announced"):
            text = self._text(column)
            self.said[column] = self._chosen(column, text) if text else ""
        for column in ("kind", "venue"):
            if not self._text(column):
                self.say("table.required", column)
        self._read_topics()
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
        since, until = self.desk.edition.prepares_from, self.desk.edition.ends
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

    def _read_topics(self) -> None:
        found: list[str] = []
        for column in TOPICS:
            for text in filter(None, (part.strip() for part in _SEVERAL.split(self._text(column)))):
                found.append(self._chosen(column, text))
        self.topics = tuple(dict.fromkeys(filter(None, found)))

    def _chosen(self, column: str, text: str) -> str:
        """The id that a line of a list means: as the blank had it, else as it is called now."""
        name = LIST_OF[column]
        wanted = folded(text)
        of_blank = {id_ for id_, label in self.sheet.labels.get(name, ()) if folded(label) == wanted}
        labels = self.desk.labels.get(name, {})
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
        meant = self.desk.labels.get(column, {}).get(folded(text), set())
        meant = {pcode for pcode in meant if not within or _lies_in(pcode, within)}
        if len(meant) == 1:
            return next(iter(meant))
        code = "fieldwork.several_places" if meant else "fieldwork.unknown_line"
        self.say(code, column, text)
        return ""

    # What it is beside what is planned

    def judged(
        self,
        known: Mapping[UUID, Activity],
        lists: PlanLists,
        seen: dict[UUID, tuple[str, int, PlannedActivity]],
    ) -> PlanRow | None:
        activity = known.get(self.number) if self.number else None
        if activity and not self._is_ours(activity):
            return None
        if self.day is None or not self.is_whole or not self.number:
            return None
        plan = self._plan(self.day, activity)
        if faults := faults_of(plan, self.desk.edition, lists):
            for name in faults:
                self.say("fieldwork.unknown_line", "rayon" if name == "place" else name, self._text(name))
            return None
        if not self._stands_once(plan, seen):
            return None
        if activity and not activity.is_retired and _kept(activity) == _compared(plan):
            return self._made(plan, lists, RowKind.SAME, activity)
        if activity and not self._may_change(activity):
            return None
        target = lists.filled(self._draft(activity), plan)
        if not may_plan(target, self.desk.by):
            self.say("fieldwork.plan_not_yours", "rayon", self._text("rayon"))
            return None
        return self._made(plan, lists, RowKind.CHANGED if activity else RowKind.FRESH, activity)

    def _draft(self, activity: Activity | None) -> Activity:
        """What would stand, not yet kept."""
        if activity is None:
            return Activity(uuid=self.number, edition=self.desk.edition, organisation=self.organisation)
        return Activity(edition=activity.edition, organisation=activity.organisation)

    def _made(
        self, plan: PlannedActivity, lists: PlanLists, kind: RowKind, activity: Activity | None
    ) -> PlanRow:
        assert self.number is not None
        return PlanRow(
            file=self.sheet.name, row=self.row.number, uuid=self.number, organisation=self.organisation, plan=plan,
            place=lists.places[plan.pcode], kind=kind, activity=activity,
        )  # fmt: skip

    def _is_ours(self, activity: Activity) -> bool:
        is_ours = (
            activity.edition_id == self.desk.edition.pk and activity.organisation_id == self.organisation.pk
        )
        if not is_ours:
            self.say("fieldwork.plan_number_of_others", NUMBER, str(self.number))
        return is_ours

    def _stands_once(self, plan: PlannedActivity, seen: dict[UUID, tuple[str, int, PlannedActivity]]) -> bool:
        """False for a second row of the number: one that says the same in another sheet is passed over."""
        assert self.number is not None
        first = seen.setdefault(self.number, (self.sheet.name, self.row.number, plan))
        if first[:2] == (self.sheet.name, self.row.number):
            return True
        if first[0] == self.sheet.name or first[2] != plan:
            self.say(
                "fieldwork.plan_number_twice", NUMBER, str(self.number), first=str(first[1]), other=first[0]
            )
        return False

    def _may_change(self, activity: Activity) -> bool:
        code = ""
        if activity.is_retired:
            code = "fieldwork.plan_taken_out"
        elif activity.state == ActivityState.HELD:
            code = "fieldwork.plan_reported"
        elif activity.state == ActivityState.CALLED_OFF:
            code = "fieldwork.plan_called_off"
        elif not may_plan(activity, self.desk.by):
            code = "fieldwork.plan_not_yours"
        if code:
            self.say(code, NUMBER, str(self.number))
        return not code

    def _plan(self, day: date, activity: Activity | None) -> PlannedActivity:
        """What no column asks stays as it is."""
        return PlannedActivity(
            date=day, pcode=self.pcode, kind=self.said["kind"], venue=self.said["venue"],
            audience=self.said["audience"], topics=self.topics,
            cohosts=tuple(activity.cohosts) if activity else (), expected=self.numbers["expected"],
            team=self.numbers["team"], said_open=self.said["anybody"] != "no",
            announced=self.said["announced"] == "yes", supported_by=activity.supported_by if activity else "",
        )  # fmt: skip


def _lies_in(pcode: str, district: str) -> bool:
    parents = territory().parents
    above: str | None = pcode
    while above is not None:
        if above == district:
            return True
        above = parents.get(above)
    return False


def _compared(plan: PlannedActivity) -> tuple[object, ...]:
    return (
        plan.date, plan.pcode, plan.kind, plan.venue, plan.audience, frozenset(plan.topics), plan.expected, plan.team,
        plan.said_open, plan.announced,
    )  # fmt: skip


def _kept(activity: Activity) -> tuple[object, ...]:
    return (
        activity.date, activity.place.pcode, activity.kind, activity.venue, activity.audience,
        frozenset(activity.topics), activity.expected, activity.team, is_for_anybody(activity), is_announced(activity),
    )  # fmt: skip


def organisation_of(sheet: FilledSheet, edition: Edition, by: Actor) -> Iterator[Organisation]:
    """The one whose blank it was, where this actor plans for it; else it is said why not."""
    if not sheet.is_readable:
        return
    slug = sheet.about.get("organisation", "")
    row = charter.organisation(edition, slug) if slug else None
    if not slug or "plan" not in sheet.about:
        sheet.say("fieldwork.plan_sheet_of_nobody")
    elif sheet.about["plan"] != edition.slug:
        sheet.say("fieldwork.plan_sheet_of_another", value=sheet.about["plan"], edition=edition.slug)
    elif row is None:
        sheet.say("charter.unknown_organisation", value=slug, list="organisations.csv")
    elif not plans_for(row.organisation, edition, by):
        sheet.say("fieldwork.plan_sheet_not_yours", value=slug)
    else:
        yield row.organisation


def plans_for(organisation: Organisation, edition: Edition, by: Actor) -> bool:
    """Whether this actor plans for the organisation, somewhere at least."""
    grants = by.grants_of(*PLANNERS, edition=edition.slug)
    return by.is_house or any(grant.organisation in (None, organisation.slug) for grant in grants)
