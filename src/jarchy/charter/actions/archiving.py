"""People's data go when an edition is archived: group by group, with a report of what was deleted."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from jarchy.charter.archiving import GROUP, Emptying, emptyings, stayings
from jarchy.charter.models import Archive, Edition
from jarchy.foundation import audit
from jarchy.foundation.jobs import every, later
from jarchy.foundation.narrowing import Actor, house


def begin_archive(edition: Edition, by: Actor) -> Archive:
    """What follows the move to archived, in its transaction: the work is left for the worker, group by group."""
    row, is_new = Archive.objects.get_or_create(
        edition=edition,
        defaults={"asked_by": by.account, "asked_at": timezone.now(), "edition_day": edition.today()},
    )
    if is_new:
        archive_later.enqueue(edition.slug)
    return row


@later
def archive_later(slug: str) -> None:
    """Delete what is to go and write the report. Killed anywhere it goes on where it stood; twice changes nothing."""
    edition = Edition.objects.get(slug=slug)
    for part in emptyings:
        while _empty_some(edition, part):
            pass
    _finish(edition)


@every(minutes=60)
def sweep_archived() -> None:
    """Go on with what was cut off, and take what slipped in while the edition was being archived. Safe to repeat."""
    for row in Archive.objects.select_related("edition"):
        archive_later(row.edition.slug)


def _empty_some(edition: Edition, part: Emptying) -> int:
    """One group and its count, in one transaction: a row that is gone is always counted, and once."""
    with transaction.atomic():
        row = Archive.objects.select_for_update().get(edition=edition)
        rows = part.some(edition, GROUP)
        if rows and row.done_at is None:
            row.counts[part.table] = row.counts.get(part.table, 0) + rows
            row.save(update_fields=["counts"])
        elif rows:
            audit.note(
                "people's data deleted", kind="edition", key=edition.slug, by=house("keeping times"),
                edition=edition.slug, edition_day=edition.today(), details={part.table: rows},
            )  # fmt: skip
    return rows


def _finish(edition: Edition) -> None:
    with transaction.atomic():
        row = Archive.objects.select_for_update().get(edition=edition)
        if row.done_at is not None:
            return
        row.done_at = timezone.now()
        row.report = report_text(edition, row, at=row.done_at)
        row.sha256 = hashlib.sha256(row.report.encode()).hexdigest()
        row.save(update_fields=["done_at", "report", "sha256"])
        audit.note(
            "people's data deleted", kind="edition", key=edition.slug, by=house("keeping times"), edition=edition.slug,
            edition_day=edition.today(), details={**row.counts, "report": row.sha256},
        )  # fmt: skip


def report_text(edition: Edition, row: Archive, *, at: datetime) -> str:
    """The report as JSON with sorted keys: what was deleted by table, what stays and until when. In English, and no
    name in it.
    """
    with override("en"):
        said = {
            "edition": edition.slug, "edition_day": row.edition_day.isoformat(), "asked_by_account": row.asked_by,
            "asked_at": row.asked_at.isoformat(), "done_at": at.isoformat(),
            "deleted": [
                {"table": part.table, "what": str(part.says), "rows": row.counts.get(part.table, 0)}
                for part in emptyings
            ],
            "stays": [
                {"what": str(one.says), "until": day.isoformat() if (day := one.until(edition)) else None}
                for one in stayings
            ],
        }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1)
