"""Form versions, what was answered, and what is still being written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jarchy.charter.models import Edition, Organisation, SheetMapping
from jarchy.forms.rules import Channel, SheetState, SubmissionState, UploadState
from jarchy.foundation.ids import uuid7
from jarchy.people.models import Account, Device


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
    workbook_file = models.CharField(
        max_length=64, blank=True
    )  # where it was published: the workbook, by its hash
    is_from_folder = models.BooleanField(default=True)  # else published on a page or at the command line
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


class FormFile(models.Model):
    """A file that was published with a version: a list that it asks from, a picture or sound of a label."""

    privacy, retention = "whoever fills the form in", "with its version"

    form_version = models.ForeignKey(FormVersion, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    file_hash = models.CharField(max_length=64)
    md5 = models.CharField(max_length=32)  # of its bytes, hex: what a phone's manifest asks for
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["form_version", "name"], name="form_file_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.form_version_id}"


class FormUpload(models.Model):
    """A workbook that the Secretariat brought in on a page: looked through first, published when she says so."""

    privacy, retention = "staff only", "30 days after it was last touched"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120)
    workbook_file = models.CharField(max_length=64)  # by its hash
    brought = models.JSONField(default=dict)  # files that came along: name -> hash
    purpose = models.SlugField(blank=True)
    language = models.CharField(max_length=10)  # of the sentences
    state = models.CharField(
        max_length=10, default=UploadState.CHECKING, choices=[(str(s), str(s)) for s in UploadState]
    )
    form_id = models.CharField(max_length=50, blank=True)
    version = models.CharField(max_length=40, blank=True)
    faults = models.JSONField(default=list)  # [{"where", "message", "remedy"}]
    advice = models.JSONField(default=list)  # likewise
    missing = models.JSONField(default=list)  # names of pictures and sounds
    changes = models.JSONField(default=list)  # [[what, the question's label]] against the version asked now
    xform = models.TextField(blank=True)  # to look at before it is published
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["edition", "-id"], name="form_upload_of_edition")]

    def __str__(self) -> str:
        return f"form {self.file_name} ({self.state})"


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
    is_waiting = models.BooleanField(
        default=False
    )  # from a phone, sealed as it came: looked at after the answer
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


class KeptApart(models.Model):
    """What a phone sent that could be read and not be counted: an unknown form, a phone taken back meanwhile ...

    Sealed, with its files, for the Secretariat: nothing acknowledged is lost.
    """

    privacy, retention = "personal, sealed", "90 days"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    why = models.CharField(max_length=60)  # code of the problem
    received_at = models.DateTimeField()
    edition_day = models.DateField()
    keyed_hash = models.CharField(max_length=64)  # of the body and of its files
    file_hash = models.CharField(max_length=64)  # of the sealed file: forms.parcels
    head = models.PositiveIntegerField()  # bytes of its beginning that say what it consists of

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "keyed_hash"], name="kept_apart_once")]
        indexes = [models.Index(fields=["edition", "-id"], name="kept_apart_of_edition")]

    def __str__(self) -> str:
        return f"kept apart {self.uuid}: {self.why}"


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
    sealed = models.BinaryField()  # JSON object: answers by name or path, rounds (rounds.py)
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


class DraftFile(models.Model):
    """A file of a draft, sealed until it is sent: a picture, cleaned when it came; any other as it came.

    An answer names it; one that none names any more is deleted.
    """

    privacy, retention = "personal, sealed", "with its draft"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(default=0)  # bytes
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="draft_file_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.draft_id}"


class ChatSession(models.Model):
    """A form that someone is asked in a chat, sealed with the installation's key until it is sent or expires."""

    privacy, retention = "personal, sealed", "7 days after the last message"

    uuid = models.UUIDField(
        default=uuid7, unique=True
    )  # becomes the instance id, so that sending twice is once
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    takes = models.JSONField(default=list)  # what the channel carries beside text: picture, place
    sealed = models.BinaryField()  # JSON: the talk, the last message's id, what was answered to it
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "form_version"], name="chat_of_account")]

    def __str__(self) -> str:
        return f"chat {self.uuid}"

    @property
    def instance_id(self) -> str:
        return f"uuid:{self.uuid}"


class ChatFile(models.Model):
    """A picture of a chat, cleaned when it came, sealed until it is sent."""

    privacy, retention = "personal, sealed", "with its session"

    session = models.ForeignKey(ChatSession, models.CASCADE, related_name="files")
    path = models.CharField(max_length=255)  # of the question, with the numbers of its rounds
    name = models.CharField(max_length=255)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "path"], name="one_chat_file_a_question")]

    def __str__(self) -> str:
        return f"picture {self.path} of {self.session_id}"


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
