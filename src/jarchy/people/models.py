"""Accounts and what they may do: memberships, invitations, sign-in cards; approvals; links to look."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Role
from jarchy.people.devices import new_number
from jarchy.people.narrowing import ApprovalQuerySet, DeviceQuerySet, InvitationQuerySet, MembershipQuerySet
from jarchy.people.rules import ApprovalState, How
from jarchy.places.models import Place

ROLES = [(str(role), str(role)) for role in Role]


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, *, email: str | None = None, phone: str | None = None, password: str | None = None,
                    **columns: object) -> Account:  # fmt: skip
        """An account with this sign-in; without a password nobody can sign in but by a card."""
        account = self.model(email=email.strip().lower() if email else None, phone=phone or None, **columns)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail or phone. Journal and audit name her number; the row is emptied, not deleted."""

    privacy, retention = "personal", "emptied on delete_people_on"

    email = models.EmailField(null=True, unique=True)  # in small letters
    phone = models.CharField(
        max_length=20, null=True, unique=True
    )  # E.164; unconfirmed until there are channels
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="ky")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    is_minor = models.BooleanField(default=False)  # under 18: no name, picture or hours in public
    guardian_consent_on = models.DateField(null=True)
    guardian_consent_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    sessions_ended = models.PositiveIntegerField(
        default=0
    )  # how often all her sessions were ended; part of their hash
    joined_at = models.DateTimeField(default=timezone.now)
    emptied_at = models.DateTimeField(null=True)

    objects = AccountManager()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(emptied_at__isnull=False),
                name="account_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True)
                | Q(email__isnull=True, phone__isnull=True, name="", is_active=False),
                name="emptied_account_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Changes with the password and whenever her sessions are ended: a session of before is then nobody's."""
        words = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("jarchy.people.session", words, secret=secret, algorithm="sha256").hexdigest()

    @property
    def sign_in_name(self) -> str:
        return self.email or self.phone or ""

    @property
    def shown_name(self) -> str:
        """Her name, or what she signs in with where she gave none."""
        return self.name or self.sign_in_name

    @property
    def waits_for_consent(self) -> bool:
        """Under 18, and nobody has recorded yet that a guardian agrees: she may sign in and do no more."""
        return self.is_minor and self.guardian_consent_on is None


class Membership(models.Model):
    """One role of an account in an edition: for an organisation, or for some places, or for all."""

    privacy, retention = "account numbers", "kept with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=24, choices=ROLES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="memberships")
    places = models.ManyToManyField(Place, blank=True)  # of any level, with all that lies below them
    invitation = models.ForeignKey("Invitation", models.PROTECT, null=True, related_name="memberships")
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two, since SQLite takes two empty organisations for different ones.
            models.UniqueConstraint(
                fields=["account", "edition", "role", "organisation"],
                condition=Q(ended_at__isnull=True, organisation__isnull=False), name="one_membership_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["account", "edition", "role"],
                condition=Q(ended_at__isnull=True, organisation__isnull=True), name="one_membership_for_all",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.VOLUNTEER, Role.COORDINATOR]) | Q(organisation__isnull=False),
                name="field_role_has_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.APPROVER) | Q(organisation__isnull=False),
                name="approver_has_organisation",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["edition", "organisation", "id"], name="membership_of_organisation")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} in {self.edition_id}"


class Invitation(models.Model):
    """A link to join with one role, until a moment, so many times. Only a keyed hash of its token is kept."""

    privacy, retention = "account numbers", "kept with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=24, choices=ROLES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="invitations")
    places = models.ManyToManyField(Place, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # None: the house
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    uses_allowed = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(uses__lte=F("uses_allowed")), name="invitation_used_as_allowed"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.uuid}"


class SignInCard(models.Model):
    """A paper that lets one person in once, by its QR code or the short code below it. Only keyed hashes are kept."""

    privacy, retention = "account numbers", "a week after it expires"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cards")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"card of account {self.account_id}"


class Device(models.Model):
    """A phone that sends reports by itself: of one account, or shared, and then its organisation is the sender.

    What it signs in with follows from its number (people/devices.py); nothing of that is kept.
    """

    privacy = "account numbers; what its owner calls it"
    retention = "kept with the edition; the name: until her account is emptied"

    number = models.CharField(max_length=8, unique=True, default=new_number)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="devices")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="devices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="devices")
    name = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # None: the house
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # to the hour: when it last asked or sent

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=True) ^ Q(organisation__isnull=True), name="device_of_one_sender"
            ),
        ]
        indexes = [models.Index(fields=["edition", "-id"], name="devices_of_edition")]

    def __str__(self) -> str:
        return f"device {self.number}"


class ReviewHandover(models.Model):
    """A reviewer's queue in another's hands, from day to day of the edition: it widens what the other may review.

    It gives what the first reviewer's own memberships give while it lasts, and never her own organisation's reports.
    """

    privacy, retention = "account numbers", "kept with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="review_handovers")
    from_account = models.ForeignKey(Account, models.PROTECT, related_name="handed_over")
    to_account = models.ForeignKey(Account, models.PROTECT, related_name="taken_over")
    since = models.DateField()
    until = models.DateField()  # the last day
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # None: the house
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # ended before its time

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="handover_days_in_order"),
            models.CheckConstraint(condition=~Q(from_account=F("to_account")), name="handed_to_another"),
        ]
        indexes = [models.Index(fields=["to_account", "until"], name="handover_to")]

    def __str__(self) -> str:
        return f"queue of {self.from_account_id} with {self.to_account_id}"

    def is_running(self) -> bool:
        """On the edition's today; reads the edition."""
        return self.ended_at is None and self.since <= self.edition.today() <= self.until


class Letter(models.Model):
    """A letter by which an organisation approves, as the Secretariat entered it; its scan, if any, by hash."""

    privacy, retention = "a scan with a signature; account number of who entered it", "kept with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    dated_on = models.DateField()
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_suffix = models.CharField(max_length=4, blank=True)  # pdf, jpg
    entered_by = models.BigIntegerField(null=True)  # account number; null is the house
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organisation", "number", "dated_on"], name="a_letter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.uuid}"


class Deputy(models.Model):
    """Who stands in for an organisation's approver, from a day until a day, both included."""

    privacy, retention = "account numbers", "kept with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # ended before its day

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="deputy_begins_before_end"),
        ]
        indexes = [models.Index(fields=["account", "edition"], name="deputies_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} for {self.organisation_id}"


class StandingApproval(models.Model):
    """A wording approved once, by letter or by click, until a day: what is asked in these words is covered at once."""

    privacy, retention = "account number of who entered or clicked it", "kept with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    wording = models.TextField()
    wording_sha256 = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField()
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+")
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="standing_begins_before_end"),
            models.CheckConstraint(
                condition=Q(letter__isnull=False) | Q(entered_by__isnull=False),
                name="standing_by_letter_or_somebody",
            ),
        ]
        indexes = [models.Index(fields=["edition", "kind", "wording_sha256"], name="standing_by_wording")]

    def __str__(self) -> str:
        return f"standing approval {self.uuid}"


class Approval(models.Model):
    """One organisation asked to agree to the words of a row, and what it answered. The words stay as they were."""

    privacy, retention = "account numbers", "kept with the edition"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)  # of people.approvals
    row = models.CharField(max_length=64)  # its public name: a UUID or a slug
    title = models.CharField(max_length=300)
    words = models.TextField()
    sha256 = models.CharField(max_length=64)  # of the words
    wording_sha256 = models.CharField(max_length=64)  # of what a standing approval may cover
    state = models.CharField(
        max_length=10, choices=[(str(s), str(s)) for s in ApprovalState], default=ApprovalState.ASKED
    )
    how = models.CharField(max_length=10, choices=[(str(h), str(h)) for h in How], blank=True)
    asked_by = models.BigIntegerField(null=True)  # account number; null is the house
    asked_at = models.DateTimeField()
    asked_on = models.DateField()  # the edition's day
    due_on = models.DateField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # of a refusal or a withdrawal
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="approvals")
    standing = models.ForeignKey(StandingApproval, models.PROTECT, null=True, related_name="approvals")
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, related_name="approvals")

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "row", "organisation"],
                condition=Q(state="asked"),
                name="asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | (Q(decided_on__isnull=False) & ~Q(how="")),
                name="given_says_how_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(how="letter") | Q(letter__isnull=False), name="by_letter_names_the_letter"
            ),
            models.CheckConstraint(
                condition=~Q(how="standing") | Q(standing__isnull=False), name="standing_is_named"
            ),
        ]
        indexes = [models.Index(fields=["edition", "state", "due_on"], name="approvals_waiting")]

    def __str__(self) -> str:
        return f"approval {self.uuid}"


class ViewLink(models.Model):
    """A read-only page for somebody who never signs in, until a moment. Only a keyed hash of its token is kept."""

    privacy, retention = "for whom it is, as the Secretariat calls them", "for whom: until delete_people_on"

    uuid = models.UUIDField(default=uuid7, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)  # of people.looks
    row = models.CharField(max_length=64, blank=True)  # which of them: a P-code, UUID or slug
    title = models.CharField(max_length=300)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.uuid}"


class LinkOpening(models.Model):
    """That a link was opened, when and for what; not by whom, nor from where."""

    privacy, retention = "a moment without a person", "kept with the edition"

    link = models.ForeignKey(ViewLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    what = models.CharField(max_length=8, choices=[("page", "page"), ("file", "file")])

    class Meta:
        indexes = [models.Index(fields=["link", "at"], name="openings_of_link")]

    def __str__(self) -> str:
        return f"{self.link_id} at {self.at}"
