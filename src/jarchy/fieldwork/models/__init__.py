"""Activities planned, reports of what was held, what was noticed about them."""

from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.models.concerns import Concern
from jarchy.fieldwork.models.reports import Noticed, Report, ReportMove, ReportVersion

__all__ = ["Activity", "Concern", "Noticed", "Report", "ReportMove", "ReportVersion"]
