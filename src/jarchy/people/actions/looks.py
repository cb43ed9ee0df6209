"""Links to look: made, opened, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jarchy import people
from jarchy.charter.models import Edition
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.sealing import keyed_hash
from jarchy.people import rules
from jarchy.people.models import LinkOpening, ViewLink
from jarchy.people.problems import Problems


@transaction.atomic
def make_link(
    edition: Edition, kind: str, row: str, *, label: str, days: int, by: Actor, now: datetime | None = None
) -> tuple[ViewLink, str]:
    """A link to this page and its token, which is told only now: the database keeps a keyed hash.

    Raises people.not_allowed, people.wrong_link.
    """
    if not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.not_allowed()
    rows = dict(people.looks[kind].rows(edition)) if kind in people.looks else {}
    if row not in rows or not label.strip() or not 1 <= days <= max(rules.LINK_DAYS):
        raise Problems.wrong_link(days=max(rules.LINK_DAYS))
    moment, token = now or timezone.now(), rules.new_token()
    link = ViewLink.objects.create(
        edition=edition, label=label.strip()[:120], kind=kind, row=row, title=rows[row][:300],
        token_hash=keyed_hash(token.encode()), made_by=by.account, made_at=moment,
        expires_at=moment + timedelta(days),
    )  # fmt: skip
    _note("link made", link, by=by, kind=kind, row=row, days=days)
    return link, token


def open_link(link: ViewLink, what: str, *, now: datetime | None = None) -> None:
    """Keep that it was opened now: the page or a file. Nothing of who did."""
    LinkOpening.objects.create(link=link, at=now or timezone.now(), what=what)


@transaction.atomic
def revoke_link(link: ViewLink, *, by: Actor, now: datetime | None = None) -> ViewLink:
    """It opens nothing any more. Twice is no fault. Raises people.not_allowed."""
    link = ViewLink.objects.select_for_update(of=("self",)).select_related("edition").get(pk=link.pk)
    if not by.has(Role.SECRETARIAT, edition=link.edition.slug):
        raise Problems.not_allowed()
    if link.revoked_at is None:
        take_back_link(link, by=by, now=now)
    return link


def take_back_link(link: ViewLink, *, by: Actor, now: datetime | None = None) -> None:
    """It opens nothing any more, in the transaction of the caller, who has seen to the right."""
    link.revoked_at = now or timezone.now()
    link.save(update_fields=["revoked_at"])
    _note("link taken back", link, by=by)


def _note(verb: str, link: ViewLink, *, by: Actor, **details: object) -> None:
    audit.note(
        verb, kind="link", key=link.uuid, by=by, edition=link.edition.slug, edition_day=link.edition.today(),
        details=details,
    )  # fmt: skip
