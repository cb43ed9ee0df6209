"""Bring the ledger into line with the reports: the only way from a report to the journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from jarchy.charter.models import Edition
from jarchy.fieldwork.counting import Band, Held, Period, desired_lines, digest_of
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.rules import ReportState
from jarchy.foundation.narrowing import Actor
from jarchy.ledger import actions as ledger_actions
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import NewEntry, Posting

SOURCE = "report"


def period_of(edition: Edition) -> Period:
    bands = tuple(Band(b["slug"], b["age_from"], b["age_to"]) for b in edition.age_bands)
    return Period(edition.starts, edition.ends, bands)


def held_of(report: Report, *, asks_first_time: bool) -> dict[str, object]:
    """What the report's present version counts as, in JSON: kept on the report when it is confirmed."""
    assert report.place and report.held_on
    return {
        "organisation": report.organisation.slug, "cohosts": report.cohosts, "held_on": report.held_on.isoformat(),
        "pcode": report.place.pcode, "kind": report.kind, "topics": report.topics, "languages": report.languages,
        "sessions": report.sessions, "total": report.total, "counted": report.counted, "women": report.women,
        "ages": report.ages, "first_time": report.first_time, "asks_first_time": asks_first_time,
        "handed_out": report.handed_out, "is_open": report.is_open, "supported_by": report.supported_by,
        "received_on": report.received_on.isoformat(),
    }  # fmt: skip


def read_held(uuid: UUID, facts: dict) -> Held:
    days = {name: date.fromisoformat(facts[name]) for name in ("held_on", "received_on")}
    tuples = {name: tuple(facts[name]) for name in ("cohosts", "topics", "languages")}
    return Held(uuid=uuid, **{**facts, **days, **tuples})


def settle(edition: Edition, reports: Sequence[Report], *, by: Actor) -> None:
    """Make the ledger say what these reports, and those of the same activities, count as. In the caller's transaction.

    Compares what should stand with the digest of what stands, so it may be called at any time and twice: where nothing
    differs nothing is posted. A difference is a reversal and a new entry in one posting. What counts as closed says so
    on the report too, whatever its last version said.
    """
    roots = {report.counts_with_id or report.pk for report in reports}
    rows = list(
        Report.objects.filter(Q(pk__in=roots) | Q(counts_with_id__in=roots))
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    groups: dict[int, list[Report]] = {root: [] for root in roots}
    for row in sorted(rows, key=lambda row: (row.counts_with_id is not None, row.pk)):
        groups[row.counts_with_id or row.pk].append(row)
    period = period_of(edition)
    once_closed = ledger.once_closed(edition, [row.uuid for row in rows if row.posting])
    reverse: list[Posting] = []
    post: list[NewEntry] = []
    changed: list[Report] = []
    closed: list[Report] = []
    for group in groups.values():
        counted = [read_held(r.uuid, r.counted_as) for r in group if r.counted_as]
        wanted = desired_lines(counted, period, is_closed=_is_closed(group, once_closed))
        for report in group:
            lines = wanted.get(report.uuid, ())
            if lines and report.is_open and not lines[0].is_open:
                report.is_open = False
                closed.append(report)
            digest = digest_of(lines)
            if digest == report.standing:
                continue
            if report.standing:
                reverse.append(Posting(SOURCE, report.uuid, report.posting))
            if lines:
                report.posting += 1
                post.append(
                    NewEntry(Posting(SOURCE, report.uuid, report.posting), lines, report.is_illustrative)
                )
            report.standing = digest
            changed.append(report)
    if changed:
        ledger_actions.post(edition, reverse=reverse, post=post, by=by)
        Report.objects.bulk_update(changed, ["posting", "standing"], batch_size=200)
    Report.objects.bulk_update(closed, ["is_open"], batch_size=200)


def _is_closed(group: Sequence[Report], once_closed: Collection[UUID]) -> bool:
    """Whether an activity counts as closed whatever its confirmed reports say.

    A report that waits and says closed is believed at once: its numbers can wait for a reviewer, harm cannot. And what
    was ever posted as closed stands in public with others' numbers: see docs/decisions/0003.
    """
    apart = (ReportState.VOID, ReportState.TOO_LATE)
    says_closed = any(not report.is_open and report.state not in apart for report in group)
    return says_closed or any(report.uuid in once_closed for report in group)
