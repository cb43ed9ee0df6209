"""Activities planned, reports of what was held, what was noticed about them, pictures added to them."""

from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.models.pictures import PictureLink, ReportPicture
from jarchy.fieldwork.models.reports import Noticed, Report, ReportMove, ReportVersion

__all__ = ["Activity", "Noticed", "PictureLink", "Report", "ReportMove", "ReportPicture", "ReportVersion"]
