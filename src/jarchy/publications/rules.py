"""Pure decisions about documents: kinds, doors, whose they are, when the weekly one is due. Values in, values out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

FRIDAY, FOUR_O_CLOCK = 4, "16:00"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Kind(StrEnum):
    """Whom a document is for: a minister, a governor, a mayor or a funder, the coordination meeting."""

    BRIEFING = "briefing"
    OBLAST = "oblast"
    ORGANISATION = "organisation"
    AGENDA = "agenda"


class Door(StrEnum):
    """PUBLIC holds what anybody may see, at the last published position; OFFICIAL is exact, behind a sign-in."""

    PUBLIC = "public"
    OFFICIAL = "official"


class Format(StrEnum):
    PDF = "pdf"
    DOCX = "docx"


CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class BundleState(StrEnum):
    """Of many documents made at once."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


def last_due(now: datetime, weekday: int, at: time) -> date:
    """The day of the last such hour that is not later than `now` (in the edition's zone)."""
    day = now.date() - timedelta((now.weekday() - weekday) % 7)
    if day == now.date() and now.time() < at:
        day -= timedelta(7)
    return day


def last_whole_week(day: date, starts: date, ends: date) -> tuple[date, date] | None:
    """First and last day of the last week (from a Monday) that is over on `day`, within the period; None before it.

    After the end of the period its last week stays the last.
    """
    monday = min(day, ends + timedelta(7 - ends.weekday())) - timedelta(7)
    monday -= timedelta(monday.weekday())
    since, until = max(monday, starts), min(monday + timedelta(6), ends)
    return (since, until) if since <= until else None


def week_before(since: date, starts: date) -> tuple[date, date] | None:
    """The whole week before the one that `since` lies in; None where the period begins later."""
    monday = since - timedelta(since.weekday() + 7)
    first, last = max(monday, starts), monday + timedelta(6)
    return (first, last) if first <= last else None
