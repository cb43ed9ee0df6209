"""Where the campaign stands in its life, what comes next, and what that would mean now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jarchy.charter.actions import days_of, move_of
from jarchy.charter.models import Archive, Edition
from jarchy.charter.rules import LIFE, EditionState, Move, due_on
from jarchy.fieldwork.actions.after_final import refusal_of_correction
from jarchy.fieldwork.correction_words import CORRECTIONS
from jarchy.fieldwork.models import Correction, Report
from jarchy.fieldwork.rules import CorrectionState, CorrectionVerb, ReportState
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Actor


@dataclass(frozen=True)
class Station:
    """A state of the edition: the day on which it is due, and when, by whom and why it was moved there, if it was."""

    state: EditionState
    due_on: date | None
    is_now: bool
    is_past: bool
    moved: AuditLine | None


def stations(edition: Edition) -> list[Station]:
    """All six in order. One query."""
    lines = AuditLine.objects.filter(kind="edition", key=edition.slug, verb="edition moved on").order_by("pk")
    moved = {str(line.details.get("to")): line for line in lines}
    now = LIFE.index(EditionState(edition.state))
    return [
        Station(
            state, due_on(state, days_of(edition), edition.delete_people_on), number == now, number < now,
            moved.get(state) if number <= now else None,
        )
        for number, state in enumerate(LIFE)
    ]  # fmt: skip


@dataclass(frozen=True)
class Next:
    """The next step as the office page tells it. days: until it is due, 0 and below once it is; None: no day set."""

    step: Move
    days: int | None


def next_step(edition: Edition) -> Next | None:
    step = move_of(edition)
    return Next(step, step.days_left(edition.today())) if step else None


@dataclass(frozen=True)
class Unfinished:
    """Reports that would count no more, or only as a correction, once the next step is made."""

    waiting: int
    sent_back: int
    too_late: int


def unfinished(edition: Edition) -> Unfinished:
    """Three queries."""
    rows = Report.objects.filter(edition=edition)
    return Unfinished(
        rows.filter(state__in=(ReportState.RECEIVED, ReportState.FORWARDED)).count(),
        rows.filter(state=ReportState.SENT_BACK).count(),
        rows.filter(state=ReportState.TOO_LATE).count(),
    )


@dataclass(frozen=True)
class Archived:
    """What became of people's data: rows by table and what stays, or how far it is. report: {} until it is done."""

    row: Archive
    report: dict[str, Any]


def archived(edition: Edition) -> Archived | None:
    """None of an edition that is not archived. One query."""
    row = Archive.objects.filter(edition=edition).first()
    return Archived(row, json.loads(row.report or "{}")) if row else None


def corrections_asked(edition: Edition) -> Sequence[Correction]:
    """Those that wait for a second person, oldest first. One query."""
    rows = Correction.objects.filter(report__edition=edition, state=CorrectionState.ASKED)
    return list(rows.select_related("report__place", "report__organisation", "asked_by").order_by("pk"))


@dataclass(frozen=True)
class OneCorrection:
    """A correction of a report; `may_agree`: whether the reader could be its second person; `what` it does."""

    row: Correction
    what: str
    may_agree: bool


def corrections_of(report: Report, actor: Actor) -> list[OneCorrection]:
    """Oldest first."""
    found = []
    for row in report.corrections.order_by("pk"):
        refused = refusal_of_correction(CorrectionVerb(row.verb), report, actor)
        is_fit = refused is None and row.asked_by_id != actor.account and row.version == report.version
        found.append(OneCorrection(row, str(CORRECTIONS[CorrectionVerb(row.verb)]), is_fit))
    return found
