"""The small forms' answers read into columns, and the journal lines that they come to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jarchy.fieldwork.counting import Period
from jarchy.ledger.rules import Breakdown, Measure, NewLine, monday_of

MOST_VIEWS = 1_000_000_000
MOST_CALLS = 1_000_000
TOPIC = "topic_"  # how the questions about topics begin: topic_migration
OTHER = "other"  # a topic that the edition does not name


@dataclass(frozen=True)
class MediaReading:
    """None or "" where nothing readable was said."""

    outlet: str
    kind: str
    published_on: date | None
    language: str
    link: str
    views: int | None
    views_by: str


@dataclass(frozen=True)
class WeekReading:
    helpline: str
    week: date | None
    calls: int | None
    month: date | None
    topics: dict[str, int] = field(default_factory=dict)


def read_media(answers: Mapping[str, str]) -> MediaReading:
    views_by = _word(answers, "views_by")
    return MediaReading(
        outlet=_word(answers, "outlet"), kind=_word(answers, "media_kind", 50), language=_word(answers, "language", 10),
        published_on=_day(answers, "published_on"), link=_word(answers, "link", 300),
        views=_number(answers, "views", MOST_VIEWS) if views_by else None, views_by=views_by,
    )  # fmt: skip


def read_week(answers: Mapping[str, str]) -> WeekReading:
    """Topics are read only where their month is said."""
    day, month = _day(answers, "week"), _day(answers, "month")
    topics = {
        name.removeprefix(TOPIC): number
        for name in answers
        if name.startswith(TOPIC) and (number := _number(answers, name, MOST_CALLS)) is not None
    }
    return WeekReading(
        helpline=_word(answers, "helpline", 50), week=monday_of(day) if day else None,
        calls=_number(answers, "calls", MOST_CALLS), month=month.replace(day=1) if month else None,
        topics=topics if month else {},
    )  # fmt: skip


def _word(answers: Mapping[str, str], name: str, most: int = 120) -> str:
    return (answers.get(name) or "").strip()[:most]


def _day(answers: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat((answers.get(name) or "")[:10])
    except ValueError:
        return None


def _number(answers: Mapping[str, str], name: str, most: int) -> int | None:
    text = (answers.get(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= most else None


def month_end(month: date) -> date:
    """The last day of the month that begins on this day."""
    return (month.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def lines_of_media(
    read: MediaReading, period: Period, *, country: str, organisation: str
) -> tuple[NewLine, ...]:
    """One item on its day, its language, and its views where somebody says how many."""
    if read.published_on is None:
        return ()
    day = read.published_on

    def line(measure: Measure, breakdown: Breakdown, value: int, **columns: Any) -> NewLine:
        return _line(
            period.measure(measure, day),
            day,
            country,
            organisation,
            read.kind,
            "media",
            breakdown,
            value,
            columns,
        )

    found = [line(Measure.MEDIA_ITEMS, Breakdown.TOTAL, 1)]
    if read.language:
        found.append(line(Measure.MEDIA_ITEMS, Breakdown.LANGUAGE, 1, language=read.language))
    if read.views is not None:
        found.append(line(Measure.VIEWS, Breakdown.TOTAL, read.views))
    return tuple(found)


def lines_of_week(
    read: WeekReading, period: Period, *, country: str, organisation: str
) -> tuple[NewLine, ...]:
    """Calls on the week's Monday; each topic on the last day of its month. Topics are never added to calls."""
    if read.week is None or read.calls is None:
        return ()

    def line(day: date, breakdown: Breakdown, value: int, **columns: Any) -> NewLine:
        measure = period.measure(Measure.CALLS, day)
        return _line(
            measure, day, country, organisation, read.helpline, "helpline", breakdown, value, columns
        )

    found = [line(read.week, Breakdown.TOTAL, read.calls)]
    if read.month is not None:
        last = month_end(read.month)
        found += [
            line(last, Breakdown.TOPIC, calls, topic=slug) for slug, calls in sorted(read.topics.items())
        ]
    return tuple(found)


def _line(
    measure: Measure, day: date, country: str, organisation: str, kind: str, channel: str, breakdown: Breakdown,
    value: int, columns: Mapping[str, Any],
) -> NewLine:  # fmt: skip
    return NewLine(
        measure=measure, date=day, pcode=country, organisation=organisation, counts_nationally=True, is_open=True,
        kind=kind, channel=channel, supported_by="", counted="", breakdown=breakdown, value=value, **columns,
    )  # fmt: skip
