"""Phones that send by themselves: let in, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor
from jarchy.people import rules
from jarchy.people.models import Account, Device
from jarchy.people.problems import Problems

SEEN_EVERY = timedelta(hours=1)


@transaction.atomic
def add_device(
    edition: Edition,
    *,
    by: Actor,
    account: Account | None = None,
    organisation: Organisation | None = None,
    name: str = "",
) -> Device:
    """A phone of this account, or one that this organisation shares, may send from now on.

    What it signs in with is worked out from its number: people.devices. Raises people.wrong_device, people.not_allowed.
    """
    name = name.strip()[:80]
    is_shared_rightly = (
        organisation is not None and name and organisation.participations.filter(edition=edition).exists()
    )
    if (account is None) == (organisation is None) or (account is None and not is_shared_rightly):
        raise Problems.wrong_device()
    slug = organisation.slug if organisation else None
    if not rules.may_add_device(by, edition.slug, account=account.pk if account else None, organisation=slug):
        raise Problems.not_allowed()
    device = Device.objects.create(
        edition=edition, account=account, organisation=organisation, name=name, made_by_id=by.account
    )
    audit.note(
        "phone let in", kind="device", key=device.number, by=by, edition=edition.slug, edition_day=edition.today(),
        details={"account": account.pk if account else None, "organisation": slug or ""},
    )  # fmt: skip
    return device


@transaction.atomic
def revoke_device(device: Device, *, by: Actor) -> Device:
    """It sends nothing any more; what it sent stays. Twice is no fault. Raises people.no_device."""
    row = Device.objects.visible_to(by).filter(pk=device.pk).first()
    if row is None:
        raise Problems.no_device()
    row = Device.objects.select_for_update().select_related("edition").get(pk=row.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        audit.note(
            "phone taken back", kind="device", key=row.number, by=by, edition=row.edition.slug,
            edition_day=row.edition.today(),
        )  # fmt: skip
    return row


def note_seen(devices: Iterable[Device], *, now: datetime) -> None:
    """Remember, to the hour, that these phones came; at most one statement."""
    due = [row.pk for row in devices if row.seen_at is None or row.seen_at < now - SEEN_EVERY]
    if due:
        before = Q(seen_at__isnull=True) | Q(seen_at__lt=now - SEEN_EVERY)
        Device.objects.filter(before, pk__in=due).update(seen_at=now)
