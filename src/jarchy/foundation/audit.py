"""Every change of consequence leaves one line: who, when, what, why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Actor


def note(
    verb: str,
    *,
    kind: str,
    key: object,
    by: Actor,
    edition: str = "",
    edition_day: date | None = None,
    why: str = "",
    details: dict[str, object] | None = None,
) -> AuditLine:
    """Write one line in the caller's transaction. `key` is a slug, UUID or account number; never a person's name."""
    return AuditLine.objects.create(
        at=timezone.now(), edition=edition, edition_day=edition_day, account=by.account, actor=by.name,
        verb=verb, kind=kind, key=str(key), why=why, details=details or {},
    )  # fmt: skip


def note_many(
    verb: str,
    *,
    kind: str,
    by: Actor,
    rows: Iterable[tuple[object, dict[str, object]]],
    edition: str = "",
    edition_day: date | None = None,
    why: str = "",
) -> None:
    """One line for each (key, details), as `note` writes them, in one statement."""
    now = timezone.now()
    AuditLine.objects.bulk_create(
        AuditLine(
            at=now, edition=edition, edition_day=edition_day, account=by.account, actor=by.name,
            verb=verb, kind=kind, key=str(key), why=why, details=details,
        )
        for key, details in rows
    )  # fmt: skip
