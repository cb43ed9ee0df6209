"""Activities planned, reports of what was held, what was noticed about them, who looked again."""

from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.models.looking import ReportNote, SecondLook
from jarchy.fieldwork.models.reports import Noticed, Report, ReportMove, ReportVersion

__all__ = ["Activity", "Noticed", "Report", "ReportMove", "ReportNote", "ReportVersion", "SecondLook"]
