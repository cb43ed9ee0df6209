"""What is deleted when an edition is archived: each room says it of its own tables, project/joints.py joins them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jarchy.charter.models import Edition

GROUP = 200  # rows of one transaction


@dataclass(frozen=True)
class Emptying:
    """What goes of one table. `some` deletes or empties at most so many rows of the edition and says how many; 0 when
    nothing is left. It runs in the caller's transaction and is safe to repeat: a killed worker goes on where it stood.
    """

    table: str  # as its model is called: people.Account
    says: Any  # what of it, in one sentence (lazy)
    some: Callable[[Edition, int], int]


@dataclass(frozen=True)
class Staying:
    """What is kept, and until when (None: for ever)."""

    says: Any
    until: Callable[[Edition], date | None]


def delete_some(rows: QuerySet[Any], limit: int) -> int:
    """At most so many of these rows, oldest first; how many."""
    going = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    rows.model._default_manager.filter(pk__in=going).delete()
    return len(going)


def empty_some(rows: QuerySet[Any], limit: int, **columns: object) -> int:
    """Set these columns of at most so many of the rows, oldest first; how many. `rows`: those not yet emptied."""
    going = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    rows.model._default_manager.filter(pk__in=going).update(**columns)
    return len(going)


emptyings: list[Emptying] = []
stayings: list[Staying] = []
