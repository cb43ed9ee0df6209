"""Who does what, where, when: every activity as one row for publications, as far as one may see; streamed.

What was held comes from the journal at one position, so that `reached` adds up to the figure of that position; only its
code and whose it is are asked of the reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncWeek

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.rules import ActivityState, ReportState
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import NOBODY, Actor
from jarchy.ledger import queries as ledger
from jarchy.ledger.journal import reverses_nothing
from jarchy.ledger.models import Line
from jarchy.ledger.rules import Breakdown, Measure, Sight

CHUNK = 1000
PREPARATION, AFTER = "preparation", "after"
WAITING = (ReportState.RECEIVED, ReportState.FORWARDED, ReportState.SENT_BACK)
ATTENDANCES = (Measure.ATTENDANCES, Measure.PREPARATION_ATTENDANCES, Measure.AFTER_ATTENDANCES)
ACTIVITIES = (Measure.ACTIVITIES, Measure.PREPARATION_ACTIVITIES, Measure.AFTER_ACTIVITIES)
Band = tuple[int, int | None]  # whole years, both ends in it; None is open


class Status(StrEnum):
    """HELD is confirmed and counted, REPORTED not yet; TOGETHER are closed activities as the public reads them."""

    HELD = "held"
    TOGETHER = "together"
    PLANNED = "planned"
    CALLED_OFF = "called_off"
    REPORTED = "reported"


class FiveWRow(NamedTuple):
    """One activity, or several closed ones together, in slugs and P-codes; "" and None: not known, or not to be seen.

    `reached` and `activities` are what counts in the period: None for what is not held, and for what was held outside
    it (`phase`). `hosts`: the counting one first. `until` is the last day. `women`, `men` and `ages` are marginals. A
    tuple, as a hundred thousand are made for a file.
    """

    status: Status
    since: date
    until: date
    region: str = ""
    district: str = ""
    pcode: str = ""
    code: str = ""
    kind: str = ""
    phase: str = ""
    topics: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    supported_by: str = ""
    is_open: bool | None = None
    is_illustrative: bool = False
    activities: int | None = None
    reached: int | None = None
    women: int | None = None
    men: int | None = None
    ages: Mapping[Band, int] = MappingProxyType({})
    position: int | None = None


def five_w_rows(
    edition: Edition, *, sight: Sight, position: int | None = None, actor: Actor = NOBODY
) -> Iterator[FiveWRow]:
    """What was held in the order of the journal, then what is planned by day, then (staff) what waits to be confirmed.

    The public's: open activities of the last midnight one by one, closed ones in cells, open plans (those not announced
    as rayon and week). Staff's, narrowed to `actor`: every activity. Constant memory; queries by the thousand.
    """
    if sight is Sight.PUBLIC:
        yield from _held(edition, sight, position, None)
        yield from _cells(edition, position)
        yield from _open_plans(edition)
        return
    yield from _held(edition, sight, position, actor)
    yield from _all_plans(edition, actor)
    yield from _waiting(edition, actor)


# --- held


def _held(edition: Edition, sight: Sight, position: int | None, actor: Actor | None) -> Iterator[FiveWRow]:
    counted = ledger.counted_activities(edition, sight=sight, as_of=position)
    at = position if position is not None else ledger.look(edition, sight, is_live=False).position
    topics, joined = _topics_shown(edition, sight), _joined(edition)
    while some := list(islice(counted, CHUNK)):
        facts = _Facts(edition, sight, some, at, actor, joined)
        for one in some:
            if facts.shows(one.source_id):
                yield _held_row(one, facts, topics)


def _joined(edition: Edition) -> dict[UUID, list[UUID]]:
    """By the report that counts, those that count with it: few in all. One query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Report.objects.filter(edition=edition, counts_with__isnull=False).order_by("pk")
    for root, uuid in rows.values_list("counts_with__uuid", "uuid"):
        found[root].append(uuid)
    return found


def _topics_shown(edition: Edition, sight: Sight) -> frozenset[str]:
    rows = charter.choices(edition, "topic", with_retired=True).values()
    return frozenset(row.slug for row in rows if sight is Sight.EXACT or row.is_public)  # type: ignore[attr-defined]


def _held_row(one: ledger.CountedActivity, facts: _Facts, topics: frozenset[str]) -> FiveWRow:
    counts, parts = not one.phase, facts.parts[one.position]
    return FiveWRow(
        status=Status.HELD, since=one.date, until=one.date, region=one.region, district=one.district, pcode=one.pcode,
        code=facts.codes.get(one.source_id, str(one.source_id)), kind=one.kind, phase=one.phase,
        topics=tuple(slug for slug in parts.topics if slug in topics),
        hosts=tuple(dict.fromkeys((*one.hosts, *facts.joined[one.source_id]))), supported_by=one.supported_by,
        is_open=one.is_open, is_illustrative=one.is_illustrative, activities=1 if counts else None,
        reached=one.attendances if counts else None, women=parts.sexes.get("female") if counts else None,
        men=parts.sexes.get("male") if counts else None, ages=parts.ages if counts else {}, position=one.position,
    )  # fmt: skip


@dataclass
class _Parts:
    """What an entry's lines break its attendances down into."""

    topics: list[str] = field(default_factory=list)
    sexes: dict[str, int] = field(default_factory=dict)
    ages: dict[Band, int] = field(default_factory=dict)


class _Facts:
    """What rows need beside their sums, asked for a thousand at once. Two or three queries."""

    def __init__(
        self,
        edition: Edition,
        sight: Sight,
        some: Sequence[ledger.CountedActivity],
        position: int,
        actor: Actor | None,
        joined: Mapping[UUID, Sequence[UUID]],
    ) -> None:
        self.edition, self.sight, self.position = edition, sight, position
        self.all_shown = actor is None or actor.is_house
        # By UUID alone: told the edition, SQLite would walk all of its reports for each thousand.
        reports = Report.objects.filter(uuid__in=[one.source_id for one in some])
        if actor is None or self.all_shown:
            reports = reports.filter(activity__isnull=False)  # the others have the code of their own
        else:
            reports = reports.visible_to(actor)
        self.codes = _codes_of(reports)
        self.parts = self._parts_of(some)
        self.joined = self._joined_hosts(
            {uuid: one.source_id for one in some for uuid in joined.get(one.source_id, ())}
        )

    def shows(self, source_id: UUID) -> bool:
        return self.all_shown or source_id in self.codes

    def _parts_of(self, some: Sequence[ledger.CountedActivity]) -> dict[int, _Parts]:
        """By position. The public reads topics only."""
        breakdowns = [Breakdown.TOPIC]
        if self.sight is Sight.EXACT:
            breakdowns += [Breakdown.SEX, Breakdown.AGE]
        lines = Line.objects.filter(
            edition=self.edition, position__range=(some[0].position, some[-1].position), counts_nationally=True,
            measure__in=ATTENDANCES, breakdown__in=breakdowns,
        ).order_by("position", "pk")  # fmt: skip
        found: dict[int, _Parts] = defaultdict(_Parts)
        columns = ("position", "breakdown", "topic", "sex", "age_from", "age_to", "value")
        for position, breakdown, topic, sex, low, high, value in lines.values_list(*columns):
            parts = found[position]
            if breakdown == Breakdown.TOPIC:
                parts.topics.append(topic)
            elif breakdown == Breakdown.SEX:
                parts.sexes[sex] = value
            else:
                parts.ages[low, high] = value
        return found

    def _joined_hosts(self, roots: Mapping[UUID, UUID]) -> dict[UUID, list[str]]:
        """Hosts whose own report of the same activity counts with one of these, as the journal had it. `roots`: by the
        joined report, the one that counts.
        """
        found: dict[UUID, list[str]] = defaultdict(list)
        if not roots:
            return found
        standing = Q(entry__reversed_by=None) | Q(entry__reversed_by__position__gt=self.position)
        lines = Line.objects.filter(
            standing, reverses_nothing(), edition=self.edition, entry__source_id__in=list(roots),
            measure__in=ACTIVITIES, breakdown=Breakdown.TOTAL, position__lte=self.position,
        )  # fmt: skip
        if self.sight is Sight.PUBLIC:
            lines = lines.filter(is_open=True)
        rows = list(
            lines.order_by("position", "pk").values_list(
                "entry__source_id", "organisation__slug", "counts_nationally"
            )
        )
        alone = {source for source, _, national in rows if national}  # counted by itself at that position
        for source, slug, _ in rows:
            if source not in alone:
                found[roots[source]].append(slug)
        return found


def _codes_of(reports) -> dict[UUID, str]:
    """By report: its plan's id or UUID, else the report's own, so that a row keeps its code from plan to count."""
    rows = reports.values_list("uuid", "activity__slug", "activity__uuid")
    return {uuid: slug or str(activity or uuid) for uuid, slug, activity in rows}


def _cells(edition: Edition, position: int | None) -> Iterator[FiveWRow]:
    for cell in ledger.public_cells(edition, as_of=position):
        yield FiveWRow(
            status=Status.TOGETHER, since=max(cell.week, edition.starts),
            until=min(cell.week + timedelta(6), edition.ends), region=cell.region, district=cell.district,
            kind=cell.kind, is_open=False, is_illustrative=not edition.live, activities=cell.activities,
            reached=cell.attendances,
        )  # fmt: skip


# --- planned, and reported but not yet counted

PLAN = ("uuid", "slug", "date", "place__pcode", "region__pcode", "district__pcode", "kind",
        "topics", "organisation__slug", "cohosts", "supported_by", "is_open",
        "is_illustrative", "state")  # fmt: skip


def phase_of(edition: Edition, day: date) -> str:
    if day < edition.starts:
        return PREPARATION
    return AFTER if day > edition.ends else ""


def _open_plans(edition: Edition) -> Iterator[FiveWRow]:
    """What the public may read: one that is not announced is told as rayon and week and nothing else."""
    topics = _topics_shown(edition, Sight.PUBLIC)
    plans = Activity.objects.filter(
        edition=edition, is_open=True, is_retired=False, state=ActivityState.PLANNED
    )
    for plan in _plan_rows(edition, plans.filter(announced=True)):
        yield _with_topics(plan, topics)
    # Apart, and by week: between two announced ones the place in the file would tell the day.
    by_week = (TruncWeek("date"), "district__pcode")
    for plan in _plan_rows(edition, plans.filter(announced=False), order=by_week):
        yield _week_of(edition, plan)


def _week_of(edition: Edition, plan: FiveWRow) -> FiveWRow:
    """Rayon and week. A phase only where the whole week has one."""
    monday = plan.since - timedelta(plan.since.weekday())
    sunday = monday + timedelta(6)
    phases = {phase_of(edition, monday), phase_of(edition, sunday)}
    return FiveWRow(
        status=plan.status, since=monday, until=sunday, region=plan.region, district=plan.district, is_open=True,
        is_illustrative=plan.is_illustrative, phase=phases.pop() if len(phases) == 1 else "",
    )  # fmt: skip


def _all_plans(edition: Edition, actor: Actor) -> Iterator[FiveWRow]:
    states = (ActivityState.PLANNED, ActivityState.CALLED_OFF)
    plans = Activity.objects.filter(edition=edition, is_retired=False, state__in=states).visible_to(actor)
    yield from _plan_rows(edition, plans)


def _plan_rows(edition: Edition, plans, *, order=("date", "pk")) -> Iterator[FiveWRow]:
    """Each plan with all that is known of it; by day, unless another order is asked for."""
    for plan in plans.order_by(*order).values_list(*PLAN).iterator(chunk_size=CHUNK):
        (uuid, slug, day, pcode, region, district, kind, topics, host, cohosts, supported_by,
         is_open, is_illustrative, state) = plan  # fmt: skip
        yield FiveWRow(
            status=Status(state), since=day, until=day, region=region, district=district, pcode=pcode,
            code=slug or str(uuid), kind=kind, phase=phase_of(edition, day), topics=tuple(topics),
            hosts=(host, *cohosts), supported_by=supported_by, is_open=is_open, is_illustrative=is_illustrative,
        )  # fmt: skip


def _with_topics(plan: FiveWRow, shown: frozenset[str]) -> FiveWRow:
    return plan._replace(topics=tuple(slug for slug in plan.topics if slug in shown))


def _waiting(edition: Edition, actor: Actor) -> Iterator[FiveWRow]:
    """Reports that wait for a coordinator, a reviewer or their writer: told, not counted."""
    reports = Report.objects.filter(edition=edition, state__in=WAITING, held_on__isnull=False).visible_to(
        actor
    )
    columns = ("uuid", "activity__slug", "activity__uuid", "held_on", "place__pcode", "region__pcode",
               "district__pcode", "kind", "topics", "organisation__slug", "cohosts", "supported_by", "is_open",
               "is_illustrative")  # fmt: skip
    for row in reports.order_by("held_on", "pk").values_list(*columns).iterator(chunk_size=CHUNK):
        (uuid, slug, activity, day, pcode, region, district, kind, topics, host, cohosts, supported_by,
         is_open, is_illustrative) = row  # fmt: skip
        yield FiveWRow(
            status=Status.REPORTED, since=day, until=day, region=region or "", district=district or "",
            pcode=pcode or "", code=slug or str(activity or uuid), kind=kind, phase=phase_of(edition, day),
            topics=tuple(topics), hosts=(host, *cohosts), supported_by=supported_by, is_open=is_open,
            is_illustrative=is_illustrative,
        )  # fmt: skip


# --- coming


@dataclass(frozen=True)
class ComingRow:
    """An announced open activity from today on. `changes`: how often it was changed since it was planned."""

    uuid: UUID
    date: date
    kind: str
    venue: str
    region: str
    district: str
    pcode: str
    hosts: tuple[str, ...]
    is_called_off: bool
    is_illustrative: bool
    changes: int
    changed_at: datetime


def coming_rows(edition: Edition) -> Iterator[ComingRow]:
    """Those planned and those called off, nearest first: a calendar must hear of both. Two queries by the thousand."""
    plans = Activity.objects.filter(
        edition=edition, is_open=True, announced=True, is_retired=False, date__gte=edition.today(),
        state__in=(ActivityState.PLANNED, ActivityState.CALLED_OFF),
    )  # fmt: skip
    columns = ("uuid", "date", "kind", "venue", "region__pcode", "district__pcode", "place__pcode",
               "organisation__slug", "cohosts", "state", "is_illustrative")  # fmt: skip
    rows = plans.order_by("date", "uuid").values_list(*columns).iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        changed = _changes_of([row[0] for row in some])
        for uuid, day, kind, venue, region, district, pcode, host, cohosts, state, is_illustrative in some:
            changes, changed_at = changed.get(uuid, (0, _made_at(uuid)))
            yield ComingRow(
                uuid=uuid, date=day, kind=kind, venue=venue, region=region, district=district, pcode=pcode,
                hosts=(host, *cohosts), is_called_off=state == ActivityState.CALLED_OFF,
                is_illustrative=is_illustrative, changes=changes, changed_at=changed_at,
            )  # fmt: skip


def _changes_of(uuids: Sequence[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """How often and when last something was done to these activities, as the audit has it."""
    lines = AuditLine.objects.filter(kind="activity", key__in=[str(uuid) for uuid in uuids])
    rows = lines.values_list("key").annotate(number=Count("id"), last=Max("at")).order_by()
    return {UUID(key): (number, last) for key, number, last in rows}


def _made_at(uuid: UUID) -> datetime:
    """The moment that a UUIDv7 carries, in milliseconds since 1970."""
    return datetime.fromtimestamp((uuid.int >> 80) // 1000, tz=UTC)
