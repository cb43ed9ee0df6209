"""How a confirmed report becomes journal lines, and which organisation's lines count. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from jarchy.ledger.rules import Breakdown, Measure, NewLine

IN_TIME_DAYS = 3
IN_PERSON = "in_person"


@dataclass(frozen=True)
class Band:
    """An age band of the edition: whole years, both ends counted; age_to None is open."""

    slug: str
    age_from: int
    age_to: int | None


@dataclass(frozen=True)
class Held:
    """What a report says was held, ready to be counted. `received_on`: the day of its first version."""

    uuid: UUID
    organisation: str
    cohosts: tuple[str, ...]
    held_on: date
    pcode: str
    kind: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    sessions: int
    total: int
    counted: str
    women: int | None
    ages: Mapping[str, int]
    first_time: int | None
    asks_first_time: bool
    handed_out: int | None
    is_open: bool
    supported_by: str
    received_on: date
    counts_with: UUID | None = None  # the report that counts in this one's stead


@dataclass(frozen=True)
class Period:
    starts: date
    ends: date
    bands: tuple[Band, ...] = field(default=())

    def measure(self, measure: Measure, day: date) -> Measure:
        """The measure under which a day's number is kept: before the start and after the end it has one of its own."""
        if day < self.starts:
            return Measure(f"preparation_{measure}")
        return Measure(f"after_{measure}") if day > self.ends else measure


def hosts_of(group: Sequence[Held]) -> dict[UUID, list[tuple[str, bool]]]:
    """For each report of one activity: (organisation, counts nationally) of the lines it posts.

    Exactly one host of the whole group counts nationally: the reporting organisation of the report that counts. An
    organisation has lines from one of the reports only: from its own, else from the counting one, else from the first.
    `group` holds confirmed reports of one activity, the counting one first.
    """
    counting = group[0]
    national = (counting.uuid, counting.organisation)
    taken: dict[str, UUID] = {counting.organisation: counting.uuid}
    for report in group:
        taken.setdefault(report.organisation, report.uuid)
    for report in group:
        for cohost in report.cohosts:
            taken.setdefault(cohost, report.uuid)
    hosts: dict[UUID, list[tuple[str, bool]]] = {report.uuid: [] for report in group}
    for organisation, uuid in taken.items():
        hosts[uuid].append((organisation, (uuid, organisation) == national))
    return hosts


def lines_of(
    held: Held, hosts: Sequence[tuple[str, bool]], period: Period, *, is_open: bool
) -> tuple[NewLine, ...]:
    """The journal lines of one report, for each of its hosts. An empty answer posts no line, a zero posts a 0."""
    return tuple(
        NewLine(
            measure=period.measure(measure, held.held_on), date=held.held_on, pcode=held.pcode,
            organisation=organisation, counts_nationally=national, is_open=is_open, kind=held.kind, channel=IN_PERSON,
            supported_by=held.supported_by, counted=held.counted, breakdown=breakdown, value=value, **columns,
        )
        for organisation, national in hosts
        for measure, breakdown, value, columns in _counts(held, period)
    )  # fmt: skip


Count = tuple[Measure, Breakdown, int, dict[str, Any]]


def _counts(held: Held, period: Period) -> list[Count]:
    found: list[Count] = [
        (Measure.ACTIVITIES, Breakdown.TOTAL, 1, {}),
        (Measure.SESSIONS, Breakdown.TOTAL, held.sessions, {}),
        (Measure.ATTENDANCES, Breakdown.TOTAL, held.total, {}),
        (
            Measure.RECEIVED_IN_TIME,
            Breakdown.TOTAL,
            int((held.received_on - held.held_on).days <= IN_TIME_DAYS),
            {},
        ),
    ]
    if held.handed_out is not None:
        found.append((Measure.HANDED_OUT, Breakdown.TOTAL, held.handed_out, {}))
    if held.asks_first_time or held.first_time is not None:
        found.append((Measure.ASKS_FIRST_TIME, Breakdown.TOTAL, 1, {}))
        found.append((Measure.ASKED_FIRST_TIME, Breakdown.TOTAL, int(held.first_time is not None), {}))
    if held.first_time is not None:
        found.append((Measure.FIRST_TIME, Breakdown.TOTAL, held.first_time, {}))
    if held.women is not None:
        found.append((Measure.ATTENDANCES, Breakdown.SEX, held.women, {"sex": "female"}))
        found.append((Measure.ATTENDANCES, Breakdown.SEX, held.total - held.women, {"sex": "male"}))
    for band in period.bands:
        if band.slug in held.ages:
            columns: dict[str, Any] = {"age_from": band.age_from, "age_to": band.age_to}
            found.append((Measure.ATTENDANCES, Breakdown.AGE, held.ages[band.slug], columns))
    for topic in held.topics:
        found.append((Measure.ACTIVITIES, Breakdown.TOPIC, 1, {"topic": topic}))
        found.append((Measure.ATTENDANCES, Breakdown.TOPIC, held.total, {"topic": topic}))
    for language in held.languages:
        found.append((Measure.ACTIVITIES, Breakdown.LANGUAGE, 1, {"language": language}))
    return found


def digest_of(lines: Sequence[NewLine]) -> str:
    """What a posting says, as SHA-256: two equal digests need no correction. "" for no lines."""
    if not lines:
        return ""
    said = [asdict(line) | {"date": line.date.isoformat()} for line in lines]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def desired_lines(
    group: Sequence[Held], period: Period, *, is_closed: bool = False
) -> dict[UUID, tuple[NewLine, ...]]:
    """What each confirmed report of one activity should have in the ledger; the counting report comes first.

    All lines of one activity carry one `is_open`: closed if any of its reports says closed, or `is_closed` where
    something else does: a report that waits, or what was posted before.
    """
    if not group:
        return {}
    is_open = not is_closed and all(report.is_open for report in group)
    hosts = hosts_of(group)
    return {report.uuid: lines_of(report, hosts[report.uuid], period, is_open=is_open) for report in group}
