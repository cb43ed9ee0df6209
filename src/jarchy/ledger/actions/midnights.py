"""A day begins: the rayons' position is published; on Mondays, and at the end, closed activities enter in cells.

The end is not a day but a deed: people move the edition to final, and `pin_final` follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet, Sum

from jarchy.charter.models import Edition
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, house
from jarchy.ledger.actions.posting import Chain, locked_head
from jarchy.ledger.journal import contents_of, standing
from jarchy.ledger.models import Cell, Line, OblastRow, PinnedFigure, PublishedPosition
from jarchy.ledger.queries.finals import pinned_row, published_figures
from jarchy.ledger.queries.looks import FINAL, head_position
from jarchy.ledger.queries.sums import is_national
from jarchy.ledger.rules import (
    IN_CELLS,
    IN_ROWS,
    Breakdown,
    Measure,
    NewCell,
    PastCell,
    Posting,
    RowValues,
    Sight,
    Waiting,
    age_band,
    is_monday,
    monday,
    monday_of,
    oblast_row_may_be_renewed,
)
from jarchy.places.models import Place

MIDNIGHT, MONDAY = "midnight", "monday"
HOUSE = UUID("0192f2a0-0000-7000-8000-6a6172636879")  # under it the house's own entries have their UUIDs
CHUNK = 5000
NATIONAL_LINES = [str(measure) for measure in Measure if is_national(measure)]  # they stand on no oblast


def midnight(edition: Edition, day: date) -> PublishedPosition:
    """What begins with this day in public; in one transaction, safe to run twice. Days come in order.

    What a Monday makes is worked out before the chain is locked: with 100,000 activities that wait it takes long, and
    nobody should wait to post for it. It is not made in slices: one seal in the chain covers all that a Monday makes,
    and whoever read between two slices would have a Monday that is neither the old nor the new to subtract from.
    """
    return _published_on(edition, day) or begin(edition, day, work_out(edition, day))


def work_out(edition: Edition, day: date) -> Made | None:
    """What this day makes public of the chain as it stands; None where it is no Monday."""
    if not is_monday(day):
        return None
    return _made_after(edition, day, head_position(edition), is_final=False)


def begin(edition: Edition, day: date, made: Made | None) -> PublishedPosition:
    """Let the day begin with this; if anything was posted since it was worked out, it is worked out again."""
    with transaction.atomic():
        head = locked_head(edition)
        if there := _published_on(edition, day):
            return there
        if made is not None:
            if made.after != head.position:
                made = _made_after(edition, day, head.position, is_final=False)
            chain = Chain(edition, head, house("midnight"))
            chain.day = day
            _make_public(edition, day, chain, made)
        return _publish(edition, day, MIDNIGHT, head.position)


def pin_final(edition: Edition, by: Actor) -> PublishedPosition:
    """The edition is final: what still waits is put together where it may be, and every figure that the house publishes
    is pinned at this position, as the public reads it and exactly. Once; safe to repeat.
    """
    with transaction.atomic():
        head = locked_head(edition)
        if there := PublishedPosition.objects.filter(edition=edition, occasion=FINAL).first():
            return there
        day = edition.today()
        chain = Chain(edition, head, by)
        _make_public(edition, day, chain, _made_after(edition, day, head.position, is_final=True))
        at = _publish(edition, day, FINAL, head.position)
        pinned = [
            pinned_row(edition, found)
            for sight in Sight
            for found in published_figures(edition, sight=sight, as_of=at.position)
        ]
        PinnedFigure.objects.bulk_create(pinned, batch_size=500)
    return at


def _published_on(edition: Edition, day: date) -> PublishedPosition | None:
    return PublishedPosition.objects.filter(edition=edition, day=day, occasion=MIDNIGHT).first()


def publish_position(edition: Edition, occasion: str, *, by: Actor) -> PublishedPosition:
    """Pin the last midnight's position, or the chain's end before the first, for a publication (its key)."""
    with transaction.atomic():
        head = locked_head(edition)
        day = edition.today()
        there = PublishedPosition.objects.filter(edition=edition, day=day, occasion=occasion).first()
        if there:
            return there
        audit.note(
            "position published", kind="position", key=head.position, by=by, edition=edition.slug, edition_day=day,
            details={"occasion": occasion},
        )  # fmt: skip
        return _publish(edition, day, occasion, head.position)


def _publish(edition: Edition, day: date, occasion: str, position: int) -> PublishedPosition:
    return PublishedPosition.objects.create(
        edition=edition, day=day, occasion=occasion, position=position, at=edition.as_of()
    )


def _posting(edition: Edition, source: str, day: date) -> Posting:
    return Posting(source, uuid5(HOUSE, f"{edition.slug} {source} {day.isoformat()}"), 1)


@dataclass
class Made:
    """What one Monday, or the end, makes of the chain as it was after this position."""

    after: int
    is_final: bool
    cells: list[Cell] = field(default_factory=list)
    rows: list[OblastRow] = field(default_factory=list)


def _made_after(edition: Edition, day: date, after: int, *, is_final: bool) -> Made:
    """Cells taken back, new cells, oblasts' rows; nothing is written."""
    cells = list(Cell.objects.filter(edition=edition).select_related("place", "taken_back_by").order_by("pk"))
    made = Made(after, is_final)
    position = after + 1
    shown = [cell for cell in cells if cell.takes_back_id is None]
    closed = {one.position: one for one in closed_postings(edition)}
    found = monday(list(closed.values()), [_past(cell) for cell in shown], is_final=is_final)
    gone = {shown[number].pk: shown[number] for number in found.taken_back}
    made.cells += [_taken_back(cell, day, position) for cell in gone.values()]
    places = {
        place.pcode: place for place in Place.objects.filter(pcode__in={cell.pcode for cell in found.cells})
    }
    new = [_cell(edition, cell, closed, places, day, position) for cell in found.cells]
    made.cells += new
    in_public = [cell for cell in shown if not hasattr(cell, "taken_back_by") and cell.pk not in gone] + new
    made.rows += _renewed_rows(edition, in_public, day, position)
    return made


def _make_public(edition: Edition, day: date, chain: Chain, made: Made) -> None:
    """Write it, sealed by an entry of its own, so that the position before it goes on giving the old values. Nothing
    made, no entry (but the end is always marked).
    """
    if not (made.cells or made.rows or made.is_final):
        return
    source, on = (FINAL, edition.final_on) if made.is_final else (MONDAY, day)
    chain.seal(_posting(edition, source, on), contents_of(made.cells, made.rows))
    chain.write()
    Cell.objects.bulk_create(made.cells)
    OblastRow.objects.bulk_create(made.rows)


# --- cells


def _past(cell: Cell) -> PastCell:
    hiding = frozenset(posting["source"] for posting in cell.postings if not posting["was_open"])
    return PastCell(frozenset(positions_in(cell)), hiding, not hasattr(cell, "taken_back_by"))


def positions_in(cell: Cell) -> set[int]:
    return {posting["position"] for posting in cell.postings}


def _taken_back(cell: Cell, day: date, position: int) -> Cell:
    """The second row, which says that the first stands no more."""
    return Cell(
        edition=cell.edition, level=cell.level, place=cell.place, made_on=day, position=position, week=cell.week,
        kind=cell.kind, activities=0, attendances=0, takes_back=cell,
    )  # fmt: skip


def _cell(
    edition: Edition,
    cell: NewCell,
    closed: dict[int, Waiting],
    places: dict[str, Place],
    day: date,
    position: int,
) -> Cell:
    return Cell(
        edition=edition, level=cell.level, place=places.get(cell.pcode), made_on=day, position=position, week=cell.week,
        kind=cell.kind, activities=cell.activities, attendances=cell.attendances,
        postings=[
            {"position": number, "source": closed[number].source, "was_open": closed[number].was_open}
            for number in cell.postings
        ],
    )  # fmt: skip


def closed_postings(edition: Edition) -> list[Waiting]:
    """Closed activities that stand in the journal, whether in a cell or not. Two queries."""
    rows = Line.objects.filter(
        standing(), edition=edition, is_open=False, counts_nationally=True, breakdown=Breakdown.TOTAL,
        measure__in=IN_CELLS,
    ).values_list(
        "position", "entry__source", "entry__source_id", "region__pcode", "district__pcode", "date", "kind", "measure",
        "value",
    )  # fmt: skip
    facts: dict[int, tuple] = {}
    people: dict[int, int] = defaultdict(int)
    for position, *said, measure, value in rows.iterator(chunk_size=CHUNK):
        if measure == Measure.ATTENDANCES:
            people[position] = value
        else:
            facts[position] = tuple(said)
    opened = _once_open(edition)
    return [
        Waiting(
            position=position, source=f"{source}:{source_id}", region=region, district=district, week=monday_of(day),
            kind=kind, attendances=people[position], was_open=source_id in opened,
        )
        for position, (source, source_id, region, district, day, kind) in sorted(facts.items())
    ]  # fmt: skip


def _once_open(edition: Edition) -> set[UUID]:
    """Sources closed now whose number the public has read while they were open."""
    closed = Line.objects.filter(edition=edition, is_open=False).values("entry__source_id")
    lines = Line.objects.filter(edition=edition, is_open=True, entry__source_id__in=closed)
    return set(lines.values_list("entry__source_id", flat=True).distinct())


# --- oblasts' rows


@dataclass
class _Oblast:
    """What an oblast's public total is made of."""

    place: Place
    members: dict[str, int] = field(default_factory=dict)  # source -> position
    values: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bands: dict[str, dict[str, int]] = field(default_factory=lambda: {"sex": {}, "age": {}})


def _renewed_rows(edition: Edition, cells: Iterable[Cell], day: date, position: int) -> list[OblastRow]:
    earlier: dict[int, list[OblastRow]] = defaultdict(list)
    for row in OblastRow.objects.filter(edition=edition).order_by("pk"):
        earlier[row.place_id].append(row)
    found = []
    for oblast in _oblasts(edition, cells):
        rows = earlier[oblast.place.pk]
        had = {source for row in rows for _, source in row.newcomers}
        newcomers = sorted([at, source] for source, at in oblast.members.items() if source not in had)
        values = RowValues(oblast.values, oblast.bands)
        if oblast_row_may_be_renewed(
            [RowValues(row.values, row.bands) for row in rows], values, newcomers=len(newcomers)
        ):
            found.append(
                OblastRow(
                    edition=edition, place=oblast.place, made_on=day, position=position,
                    total=oblast.values[Measure.ATTENDANCES], values=dict(oblast.values), bands=oblast.bands,
                    newcomers=newcomers,
                )
            )  # fmt: skip
    return found


def _oblasts(edition: Edition, cells: Iterable[Cell]) -> list[_Oblast]:
    """Each oblast's open activities and those in its standing cells (of rayons or its own), in register order."""
    inside = sorted({position for cell in cells if cell.level > 0 for position in positions_in(cell)})
    national = Line.objects.filter(edition=edition, counts_nationally=True)
    found: dict[int, _Oblast] = {}
    regions = Place.objects.in_bulk(
        list(national.exclude(measure__in=NATIONAL_LINES).values_list("region_id", flat=True).distinct())
    )
    for place in sorted(regions.values(), key=lambda place: (place.order, place.pcode)):
        found[place.pk] = _Oblast(place)
    _gather(found, national.filter(is_open=True))
    for start in range(0, len(inside), CHUNK):
        _gather(found, national.filter(is_open=False, position__in=inside[start : start + CHUNK]))
    return list(found.values())


def _gather(oblasts: dict[int, _Oblast], lines: QuerySet[Line]) -> None:
    """Add the sums of these lines to their oblasts, and who stands behind them."""
    members = lines.filter(standing(), measure=Measure.ACTIVITIES, breakdown=Breakdown.TOTAL)
    for region, position, source, source_id in members.values_list(
        "region_id", "position", "entry__source", "entry__source_id"
    ):
        oblasts[region].members[f"{source}:{source_id}"] = position
    sums = lines.filter(measure__in=IN_ROWS, breakdown__in=(Breakdown.TOTAL, Breakdown.SEX, Breakdown.AGE))
    for region, measure, breakdown, sex, low, high, value in sums.values_list(
        "region_id", "measure", "breakdown", "sex", "age_from", "age_to"
    ).annotate(sum=Sum("value")):
        if breakdown == Breakdown.TOTAL:
            oblasts[region].values[measure] += value
        elif measure == Measure.ATTENDANCES:
            bands = oblasts[region].bands[breakdown]
            band = sex if breakdown == Breakdown.SEX else age_band(low, high)
            bands[band] = bands.get(band, 0) + value
