"""What the house asks about phones: whose it is and what it may send, which ones there are."""

from __future__ import annotations

from collections.abc import Iterable

from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import Actor, Grant, Role
from jarchy.people import queries
from jarchy.people.models import Device
from jarchy.people.problems import Problems

MOST = 500


def devices_by(numbers: Iterable[str]) -> dict[str, Device]:
    """Phones with these numbers that may still come in, by number. One query."""
    rows = Device.objects.live().filter(number__in=set(numbers))
    rows = rows.select_related("edition", "account", "organisation")
    return {row.number: row for row in rows if row.account is None or row.account.is_active}


def actors_of(devices: Iterable[Device]) -> dict[str, Actor]:
    """Who sends by each, by number: her account in the phone's edition, or the organisation that shares it as one of
    its volunteers would. One query."""
    rows = list(devices)
    accounts = {row.account.pk for row in rows if row.account and not row.account.waits_for_consent}
    held = queries.grants_of(accounts) if accounts else {}
    return {row.number: _actor(row, held) for row in rows}


def _actor(device: Device, held: dict[int, frozenset[Grant]]) -> Actor:
    slug = device.edition.slug
    if device.organisation is not None:
        grant = Grant(Role.VOLUNTEER, slug, device.organisation.slug)
        return Actor(None, frozenset({grant}), name=f"phone {device.number}")
    grants = held.get(device.account_id or 0, frozenset())
    return Actor(device.account_id, frozenset(grant for grant in grants if grant.edition == slug))


def language_of(device: Device) -> str:
    """In which language this phone's holder is answered."""
    return device.account.language if device.account else device.edition.languages[0]


def devices_of(edition: Edition, actor: Actor) -> list[Device]:
    """Phones that the actor may see, those that still come in first, then the newest; 500 at most. One query."""
    rows = Device.objects.visible_to(actor).filter(edition=edition)
    rows = rows.select_related("account", "organisation", "edition").order_by("-pk")[:MOST]
    return sorted(rows, key=lambda row: row.revoked_at is not None)


def device(number: str, actor: Actor) -> Device:
    """Raises people.no_device for whoever may not see it."""
    row = (
        Device.objects.visible_to(actor)
        .select_related("account", "organisation", "edition")
        .filter(number=number)
    )
    found = row.first()
    if found is None:
        raise Problems.no_device()
    return found
