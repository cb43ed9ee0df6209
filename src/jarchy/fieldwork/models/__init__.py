"""Activities planned, reports of what was held, and what was noticed, checked, looked at and corrected about them."""

from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.models.checks import Call, CheckSeed, Draw, Drawn
from jarchy.fieldwork.models.concerns import Concern
from jarchy.fieldwork.models.corrections import Correction
from jarchy.fieldwork.models.looking import ReportNote, SecondLook
from jarchy.fieldwork.models.pictures import PictureLink, ReportPicture
from jarchy.fieldwork.models.reports import Noticed, Report, ReportMove, ReportVersion
from jarchy.fieldwork.models.small_forms import MediaItem, WeekInFigures

__all__ = [
    "Activity",
    "Call",
    "CheckSeed",
    "Concern",
    "Correction",
    "Draw",
    "Drawn",
    "MediaItem",
    "Noticed",
    "PictureLink",
    "Report",
    "ReportMove",
    "ReportNote",
    "ReportPicture",
    "ReportVersion",
    "SecondLook",
    "WeekInFigures",
]
