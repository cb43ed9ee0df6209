"""What is asked of the ledger. Everything that anyone is shown is read here."""

from __future__ import annotations

from jarchy.ledger.actions.posting import once_closed
from jarchy.ledger.queries.corrections import Correction, cells_taken_back, corrections
from jarchy.ledger.queries.figures import HIDDEN, NATIONAL_ONLY, NO_REPORT, NOT_COUNTED_YET, Figure, figure
from jarchy.ledger.queries.finals import (
    CorrectedFigure,
    corrected_figures,
    corrected_value,
    published_figures,
)
from jarchy.ledger.queries.grid import Grid, days_by_places
from jarchy.ledger.queries.looks import (
    Look,
    head_position,
    last_midnight,
    look,
    pinned_position,
    published_position,
)
from jarchy.ledger.queries.opening import (
    CountedActivity,
    EvidenceLine,
    EvidencePage,
    PublicCell,
    counted_activities,
    evidence,
    open_lines,
    public_cells,
)
from jarchy.ledger.queries.sums import is_national
from jarchy.ledger.queries.totals import DIMENSIONS, Totals, TotalsRow, totals, weeks_of_host
from jarchy.ledger.queries.wording import figure_text, results_of, words_of

__all__ = [
    "DIMENSIONS",
    "HIDDEN",
    "NATIONAL_ONLY",
    "NOT_COUNTED_YET",
    "NO_REPORT",
    "CorrectedFigure",
    "Correction",
    "CountedActivity",
    "EvidenceLine",
    "EvidencePage",
    "Figure",
    "Grid",
    "Look",
    "PublicCell",
    "Totals",
    "TotalsRow",
    "cells_taken_back",
    "corrected_figures",
    "corrected_value",
    "corrections",
    "counted_activities",
    "days_by_places",
    "evidence",
    "figure",
    "figure_text",
    "head_position",
    "is_national",
    "last_midnight",
    "look",
    "once_closed",
    "open_lines",
    "pinned_position",
    "public_cells",
    "published_figures",
    "published_position",
    "results_of",
    "totals",
    "weeks_of_host",
    "words_of",
]
