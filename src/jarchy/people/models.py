"""Accounts and what they may do: memberships, invitations, sign-in cards."""

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
from jarchy.people.narrowing import InvitationQuerySet, MembershipQuerySet
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
