"""What of decisions goes into the auditor's archive: who was asked for what, by account numbers; no person's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jarchy.charter.models import Edition
from jarchy.people.models import Approval

CHUNK = 1000


def approvals(edition: Edition) -> Iterator[list[Any]]:
    """Its header first, then as they were asked. The hash is of the words agreed to."""
    yield ["approval", "organisation", "kind", "row", "sha256", "state", "how", "asked_by", "asked_on", "due_on",
           "decided_by", "decided_on", "letter_number", "letter_date", "scan_sha256"]  # fmt: skip
    rows = Approval.objects.filter(edition=edition).order_by("pk")
    columns = ("uuid", "organisation__slug", "kind", "row", "sha256", "state", "how", "asked_by", "asked_on", "due_on",
               "decided_by", "decided_on", "letter__number", "letter__dated_on",
               "letter__scan_sha256")  # fmt: skip
    for row in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        yield list(row)
