"""What a number is made of: the report behind a line of the ledger, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from jarchy.fieldwork.models import Report
from jarchy.foundation.narrowing import Actor


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

    The public (actor None) gets open ones only, without a link: day, kind, place and whose it was.
    """
    rows = Report.objects.filter(uuid__in=source_ids)
    rows = rows.filter(is_open=True) if actor is None else rows.visible_to(actor)
    found = {}
    for report in rows.select_related("organisation", "place"):
        found[report.uuid] = Evidence(
            source_id=report.uuid, day=report.held_on, kind=report.kind,
            place=report.place.names if report.place else {}, organisation=report.organisation.names,
            is_open=report.is_open, url="" if actor is None else reverse("fieldwork:review", args=[report.uuid]),
        )  # fmt: skip
    return found
