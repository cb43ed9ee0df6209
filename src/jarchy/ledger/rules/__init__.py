"""The ledger's decisions, pure: what a line is, the chain, what the public may see. No Django here."""

from __future__ import annotations

from jarchy.ledger.rules.cells import (
    LEAST,
    SEVERAL,
    Monday,
    NewCell,
    PastCell,
    Showing,
    Shown,
    Waiting,
    cells_for_final,
    cells_for_monday,
    monday,
    showing_of,
)
from jarchy.ledger.rules.chain import START, Link, canonical, digest, hash_of
from jarchy.ledger.rules.lines import (
    ALL_COLUMNS,
    COLUMNS,
    IN_CELLS,
    IN_ROWS,
    LEAST_CALLS,
    NATIONAL,
    Breakdown,
    Measure,
    NewEntry,
    NewLine,
    Posting,
    Sight,
    fault_of,
)
from jarchy.ledger.rules.rows import (
    LEAST_ACTIVITIES,
    LEAST_PEOPLE,
    UNKNOWN,
    RowValues,
    age_band,
    ages_of,
    oblast_row_may_be_renewed,
    people_of,
    unknown_of,
)
from jarchy.ledger.rules.weeks import day_counted, is_monday, monday_of

__all__ = [
    "ALL_COLUMNS", "COLUMNS", "IN_CELLS", "IN_ROWS", "LEAST", "LEAST_ACTIVITIES", "LEAST_CALLS",
    "LEAST_PEOPLE", "NATIONAL",
    "SEVERAL", "START", "UNKNOWN", "Breakdown", "Link", "Measure", "Monday", "NewCell", "NewEntry",
    "NewLine", "PastCell", "Posting", "RowValues", "Showing", "Shown", "Sight", "Waiting", "age_band",
    "ages_of", "canonical", "cells_for_final", "cells_for_monday", "day_counted", "digest", "fault_of",
    "hash_of", "is_monday", "monday", "monday_of", "oblast_row_may_be_renewed", "people_of", "showing_of",
    "unknown_of",
]  # fmt: skip
