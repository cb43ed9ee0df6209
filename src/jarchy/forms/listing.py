"""A form's submissions, page by page, for programs: what came, what was noticed, never a host's telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jarchy.charter.models import Edition
from jarchy.forms.models import FormVersion, Submission
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import kept_back

PAGE = 100


@dataclass(frozen=True)
class Listed:
    """A page, oldest first. `next`: the key after which the next page begins, None at the end; `count`: how many there
    are in all, None where nobody asked."""

    submissions: Sequence[Mapping[str, Any]]
    next: str | None
    count: int | None


def submissions_of(edition: Edition, form_id: str) -> QuerySet[Submission]:
    """All of them, of whatever version, conflicts among them, in the order in which they came. Raises
    Problems.form_unknown."""
    versions = list(FormVersion.objects.filter(edition=edition, form_id=form_id).values_list("pk", flat=True))
    if not versions:
        raise Problems.form_unknown(form=form_id)
    return Submission.objects.filter(edition=edition, form_version__in=versions).order_by("pk")


def list_submissions(
    edition: Edition, form_id: str, *, after: str = "", limit: int = PAGE, is_counted: bool = False
) -> Listed:
    """Those that came after the one with this key (a UUID). Raises Problems.form_unknown, key_unknown."""
    rows = submissions_of(edition, form_id)
    count = rows.count() if is_counted else None
    if after:
        rows = rows.filter(pk__gt=_place_of(after))
    rows = rows.select_related("form_version", "organisation").prefetch_related("attachments")
    rows = rows.select_related("conflicts_with", "replaces").defer(
        "body", "conflicts_with__body", "replaces__body"
    )
    page = list(rows[: limit + 1])
    more = str(page[limit - 1].uuid) if len(page) > limit else None
    return Listed([told(row) for row in page[:limit]], more, count)


def _place_of(key: str) -> int:
    try:
        place = Submission.objects.filter(uuid=UUID(key)).values_list("pk", flat=True).first()
    except ValueError:
        place = None
    if place is None:
        raise Problems.key_unknown(key=key)
    return place


def told(row: Submission) -> dict[str, Any]:
    """One submission as JSON. `answers` by the question's name, or by path in repeats; those that one person alone is
    told of are left out."""
    hidden = kept_back.get(row.form_version.purpose, frozenset())
    return {
        "key": str(row.uuid),
        "instance_id": row.instance_id,
        "form": row.form_version.form_id,
        "version": row.form_version.version,
        "state": row.state,
        "received_at": row.received_at.isoformat(),
        "edition_day": row.edition_day.isoformat(),
        "channel": row.channel,
        "account": row.account_id,
        "organisation": row.organisation.slug if row.organisation else None,
        "replaces": row.replaces.instance_id if row.replaces else None,
        "conflicts_with": row.conflicts_with.instance_id if row.conflicts_with else None,
        "deprecated_id": row.deprecated_id or None,
        "answers": {name: text for name, text in row.answers.items() if name not in hidden},
        "findings": row.findings,
        "attachments": sorted({file.name for file in row.attachments.all()}),
        "is_illustrative": row.is_illustrative,
    }
