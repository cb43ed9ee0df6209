"""What a link shows, while it is open, and how often it was opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone

from jarchy import people
from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import Actor, Grant, Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.sealing import keyed_hash
from jarchy.foundation.texts import text_in
from jarchy.people.models import ViewLink
from jarchy.people.problems import Problems


def link_by(edition: Edition, token: str, *, now: datetime | None = None) -> ViewLink:
    """The link of this token while it is open. Raises people.link_over, for one that never was too."""
    rows = ViewLink.objects.filter(edition=edition, token_hash=keyed_hash(token.encode()), revoked_at=None)
    found = rows.filter(expires_at__gt=now or timezone.now()).select_related("edition").first()
    if found is None or found.kind not in people.looks:
        raise link_over(edition)
    return found


def link_over(edition: Edition) -> ProblemRaised:
    """That it is over, with whom to ask."""
    try:
        whom = text_in(charter.lead_of(edition).names)
    except ProblemRaised:
        whom = text_in(edition.names)
    return Problems.link_over(organisation=whom)


def page_of(link: ViewLink) -> people.LookPage:
    """What it shows, as a partner sees it and no wider than the link. Raises people.link_over where that is gone."""
    look = people.looks[link.kind]
    page = look.show(link.edition, looker(link), link.row)
    if page is None:
        raise link_over(link.edition)
    return page


def looker(link: ViewLink) -> Actor:
    """Nobody's account: a partner in this edition, in one place where the link is of a place."""
    places = frozenset({link.row}) if people.looks[link.kind].is_of_place else frozenset()
    return Actor(
        account=None, grants=frozenset({Grant(Role.PARTNER, link.edition.slug, None, places)}), name="look"
    )


@dataclass(frozen=True)
class LinkNow:
    link: ViewLink
    is_open: bool
    opened: int
    last_opened: datetime | None


def links(edition: Edition, *, now: datetime | None = None, limit: int = 50) -> Sequence[LinkNow]:
    """Newest first, each with how often it was opened and when last. One query."""
    moment = now or timezone.now()
    rows = ViewLink.objects.filter(edition=edition).annotate(n=Count("openings"), last=Max("openings__at"))
    return [
        LinkNow(row, row.revoked_at is None and row.expires_at > moment, row.n, row.last)
        for row in rows.order_by("-pk")[:limit]
    ]


def link(edition: Edition, uuid: UUID) -> ViewLink:
    """Raises people.no_link."""
    found = ViewLink.objects.filter(edition=edition, uuid=uuid).select_related("edition").first()
    if found is None:
        raise Problems.no_link()
    return found
