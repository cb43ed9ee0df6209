"""The journal, its tallies, and what the public has been shown. All but heads and tallies is append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jarchy.charter.models import Edition, Organisation
from jarchy.ledger.rules import Breakdown, Measure, Sight
from jarchy.places.models import Place

MEASURES = [(str(m), str(m)) for m in Measure]
BREAKDOWNS = [(str(b), str(b)) for b in Breakdown]


class Head(models.Model):
    """The end of an edition's chain: locked by everybody who posts, so that positions have no gaps."""

    privacy, retention = "public", "for ever"

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="+")
    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.edition_id} at {self.position}"


class Entry(models.Model):
    """One link of an edition's chain: what was posted, by whom, when; or what it takes back.

    `source` is "report", or "monday" and "final" for what the house made public then (without lines).
    """

    privacy, retention = "account numbers", "for ever"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    position = models.BigIntegerField()
    source = models.CharField(max_length=20)
    source_id = models.UUIDField()
    number = models.PositiveIntegerField()
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    account = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=40, blank=True)
    posted_at = models.DateTimeField()
    edition_day = models.DateField()
    is_illustrative = models.BooleanField(default=False)
    contents = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="one_entry_a_position"),
            models.UniqueConstraint(
                fields=["source_id", "number", "source", "edition"],
                condition=Q(reverses__isnull=True),
                name="posted_once",
            ),
        ]
        indexes = [models.Index(fields=["source_id"], name="entry_by_source")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.position}: {self.source} {self.source_id} ({self.number})"


class Line(models.Model):
    """One number of an entry, with all that it can be summed by. A reversal's lines carry the old dates and a minus."""

    privacy, retention = "public as far as ledger.rules says", "for ever"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    position = models.BigIntegerField()  # the entry's, so that a look back needs no join
    measure = models.CharField(max_length=30, choices=MEASURES)
    date = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    counts_nationally = models.BooleanField()
    is_open = models.BooleanField()
    kind = models.SlugField(db_index=False)
    channel = models.SlugField(db_index=False, blank=True)
    supported_by = models.SlugField(db_index=False, blank=True)
    counted = models.CharField(max_length=10, blank=True)
    breakdown = models.CharField(max_length=12, choices=BREAKDOWNS)
    sex = models.SlugField(max_length=10, db_index=False, null=True)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    disability = models.SlugField(max_length=20, db_index=False, null=True)
    topic = models.SlugField(db_index=False, null=True)
    language = models.CharField(max_length=10, null=True)
    item = models.SlugField(db_index=False, null=True)
    value = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["edition", "position"], name="line_by_position"),
            # What a measure is made of, newest first, and what came since the last midnight.
            models.Index(fields=["edition", "measure", "breakdown", "position"], name="line_by_measure"),
            # Sums by kind, sex and age over a million lines read this index and not the rows.
            models.Index(
                fields=[
                    "edition",
                    "measure",
                    "breakdown",
                    "region",
                    "date",
                    "district",
                    "kind",
                    "sex",
                    "age_from",
                    "age_to",
                    "is_open",
                    "counts_nationally",
                    "position",
                    "value",
                ],
                name="line_by_breakdown",
            ),  # fmt: skip
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.value} {self.measure}"


class Tally(models.Model):
    """A coarse sum of what counts nationally, by day and place: made again from the journal at any time.

    level 0 is the country (pcode ""), 1 oblasts and the two cities, 2 rayons and towns and the two cities again.
    """

    privacy, retention = "public as far as ledger.rules says", "made again"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=30, choices=MEASURES)
    level = models.PositiveSmallIntegerField()
    pcode = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    is_open = models.BooleanField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "measure", "level", "pcode", "day", "is_open"], name="one_tally_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.pcode} {self.day}: {self.value}"


class OrganisationTally(models.Model):
    """A coarse sum of every host's lines, by organisation: these add up to more than the country's."""

    privacy, retention = "public as far as ledger.rules says", "made again"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=30, choices=MEASURES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    is_open = models.BooleanField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "measure", "organisation", "is_open"], name="one_tally_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.organisation_id}: {self.value}"


class PublishedPosition(models.Model):
    """A position at which the public could read numbers: one a midnight, and each publication."""

    privacy, retention = "public", "for ever"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    occasion = models.CharField(max_length=80, default="midnight")  # or the publication's key
    position = models.BigIntegerField()
    at = models.DateTimeField()  # the machine's moment in a live edition, in an example the day's start

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "occasion", "day"], name="published_once_an_occasion")
        ]
        indexes = [models.Index(fields=["edition", "position"], name="published_by_position")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.day}: {self.position}"


class Cell(models.Model):
    """What closed activities come to in public; or, with `takes_back`, the word that an earlier cell no longer stands.

    `kind` "" is several. `postings` are the positions of the entries in it: staff only. Numbers are never negative: a
    row that takes back carries none.
    """

    privacy, retention = "public without `postings`", "for ever"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=2)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    made_on = models.DateField()  # the Monday
    position = models.BigIntegerField()
    week = models.DateField()  # its Monday
    kind = models.SlugField(db_index=False, blank=True)
    activities = models.PositiveIntegerField()
    attendances = models.PositiveIntegerField()
    postings = models.JSONField(default=list)
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")

    def __str__(self) -> str:
        return f"{self.place_id} {self.week} {self.kind or 'several'}: {self.attendances}"


class OblastRow(models.Model):
    """An oblast's numbers by sex and age and of every measure, as the public may read them from its Monday on.

    `values` {"attendances": 812, ...} over the activities in the oblast's public total of that position, `bands`
    {"sex": {...}, "age": {"14-17": ...}} without unknown. `newcomers`: positions that no earlier row had, staff only.
    """

    privacy, retention = "public without `newcomers`", "for ever"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    made_on = models.DateField()
    position = models.BigIntegerField()
    total = models.PositiveIntegerField()  # attendances
    values = models.JSONField(default=dict)
    bands = models.JSONField(default=dict)
    newcomers = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "place", "position"], name="one_oblast_row_a_position")
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.made_on}: {self.total}"


class PinnedFigure(models.Model):
    """A figure that the house publishes, as it was when its edition became final: the public's, or exact.

    Its row never changes; what it comes to after corrections is counted anew and shown beside it.
    """

    privacy, retention = "public, or staff only where `sight` is exact", "for ever"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    sight = models.CharField(max_length=6, choices=[(str(s), str(s)) for s in Sight])
    indicator = models.SlugField()
    version = models.PositiveSmallIntegerField()
    pcode = models.CharField(max_length=20, blank=True)  # "" is the country
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    qualifier = models.CharField(max_length=20, blank=True)
    why_none = models.CharField(max_length=20, blank=True)
    position = models.BigIntegerField()  # of what it is made of: an oblast's row may be older than the pin

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "sight", "indicator", "pcode"], name="one_pinned_figure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.pcode}: {self.value}"


class FinalCorrection(models.Model):
    """Why entries of these positions were posted after the figures were pinned, and which two people stood behind it.

    `why` was written to be read in public; it is shown there of open activities alone.
    """

    privacy, retention = "account numbers; `why` is public of open activities", "for ever"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    source = models.CharField(max_length=20)
    source_id = models.UUIDField()
    edition_day = models.DateField()
    why = models.CharField(max_length=300)
    asked_by = models.BigIntegerField(null=True)  # account number; null is the house
    agreed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "first"], name="one_correction_a_position"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="correction_has_entries"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.first}-{self.last}: {self.source} {self.source_id}"
