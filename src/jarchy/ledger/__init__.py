"""Ledger: the append-only journal of confirmed facts, its tallies, every figure, and what the public may see.

Main rows: Entry with its Lines, Tally, Cell and OblastRow (what closed activities come to in public).
Way in: actions.post, in the transaction of whoever confirms, voids or corrects; actions.midnight.
Way out: queries.figure, days_by_places, totals, evidence; no sum that anyone is shown comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from jarchy.foundation.narrowing import Actor


@dataclass(frozen=True)
class EvidenceLink:
    """What stands behind a journal line, in words, and where it can be opened; url "" where the actor may not."""

    words: str
    url: str = ""


# By source ("report"): what a page of evidence says of these rows, in one query. Filled in project/joints.py.
evidence: dict[str, Callable[[Sequence[UUID], Actor], dict[UUID, EvidenceLink]]] = {}
