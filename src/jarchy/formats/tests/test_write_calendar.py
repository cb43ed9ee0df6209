"""A subscriber sees an activity once, also after it was moved."""

from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar

from jarchy.formats.ical import CalendarEvent, EventStatus, calendar_file

EVENT = CalendarEvent(
    uid="0192f0c1-0000-7000-8000-000000000001",
    summary="Көчө кечеси, Нарын",
    starts=date(2018, 11, 9),
    changed_at=datetime(2018, 11, 5, 6, 0, tzinfo=UTC),
    place="Нарын шаары; борбордук аянт",
    says="Line one\nline two, with a comma",
    url="https://example.org/en/a/1/",
)


def only_event(data: bytes):
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


def test_a_whole_day_ends_with_the_day():
    event = only_event(calendar_file("Жарчы", [EVENT], language="ky"))
    assert event.decoded("dtstart") == date(2018, 11, 9)
    assert event.decoded("dtend") == date(2018, 11, 10)
    assert str(event["summary"]) == EVENT.summary
    assert str(event["location"]) == EVENT.place
    assert str(event["description"]) == EVENT.says
    assert event["summary"].params["LANGUAGE"] == "ky"


def test_an_hour_is_a_moment_of_the_world():
    starts = datetime(2018, 11, 9, 10, 0, tzinfo=UTC)
    data = calendar_file("Жарчы", [replace(EVENT, starts=starts, ends=starts.replace(hour=12))])
    assert b"DTSTART:20181109T100000Z" in data
    assert b"DTEND:20181109T120000Z" in data


def test_the_same_events_give_the_same_bytes():
    assert calendar_file("Жарчы", [EVENT]) == calendar_file("Жарчы", [EVENT])


def test_what_was_moved_and_called_off_keeps_its_uid():
    moved = replace(EVENT, starts=date(2018, 11, 12), sequence=1, status=EventStatus.CANCELLED)
    before, after = only_event(calendar_file("x", [EVENT])), only_event(calendar_file("x", [moved]))
    assert before["uid"] == after["uid"] == EVENT.uid
    assert (after["sequence"], str(after["status"])) == (1, "CANCELLED")


def test_lines_are_folded_for_old_programs():
    data = calendar_file("Жарчы", [replace(EVENT, summary="Ж" * 200)])
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
