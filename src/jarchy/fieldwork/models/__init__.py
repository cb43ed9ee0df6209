"""Activities planned, reports of what was held, what was noticed about them, calls to check."""

from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.models.checks import Call, CheckSeed, Draw, Drawn
from jarchy.fieldwork.models.reports import Noticed, Report, ReportMove, ReportVersion

__all__ = [
    "Activity", "Call", "CheckSeed", "Draw", "Drawn", "Noticed", "Report", "ReportMove", "ReportVersion",
]  # fmt: skip
