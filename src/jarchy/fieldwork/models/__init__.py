"""Activities planned, reports of what was held, what was noticed about them."""

from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.models.corrections import Correction
from jarchy.fieldwork.models.reports import Noticed, Report, ReportMove, ReportVersion

__all__ = ["Activity", "Correction", "Noticed", "Report", "ReportMove", "ReportVersion"]
