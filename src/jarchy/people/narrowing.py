"""The one narrowing of memberships, invitations and approvals: list, page and single look-up ask it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db.models import Q, QuerySet

from jarchy.foundation.narrowing import Actor, Grant, Role

NOTHING = Q(pk__in=[])
STAFF = {Role.SECRETARIAT, Role.ADMINISTRATOR}


def _seen_by(grant: Grant) -> Q:
    """A coordinator sees her organisation's people, Secretariat and administrators the edition's, others nobody."""
    if grant.role in STAFF:
        return Q(edition__slug=grant.edition)
    if grant.role is Role.COORDINATOR and grant.organisation:
        return Q(edition__slug=grant.edition, organisation__slug=grant.organisation)
    return NOTHING


def _any_of(conditions: Iterable[Q]) -> Q:
    found = NOTHING
    for condition in conditions:
        found |= condition
    return found


class MembershipQuerySet(QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self if actor.is_house else self.filter(_any_of(_seen_by(grant) for grant in actor.grants))

    def live(self) -> Self:
        return self.filter(ended_at__isnull=True)


class InvitationQuerySet(QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self if actor.is_house else self.filter(_any_of(_seen_by(grant) for grant in actor.grants))


class DeviceQuerySet(QuerySet):
    """Her own; her organisation's, shared and of its people, for a coordinator; all of the edition for the staff."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_house:
            return self
        own = Q(account=actor.account) if actor.account is not None else NOTHING
        return self.filter(own | _any_of(_devices_of(grant) for grant in actor.grants)).distinct()

    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)


def _devices_of(grant: Grant) -> Q:
    if grant.role in STAFF:
        return Q(edition__slug=grant.edition)
    if grant.role is Role.COORDINATOR and grant.organisation:
        hers = Q(account__memberships__ended_at__isnull=True, account__memberships__edition__slug=grant.edition,
                 account__memberships__organisation__slug=grant.organisation)  # fmt: skip
        return Q(edition__slug=grant.edition) & (Q(organisation__slug=grant.organisation) | hers)
    return NOTHING


class ApprovalQuerySet(QuerySet):
    """Approvals: all of the edition for the Secretariat, those of her own organisation for an approver."""

    def visible_to(self, actor: Actor, *, standing_in: Iterable[str] = ()) -> Self:
        """`standing_in`: slugs of organisations for which this account is a deputy today."""
        if actor.is_house:
            return self
        asked = _any_of(_approvals_of(grant) for grant in actor.grants)
        return self.filter(asked | Q(organisation__slug__in=list(standing_in)))


def _approvals_of(grant: Grant) -> Q:
    if grant.role is Role.SECRETARIAT:
        return Q(edition__slug=grant.edition)
    if grant.role is Role.APPROVER and grant.organisation:
        return Q(edition__slug=grant.edition, organisation__slug=grant.organisation)
    return NOTHING
