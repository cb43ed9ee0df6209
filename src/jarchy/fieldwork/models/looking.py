"""What makes reports believed: second looks at confirmed ones, and notes that reviewers leave on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jarchy.charter.models import Edition
from jarchy.fieldwork.models.reports import Report
from jarchy.fieldwork.rules import SecondLookResult
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account


class SecondLook(models.Model):
    """A confirmed version that chance has drawn: somebody else than who confirmed it looks at it again.

    Open until somebody has looked; asked to look again, until somebody answers or the report is moved.
    """

    privacy, retention = "staff only", "keep_evidence_until"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="second_looks")
    report = models.ForeignKey(Report, models.CASCADE, related_name="second_looks")
    version = models.PositiveSmallIntegerField()
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # None: the house
    drawn_on = models.DateField()
    result = models.CharField(max_length=10, blank=True, choices=[(str(r), str(r)) for r in SecondLookResult])
    looked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    looked_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="version_looked_at_once"),
            models.CheckConstraint(
                condition=Q(result="") | Q(looked_at__isnull=False), name="looked_when_there_is_a_result"
            ),
        ]
        indexes = [models.Index(fields=["edition", "result", "id"], name="second_look_open")]

    def __str__(self) -> str:
        return f"second look at report {self.report_id} v{self.version}"


class ReportNote(models.Model):
    """What a reviewer noted on a report, as what she was told on the telephone: for reviewers and the Secretariat."""

    privacy, retention = "staff only; without names and telephones", "keep_evidence_until"

    uuid = models.UUIDField(default=uuid7, unique=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    text = models.CharField(max_length=500, blank=True)  # empty where it was hidden for good
    is_hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_hidden=False) | Q(text=""), name="hidden_note_is_empty")
        ]
        indexes = [models.Index(fields=["report", "id"], name="notes_of_report")]

    def __str__(self) -> str:
        return f"note {self.uuid}"
