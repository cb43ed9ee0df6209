"""The day on which an edition stands: the clock's for a live one, its own for an example; and its
midnights.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jarchy.charter import keepings, midnights, rules
from jarchy.charter.actions.moving import days_of, follow_dates
from jarchy.charter.models import Edition
from jarchy.charter.problems import Problems
from jarchy.foundation import audit
from jarchy.foundation.jobs import every
from jarchy.foundation.narrowing import Actor, Role


def move_today(edition: Edition, day: date, by: Actor) -> list[date]:
    """Move an example's today on to `day`, running each midnight between, that of `day` included; the days
    begun.

    A midnight that was cut off half-way is run again first. Raises charter.not_an_example,
    charter.day_goes_back.
    """
    if not by.has(Role.SECRETARIAT, Role.ADMINISTRATOR, edition=edition.slug):
        raise Problems.not_allowed()
    edition = Edition.objects.get(pk=edition.pk)
    if edition.live or edition.example_today is None:
        raise Problems.not_an_example(edition=edition.slug)
    if day < edition.example_today:
        raise Problems.day_goes_back(edition=edition.slug, today=edition.example_today, day=day)
    begun = _run_midnights(edition, day)
    if begun:
        audit.note(
            "today moved", kind="edition", key=edition.slug, by=by, edition=edition.slug, edition_day=day,
            details={"from": edition.example_today.isoformat(), "to": day.isoformat()},
        )  # fmt: skip
    return begun


def set_back(edition: Edition, day: date, by: Actor) -> None:
    """Let an example without any work begin at `day`, for `simulate`; no midnight is run.

    The caller makes sure that nothing was received yet. Raises charter.not_an_example, charter.pinned.
    """
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if locked.live:
            raise Problems.not_an_example(edition=locked.slug)
        if rules.is_pinned(locked.state):
            raise Problems.pinned(edition=locked.slug)
        before = locked.example_today
        locked.example_today = locked.last_midnight = day
        locked.state = rules.state_on(days_of(locked), day)
        locked.save(update_fields=["example_today", "last_midnight", "state"])
        audit.note(
            "today set back", kind="edition", key=locked.slug, by=by, edition=locked.slug, edition_day=day,
            details={"from": str(before), "to": day.isoformat()},
        )  # fmt: skip


@every(minutes=1)
def keep_midnights(now: datetime | None = None) -> dict[str, list[date]]:
    """Run what midnights are due in live editions, by edition; safe to run at any time and twice."""
    moment = now or timezone.now()
    begun = {}
    for edition in Edition.objects.filter(live=True):
        begun[edition.slug] = _run_midnights(edition, moment.astimezone(edition.zone).date())
    return begun


def _run_midnights(edition: Edition, until: date) -> list[date]:
    last = edition.last_midnight or edition.today()
    days = [last + timedelta(number) for number in range(1, (until - last).days + 1)]
    for day in days:
        _run_midnight(edition.pk, day)
    return days


def _run_midnight(key: int, day: date) -> None:
    """One day begins: each of the house's midnights in a transaction of its own, which it opens itself, then the day
    is marked as begun.

    Not one transaction for all: a long one would keep everybody from writing, and each may run twice.
    """
    with transaction.atomic():
        follow_dates(Edition.objects.select_for_update().get(pk=key), day)
    for work in midnights:
        work(Edition.objects.get(pk=key), day)
    if not Edition.objects.get(pk=key).live:
        for keep in keepings:
            keep()
    Edition.objects.filter(pk=key).update(last_midnight=day)
