"""Corrections of reports after their edition is final: asked for by one, agreed to by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jarchy.fieldwork.models.reports import Report
from jarchy.fieldwork.rules import CorrectionState, CorrectionVerb
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account


class Correction(models.Model):
    """What shall become of a report though its figures are pinned, and why. Carried out when a second person agrees."""

    privacy, retention = "staff only; `why` is public of open activities", "with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="corrections")
    verb = models.CharField(max_length=8, choices=[(str(v), str(v)) for v in CorrectionVerb])
    version = models.PositiveSmallIntegerField()  # of the report that was read; another one is asked for anew
    reason = models.SlugField(blank=True)  # of reasons.csv, where the report is cancelled
    why = models.CharField(max_length=300)  # written to be read in public
    state = models.CharField(
        max_length=8, default=CorrectionState.ASKED, choices=[(str(s), str(s)) for s in CorrectionState]
    )
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(state=CorrectionState.ASKED), name="one_correction_asked"
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.DONE) | ~Q(asked_by=F("decided_by")),
                name="two_people_correct",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.report_id} ({self.state})"
