"""Activities planned: by whom, on which day, where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.narrowing import ActivityQuerySet
from jarchy.fieldwork.rules import ActivityState
from jarchy.foundation.ids import uuid7
from jarchy.places.models import Place


class Activity(models.Model):
    """What is planned: by whom, on which day, where. Reports say what became of it."""

    privacy, retention = "open plans public as `announced` says; closed ones staff only", "for ever"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="activities")
    slug = models.SlugField(
        null=True
    )  # its id in work_plan.csv; None where an organisation planned it on the pages
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="activities")
    date = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    region = models.ForeignKey(Place, models.PROTECT, related_name="+")
    district = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.SlugField()
    venue = models.SlugField()
    audience = models.SlugField(blank=True)
    topics = models.JSONField(default=list)
    cohosts = models.JSONField(default=list)  # slugs of the organisations planned together with
    expected = models.PositiveIntegerField(null=True)
    sessions = models.PositiveSmallIntegerField(null=True)
    said_open = models.BooleanField(
        null=True
    )  # what its organisation said; None: as venue and audience have it
    is_open = models.BooleanField()
    said_announced = models.BooleanField(null=True)  # None: as its kind has it
    announced = models.BooleanField(default=False)
    supported_by = models.SlugField(blank=True)
    team = models.PositiveSmallIntegerField(null=True)  # how many go; 1 is noticed: nobody goes alone
    state = models.CharField(
        max_length=12, default=ActivityState.PLANNED, choices=[(str(s), str(s)) for s in ActivityState]
    )
    reason = models.SlugField(blank=True)  # why called off or postponed
    postponed_from = models.DateField(null=True)
    is_illustrative = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="activity_of_plan_once"),
            models.CheckConstraint(
                condition=~Q(state="called_off") | ~Q(reason=""), name="called_off_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "date", "id"], name="activity_by_day"),
            models.Index(fields=["edition", "organisation", "date"], name="activity_of_organisation"),
            models.Index(fields=["edition", "district", "date"], name="activity_by_district"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.date} ({self.uuid})"
