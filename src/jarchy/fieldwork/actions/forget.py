"""What a report may not say for ever: its picture goes with those of the forms."""

from __future__ import annotations

from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Report
from jarchy.forms.rules import pictures_go_on
from jarchy.foundation.jobs import every


@every(minutes=60)
def forget_pictures_of_reports() -> None:
    """A report names no picture that is gone, nor how it looked. Safe to repeat."""
    pictured = Report.objects.exclude(photo="", photo_hash=None)
    for edition in Edition.objects.filter(pk__in=pictured.values("edition")):
        if edition.today() >= pictures_go_on(edition.final_on):
            pictured.filter(edition=edition).update(photo="", photo_hash=None)
