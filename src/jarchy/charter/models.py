"""The campaign file as rows: editions, organisations, the lists of a report, indicators, facts."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jarchy.charter.rules import EditionState, LessonStatus, Public
from jarchy.foundation.texts import Texts
from jarchy.places.models import Place

# The moment at which a live edition stands while its pages are frozen; None: the clock's.
stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def _now() -> datetime:
    return stopped_at.get() or timezone.now()


class Edition(models.Model):
    """One campaign in one year: its days, its languages, its state. Every row of work names its edition."""

    privacy, retention = "public", "for ever"

    slug = models.SlugField(unique=True)
    names = Texts()
    slogans = Texts()
    country = models.CharField(max_length=10, default="KG")
    country_names = Texts()
    languages = models.JSONField(default=list)  # of the site, the first is the default
    time_zone = models.CharField(max_length=40, default="Asia/Bishkek")
    prepares_from = models.DateField()
    starts = models.DateField()
    ends = models.DateField()
    reports_until = models.DateField()
    final_on = models.DateField()
    delete_people_on = models.DateField(null=True)
    keep_evidence_until = models.DateField(null=True)
    state = models.CharField(
        max_length=12, choices=[(str(s), str(s)) for s in EditionState], default=EditionState.PREPARING
    )
    is_current = models.BooleanField(default=False)
    live = models.BooleanField(default=False)
    example_today = models.DateField(null=True)  # where an example stands; None in a live edition
    folder_today = models.DateField(null=True)  # where the folder says that an example first stops
    activity_languages = models.JSONField(default=dict)  # slug -> texts
    age_bands = models.JSONField(default=list)  # [{"slug","age_from","age_to","names"}], without unknown
    settings = models.JSONField(default=dict)  # thresholds and rules of campaign.toml, as read
    charter = models.JSONField(default=dict)  # order, programme, funding, sources: texts for pages
    last_midnight = models.DateField(null=True)  # the last day whose midnight has run to its end
    folder_hash = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)  # how often page changes went back to the folder
    changed_on_pages_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_edition"
            ),
            models.CheckConstraint(
                condition=Q(
                    prepares_from__lte=models.F("starts"),
                    starts__lte=models.F("ends"),
                    ends__lte=models.F("reports_until"),
                    reports_until__lte=models.F("final_on"),
                ),
                name="edition_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(live=True) | Q(example_today__isnull=False), name="example_has_today"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        """The day on which this edition stands: the clock's where it is live, its own where it is an
        example.
        """
        return (
            self.example_today
            if self.example_today and not self.live
            else _now().astimezone(self.zone).date()
        )

    def as_of(self) -> datetime:
        """The moment that numbers name: the machine's in a live edition, in an example the start of its
        today.
        """
        if self.live:
            return _now()
        return datetime.combine(self.today(), datetime.min.time(), tzinfo=self.zone)

    @property
    def days(self) -> int:
        """How many days the period has, both ends counted; never derived from the title."""
        return (self.ends - self.starts).days + 1

    def day_number(self, day: date | None = None) -> int:
        """Which day of the period `day` (today if None) is, from 1; below 1 before it, above `days` after
        it.
        """
        return ((day or self.today()) - self.starts).days + 1

    def each_day(self) -> list[date]:
        return [self.starts + timedelta(n) for n in range(self.days)]


class Organisation(models.Model):
    """A body that takes part in campaigns. It outlives editions; a slug says which, a name has a period."""

    privacy, retention = "public", "for ever"

    slug = models.SlugField(unique=True)
    names = Texts()
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    successor_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    is_illustrative = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.slug


class Participation(models.Model):
    """What an organisation does in an edition, since when, until when, and how far the public may know."""

    privacy, retention = "public as far as `public` says", "for ever"

    class Role(models.TextChoices):
        LEAD = "lead"
        YOUTH = "youth"
        COOPERATING = "cooperating"
        FUNDING = "funding"
        AUTHORITY = "authority"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    public = models.CharField(max_length=4, choices=[(str(p), str(p)) for p in Public], default=Public.YES)
    order = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "organisation", "role"], name="participates_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.edition_id}: {self.role}"


class Choice(models.Model):
    """A row of one of the edition's lists; what is no longer used is retired, never deleted."""

    edition = models.ForeignKey(Edition, models.CASCADE)
    slug = models.SlugField()
    names = Texts()
    order = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class Topic(Choice):
    privacy, retention = "public", "for ever"
    is_public = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="topic_once")]


class Audience(Choice):
    privacy, retention = "public", "for ever"
    is_closed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="audience_once")]


class Venue(Choice):
    """What kind of place it is held at; closed ones (schools, homes) never show a single line in public."""

    privacy, retention = "public", "for ever"
    is_closed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="venue_once")]


class Kind(Choice):
    """What an activity was, its usual range of attendances, and whether a plan of it is announced."""

    privacy, retention = "public", "for ever"
    is_announced = models.BooleanField(default=False)
    usual_low = models.PositiveIntegerField(null=True)
    usual_high = models.PositiveIntegerField(null=True)
    asks_first_time = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="kind_once")]


class Reason(Choice):
    """Why something was sent back, voided, called off or postponed; `applies_to` says which."""

    privacy, retention = "public", "for ever"
    applies_to = models.CharField(max_length=12)  # send_back, void, call_off, postpone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="reason_once")]


class Indicator(Choice):
    """A versioned definition: what is counted, who counts, where it comes from, with what it compares."""

    privacy, retention = "public", "for ever"
    number = models.CharField(max_length=6)
    level = models.CharField(max_length=10)
    result = models.CharField(max_length=40, blank=True)
    programme_action = models.CharField(max_length=40, blank=True)
    definitions = Texts()
    units = Texts()
    unit = models.CharField(max_length=40)
    who_counts = models.CharField(max_length=12, blank=True)
    in_person = models.BooleanField(null=True)
    data_source = models.CharField(max_length=60)
    frequency = models.CharField(max_length=30)
    breakdowns = models.JSONField(default=list)
    not_to_be_added_to = models.JSONField(default=list)
    comparable = models.CharField(max_length=8, default="unknown")
    comparable_why = Texts()
    version = models.PositiveSmallIntegerField(default=1)
    computed = models.CharField(max_length=10)  # sum, distinct, share, asked, later
    measure = models.CharField(max_length=30, blank=True)
    part = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug", "version"], name="indicator_version_once")
        ]


class Target(models.Model):
    """What was aimed at, for the country (place None) or one place, and how the number came about."""

    privacy, retention = "public", "for ever"

    edition = models.ForeignKey(Edition, models.CASCADE)
    slug = models.SlugField()
    indicator = models.SlugField()
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    up_to = models.DecimalField(
        max_digits=14, decimal_places=2, null=True
    )  # upper end, where a range is aimed at
    of = models.CharField(
        max_length=12, default="value"
    )  # value, asked_share (how many asked), gain (points)
    date = models.DateField(null=True)  # by when; None is the end of the period
    how = models.TextField()  # the working, in signs that every language reads
    whys = Texts()
    is_illustrative = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="target_once")]

    def __str__(self) -> str:
        return self.slug


class Fact(Choice):
    """A statement with a source, a date, a validity and a day on which it must be checked again."""

    privacy, retention = "public", "for ever"
    group = models.CharField(max_length=12)  # law, sign, definition, context
    topic = models.SlugField(blank=True)
    act = models.CharField(max_length=120, blank=True)
    article = models.CharField(max_length=20, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    unit = models.CharField(max_length=20, blank=True)
    part_of = models.SlugField(blank=True)
    confidence = models.CharField(max_length=12)  # high, medium, conflicting
    conflicts_with = models.JSONField(default=list)  # ids of facts that say otherwise: shown side by side
    source_date = models.DateField()
    source_date_known_to = models.CharField(max_length=5, default="day")  # day, month, year
    source_url = models.URLField(max_length=400, blank=True)
    check_again_on = models.DateField()
    checked_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    our_translation = models.JSONField(default=list)  # languages in which the words are ours
    must_be_checked = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="fact_once")]


class Helpline(Choice):
    """A number to call. A wrong one is the worst fault there is: source, date checked, next check due."""

    privacy, retention = "public", "for ever"
    number = models.CharField(max_length=30)
    operator = models.CharField(max_length=120, blank=True)
    funder = models.CharField(max_length=120, blank=True)
    topics = models.JSONField(default=list)
    cost = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=60, blank=True)  # empty is not known, never "always"
    languages = models.JSONField(default=list)
    callable_from = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, default="KG")
    source_date = models.DateField()
    source_date_known_to = models.CharField(max_length=5, default="day")  # day, month, year
    source_url = models.URLField(max_length=400, blank=True)
    check_again_on = models.DateField()
    checked_on = models.DateField(null=True)  # rung by a person of the campaign
    our_translation = models.JSONField(default=list)
    must_be_checked = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="helpline_once")]


class Published(models.Model):
    """A result as its organisers published it, with its qualifier; also of campaigns that are no editions."""

    privacy, retention = "public", "for ever"

    edition = models.ForeignKey(Edition, models.CASCADE)
    slug = models.SlugField()
    series = models.SlugField()
    series_names = Texts()
    organisers = Texts()
    of_edition = models.CharField(max_length=40)  # "2017"
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    indicator = models.SlugField(blank=True)
    names = Texts()
    qualifier = models.CharField(max_length=20, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    unit = models.CharField(max_length=40)
    geographies = Texts()
    part_of = models.SlugField(blank=True)
    comparable = models.CharField(max_length=8, default="unknown")
    comparable_why = Texts()
    is_retired = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=400)
    source_url = models.URLField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="published_once")]

    def __str__(self) -> str:
        return self.slug


class FolderFile(models.Model):
    """A file of the folder as last loaded or saved: what `charter save` gives back byte by byte."""

    privacy, retention = "public", "with the edition"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)  # its path inside the folder
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="folder_file_once")]

    def __str__(self) -> str:
        return self.name


class FigureNote(models.Model):
    """What must be said beside a figure, as “fewer in Talas: snow”: public, without names; retired when taken back."""

    privacy, retention = "public", "for ever"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="figure_notes")
    slug = models.SlugField()
    indicator = models.SlugField()
    place = models.ForeignKey(Place, models.PROTECT, null=True)  # None: the whole country
    since = models.DateField(null=True)  # the days that it speaks of; None: the whole period
    until = models.DateField(null=True)
    texts = Texts()
    written_on = models.DateField()
    is_retired = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="figure_note_once"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=models.F("until")),
                name="figure_note_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Archive(models.Model):
    """That an edition's people's data were deleted: who asked, how many rows of which table, and the report of it."""

    privacy, retention = "account numbers", "for ever"

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="archive")
    asked_by = models.BigIntegerField(null=True)  # account number; null is the house
    asked_at = models.DateTimeField()
    edition_day = models.DateField()
    counts = models.JSONField(default=dict)  # rows deleted or emptied so far, by table
    done_at = models.DateTimeField(null=True)
    report = models.TextField(blank=True)  # JSON, as it can be downloaded
    sha256 = models.CharField(max_length=64, blank=True)  # of the report

    def __str__(self) -> str:
        return f"archive of {self.edition_id}"


class SheetMapping(models.Model):
    """What the columns of somebody else's sheet mean, said once: mappings/<name>.toml of the folder.

    Each change is a row of its own, so that what was brought in says by which words it was read.
    """

    privacy, retention = "staff only", "with the edition"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="mappings")
    name = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    content = models.TextField()  # TOML, as the folder has it
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "name", "version"], name="mapping_version_once"),
            models.UniqueConstraint(
                fields=["edition", "name"], name="mapping_current_once", condition=Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class SafeguardingNumber(Choice):
    """Whom those in the field call when something happened, at a place (None: the whole country): a title, no name."""

    privacy, retention = "staff and field", "for ever"
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    number = models.CharField(max_length=30)
    hours = models.CharField(max_length=60, blank=True)  # empty is not known, never "always"
    languages = models.JSONField(default=list)
    checked_on = models.DateField(null=True)  # rung by somebody of the campaign
    checked_by = models.CharField(max_length=120, blank=True)  # a title, no name
    must_be_checked = models.BooleanField(default=False)
    is_illustrative = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="safeguarding_once")]


class Lesson(Choice):
    """What a campaign recommends to the next one; `names` is the recommendation itself."""

    privacy, retention = "public once its edition is final", "for ever"

    said_by = models.CharField(max_length=200)
    said_at = models.CharField(max_length=200, blank=True)
    source_date = models.DateField()
    status = models.CharField(max_length=8, choices=[(str(s), str(s)) for s in LessonStatus])
    carried_from = models.SlugField(blank=True)  # the campaign in which it was made; empty: this one
    is_illustrative = models.BooleanField(default=False)
    source_url = models.URLField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="lesson_once")]
