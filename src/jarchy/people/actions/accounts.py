"""An account's life: made, its sessions ended, a guardian's consent recorded, emptied."""

from __future__ import annotations

from datetime import date

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jarchy.foundation import audit
from jarchy.foundation.jobs import every
from jarchy.foundation.narrowing import Actor, Role, house
from jarchy.people import queries, rules
from jarchy.people.models import Account, Deputy, Device, Invitation, Membership, SignInCard, ViewLink
from jarchy.people.problems import Problems


@transaction.atomic
def add_account(
    sign_in_name: str,
    *,
    by: Actor,
    name: str = "",
    password: str | None = None,
    language: str = "ky",
    is_minor: bool = False,
    is_demonstration: bool = False,
) -> Account:
    """An account for this e-mail address or phone, without any role.

    The caller has seen to the right: an accepted invitation, a command, a set-up. Raises people.no_sign_in_name,
    people.taken.
    """
    email, phone = rules.sign_in_name(sign_in_name, settings.PHONE_REGION)
    if not email and not phone:
        raise Problems.no_sign_in_name(text=sign_in_name)
    if Account.objects.filter(Q(email=email) if email else Q(phone=phone)).exists():
        raise Problems.taken()
    account = Account.objects.create_user(
        email=email, phone=phone, password=password, name=name.strip(), language=language, is_minor=is_minor,
        is_demonstration=is_demonstration,
    )  # fmt: skip
    audit.note("account made", kind="account", key=account.pk, by=by, details={"is_minor": is_minor})
    return account


def end_sessions(account: Account, *, by: Actor, why: str = "") -> None:
    """Sign the account out wherever it is signed in."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(sessions_ended=F("sessions_ended") + 1)
        audit.note("sessions ended", kind="account", key=account.pk, by=by, why=why)
    account.refresh_from_db(fields=["sessions_ended"])


def set_language(account: Account, language: str) -> None:
    """The language in which she is written to."""
    Account.objects.filter(pk=account.pk).update(language=language)


@transaction.atomic
def record_consent(account: Account, *, on: date, by: Actor, today: date | None = None) -> Account:
    """A guardian's consent on paper, dated `on`, kept by the coordinator who records it. The first record stands.

    Only whoever may bring her in with one of her roles. Raises people.not_allowed, people.wrong_consent.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    grants = queries.grants_of([account.pk]).get(account.pk, frozenset())
    if account.pk == by.account or not any(rules.may_give(by, grant) for grant in grants):
        raise Problems.not_allowed()
    if not account.is_minor or on > (today or timezone.now().date()):
        raise Problems.wrong_consent()
    if account.guardian_consent_on is None:
        account.guardian_consent_on = on
        account.guardian_consent_by_id = by.account
        account.save(update_fields=["guardian_consent_on", "guardian_consent_by"])
        audit.note("consent recorded", kind="account", key=account.pk, by=by, details={"on": on.isoformat()})
    return account


@every(minutes=60)
def empty_people_due() -> None:
    """Erase the people of editions whose day for it has come, by the edition's clock. Safe to repeat."""
    for edition in queries.editions_past_people():
        for account in queries.people_due(edition):
            empty_account(account, by=house("keeping times"), why=f"delete_people_on {edition.slug}")
        ViewLink.objects.filter(edition=edition).exclude(label="").update(label="")


@transaction.atomic
def empty_account(account: Account, *, by: Actor, why: str = "") -> Account:
    """Erase a person: nothing but the number stays; roles, cards, sessions, open invitations end. Twice is no fault.

    She herself may ask for it, or an administrator does it. Raises people.not_allowed.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    is_administrator = by.is_house or any(grant.role is Role.ADMINISTRATOR for grant in by.grants)
    if not is_administrator and by.account != account.pk:
        raise Problems.not_allowed()
    if account.emptied_at is not None:
        return account
    now = timezone.now()
    account.email = account.phone = None
    account.name = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.guardian_consent_on = None
    account.guardian_consent_by = None
    account.last_login = None
    account.language = settings.LANGUAGE_CODE
    account.emptied_at = now
    account.sessions_ended += 1
    account.set_password(None)
    account.save()
    EmailAddress.objects.filter(user=account).delete()
    SignInCard.objects.filter(account=account).delete()
    Membership.objects.live().filter(account=account).update(ended_at=now)
    Invitation.objects.filter(made_by=account, revoked_at__isnull=True).update(revoked_at=now)
    ViewLink.objects.filter(made_by=account.pk, revoked_at__isnull=True).update(revoked_at=now)
    devices = Device.objects.filter(account=account)
    devices.live().update(revoked_at=now)
    devices.update(name="")
    Deputy.objects.filter(account=account, ended_at__isnull=True).update(ended_at=now)
    audit.note("account emptied", kind="account", key=account.pk, by=by, why=why)
    return account
