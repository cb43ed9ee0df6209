"""For which organisations somebody may send: her own, all of them, or those of her places."""

from __future__ import annotations

from collections.abc import Collection

from jarchy.charter.models import Organisation
from jarchy.forms.models import FormVersion
from jarchy.forms.purposes import Reach, reach, senders_of
from jarchy.forms.rules import SENDERS, may_send
from jarchy.foundation.narrowing import Actor, Role, reaches
from jarchy.places.queries import ancestors


def may_send_for(
    by: Actor, *, edition: str, organisation: Organisation | None, senders: Collection[Role] = SENDERS
) -> bool:
    """As rules.may_send; and a regional coordinator for the organisations that have their seat in her places."""
    slug = organisation.slug if organisation else None
    if may_send(by, edition=edition, organisation=slug, senders=senders):
        return True
    return (
        organisation is not None
        and Role.REGIONAL_COORDINATOR in senders
        and is_of_her_places(by, edition, organisation)
    )


def reach_of(version: FormVersion, organisation: Organisation | None, by: Actor) -> Reach | None:
    """What she may report who sends for this organisation because of her places alone; None: anything, anywhere."""
    edition = version.edition
    if organisation is None or version.purpose not in reach:
        return None
    senders = senders_of(version.purpose)
    if may_send(by, edition=edition.slug, organisation=organisation.slug, senders=senders):
        return None
    return reach[version.purpose](edition, organisation.slug, by)


def is_of_her_places(by: Actor, edition: str, organisation: Organisation) -> bool:
    """Whether she coordinates a region in which the organisation has its seat."""
    grants = by.grants_of(Role.REGIONAL_COORDINATOR, edition=edition)
    if not grants or organisation.place is None:
        return False
    return reaches(grants, organisation=organisation.slug, ancestors=ancestors(organisation.place.pcode))
