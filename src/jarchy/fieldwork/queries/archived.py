"""What of plans, reports and decisions goes into the auditor's archive: codes, numbers, days and account numbers.
Each gives its header first, then rows in the order in which they came; no name, no text that somebody wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jarchy.charter.models import Edition
from jarchy.fieldwork.models import (
    Activity,
    Drawn,
    MediaItem,
    Noticed,
    Report,
    ReportMove,
    ReportVersion,
    SecondLook,
    WeekInFigures,
)

Row = list[Any]
CHUNK = 1000


def activities(edition: Edition) -> Iterator[Row]:
    yield ["activity", "organisation", "day", "place", "kind", "venue", "audience", "topics", "cohosts", "expected",
           "sessions", "open", "announced", "supported_by", "state", "reason", "postponed_from", "retired",
           "illustrative"]  # fmt: skip
    rows = Activity.objects.filter(edition=edition).select_related("organisation", "place").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield [
            row.uuid, row.organisation.slug, row.date, row.place.pcode, row.kind, row.venue, row.audience,
            " ".join(row.topics), " ".join(row.cohosts), row.expected, row.sessions, row.is_open, row.announced,
            row.supported_by, row.state, row.reason, row.postponed_from, row.is_retired, row.is_illustrative,
        ]  # fmt: skip


def reports(edition: Edition) -> Iterator[Row]:
    """As each stands now; `report` and `posting` are the journal's source_id and number."""
    yield ["report", "organisation", "account", "activity", "state", "version", "posting", "counts_with", "held_on",
           "place", "district", "kind", "venue", "topics", "cohosts", "languages", "guests", "sessions", "total",
           "counted", "women", "ages", "first_time", "handed_out", "open", "supported_by", "picture_sha256",
           "received_on", "moved_on", "illustrative"]  # fmt: skip
    rows = Report.objects.filter(edition=edition).select_related(
        "organisation", "activity", "place", "district", "counts_with"
    )
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield [
            row.uuid, row.organisation.slug, row.reporter_id, row.activity and row.activity.uuid, row.state,
            row.version, row.posting, row.counts_with and row.counts_with.uuid, row.held_on,
            row.place and row.place.pcode, row.district and row.district.pcode, row.kind, row.venue,
            " ".join(row.topics), " ".join(row.cohosts), " ".join(row.languages), " ".join(row.guests), row.sessions,
            row.total, row.counted, row.women, json.dumps(row.ages, sort_keys=True) if row.ages else "",
            row.first_time, row.handed_out, row.is_open, row.supported_by, row.photo, row.received_on, row.moved_on,
            row.is_illustrative,
        ]  # fmt: skip


def versions(edition: Edition) -> Iterator[Row]:
    yield ["report", "version", "submission", "received_at", "received_on"]
    rows = ReportVersion.objects.filter(report__edition=edition).order_by("report_id", "number")
    columns = ("report__uuid", "number", "submission__uuid", "received_at", "received_on")
    for row in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        yield list(row)


def moves(edition: Edition) -> Iterator[Row]:
    """Who decided what, when, for which of the reasons; not the word that was written beside it."""
    yield ["report", "to", "account", "at", "on", "reason"]
    rows = ReportMove.objects.filter(report__edition=edition).order_by("pk")
    for row in rows.values_list("report__uuid", "to", "by_id", "at", "on", "reason").iterator(
        chunk_size=CHUNK
    ):
        yield list(row)


def noticed(edition: Edition) -> Iterator[Row]:
    yield ["report", "flag", "weight", "was_of_use"]
    rows = Noticed.objects.filter(report__edition=edition).order_by("report_id", "flag")
    for row in rows.values_list("report__uuid", "flag", "weight", "was_of_use").iterator(chunk_size=CHUNK):
        yield list(row)


def calls(edition: Edition) -> Iterator[Row]:
    """Every drawn report in the order of its list; what came of the call, where one was made."""
    yield ["monday", "oblast", "number", "report", "reported", "drawn_of", "size", "seed_sha256", "list_sha256", "call",
           "has_phone", "account", "outcome", "found", "checked_on", "instead_of"]  # fmt: skip
    rows = Drawn.objects.filter(draw__edition=edition).order_by(
        "draw__monday", "draw__region__pcode", "number"
    )
    columns = ("draw__monday", "draw__region__pcode", "number", "report__uuid", "reported", "draw__reports",
               "draw__size", "draw__seed_sha256", "draw__list_sha256", "call__uuid", "call__has_phone",
               "call__caller_id", "call__outcome", "call__found", "call__checked_on",
               "call__replaces__uuid")  # fmt: skip
    yield from (list(row) for row in rows.values_list(*columns).iterator(chunk_size=CHUNK))


def second_looks(edition: Edition) -> Iterator[Row]:
    yield ["report", "version", "drawn_on", "confirmed_by", "result", "looked_by", "looked_on", "answered_by",
           "answered_on"]  # fmt: skip
    rows = SecondLook.objects.filter(edition=edition).order_by("pk")
    columns = ("report__uuid", "version", "drawn_on", "confirmed_by_id", "result", "looked_by_id", "looked_on",
               "answered_by_id", "answered_on")  # fmt: skip
    yield from (list(row) for row in rows.values_list(*columns).iterator(chunk_size=CHUNK))


def media(edition: Edition) -> Iterator[Row]:
    yield ["item", "state", "posting", "submission", "outlet", "kind", "published_on", "language", "link", "views",
           "views_by", "account", "moved_by", "moved_on", "illustrative"]  # fmt: skip
    rows = MediaItem.objects.filter(edition=edition).order_by("pk")
    columns = ("uuid", "state", "posting", "submission__uuid", "outlet", "kind", "published_on", "language", "link",
               "views", "views_by", "sender_id", "moved_by_id", "moved_on", "is_illustrative")  # fmt: skip
    yield from (list(row) for row in rows.values_list(*columns).iterator(chunk_size=CHUNK))


def weeks(edition: Edition) -> Iterator[Row]:
    yield ["week_in_figures", "state", "posting", "submission", "helpline", "week", "calls", "month", "topics",
           "account", "moved_by", "moved_on", "illustrative"]  # fmt: skip
    rows = WeekInFigures.objects.filter(edition=edition).order_by("pk")
    for row in rows.select_related("submission").iterator(chunk_size=CHUNK):
        topics = json.dumps(row.topics, sort_keys=True) if row.topics else ""
        yield [
            row.uuid, row.state, row.posting, row.submission.uuid, row.helpline, row.week, row.calls, row.month, topics,
            row.sender_id, row.moved_by_id, row.moved_on, row.is_illustrative,
        ]  # fmt: skip
