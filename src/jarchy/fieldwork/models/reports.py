"""Reports of what was held, their versions and moves, what was noticed about them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.models.activities import Activity
from jarchy.fieldwork.narrowing import ReportQuerySet
from jarchy.fieldwork.rules import ReportState
from jarchy.forms.models import Submission
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account
from jarchy.places.models import Place


class Report(models.Model):
    """What was held, as reported: its present version's answers in columns, and where it stands.

    A report counts when it is confirmed and no other report of the same activity counts in its stead (`counts_with`).
    """

    privacy, retention = "staff only; free text may be hidden for good", "keep_evidence_until"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="reports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="reports")
    state = models.CharField(
        max_length=12, default=ReportState.RECEIVED, choices=[(str(s), str(s)) for s in ReportState]
    )
    version = models.PositiveSmallIntegerField(default=1)
    posting = models.PositiveIntegerField(
        default=0
    )  # number of its last posting in the ledger; 0 was never posted
    standing = models.CharField(
        max_length=64, blank=True
    )  # digest of the posting that stands; empty: none stands
    counted_as = models.JSONField(null=True)  # what the confirmed version counts as; None: it does not count
    counts_with = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined"
    )  # the one that counts

    # Empty only where a phone sent what does not fit the form: kept, never confirmed, sent back or void.
    held_on = models.DateField(null=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    kind = models.SlugField(blank=True)
    venue = models.SlugField(blank=True)
    topics = models.JSONField(default=list)
    cohosts = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    guests = models.JSONField(default=list)
    sessions = models.PositiveSmallIntegerField(default=1)
    total = models.PositiveIntegerField(null=True)
    counted = models.CharField(max_length=10, blank=True)
    women = models.PositiveIntegerField(null=True)
    ages = models.JSONField(default=dict)  # slug of the band -> people; a band not given is missing here
    first_time = models.PositiveIntegerField(null=True)
    handed_out = models.PositiveIntegerField(null=True)
    is_open = models.BooleanField()
    supported_by = models.SlugField(blank=True)
    photo = models.CharField(max_length=64, blank=True)  # content hash; evidence, not for publication
    photo_hash = models.BigIntegerField(null=True)  # how it looks: finds a picture seen before
    has_text = models.BooleanField(default=False)

    received_at = models.DateTimeField()
    received_on = models.DateField()  # the edition's day of the first version
    moved_at = models.DateTimeField()
    moved_on = models.DateField()
    findings_weight = models.PositiveSmallIntegerField(default=0)  # worst first in the queue
    is_illustrative = models.BooleanField(default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(women__lte=F("total")), name="women_within_total"
            ),
            models.CheckConstraint(condition=Q(standing="") | Q(posting__gte=1), name="posted_has_number"),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (
                    Q(held_on__isnull=False, district__isnull=False, total__isnull=False)
                    & ~Q(kind="")
                    & ~Q(venue="")
                ),
                name="confirmed_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(counts_with__isnull=True) | ~Q(counts_with=F("id")), name="counts_with_other"
            ),
        ]
        indexes = [
            models.Index(
                fields=[
                    "edition",
                    "state",
                    "-findings_weight",
                    "received_on",
                    "id",
                    "organisation",
                    "region",
                ],
                name="report_queue",
            ),
            models.Index(fields=["edition", "held_on", "district"], name="report_by_day"),
            models.Index(fields=["edition", "organisation", "held_on"], name="report_of_organisation"),
            models.Index(fields=["reporter", "-id"], name="report_of_reporter"),
        ]

    def __str__(self) -> str:
        return f"report {self.uuid}"

    @property
    def rests_on_another(self) -> bool:
        """Whether the report that it was joined to counts: where that one does not, this one counts in its stead."""
        return self.counts_with is not None and self.counts_with.counted_as is not None


class ReportVersion(models.Model):
    """One version of a report, made of one submission. The last one is the report's present state."""

    privacy, retention = "staff only", "keep_evidence_until"

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="report_version")
    received_at = models.DateTimeField()
    received_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="version_numbered_once")]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"


class ReportMove(models.Model):
    """One step of a report's way: who moved it to which state, when, with which reason and word."""

    privacy, retention = "staff and reporter", "keep_evidence_until"

    report = models.ForeignKey(Report, models.CASCADE, related_name="moves")
    to = models.CharField(max_length=12)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    reason = models.SlugField(blank=True)
    word = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.report_id} -> {self.to}"


class Noticed(models.Model):
    """Something about a report that a person should look at (“please look”). It never rejects by itself."""

    privacy, retention = "staff only", "keep_evidence_until"

    report = models.ForeignKey(Report, models.CASCADE, related_name="noticed")
    flag = models.CharField(max_length=24)
    values = models.JSONField(default=dict)  # what its sentence names: numbers, days, the other report's UUID
    weight = models.PositiveSmallIntegerField()
    was_of_use = models.BooleanField(null=True)  # None while undecided; False: confirmed all the same

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "flag"], name="flag_once_a_report")]
        indexes = [models.Index(fields=["flag", "was_of_use"], name="flag_use")]

    def __str__(self) -> str:
        return f"{self.flag} on {self.report_id}"
