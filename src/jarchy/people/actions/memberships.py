"""Roles given and ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Grant, Role
from jarchy.people import queries, queries_approvals, rules
from jarchy.people.actions.accounts import end_sessions
from jarchy.people.actions.looks import take_back_link
from jarchy.people.models import Account, Invitation, Membership, ViewLink
from jarchy.people.problems import GRANT_FAULTS, Problems
from jarchy.places.models import Place


def check_grant(role: Role, *, organisation: Organisation | None, places: Collection[Place]) -> None:
    """Raises people.wrong_grant where the role lacks its organisation or places, or has them for nothing."""
    fault = rules.fault_of_grant(
        role,
        organisation=organisation.slug if organisation else None,
        places=[place.pcode for place in places],
    )
    if fault:
        raise Problems.wrong_grant(why=GRANT_FAULTS[fault])


def check_approver(edition: Edition, role: Role, organisation: Organisation | None) -> None:
    """Raises people.wrong_grant where an approver's organisation has no say in this campaign."""
    if role is Role.APPROVER and organisation and not queries_approvals.may_approve(edition, organisation):
        raise Problems.wrong_grant(why=GRANT_FAULTS["approves"])


def wanted_grant(
    edition: Edition, role: Role, organisation: Organisation | None, places: Collection[Place]
) -> Grant:
    return Grant(
        role, edition.slug, organisation.slug if organisation else None, frozenset(p.pcode for p in places)
    )


@transaction.atomic
def add_membership(
    account: Account,
    edition: Edition,
    role: Role,
    *,
    by: Actor,
    organisation: Organisation | None = None,
    places: Collection[Place] = (),
) -> Membership:
    """Give a role, in these places if any. The same role again changes its places only.

    Raises people.not_allowed, people.wrong_grant.
    """
    if not rules.may_give(by, wanted_grant(edition, role, organisation, places)):
        raise Problems.not_allowed()
    return join(account, edition, role, by=by, organisation=organisation, places=places)


def join(
    account: Account,
    edition: Edition,
    role: Role,
    *,
    by: Actor,
    organisation: Organisation | None,
    places: Collection[Place],
    invitation: Invitation | None = None,
) -> Membership:
    """The membership, in the transaction of the caller, who has seen to the right (an invitation carries it)."""
    check_grant(role, organisation=organisation, places=places)
    check_approver(edition, role, organisation)
    membership, is_new = Membership.objects.get_or_create(
        account=account, edition=edition, role=role, organisation=organisation, ended_at=None,
        defaults={"invitation": invitation},
    )  # fmt: skip
    before = set() if is_new else {place.pcode for place in membership.places.all()}
    after = {place.pcode for place in places}
    if before != after:
        membership.places.set(places)
    if is_new or before != after:
        audit.note(
            "role given", kind="account", key=account.pk, by=by, edition=edition.slug, edition_day=edition.today(),
            details={
                "role": str(role), "organisation": organisation.slug if organisation else "", "places": sorted(after),
                "invitation": str(invitation.uuid) if invitation else "",
            },
        )  # fmt: skip
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor, why: str = "") -> Membership:
    """End a role now; wherever its holder is signed in, she is signed out. Twice is no fault.

    Raises people.not_allowed; nobody ends her own, so that the last administrator stays.
    """
    query = Membership.objects.select_for_update(of=("self",)).select_related(
        "edition", "organisation", "account"
    )
    membership = query.get(pk=membership.pk)
    if membership.account_id == by.account or not rules.may_give(by, queries.grant_of(membership)):
        raise Problems.not_allowed()
    if membership.ended_at is not None:
        return membership
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    audit.note(
        "role ended", kind="account", key=membership.account_id, by=by, edition=membership.edition.slug,
        edition_day=membership.edition.today(), why=why, details={"role": membership.role},
    )  # fmt: skip
    end_sessions(membership.account, by=by, why="role ended")
    _take_back_those_of(membership.account, by=by)
    return membership


def take_back(invitation: Invitation, *, by: Actor, now: datetime | None = None) -> None:
    """Nobody joins by it any more, in the transaction of the caller, who has seen to the right."""
    invitation.revoked_at = now or timezone.now()
    invitation.save(update_fields=["revoked_at"])
    audit.note(
        "invitation taken back", kind="invitation", key=invitation.uuid, by=by, edition=invitation.edition.slug,
        edition_day=invitation.edition.today(),
    )  # fmt: skip


def _take_back_those_of(account: Account, *, by: Actor) -> None:
    """A role of hers ended: the invitations and links that she made and might not make today are open no more."""
    still = queries.actor_of(account)
    opened = Invitation.objects.select_for_update(of=("self",)).filter(
        made_by=account, revoked_at__isnull=True, expires_at__gt=timezone.now(), uses__lt=F("uses_allowed")
    )
    for invitation in opened.select_related("edition", "organisation"):
        if not rules.may_give(still, queries.grant_of(invitation)):
            take_back(invitation, by=by)
    links = ViewLink.objects.select_for_update(of=("self",)).select_related("edition")
    for link in links.filter(made_by=account.pk, revoked_at__isnull=True, expires_at__gt=timezone.now()):
        if not still.has(Role.SECRETARIAT, edition=link.edition.slug):
            take_back_link(link, by=by)
