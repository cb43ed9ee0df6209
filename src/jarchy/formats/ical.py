"""Coming days as a calendar (RFC 5545) that a telephone or a mail program subscribes to.

An event keeps its UID for ever: moved or called off, it changes in the subscriber's calendar instead of
standing there twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vDuration

_PRODUCT = "-//Jarchy//Jarchy//EN"


class EventStatus(StrEnum):
    """As RFC 5545, 3.8.1.11 names them."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class CalendarEvent:
    """One event. `uid` is for ever (a UUID), `changed_at` an aware moment, `sequence` counts changes.

    Days (`starts`, `ends` both in it) or aware moments; `ends` None is the same day, or no length given.
    """

    uid: str
    summary: str
    starts: date | datetime
    changed_at: datetime
    ends: date | datetime | None = None
    place: str = ""
    says: str = ""
    url: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    sequence: int = 0


def calendar_file(
    name: str, events: Iterable[CalendarEvent], *, language: str = "", refresh: timedelta = timedelta(hours=6)
) -> bytes:
    """The .ics file; the same events give the same bytes (nothing of it comes from the clock)."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_component(event, language))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent, language: str) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", event.sequence)
    component.add("status", event.status.value)
    component.add("dtstart", event.starts)
    if not isinstance(event.starts, datetime):
        # The end of whole days is the first day that is no longer in it.
        last = event.ends or event.starts
        component.add("dtend", last + timedelta(days=1))
    elif event.ends is not None:
        component.add("dtend", event.ends)
    component.add("summary", event.summary, parameters={"LANGUAGE": language} if language else {})
    for key, text in (("location", event.place), ("description", event.says), ("url", event.url)):
        if text:
            component.add(key, text)
    return component
