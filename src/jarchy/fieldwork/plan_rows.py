"""Rows of plan sheets that are without faults: what each is beside what is planned; whose sheet it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.actions.plan import PLANNERS, PlannedActivity
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.plan_blank import COHOSTS, COLUMNS, NUMBER, SUPPORTER, is_announced, is_for_anybody
from jarchy.formats.filled_sheets import MOST_ROWS, FilledSheet, read_filled
from jarchy.formats.table_values import written
from jarchy.foundation.narrowing import Actor
from jarchy.places.models import Place


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
        pairs = zip(_COMPARED, said_of_planned(self.activity), said_of_plan(self.plan), strict=True)
        return [(name, kept, said) for name, kept, said in pairs if kept != said]


_COMPARED = (
    "date", "place", "kind", "venue", "audience", "topics", "expected", "team", "anybody", "announced",
    COHOSTS, SUPPORTER, "sessions",
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
        "anybody": plan.said_open, "announced": plan.announced, "sessions": plan.sessions,
        COHOSTS: ";".join(plan.cohosts), SUPPORTER: plan.supported_by,
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
            lines=partial(spread, rows),
        )
        for (file, organisation), rows in sheets.items()
    ]  # fmt: skip


def spread(rows: Mapping[int, list[str]]) -> Iterator[list[str]]:
    for number in range(1, max(rows, default=0) + 1):
        yield rows.get(number, [])


def read_plan_sheet(data: bytes, name: str) -> FilledSheet:
    return read_filled(data, name, COLUMNS, number_column=NUMBER)


def said_of_plan(plan: PlannedActivity) -> tuple[object, ...]:
    return (
        plan.date, plan.pcode, plan.kind, plan.venue, plan.audience, frozenset(plan.topics), plan.expected, plan.team,
        plan.said_open, plan.announced, frozenset(plan.cohosts), plan.supported_by, plan.sessions,
    )  # fmt: skip


def said_of_planned(activity: Activity) -> tuple[object, ...]:
    return (
        activity.date, activity.place.pcode, activity.kind, activity.venue, activity.audience,
        frozenset(activity.topics), activity.expected, activity.team, is_for_anybody(activity), is_announced(activity),
        frozenset(activity.cohosts), activity.supported_by, activity.sessions,
    )  # fmt: skip


def organisation_of(sheet: FilledSheet, edition: Edition, by: Actor) -> Iterator[Organisation]:
    """The one whose blank it was, where this actor plans for it; else it is said why not."""
    if not sheet.is_readable:
        return
    slug = sheet.about.get("organisation", "")
    row = charter.organisation(edition, slug) if slug else None
    if not slug or "plan" not in sheet.about:
        sheet.findings.clear()  # of somebody else's table there is nothing more to say
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
