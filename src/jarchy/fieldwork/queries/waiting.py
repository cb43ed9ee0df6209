"""With whom reports wait, and how long reviewers took: staff only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext, pgettext

from jarchy.charter.models import Edition
from jarchy.fieldwork import rules
from jarchy.fieldwork.models import ReportMove, ReportVersion
from jarchy.fieldwork.queries.reports import waiting_for_review
from jarchy.fieldwork.rules import ReportState
from jarchy.foundation.narrowing import house
from jarchy.people import queries as people
from jarchy.people.models import Account
from jarchy.people.queries import Reviewer


@dataclass(frozen=True)
class Queue:
    """Reports that wait with these reviewers, who share their smallest place; with nobody where there is none."""

    names: str
    reports: int
    oldest: date

    def days(self, today: date) -> int:
        return (today - self.oldest).days


@dataclass(frozen=True)
class Took:
    """How long confirmed reports waited for this person: days from the version's arrival, the longest of them too."""

    name: str
    confirmed: int
    median: int
    longest: int


@dataclass(frozen=True)
class ReviewTimes:
    """Queues from the longest, nobody's last; how many wait in all, and how many days the oldest has."""

    queues: Sequence[Queue]
    waiting: int
    days: int


def waiting_by_reviewer(edition: Edition) -> ReviewTimes:
    """What waits now, each report with whoever looks after the smallest place around it. Five queries."""
    reviewers = people.reviewers_of(edition)
    acting = {key: one.actor for key, one in reviewers.items() if one.away is None}
    columns = (
        "organisation__slug", "cohosts", "place__pcode", "district__pcode", "region__pcode", "received_on",
        "reporter_id", "state",
    )  # fmt: skip
    days: dict[tuple[int, ...], list[date]] = defaultdict(list)
    for organisation, cohosts, place, district, region, received_on, reporter, state in (
        waiting_for_review(edition, house("waiting times")).values_list(*columns).order_by("pk")
    ):
        way_up = [pcode for pcode in (place, district, region) if pcode]
        standing = rules.Standing(
            edition.slug, organisation, ReportState(state), frozenset(way_up), 0, hosts=frozenset(cohosts),
            reporters=frozenset({reporter} - {None}),
        )  # fmt: skip
        days[rules.assigned_to(standing, way_up, acting)].append(received_on)
    queues = [Queue(_named(keys, reviewers), len(found), min(found)) for keys, found in days.items() if keys]
    queues.sort(key=lambda queue: (-queue.reports, queue.names))
    if of_nobody := days.get(()):
        queues.append(Queue(pgettext("reports wait with", "nobody"), len(of_nobody), min(of_nobody)))
    oldest = max((queue.days(edition.today()) for queue in queues), default=0)
    return ReviewTimes(queues, sum(queue.reports for queue in queues), oldest)


def _named(keys: Sequence[int], reviewers: dict[int, Reviewer]) -> str:
    return gettext(" or ").join(reviewers[key].name for key in keys)


def how_long_it_took(edition: Edition) -> list[Took]:
    """By who confirmed, the most first. Two queries."""
    came = ReportVersion.objects.filter(report=OuterRef("report"), received_at__lte=OuterRef("at"))
    rows = ReportMove.objects.filter(report__edition=edition, to=ReportState.CONFIRMED, by__isnull=False)
    rows = rows.annotate(came=Subquery(came.order_by("-number").values("received_on")[:1])).order_by("pk")
    days: dict[int, list[int]] = defaultdict(list)
    for account, on, received_on in rows.values_list("by_id", "on", "came"):
        if received_on is not None:
            days[account].append((on - received_on).days)
    names = {row.pk: row for row in Account.objects.filter(pk__in=days)}
    took = [
        Took(
            names[key].name or gettext("reviewer {number}").format(number=key),
            len(all_),
            median_low(all_),
            max(all_),
        )
        for key, all_ in days.items()
    ]
    return sorted(took, key=lambda one: (-one.confirmed, one.name))
