"""A reviewer's queue goes into another's hands for some days, and comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.people import queries
from jarchy.people.models import Account, ReviewHandover
from jarchy.people.problems import Problems

MOST_DAYS = 60


@transaction.atomic
def hand_over_review(
    edition: Edition, account: Account, to: Account, *, since: date, until: date, by: Actor
) -> ReviewHandover:
    """From `since` to `until`, both days of the edition, `to` also reviews what `account` reviews. Twice is once.

    By the reviewer herself or the Secretariat for her. Raises people.not_allowed, not_a_reviewer, wrong_handover,
    handed_over_already.
    """
    if not _may(by, edition, account.pk):
        raise Problems.not_allowed()
    Account.objects.select_for_update().get(pk=account.pk)  # two at once would overlap
    reviews = queries.reviewers_of(edition)
    if account.pk == to.pk or account.pk not in reviews or to.pk not in reviews:
        raise Problems.not_a_reviewer()
    if not edition.today() <= since <= until < since + timedelta(MOST_DAYS):
        raise Problems.wrong_handover(days=MOST_DAYS)
    rows = ReviewHandover.objects.filter(edition=edition, from_account=account, ended_at__isnull=True)
    for row in rows.filter(since__lte=until, until__gte=since).order_by("pk"):
        if (row.to_account_id, row.since, row.until) == (to.pk, since, until):
            return row
        raise Problems.handed_over_already()
    row = ReviewHandover.objects.create(
        edition=edition, from_account=account, to_account=to, since=since, until=until, made_by_id=by.account
    )
    _note("queue handed over", row, by=by)
    return row


@transaction.atomic
def end_handover(uuid: UUID, *, by: Actor) -> ReviewHandover:
    """Before its last day: by the one or the other reviewer, or the Secretariat. Twice is no fault.

    Raises people.no_handover for whoever has nothing to do with it.
    """
    row = (
        ReviewHandover.objects.select_for_update(of=("self",))
        .select_related("edition")
        .filter(uuid=uuid)
        .first()
    )
    if row is None or not (
        _may(by, row.edition, row.from_account_id) or _may(by, row.edition, row.to_account_id)
    ):
        raise Problems.no_handover()
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _note("queue taken back", row, by=by)
    return row


def _may(by: Actor, edition: Edition, account: int) -> bool:
    is_hers = by.account == account and by.has(Role.REVIEWER, edition=edition.slug)
    return is_hers or by.has(Role.SECRETARIAT, edition=edition.slug)


def _note(verb: str, row: ReviewHandover, *, by: Actor) -> None:
    audit.note(
        verb, kind="account", key=row.from_account_id, by=by, edition=row.edition.slug,
        edition_day=row.edition.today(),
        details={"to": row.to_account_id, "since": row.since.isoformat(), "until": row.until.isoformat()},
    )  # fmt: skip
