"""Kinds, doors and formats in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.publications.rules import Door, Format, Kind

KINDS = {
    Kind.BRIEFING: _("Briefing sheet"), Kind.OBLAST: _("Oblast sheet"), Kind.ORGANISATION: _("Organisation sheet"),
    Kind.AGENDA: _("Agenda of the coordination meeting"),
}  # fmt: skip
ALL = {Kind.OBLAST: _("All oblasts, as one zip"), Kind.ORGANISATION: _("All organisations, as one zip")}
DOORS = {
    Door.PUBLIC: _("Public: what anybody may see, as of the last midnight"),
    Door.OFFICIAL: _("For official use: exact numbers of now, kept behind the sign-in"),
}  # fmt: skip
FORMATS = {Format.PDF: _("PDF, to print"), Format.DOCX: _("Word, to go on writing")}
