"""What a figure is made of, line by line, as far as one may see; lists page by key, exports stream."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from jarchy.charter.models import Edition
from jarchy.ledger.journal import standing
from jarchy.ledger.models import Entry, Line
from jarchy.ledger.queries.looks import cells_standing, look, pinned_position
from jarchy.ledger.queries.sums import Scope, lines_of, place_of
from jarchy.ledger.rules import IN_CELLS, Breakdown, Measure, Sight

CHUNK = 2000
COLUMNS = (
    "pk", "position", "entry__source", "entry__source_id", "entry__is_illustrative", "measure", "date", "place__pcode",
    "region__pcode", "district__pcode", "organisation__slug", "kind", "supported_by", "is_open", "counts_nationally",
    "value",
)  # fmt: skip
HOST_COLUMNS = (
    "position", "counts_nationally", "measure", "organisation__slug", "value", "date", "place__pcode",
    "region__pcode", "district__pcode", "kind", "supported_by", "is_open",
)  # fmt: skip


@dataclass(frozen=True)
class EvidenceLine:
    """One journal line. `value` has a minus where something was taken back (`is_reversal`)."""

    key: int  # of the line: what a page's `after` is
    position: int
    source: str
    source_id: UUID
    is_illustrative: bool
    measure: str
    date: date
    pcode: str
    region: str
    district: str
    organisation: str
    kind: str
    supported_by: str
    is_open: bool
    counts_nationally: bool
    value: int

    @property
    def is_reversal(self) -> bool:
        return self.value < 0


@dataclass(frozen=True)
class EvidencePage:
    """Newest first. `after` is the next page's key, None on the last."""

    lines: list[EvidenceLine]
    after: int | None
    position: int
    as_of: datetime


def evidence(
    edition: Edition, measure: str, *, sight: Sight, place: str | None = None, since: date | None = None,
    until: date | None = None, as_of: int | None = None, organisation: str | None = None, kind: str | None = None,
    after: int | None = None, limit: int = 50,
) -> EvidencePage:  # fmt: skip
    """The lines of a measure. Staff: every one, reversals too, so that they add up to the exact figure. The public:
    those of open activities (activities and attendances) that stood at the last midnight, never one of today; with the
    cells of `public_cells` they add up to the public figure of that position. Two queries beside the look's.
    """
    now = look(edition, sight, is_live=False, as_of=as_of)
    if sight is Sight.PUBLIC and measure not in IN_CELLS:
        return EvidencePage([], None, now.position, now.as_of)
    scope = Scope(edition, sight, now, place_of(edition, place), since, until)
    lines = lines_of(scope, [measure]).filter(breakdown=Breakdown.TOTAL)
    if organisation is None:
        lines = lines.filter(counts_nationally=True)
    else:
        lines = lines.filter(organisation__slug=organisation)
    if kind is not None:
        lines = lines.filter(kind=kind)
    if sight is Sight.PUBLIC:
        lines = lines.filter(standing(now.position), _not_closed_since(edition))
    if after is not None:
        lines = lines.filter(_behind(after))
    newest_first = lines.order_by("-position", "-pk").values_list(*COLUMNS)
    found = [EvidenceLine(*row) for row in newest_first[: limit + 1]]
    more = found[limit - 1].key if len(found) > limit else None
    return EvidencePage(found[:limit], more, now.position, now.as_of)


def _not_closed_since(edition: Edition) -> Q:
    """Without activities that turned out to be closed after the figures were pinned: the sum stays as published, the
    line that points at a school goes at once. Nothing is asked before the end.
    """
    pin = pinned_position(edition)
    if pin is None:
        return Q()
    closed = Line.objects.filter(edition=edition, position__gt=pin.position, is_open=False)
    return ~Q(entry__source_id__in=closed.values("entry__source_id"))


def _behind(key: int) -> Q:
    """Lines that come after the one with this key, newest first; none where there is no such line."""
    position = Line.objects.filter(pk=key).values_list("position", flat=True).first() or 0
    return Q(position__lt=position) | Q(position=position, pk__lt=key)


def open_lines(source: str, source_ids: Collection[UUID]) -> list[Line]:
    """One line for each of these that stands as open: its own organisation's before a co-host's. One query."""
    counted = [f"{phase}{Measure.ACTIVITIES}" for phase in ("", "preparation_", "after_")]
    lines = Line.objects.filter(
        standing(), entry__source=source, entry__source_id__in=list(source_ids), measure__in=counted,
        breakdown=Breakdown.TOTAL, is_open=True,
    )  # fmt: skip
    found: dict[UUID, Line] = {}
    for line in lines.select_related("entry", "place", "organisation").order_by("pk"):
        found.setdefault(line.entry.source_id, line)
    return list(found.values())


class CountedActivity(NamedTuple):
    """An activity that stands: what it counts nationally, and all who held it (slugs, the counting one first).

    `phase`: "" in the period, "preparation" or "after" outside it. A tuple, as a hundred thousand are made for a file.
    """

    source: str
    source_id: UUID
    position: int
    is_illustrative: bool
    date: date
    pcode: str
    region: str
    district: str
    hosts: tuple[str, ...]
    kind: str
    supported_by: str
    is_open: bool
    phase: str
    attendances: int


def counted_activities(
    edition: Edition, *, sight: Sight, as_of: int | None = None, after: int = 0, chunk: int = CHUNK
) -> Iterator[CountedActivity]:
    """Every activity that stands, in the order of the journal, streamed in constant memory. The public's are the open
    ones of the last midnight: with `public_cells` their attendances add up to the public figure of that position.
    A joined report's hosts (another source of the same activity) are not among `hosts`.
    """
    now = look(edition, sight, is_live=False, as_of=as_of)
    measures = [f"{phase}{m}" for phase in ("", "preparation_", "after_") for m in IN_CELLS]
    scope = Scope(edition, sight, now)
    may_be_read = _not_closed_since(edition) if sight is Sight.PUBLIC else Q()
    while True:
        lines = lines_of(scope, measures).filter(
            standing(now.position), may_be_read, breakdown=Breakdown.TOTAL, position__gt=after
        )
        rows = lines.order_by("position", "pk").values_list(*HOST_COLUMNS)[:chunk]
        some = [_HostLine._make(row) for row in rows]
        if len(some) == chunk:  # the last entry's lines may be cut in two: it comes again
            some = [line for line in some if line.position != some[-1].position]
        if not some:
            return
        yield from _activities(edition, some)
        after = some[-1].position


class _HostLine(NamedTuple):
    """What one host's line says, in HOST_COLUMNS."""

    position: int
    counts_nationally: bool
    measure: str
    organisation: str
    value: int
    date: date
    pcode: str
    region: str
    district: str
    kind: str
    supported_by: str
    is_open: bool


def _activities(edition: Edition, lines: list[_HostLine]) -> Iterator[CountedActivity]:
    """Of whole entries, in the order of the journal. One query: an entry's UUID is read once, not with each line."""
    entries = Entry.objects.filter(edition=edition, position__range=(lines[0].position, lines[-1].position))
    columns = ("position", "source", "source_id", "is_illustrative")
    sources = {position: source for position, *source in entries.values_list(*columns)}
    for position, one in groupby(lines, attrgetter("position")):
        some = sorted(one, key=lambda line: not line.counts_nationally)
        first = some[0]
        if not first.counts_nationally:
            continue
        source, source_id, is_illustrative = sources[position]
        people = [
            line.value
            for line in some
            if line.counts_nationally and line.measure.endswith(Measure.ATTENDANCES)
        ]
        phase = next((p for p in ("preparation", "after") if first.measure.startswith(f"{p}_")), "")
        yield CountedActivity(
            source=source, source_id=source_id, position=position, is_illustrative=is_illustrative, date=first.date,
            pcode=first.pcode, region=first.region, district=first.district,
            hosts=tuple(dict.fromkeys(line.organisation for line in some)), kind=first.kind,
            supported_by=first.supported_by, is_open=first.is_open, phase=phase, attendances=sum(people),
        )  # fmt: skip


@dataclass(frozen=True)
class PublicCell:
    """Closed activities as the public may know them. level 2: `district` is set; 1: an oblast's; 0: the country's.
    kind "" is several kinds; `week` is its Monday.
    """

    level: int
    region: str
    district: str
    week: date
    kind: str
    activities: int
    attendances: int
    made_on: date
    position: int


def public_cells(edition: Edition, *, place: str | None = None, as_of: int | None = None) -> list[PublicCell]:
    """The cells standing at the last midnight's position, or an earlier published one; oldest week first."""
    now = look(edition, Sight.PUBLIC, is_live=False, as_of=as_of)
    return [
        PublicCell(
            level=cell.level, region=cell.region, district=cell.pcode if cell.level == 2 else "", week=cell.week,
            kind=cell.kind, activities=cell.activities, attendances=cell.attendances, made_on=cell.made_on,
            position=cell.position,
        )
        for cell in cells_standing(edition, now.position, within=place_of(edition, place))
    ]  # fmt: skip
