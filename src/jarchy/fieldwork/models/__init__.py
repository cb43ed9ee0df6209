"""Activities planned, reports of what was held, what was noticed about them."""

from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.models.concerns import Concern
from jarchy.fieldwork.models.reports import Noticed, Report, ReportMove, ReportVersion
from jarchy.fieldwork.models.small_forms import MediaItem, WeekInFigures

__all__ = [
    "Activity",
    "Concern",
    "MediaItem",
    "Noticed",
    "Report",
    "ReportMove",
    "ReportVersion",
    "WeekInFigures",
]
