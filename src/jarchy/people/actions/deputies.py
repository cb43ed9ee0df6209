"""Who stands in for an approver, from a day until a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.people import queries_approvals as queries
from jarchy.people import rules
from jarchy.people.models import Account, Deputy
from jarchy.people.problems import GRANT_FAULTS, Problems


@transaction.atomic
def add_deputy(
    edition: Edition, organisation: Organisation, account: Account, *, since: date, until: date, by: Actor,
    now: datetime | None = None,
) -> Deputy:  # fmt: skip
    """She answers for this organisation on these days. The same again is the same row.

    Raises people.not_allowed, people.wrong_grant, people.wrong_days.
    """
    _must_look_after(edition, organisation.slug, by)
    if not queries.may_approve(edition, organisation):
        raise Problems.wrong_grant(why=GRANT_FAULTS["approves"])
    if until < max(since, edition.today()) or (until - since).days > rules.DEPUTY_MOST_DAYS:
        raise Problems.wrong_days(days=rules.DEPUTY_MOST_DAYS)
    deputy, is_new = Deputy.objects.get_or_create(
        edition=edition, organisation=organisation, account=account, since=since, until=until, ended_at=None,
        defaults={"entered_by": by.account, "entered_at": now or timezone.now()},
    )  # fmt: skip
    if is_new:
        _note("deputy entered", deputy, edition, organisation, by)
    return deputy


@transaction.atomic
def end_deputy(deputy: Deputy, *, by: Actor, now: datetime | None = None) -> Deputy:
    """From now on she answers for nobody by this; what she answered stays. Twice is no fault."""
    rows = Deputy.objects.select_for_update(of=("self",)).select_related("edition", "organisation")
    deputy = rows.get(pk=deputy.pk)
    _must_look_after(deputy.edition, deputy.organisation.slug, by)
    if deputy.ended_at is None:
        deputy.ended_at = now or timezone.now()
        deputy.save(update_fields=["ended_at"])
        _note("deputy ended", deputy, deputy.edition, deputy.organisation, by)
    return deputy


def _must_look_after(edition: Edition, organisation: str, by: Actor) -> None:
    """The Secretariat, or the approver herself: a deputy names no deputy."""
    own = by.organisations(Role.APPROVER, edition=edition.slug)
    if organisation not in own and not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.not_allowed()


def _note(verb: str, deputy: Deputy, edition: Edition, organisation: Organisation, by: Actor) -> None:
    audit.note(
        verb, kind="account", key=deputy.account_id, by=by, edition=edition.slug, edition_day=edition.today(),
        details={
            "organisation": organisation.slug, "since": deputy.since.isoformat(), "until": deputy.until.isoformat(),
        },
    )  # fmt: skip
