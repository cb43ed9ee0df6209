"""Documents that left the house: what each was made of, and where its file lies."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.ids import uuid7
from jarchy.foundation.texts import Texts
from jarchy.places.models import Place
from jarchy.publications.rules import BundleState, Door, Format, Kind, Stands


def _choices(values) -> list[tuple[str, str]]:
    return [(str(one), str(one)) for one in values]


class Bundle(models.Model):
    """Many documents asked for at once: one for each oblast, or each organisation; a zip when all are there."""

    privacy, retention = "account number of who asked", "with the edition"

    uuid = models.UUIDField(unique=True, default=uuid7)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=_choices((Kind.OBLAST, Kind.ORGANISATION)))
    door = models.CharField(max_length=8, choices=_choices(Door))
    language = models.CharField(max_length=10)
    format = models.CharField(max_length=4, choices=_choices(Format))
    of = models.PositiveIntegerField()  # how many it will have
    state = models.CharField(max_length=8, choices=_choices(BundleState), default=BundleState.WAITING)
    asked_by = models.BigIntegerField(null=True)  # account number; null is the house
    asked_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)  # of the zip

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class Publication(models.Model):
    """A document: its file by hash, the position it was made at, and every figure that is written on it."""

    privacy, retention = "public, or for official use; account number of who made it", "with the edition"

    uuid = models.UUIDField(unique=True, default=uuid7)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    door = models.CharField(max_length=8, choices=_choices(Door))
    language = models.CharField(max_length=10)
    format = models.CharField(max_length=4, choices=_choices(Format))
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=300)
    position = models.BigIntegerField()  # of the journal: what was posted later is not in it
    as_of = models.DateTimeField()
    figures = models.JSONField(
        default=list
    )  # as publications.documents.asking.Pinned, in the order of the paper
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    is_illustrative = models.BooleanField(default=False)
    made_by = models.BigIntegerField(null=True)  # account number; null is the house
    made_at = models.DateTimeField()
    made_on = models.DateField()  # the edition's day
    scheduled_for = models.DateField(null=True)  # the day of the weekly sheet that it is; null is asked for
    bundle = models.ForeignKey(Bundle, models.PROTECT, null=True, related_name="documents")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "door", "language", "format", "scheduled_for"],
                condition=Q(scheduled_for__isnull=False), name="one_weekly_sheet",
            ),
            models.UniqueConstraint(fields=["bundle", "place"], name="a_place_once_in_a_bundle"),
            models.UniqueConstraint(fields=["bundle", "organisation"], name="an_organisation_once_in_a_bundle"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["edition", "-id"], name="documents_by_edition")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def day(self) -> date:
        """Whose numbers stand on it, as the edition's clock has it."""
        return self.as_of.astimezone(self.edition.zone).date()


class Logo(models.Model):
    """A row of logos.csv: whose logo, its file by hash, where it stands among the others, who permitted its use."""

    privacy, retention = "public", "with the edition"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    slug = models.CharField(max_length=50)
    organisation = models.CharField(max_length=50, blank=True)  # its slug; "" is nobody of the edition
    file = models.CharField(max_length=100)  # its name in logos/ of the folder
    sha256 = models.CharField(max_length=64)
    ending = models.CharField(max_length=3)  # svg, png
    ratio = models.PositiveIntegerField()  # width for a height of 1,000
    place_in_order = models.PositiveIntegerField()  # of protocol, from 1
    alts = Texts()
    languages = models.JSONField(default=list)  # of the documents on which it may stand; [] is all
    height_mm = models.PositiveIntegerField()  # on paper
    min_height_mm = models.PositiveIntegerField()  # below which its owner does not want to see it
    clear_mm = models.PositiveIntegerField()  # kept empty beside it
    permitted_by = models.CharField(
        max_length=300, blank=True
    )  # who, in which letter; "" nobody yet: not shown
    permitted_on = models.DateField(null=True)
    is_illustrative = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="one_logo_of_a_name")]

    def __str__(self) -> str:
        return self.slug


class Passage(models.Model):
    """A row of documents.csv: words that a kind of document begins or ends with, figures and facts put in by name."""

    privacy, retention = "public, or for official use", "with the edition"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    slug = models.CharField(max_length=50)
    document = models.CharField(max_length=12, choices=_choices(Kind))
    stands = models.CharField(max_length=9, choices=_choices(Stands))
    door = models.CharField(max_length=8, blank=True)  # "" both
    texts = Texts()
    order = models.PositiveIntegerField()
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="one_passage_of_a_name")]

    def __str__(self) -> str:
        return self.slug
