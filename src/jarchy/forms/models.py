"""Form versions, what was answered, and what is still being written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jarchy.charter.models import Edition, Organisation, SheetMapping
from jarchy.forms.rules import Channel, SheetState, SubmissionState
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account


class FormVersion(models.Model):
    """One version of a form of an edition, compiled. Any change of the workbook is a new version."""

    privacy, retention = "public", "for ever"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="form_versions")
    form_id = models.SlugField()  # as in the workbook: activity_report; on phones <edition>_<form_id>
    version = models.CharField(max_length=40)
    purpose = models.SlugField()
    xform = models.TextField()
    hash = models.CharField(max_length=64)  # SHA-256 of the XForm's bytes (UTF-8)
    workbook_hash = models.CharField(
        max_length=64
    )  # SHA-256 of the workbook, to pass over one that is loaded already
    lists = models.JSONField(default=list)  # names of the files that come with it: activities.csv ...
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "form_id", "version"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["edition", "form_id"], condition=Q(is_current=True), name="one_current_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_id} {self.version}"

    @property
    def full_id(self) -> str:
        """The id that phones know: two editions live on one server."""
        return f"{self.edition.slug}_{self.form_id}"


class Submission(models.Model):
    """Answers that someone sent. One kept row an instance id.

    The body is the evidence, as it came but for the host's telephone, and stands on no page; in the answers, which
    pages show, telephones and the like in free texts are masked.
    """

    privacy, retention = "staff only; free text may be hidden for good", "keep_evidence_until"

    uuid = models.UUIDField(default=uuid7, unique=True)
    instance_id = models.CharField(max_length=255)
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="submissions")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="submissions")
    held_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+"
    )  # for whom it was entered
    is_for_someone = models.BooleanField(
        default=False
    )  # entered for one without an account, whose name nobody keeps
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="submissions")
    received_at = models.DateTimeField()
    edition_day = models.DateField()
    channel = models.CharField(max_length=8, choices=[(str(c), str(c)) for c in Channel])
    canonical_hash = models.CharField(max_length=64)  # keyed: of the answers without the host's telephone
    body = models.TextField()  # XML, the host's telephone cut out
    answers = models.JSONField(default=dict)  # by the question's name, as text
    findings = models.JSONField(default=list)  # [{"code", "path", "message"}]; never an answer's text
    hidden = models.JSONField(default=list)  # questions whose text was hidden for good
    people_gone_on = models.DateField(
        null=True
    )  # when its edition was archived: all that could name somebody is gone
    state = models.CharField(
        max_length=8, default=SubmissionState.KEPT, choices=[(str(s), str(s)) for s in SubmissionState]
    )
    deprecated_id = models.CharField(max_length=255, blank=True)  # the instance that it says it corrects
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    conflicts_with = models.ForeignKey("self", models.PROTECT, null=True, related_name="conflicting")
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instance_id"], condition=Q(state=SubmissionState.KEPT), name="instance_kept_once"
            ),
            models.UniqueConstraint(fields=["instance_id", "canonical_hash"], name="same_answers_stored_once"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(state=SubmissionState.KEPT), name="corrected_once"
            ),
            models.CheckConstraint(condition=~Q(instance_id=""), name="submission_has_instance"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")), name="replaces_another"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["edition", "form_version", "-id"], name="submission_by_form"),
            models.Index(
                fields=["deprecated_id"], name="submission_corrects", condition=~Q(deprecated_id="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instance_id} ({self.state})"


class Attachment(models.Model):
    """A file that came with a submission. A picture is kept anew, without what the camera wrote into it.

    What is no picture that we can read is kept sealed (`is_sealed`): nothing is lost, and nothing is served as it came.
    The newest of one name is shown.
    """

    privacy, retention = "staff only: evidence, not for publication", "90 days after final"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    came_as = models.CharField(
        max_length=64
    )  # keyed hash of the bytes as they came, to know them when they come again
    file_hash = models.CharField(max_length=64)
    perceptual_hash = models.BigIntegerField(null=True)
    is_sealed = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "name", "came_as"], name="attachment_once"),
        ]
        indexes = [models.Index(fields=["file_hash"], name="attachment_by_file")]

    def __str__(self) -> str:
        return f"{self.name} of {self.submission_id}"


class HostPhone(models.Model):
    """The telephone of someone who can confirm an activity: sealed, for the checker only, deleted after the check."""

    privacy, retention = "personal, sealed", "delete_after"

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="host_phone")
    sealed = models.BinaryField()
    delete_after = models.DateField()  # the edition's day

    def __str__(self) -> str:
        return f"host of {self.submission_id}"


class UnreadableBody(models.Model):
    """A body that is no whole form: cut off on its way, or nothing of ours. Every run of nine digits is masked."""

    privacy, retention = "administrators only, masked", "90 days"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=[(str(c), str(c)) for c in Channel])
    received_at = models.DateTimeField()
    code = models.CharField(max_length=60)  # of the problem that the sender was told
    size = models.PositiveIntegerField()  # bytes that came
    keyed_hash = models.CharField(max_length=64)
    masked = models.TextField()  # at most rules.UNREADABLE_CHARACTERS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "keyed_hash"], name="unreadable_once")]

    def __str__(self) -> str:
        return f"unreadable {self.pk}: {self.code}"


class Draft(models.Model):
    """A form that someone fills in on the web, sealed with the installation's key until it is sent."""

    privacy, retention = "personal, sealed", "30 days after it was last touched"

    uuid = models.UUIDField(
        default=uuid7, unique=True
    )  # becomes the instance id, so that sending twice is once
    account = models.ForeignKey(Account, models.CASCADE, related_name="drafts")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    held_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+"
    )  # for whom it was entered
    is_for_someone = models.BooleanField(
        default=False
    )  # entered for one without an account, whose name nobody keeps
    deprecated_id = models.CharField(max_length=255, blank=True)
    sealed = models.BinaryField()  # JSON object: answers by the question's name
    page = models.PositiveSmallIntegerField(default=0)  # the page on which she stopped
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["account", "edition", "-updated_at"], name="draft_of_account")]

    def __str__(self) -> str:
        return f"draft {self.uuid}"

    @property
    def instance_id(self) -> str:
        return f"uuid:{self.uuid}"


class DraftPicture(models.Model):
    """A picture of a draft, cleaned when it came, sealed until the draft is sent."""

    privacy, retention = "personal, sealed", "with its draft"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="pictures")
    question = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "question"], name="one_picture_a_question")]

    def __str__(self) -> str:
        return f"picture {self.question} of {self.draft_id}"


class SheetImport(models.Model):
    """A sheet that someone brings in: checked as a whole, then stored group by group; picked up where it stopped.

    `done` counts the rows that this state is through with. `group`: what the group being stored consists of, so that
    one cut off in the middle is counted once.
    """

    privacy = "personal, sealed: the file and what is wrong in it; else staff only"
    retention = "the file until it is stored, 30 days at most; the rest 30 days"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    mapping = models.ForeignKey(
        SheetMapping, models.PROTECT, null=True, related_name="+"
    )  # of a foreign sheet
    language = models.CharField(max_length=10)  # of the sentences
    file_name = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64)  # of the sealed file
    state = models.CharField(
        max_length=8, default=SheetState.CHECKING, choices=[(str(s), str(s)) for s in SheetState]
    )
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    group = models.JSONField(default=dict)
    errors = models.PositiveIntegerField(default=0)
    sealed_faults = models.BinaryField(default=bytes)  # JSON list, as `charter check` has them
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["edition", "account", "-id"], name="sheet_of_account")]

    def __str__(self) -> str:
        return f"sheet {self.uuid} ({self.state})"
