"""The one narrowing of activities and reports: list, page, export and single look-up ask it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db.models import Q, QuerySet

from jarchy.foundation.narrowing import Actor, Grant, Role

NOTHING = Q(pk__in=[])


def within(grant: Grant) -> Q:
    """Rows of the grant's edition, organisation and places (with all that lies below them)."""
    asked = Q(edition__slug=grant.edition)
    if grant.organisation:
        asked &= Q(organisation__slug=grant.organisation)
    if grant.without:
        asked &= ~Q(organisation__slug__in=list(grant.without))
    if grant.places:
        pcodes = list(grant.places)
        asked &= Q(region__pcode__in=pcodes) | Q(district__pcode__in=pcodes) | Q(place__pcode__in=pcodes)
    return asked


def any_of(conditions: Iterable[Q]) -> Q:
    found = NOTHING
    for condition in conditions:
        found |= condition
    return found


class ActivityQuerySet(QuerySet):
    """Activities planned: her own organisation's for everybody in the edition, all of their places' for staff."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_house:
            return self
        wide = {Role.REGIONAL_COORDINATOR, Role.REVIEWER, Role.SECRETARIAT}
        own = {Role.VOLUNTEER, Role.COORDINATOR}
        asked = [within(g) for g in actor.grants if g.role in wide or (g.role in own and g.organisation)]
        return self.filter(any_of(asked))


class ReportQuerySet(QuerySet):
    """Reports: a volunteer's own, a coordinator's organisation's, a region's, a reviewer's, all for the secretariat."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_house:
            return self
        return self.filter(any_of(self._seen_by(grant, actor) for grant in actor.grants))

    @staticmethod
    def _seen_by(grant: Grant, actor: Actor) -> Q:
        match grant.role:
            case Role.VOLUNTEER:
                return Q(edition__slug=grant.edition, reporter=actor.account)
            case Role.COORDINATOR:
                return within(grant) if grant.organisation else NOTHING
            case Role.REGIONAL_COORDINATOR | Role.SECRETARIAT:
                return within(grant)
            case Role.REVIEWER:
                own = actor.organisations(*Role, edition=grant.edition)
                return within(grant) & ~Q(organisation__slug__in=own)
            case Role.PARTNER:
                return within(grant) & Q(state="confirmed")
            case _:
                return NOTHING


class CallQuerySet(QuerySet):
    """Calls to check: the Secretariat's all; a checker's those that nobody has taken yet and her own.

    Never those of an organisation to which she belongs, nor of what she sent herself.
    """

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_house:
            return self
        return self.filter(any_of(self._seen_by(grant, actor) for grant in actor.grants))

    @staticmethod
    def _seen_by(grant: Grant, actor: Actor) -> Q:
        if grant.role is Role.SECRETARIAT:
            return Q(edition__slug=grant.edition)
        if grant.role is not Role.CHECKER or actor.account is None:
            return NOTHING
        own = actor.organisations(*Role, edition=grant.edition)
        is_own = Q(drawn__report__organisation__slug__in=own) | Q(drawn__report__reporter=actor.account)
        free = Q(caller__isnull=True, outcome="", drawn__report__state="confirmed")
        return Q(edition__slug=grant.edition) & (Q(caller=actor.account) | free) & ~is_own


class ConcernQuerySet(QuerySet):
    """What the safeguarding person is told of: those of her places. Not the Secretariat, not who passed it on."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(any_of(_within_her_places(g) for g in actor.grants if g.role is Role.SAFEGUARDING))

    def nobody_has(self, places: Iterable[frozenset[str]]) -> Self:
        """Those outside all of these sets of places, one for each safeguarding person; an empty set is everywhere."""
        held = list(places)
        if not all(held):
            return self.none()
        return self.exclude(any_of(_in_places(pcodes) for pcodes in held))


def _within_her_places(grant: Grant) -> Q:
    return Q(edition__slug=grant.edition) & _in_places(grant.places)


def _in_places(pcodes: frozenset[str]) -> Q:
    """Rows of a region or rayon among these; what has no place is for whoever answers everywhere."""
    if not pcodes:
        return Q()
    return Q(region__pcode__in=pcodes) | Q(district__pcode__in=pcodes)


class SmallFormQuerySet(QuerySet):
    """Media log and weeks in figures: staff who review see all, the press officer the media log, a partner her own
    organisation's weeks and those that she sent."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_house:
            return self
        return self.filter(any_of(self._seen_by(grant, actor) for grant in actor.grants))

    def _seen_by(self, grant: Grant, actor: Actor) -> Q:
        is_media = self.model._meta.model_name == "mediaitem"
        match grant.role:
            case Role.REVIEWER | Role.SECRETARIAT:
                return Q(edition__slug=grant.edition)
            case Role.PRESS_OFFICER if is_media:
                return Q(edition__slug=grant.edition)
            case Role.PARTNER if not is_media:
                own = Q(sender=actor.account)
                if grant.organisation:
                    own |= Q(organisation__slug=grant.organisation)
                return Q(edition__slug=grant.edition) & own
            case _:
                return NOTHING
