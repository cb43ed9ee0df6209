"""What was corrected after it could be read: the list that stands under a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jarchy.charter.models import Edition
from jarchy.ledger.models import Cell, Line, PublishedPosition
from jarchy.ledger.queries.looks import Look, last_midnight, look
from jarchy.ledger.queries.sums import Scope, lines_of, place_of
from jarchy.ledger.rules import IN_CELLS, Breakdown, Sight


def newest_look(edition: Edition, sight: Sight) -> Look:
    """From where what was corrected is read: the public as of the last midnight, though its figures are pinned."""
    last = last_midnight(edition) if sight is Sight.PUBLIC else None
    return look(edition, sight, is_live=False, as_of=last.position if last else None)


@dataclass(frozen=True)
class Correction:
    """A posting taken back at `position`, the one at `reverses`, on `day` (the edition's), and what that changed: the
    new number less the old, or the old one away. `date`, places, organisation and kind are the old posting's.
    """

    position: int
    reverses: int
    day: date
    date: date
    pcode: str
    region: str
    district: str
    organisation: str
    kind: str
    change: int


def corrections(
    edition: Edition,
    measure: str,
    *,
    sight: Sight,
    place: str | None = None,
    limit: int = 20,
    since: int | None = None,
) -> list[Correction]:
    """Newest first. The public's are of open activities that it could read at a midnight before, as of the last
    midnight; what became closed is away for it. `since` a position: of what stood there. Two queries beside the
    look's.
    """
    now = newest_look(edition, sight)
    if sight is Sight.PUBLIC and measure not in IN_CELLS:
        return []
    scope = Scope(edition, sight, now, place_of(edition, place))
    lines = lines_of(scope, [measure]).filter(breakdown=Breakdown.TOTAL, counts_nationally=True)
    gone = lines.filter(entry__reverses__isnull=False)
    if since is not None:
        gone = gone.filter(position__gt=since, entry__reverses__position__lte=since)
    if sight is Sight.PUBLIC:
        gone = gone.filter(Exists(_readable_before(edition)))
    found = gone.select_related("entry__reverses", "place", "region", "district", "organisation")
    rows = list(found.order_by("-position", "-pk")[:limit])
    again = _posted_again(Scope(edition, sight, now), measure, rows)
    return [_correction(row, again) for row in rows]


def cells_taken_back(edition: Edition, *, since: int, place: str | None = None) -> int:
    """How many cells that stood at this position are gone at the last midnight: of closed activities the public is
    told no more of a correction. One query beside the look's.
    """
    now = newest_look(edition, Sight.PUBLIC)
    rows = Cell.objects.filter(
        edition=edition, takes_back=None, position__lte=since, taken_back_by__position__gt=since,
        taken_back_by__position__lte=now.position,
    )  # fmt: skip
    if where := place_of(edition, place):
        rows = rows.filter(Q(place=where) | Q(place__region=where))
    return rows.count()


def _readable_before(edition: Edition) -> QuerySet[PublishedPosition]:
    """Midnights at which the old posting stood."""
    return PublishedPosition.objects.filter(
        edition=edition,
        position__gte=OuterRef("entry__reverses__position"),
        position__lt=OuterRef("position"),
    )


Again = dict[tuple[object, object], int]  # (source, moment) -> the number posted in the same breath


def _posted_again(scope: Scope, measure: str, rows: Sequence[Line]) -> Again:
    """What was posted of the same sources in the same breath, wherever it is now."""
    if not rows:
        return {}
    lines = lines_of(scope, [measure]).filter(
        breakdown=Breakdown.TOTAL, counts_nationally=True, entry__reverses=None,
        entry__source_id__in={row.entry.source_id for row in rows},
    )  # fmt: skip
    return {
        (source, moment): value
        for source, moment, value in lines.values_list("entry__source_id", "entry__posted_at", "value")
    }


def _correction(row: Line, again: Again) -> Correction:
    old = row.entry.reverses
    assert old is not None
    return Correction(
        position=row.position, reverses=old.position, day=row.entry.edition_day, date=row.date, pcode=row.place.pcode,
        region=row.region.pcode, district=row.district.pcode, organisation=row.organisation.slug, kind=row.kind,
        change=again.get((row.entry.source_id, row.entry.posted_at), 0) + row.value,
    )  # fmt: skip
