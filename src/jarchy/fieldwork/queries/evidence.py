"""What a number is made of: the report behind a line of the ledger, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from jarchy.fieldwork.actions.settling import SOURCE
from jarchy.fieldwork.models import Report
from jarchy.foundation.narrowing import Actor
from jarchy.ledger import queries as ledger


@dataclass(frozen=True)
class Evidence:
    """One source of lines. `url` is "" where this reader has no page of it."""

    source_id: UUID
    day: date | None
    kind: str
    place: dict[str, str]
    organisation: dict[str, str]
    is_open: bool
    url: str = ""


def open_evidence(source_ids: Sequence[UUID], actor: Actor | None) -> dict[UUID, Evidence]:
    """The reports with these UUIDs by UUID. One query.

    The public (actor None) gets what stands as open in the ledger, as the ledger has it, without a link: a report may
    have a correction that waits.
    """
    if actor is None:
        return _as_counted(source_ids)
    found = {}
    rows = Report.objects.filter(uuid__in=source_ids).visible_to(actor)
    for report in rows.select_related("organisation", "place"):
        found[report.uuid] = Evidence(
            source_id=report.uuid, day=report.held_on, kind=report.kind,
            place=report.place.names if report.place else {}, organisation=report.organisation.names,
            is_open=report.is_open, url=reverse("fieldwork:review", args=[report.uuid]),
        )  # fmt: skip
    return found


def _as_counted(source_ids: Sequence[UUID]) -> dict[UUID, Evidence]:
    return {
        line.entry.source_id: Evidence(
            source_id=line.entry.source_id, day=line.date, kind=line.kind, place=line.place.names,
            organisation=line.organisation.names, is_open=True,
        )
        for line in ledger.open_lines(SOURCE, source_ids)
    }  # fmt: skip
