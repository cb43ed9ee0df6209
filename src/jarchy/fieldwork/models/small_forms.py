"""What the two small forms say: the press officer's media log, a partner's week in figures. No report is among it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.narrowing import SmallFormQuerySet
from jarchy.fieldwork.rules import ReportState
from jarchy.forms.models import Submission
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account

STATES = (ReportState.RECEIVED, ReportState.CONFIRMED, ReportState.SENT_BACK, ReportState.VOID)


class SmallForm(models.Model):
    """What was sent, as its present version says it, and where it stands. Confirmed by somebody else it is posted."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    sender = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=12, default=ReportState.RECEIVED, choices=[(str(s), str(s)) for s in STATES]
    )
    word = models.CharField(max_length=300, blank=True)  # what is to be completed, or why it was cancelled
    # What came under the same instance id with other answers, until somebody has looked at both.
    other_answers = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    posting = models.PositiveIntegerField(default=0)  # number of its last posting; 0 was never posted
    standing = models.CharField(max_length=64, blank=True)  # digest of the posting that stands; empty: none
    received_at = models.DateTimeField()
    received_on = models.DateField()  # the edition's day of the first version
    moved_at = models.DateTimeField()
    moved_on = models.DateField()
    moved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    is_illustrative = models.BooleanField(default=False)

    objects = SmallFormQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.uuid}"


class MediaItem(SmallForm):
    """One article or broadcast: where, when, in which language, and how many saw it as somebody says."""

    privacy, retention = "staff and press officer; numbers public", "keep_evidence_until"

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="media_item")
    outlet = models.CharField(max_length=120, blank=True)
    kind = models.SlugField(blank=True)
    published_on = models.DateField(null=True)
    language = models.CharField(max_length=10, blank=True)
    link = models.CharField(max_length=300, blank=True)
    views = models.PositiveBigIntegerField(null=True)
    views_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(published_on__isnull=False) & ~Q(outlet="") & ~Q(kind="")),
                name="confirmed_item_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(views__isnull=True) | ~Q(views_by=""), name="views_have_a_source"
            ),
        ]
        indexes = [models.Index(fields=["edition", "state", "id"], name="media_by_state")]


class WeekInFigures(SmallForm):
    """Calls that a helpline answered in a week, for the whole country; topics once a month."""

    privacy, retention = "staff and the operator; numbers public", "keep_evidence_until"

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="week_in_figures")
    helpline = models.SlugField(blank=True)
    week = models.DateField(null=True)  # its Monday
    calls = models.PositiveIntegerField(null=True)
    month = models.DateField(null=True)  # the first day of the month that `topics` are about
    topics = models.JSONField(default=dict)  # slug -> calls

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(week__isnull=False, calls__isnull=False) & ~Q(helpline="")),
                name="confirmed_week_is_complete",
            ),
        ]
        indexes = [models.Index(fields=["edition", "helpline", "week"], name="week_of_helpline")]
