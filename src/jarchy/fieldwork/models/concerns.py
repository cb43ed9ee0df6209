"""What the safeguarding person is told of: that something is behind a report, never what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jarchy.charter.models import Edition
from jarchy.fieldwork.models.reports import Report
from jarchy.fieldwork.narrowing import ConcernQuerySet
from jarchy.fieldwork.rules import ConcernState
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account
from jarchy.places.models import Place


class Concern(models.Model):
    """Someone told of trouble, or was afraid: which report, where, when, who passed it on. No text, no name."""

    privacy, retention = "the safeguarding person of its place, nobody else", "delete_people_on"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="concerns")
    report = models.ForeignKey(Report, models.CASCADE, related_name="concerns")
    because = models.CharField(max_length=12)  # one of rules.Because
    region = models.ForeignKey(
        Place, models.PROTECT, null=True, related_name="+"
    )  # as the report had them then
    district = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=12, default=ConcernState.WAITING, choices=[(str(s), str(s)) for s in ConcernState]
    )
    told_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()
    told_on = models.DateField()  # the edition's day
    moved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    moved_on = models.DateField(null=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "because"], condition=~Q(state="closed"), name="told_once_while_open"
            ),
        ]
        indexes = [models.Index(fields=["edition", "state", "id"], name="concern_list")]

    def __str__(self) -> str:
        return f"concern {self.uuid}"
