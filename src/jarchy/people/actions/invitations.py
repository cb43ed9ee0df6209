"""Invitations: made, accepted, taken back. Whoever has the link may join, so it ends soon and is counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.sealing import keyed_hash
from jarchy.people import queries, rules
from jarchy.people.actions.accounts import add_account
from jarchy.people.actions.memberships import check_approver, check_grant, join, take_back, wanted_grant
from jarchy.people.models import Account, Invitation, Membership
from jarchy.people.problems import Problems
from jarchy.places.models import Place


@dataclass(frozen=True)
class Joining:
    """What somebody says of herself when she accepts an invitation."""

    name: str
    sign_in_name: str  # e-mail address or phone
    password: str
    language: str
    is_minor: bool


@transaction.atomic
def invite(
    edition: Edition,
    role: Role,
    *,
    by: Actor,
    organisation: Organisation | None = None,
    places: Collection[Place] = (),
    days: int = rules.USUAL_DAYS,
    uses: int = 1,
    now: datetime | None = None,
) -> tuple[Invitation, str]:
    """An invitation to this role and its link's token, which is told only now: the database keeps a keyed hash.

    Raises people.not_allowed, people.wrong_grant, people.wrong_invitation.
    """
    if not rules.may_give(by, wanted_grant(edition, role, organisation, places)):
        raise Problems.not_allowed()
    check_grant(role, organisation=organisation, places=places)
    check_approver(edition, role, organisation)
    if not 1 <= uses <= rules.most_uses(role) or not 1 <= days <= max(rules.INVITATION_DAYS):
        raise Problems.wrong_invitation(most=rules.most_uses(role), days=max(rules.INVITATION_DAYS))
    moment, token = now or timezone.now(), rules.new_token()
    invitation = Invitation.objects.create(
        edition=edition, role=role, organisation=organisation, token_hash=keyed_hash(token.encode()),
        made_by_id=by.account, made_at=moment, expires_at=moment + timedelta(days), uses_allowed=uses,
    )  # fmt: skip
    invitation.places.set(places)
    audit.note(
        "invited", kind="invitation", key=invitation.uuid, by=by, edition=edition.slug, edition_day=edition.today(),
        details={
            "role": str(role), "organisation": organisation.slug if organisation else "", "uses": uses, "days": days,
        },
    )  # fmt: skip
    return invitation, token


@transaction.atomic
def accept_invitation(token: str, joining: Joining, *, now: datetime | None = None) -> Account:
    """Somebody new joins: an account and its role.

    Raises people.invitation_over, people.no_sign_in_name, people.taken.
    """
    invitation = _take_one(token, now)
    account = add_account(
        joining.sign_in_name, by=Actor(account=None, name="invitation"), name=joining.name, password=joining.password,
        language=joining.language, is_minor=joining.is_minor,
    )  # fmt: skip
    _join(account, invitation)
    return account


@transaction.atomic
def join_by_invitation(token: str, account: Account, *, now: datetime | None = None) -> Membership:
    """Somebody who has an account takes one more role. The role she holds already uses nothing up.

    Whose role was ended does not come back by the link that she still has: somebody must invite her anew. Raises
    people.invitation_over.
    """
    invitation = queries.invitation_by(token, now=now)
    held = Membership.objects.live().filter(
        account=account,
        edition=invitation.edition,
        role=invitation.role,
        organisation=invitation.organisation,
    )
    if membership := held.first():
        return membership
    if Membership.objects.filter(account=account, invitation=invitation).exists():
        raise Problems.invitation_over()
    return _join(account, _take_one(token, now))


def _take_one(token: str, now: datetime | None) -> Invitation:
    """One use of the invitation, taken under its lock: two who come at once for the last one do not both get in."""
    found = queries.invitation_by(token, now=now)
    locked = Invitation.objects.select_for_update().get(pk=found.pk)
    if locked.revoked_at is not None or locked.uses >= locked.uses_allowed:
        raise Problems.invitation_over()
    locked.uses += 1
    locked.save(update_fields=["uses"])
    return found


def _join(account: Account, invitation: Invitation) -> Membership:
    return join(
        account, invitation.edition, Role(invitation.role), by=Actor(account=account.pk, name="invitation"),
        organisation=invitation.organisation, places=list(invitation.places.all()), invitation=invitation,
    )  # fmt: skip


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Actor, now: datetime | None = None) -> Invitation:
    """Nobody joins by it any more; who has joined stays. Raises people.not_allowed."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not rules.may_give(by, queries.grant_of(invitation)):
        raise Problems.not_allowed()
    if invitation.revoked_at is None:
        take_back(invitation, by=by, now=now)
    return invitation
