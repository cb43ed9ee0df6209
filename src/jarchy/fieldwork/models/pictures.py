"""Pictures added to a report after it was sent, and the links by which they come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jarchy.fieldwork.models.reports import Report
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account


class PictureLink(models.Model):
    """A link by which pictures are added to one report, until a moment. Only a keyed hash of its token is kept."""

    privacy, retention = "staff only; no token", "with the report"

    uuid = models.UUIDField(default=uuid7, unique=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="picture_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"pictures of {self.report_id} until {self.expires_at:%Y-%m-%d}"


class ReportPicture(models.Model):
    """A picture that came by a link: cleaned, evidence, not for publication. It changes no number of the report."""

    privacy, retention = "staff only: evidence, not for publication", "90 days after final"

    uuid = models.UUIDField(default=uuid7, unique=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="pictures")
    link = models.ForeignKey(PictureLink, models.PROTECT, related_name="pictures")
    file_hash = models.CharField(max_length=64)
    perceptual_hash = models.BigIntegerField(null=True)
    faces = models.CharField(max_length=8)  # whom one can recognise, as the form asks: no, adults
    added_at = models.DateTimeField()
    added_on = models.DateField()  # the edition's day
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "file_hash"], name="picture_of_report_once"),
            models.CheckConstraint(condition=Q(faces__in=["no", "adults"]), name="picture_without_children"),
        ]

    def __str__(self) -> str:
        return f"picture {self.uuid} of {self.report_id}"
