"""Pure decisions about documents: kinds, doors, whose they are, when the weekly one is due. Values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

Lead = TypeVar("Lead")
FRIDAY, FOUR_O_CLOCK = 4, "16:00"
APPROVED = "briefing"  # the kind of approval, in people.approvals and in campaign.toml
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


class Stands(StrEnum):
    """Where the campaign's own words stand on a document."""

    BEGINNING = "beginning"
    END = "end"


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


def in_turn(leads: Sequence[Lead], day: date) -> list[Lead]:
    """Those that lead together, each week another one first: none is second."""
    if not leads:
        return []
    first = (day.toordinal() - 1) // 7 % len(leads)  # ordinal 1 was a Monday
    return [*leads[first:], *leads[:first]]


# --- logos in a row


@dataclass(frozen=True)
class LogoSize:
    """Of one logo on paper, in tenths of a millimetre."""

    slug: str
    width: int
    height: int
    least: int = 0  # height below which it may not be shown
    clear: int = 0  # kept empty beside it

    @classmethod
    def of(
        cls, slug: str, *, height_mm: int, ratio: int, min_height_mm: int = 0, clear_mm: int = 0
    ) -> LogoSize:
        """`ratio`: width for a height of 1,000."""
        return cls(slug, height_mm * ratio // 100, height_mm * 10, min_height_mm * 10, clear_mm * 10)


def is_as_large(emblem: LogoSize, others: Sequence[LogoSize]) -> bool:
    """Whether the funder's emblem is as tall as the tallest of the others or as wide as the widest."""
    tallest = max((one.height for one in others), default=0)
    widest = max((one.width for one in others), default=0)
    return emblem.height >= tallest or emblem.width >= widest


def in_a_row(logos: Sequence[LogoSize], *, room: int) -> list[LogoSize]:
    """The same, all smaller by the same share where they are wider than `room` together; [] where one would become
    smaller than it may be, or nothing is left beside what is kept empty."""
    empty = sum(max(one.clear, two.clear) for one, two in zip(logos, logos[1:], strict=False))
    wide = sum(one.width for one in logos)
    left = room - empty
    if left <= 0 or not logos:
        return []
    share = min(left, wide)
    found = [
        LogoSize(one.slug, one.width * share // wide, one.height * share // wide, one.least, one.clear)
        for one in logos
    ]
    return [] if any(one.height < one.least for one in found) else found
