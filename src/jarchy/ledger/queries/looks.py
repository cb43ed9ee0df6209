"""From where one looks: at the end of the chain, at last midnight's position, or back to an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Sum

from jarchy.charter.models import Edition
from jarchy.charter.one_reading import is_one_reading, once
from jarchy.charter.rules import is_pinned
from jarchy.ledger.models import Cell, Entry, Head, OblastRow, PublishedPosition
from jarchy.ledger.problems import Problems
from jarchy.ledger.rules import Sight, day_counted
from jarchy.places.models import Place

FINAL = "final"  # the occasion of the position at which an edition's figures are pinned


@dataclass(frozen=True)
class Look:
    """A position and its moment; `head` is where the chain ends now, so that tallies can be taken back to it."""

    position: int
    head: int
    as_of: datetime
    day: date  # the edition's day at that position

    @property
    def is_back(self) -> bool:
        return self.position < self.head


@once
def head_position(edition: Edition) -> int:
    """The last position of the chain; 0 before the first entry."""
    return Head.objects.filter(edition=edition).values_list("position", flat=True).first() or 0


@once
def last_midnight(edition: Edition) -> PublishedPosition | None:
    """None before the first."""
    return PublishedPosition.objects.filter(edition=edition, occasion="midnight").order_by("-day").first()


@once
def pinned_position(edition: Edition) -> PublishedPosition | None:
    """Where the figures were pinned when the edition became final; None before."""
    if not is_pinned(edition.state):
        return None
    return PublishedPosition.objects.filter(edition=edition, occasion=FINAL).first()


@once
def published_position(edition: Edition) -> PublishedPosition | None:
    """From where the public reads what is not live: the last midnight's, and from the day after the edition became
    final the pinned one; None before the first.

    Not on that day: what was confirmed an hour before it became final has its own line a day later, as always.
    """
    pin = pinned_position(edition)
    return pin if pin is not None and edition.today() > pin.day else last_midnight(edition)


@once
def look(edition: Edition, sight: Sight, *, is_live: bool, as_of: int | None = None) -> Look:
    """Where this sight looks from. `is_live`: the totals of country and oblast, which the public reads at once; all
    else it reads as of the last midnight. The moment is told in the edition's zone. Raises no_position, and
    not_published for the public.
    """
    found = _look(edition, sight, is_live=is_live, as_of=as_of)
    return replace(found, as_of=found.as_of.astimezone(edition.zone))


def _look(edition: Edition, sight: Sight, *, is_live: bool, as_of: int | None) -> Look:
    head = head_position(edition)
    if sight is Sight.PUBLIC and (as_of is not None or not is_live):
        return _published(edition, head, as_of)
    if sight is Sight.PUBLIC and (pin := pinned_position(edition)):
        return Look(pin.position, head, pin.at, pin.day)
    if as_of is None or as_of == head:
        return Look(head, head, edition.as_of(), edition.today())
    if not 0 <= as_of <= head:
        raise Problems.no_position(position=as_of, last=head)
    entry = Entry.objects.filter(edition=edition, position=as_of).first()
    if entry is None:
        return Look(0, head, _start_of(edition, edition.prepares_from), edition.prepares_from)
    moment = entry.posted_at if edition.live else _start_of(edition, entry.edition_day)
    return Look(as_of, head, moment, entry.edition_day)


def _published(edition: Edition, head: int, as_of: int | None) -> Look:
    last = published_position(edition)
    found = last
    if as_of is not None and (last is None or as_of != last.position):
        published = PublishedPosition.objects.filter(edition=edition, position=as_of)
        found = published.order_by("-day", "-pk").first()
        if found is None:
            raise Problems.not_published(position=as_of, last=last.position if last else 0)
    if found is None:
        return Look(0, head, edition.as_of(), edition.today())
    return Look(found.position, head, found.at, found.day)


def _start_of(edition: Edition, day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=edition.zone)


@dataclass(frozen=True)
class StandingCell:
    """A cell as it is added up. `pcode` is the rayon's or oblast's, "" the country's; `region` the oblast's or "".
    kind "" is several kinds; `week` is its Monday.
    """

    level: int
    pcode: str
    region: str
    week: date
    kind: str
    activities: int
    attendances: int
    made_on: date
    position: int


@once
def cells_standing(edition: Edition, position: int, *, within: Place | None = None) -> list[StandingCell]:
    """The cells that stood at this position, oldest week first. One query; the postings in them stay where they are."""
    found = _cells(edition, position, within).order_by("week", "pk").values_list(
        "level", "place__pcode", "place__region__pcode", "week", "kind", "activities", "attendances", "made_on",
        "position",
    )  # fmt: skip
    return [StandingCell(row[0], row[1] or "", row[2] or "", *row[3:]) for row in found]


def _cells(edition: Edition, position: int, within: Place | None) -> QuerySet[Cell]:
    rows = Cell.objects.filter(edition=edition, takes_back=None, position__lte=position).filter(
        Q(taken_back_by=None) | Q(taken_back_by__position__gt=position)
    )
    return rows if within is None else rows.filter(Q(place=within) | Q(place__region=within))


def sum_of_cells(
    edition: Edition, position: int, column: str, since: date, until: date, *, within: Place | None = None
) -> int:
    """What the standing cells with a day in the period come to. One query, however many there are."""
    if is_one_reading(edition):
        cells = cells_standing(edition, position, within=within)
        return sum(getattr(cell, column) for _, cell in days_of(cells, since, until))
    rows = _cells(edition, position, within).filter(week__gt=since - timedelta(7), week__lte=until)
    return rows.aggregate(sum=Sum(column))["sum"] or 0


def days_of(cells: Sequence[StandingCell], since: date, until: date) -> list[tuple[date, StandingCell]]:
    """Each with the day on which it counts: the first of its week in the period; without those outside."""
    dated = ((day_counted(cell.week, since, until), cell) for cell in cells)
    return [(day, cell) for day, cell in dated if day is not None]


def rows_standing(edition: Edition, position: int, *, region: Place | None = None) -> list[OblastRow]:
    """Each oblast's last row at this position, or one oblast's; without those that have none yet. One query."""
    if region is not None and is_one_reading(edition):
        return [row for row in _all_rows_standing(edition, position) if row.place_id == region.pk]
    if region is None:
        return _all_rows_standing(edition, position)
    return _last_rows(OblastRow.objects.filter(edition=edition, position__lte=position, place=region))


@once
def _all_rows_standing(edition: Edition, position: int) -> list[OblastRow]:
    return _last_rows(OblastRow.objects.filter(edition=edition, position__lte=position))


def _last_rows(rows: QuerySet[OblastRow]) -> list[OblastRow]:
    last = {row.place_id: row for row in rows.defer("newcomers").select_related("place").order_by("position")}
    return sorted(last.values(), key=lambda row: (row.place.order, row.place.pcode))
