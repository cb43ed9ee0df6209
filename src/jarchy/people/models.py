"""Accounts and what they may do: memberships, invitations, sign-in cards."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.narrowing import Role
from jarchy.places.models import Place


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, *, email: str | None = None, phone: str | None = None, password: str | None = None,
                    **columns: object) -> Account:  # fmt: skip
        account = self.model(email=self.normalize_email(email) if email else None, phone=phone or None, **columns)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail or phone. Her number stands in journal and audit; the row is emptied, not deleted."""

    privacy, retention = "personal", "emptied on delete_people_on"

    email = models.EmailField(null=True, unique=True)
    phone = models.CharField(max_length=20, null=True, unique=True)  # E.164; unconfirmed until there are channels
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="ky")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    is_minor = models.BooleanField(default=False)  # under 18: no name, picture or hours in public
    guardian_consent_on = models.DateField(null=True)
    guardian_consent_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    emptied_at = models.DateTimeField(null=True)

    objects = AccountManager()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: list[str] = []
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(emptied_at__isnull=False),
                name="account_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Membership(models.Model):
    """One role of an account in an edition: for an organisation, or for some places, or for all."""

    privacy, retention = "account numbers", "kept with the edition"

    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(str(r), str(r)) for r in Role])
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="memberships")
    places = models.ManyToManyField(Place, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "edition", "role", "organisation"], condition=Q(ended_at__isnull=True),
                nulls_distinct=False, name="one_membership_of_a_kind",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} in {self.edition_id}"
