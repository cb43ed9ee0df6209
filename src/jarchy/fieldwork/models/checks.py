"""Calls to check: what was drawn, in which order, and what became of each call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jarchy.charter.models import Edition
from jarchy.fieldwork.models.reports import Report
from jarchy.fieldwork.narrowing import CallQuerySet
from jarchy.fieldwork.rules import Outcome
from jarchy.forms.models import Submission
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account
from jarchy.places.models import Place


class CheckSeed(models.Model):
    """The seed of an edition's draws, sealed until the edition is final. Its SHA-256 stands in the charter."""

    privacy, retention = "sealed; public from final on", "for ever"

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="check_seed")
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seed of {self.edition_id}"


class Draw(models.Model):
    """One Monday's draw in one oblast, from the reports confirmed in the week before. Append-only."""

    privacy, retention = "staff only; sums public", "for ever"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="draws")
    monday = models.DateField()
    region = models.ForeignKey(Place, models.PROTECT, related_name="+")
    reports = models.PositiveIntegerField()  # from which was drawn
    people = models.PositiveIntegerField()  # what these report together
    share = models.DecimalField(max_digits=7, decimal_places=6)
    least = models.PositiveIntegerField()
    size = models.PositiveIntegerField()  # how many are to be checked
    seed_sha256 = models.CharField(max_length=64)
    list_sha256 = models.CharField(max_length=64)  # of the drawn list, a UUID a line
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "monday", "region"], name="one_draw_a_monday"),
            models.CheckConstraint(
                condition=Q(size__lte=models.F("reports")), name="draws_from_what_is_there"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}, {self.monday}, {self.region_id}"


class Drawn(models.Model):
    """One report's place in a drawn list. Append-only; a report stands in one list, once."""

    privacy, retention = "staff only", "for ever"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="drawn")
    number = models.PositiveIntegerField()  # from 1
    report = models.OneToOneField(Report, models.PROTECT, related_name="drawn")
    reported = (
        models.PositiveIntegerField()
    )  # its total when it was drawn: what the host's answer is held against

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="drawn_in_order")]

    def __str__(self) -> str:
        return f"{self.number} of {self.draw_id}"


class Call(models.Model):
    """A drawn report that is to be checked: who calls, what came of it. Its UUID is the instance id of the form.

    `replaces`: the open call whose place this one takes. `host` stands on no page.
    """

    privacy = "checker: where, when, telephone; staff: the outcome"
    retention = "keep_evidence_until; the hash of the host's telephone a month"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="calls")
    drawn = models.OneToOneField(Drawn, models.PROTECT, related_name="call")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    made_on = models.DateField()  # the edition's day
    host = models.CharField(
        max_length=64, blank=True
    )  # keyed hash of the telephone: nobody is called twice a month
    has_phone = models.BooleanField()  # whether a telephone was there when it was drawn
    caller = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    taken_on = models.DateField(null=True)
    outcome = models.CharField(max_length=14, blank=True, choices=[(str(o), str(o)) for o in Outcome])
    found = models.PositiveIntegerField(null=True)  # how many took part, as the host said
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, related_name="call")
    checked_on = models.DateField(null=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", checked_on__isnull=True)
                | (~Q(outcome="") & Q(checked_on__isnull=False)),
                name="checked_has_day",
            ),
            models.CheckConstraint(
                condition=Q(found__isnull=True) | Q(outcome__in=["as_reported", "differs"]),
                name="found_where_held",
            ),
        ]
        indexes = [models.Index(fields=["edition", "outcome"], name="call_by_outcome")]

    def __str__(self) -> str:
        return f"call {self.uuid}"
