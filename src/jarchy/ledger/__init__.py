"""Ledger: the append-only journal of confirmed facts, its tallies, every figure, and what the public may see.

Main rows: Entry with its Lines, Tally, Cell and OblastRow (what closed activities come to in public).
Way in: actions.post, in the transaction of whoever confirms, voids or corrects; actions.midnight.
Way out: queries.figure, days_by_places, totals, evidence; no sum that anyone is shown comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from jarchy.foundation.narrowing import Actor

# By source ("report"): what stands behind journal lines, as far as this actor (None: the public) may open it, by the
# source's UUID, in one query; each answer has at least a `url`, "" where she may not. Filled in project/joints.py.
evidence: dict[str, Callable[[Sequence[UUID], Actor | None], dict[UUID, Any]]] = {}
