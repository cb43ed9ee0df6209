"""Figures pinned when an edition became final, what they come to since, and why: the list of corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.charter.one_reading import for_one_reading, once
from jarchy.charter.rules import Computed
from jarchy.ledger.models import Cell, FinalCorrection, Line, OblastRow, PinnedFigure, PublishedPosition
from jarchy.ledger.queries.figures import Figure, figure
from jarchy.ledger.queries.looks import head_position, last_midnight, pinned_position
from jarchy.ledger.rules import Breakdown, Measure, Sight


def published_figures(edition: Edition, *, sight: Sight, as_of: int | None = None) -> Iterator[Figure]:
    """Every indicator that is counted, for the country and each oblast, as this sight sees it."""
    edition = for_one_reading(edition)
    for indicator in charter.indicators(edition):
        if indicator.computed == Computed.LATER:
            continue
        for place in ("", *(one.pcode for one in charter.register(edition).regions)):
            yield figure(edition, indicator.slug, place=place or None, as_of=as_of, sight=sight)


def pinned_row(edition: Edition, found: Figure) -> PinnedFigure:
    """The row that keeps it, not yet written."""
    return PinnedFigure(
        edition=edition, sight=found.sight, indicator=found.indicator.slug, version=found.indicator.version,
        pcode=found.place.pcode if found.place else "", value=found.value, numerator=found.numerator,
        denominator=found.denominator, qualifier=found.qualifier, why_none=found.why_none, position=found.position,
    )  # fmt: skip


@dataclass(frozen=True)
class CorrectedFigure:
    """A figure that is another one since it was pinned. `published` and `now` None: there was, or is, none to show.

    `day`: when it last changed, as far as this sight may know. `whys`: reasons of the corrections behind it; of closed
    activities the public is told none, `of_closed` says that there were such.
    """

    indicator: Indicator
    pcode: str
    published: int | Decimal | None
    now: int | Decimal | None
    qualifier: str
    why_none: str
    day: date
    position: int
    whys: tuple[str, ...]
    of_closed: bool


@once
def corrected_figures(edition: Edition, *, sight: Sight) -> Sequence[CorrectedFigure]:
    """The list of corrections, in the order of the indicators. The public's is of the last midnight: of closed
    activities it learns what it would have learned before the end, cell by cell on Mondays.

    Nothing before the edition is final; two queries where nothing was posted since.
    """
    pin = pinned_position(edition)
    until = _until(edition, sight)
    if pin is None or until <= pin.position:
        return ()
    behind = _Behind(edition, pin, until, sight)
    as_of = until if sight is Sight.PUBLIC else None
    pinned = {
        (row.indicator, row.pcode): row for row in PinnedFigure.objects.filter(edition=edition, sight=sight)
    }
    found = []
    for now in published_figures(edition, sight=sight, as_of=as_of):
        row = pinned.get((now.indicator.slug, now.place.pcode if now.place else ""))
        if row is None or (row.value, row.numerator, row.denominator) == (
            now.value,
            now.numerator,
            now.denominator,
        ):
            continue
        found.append(_corrected(row, now, behind))
    return tuple(found)


def corrected_value(
    edition: Edition, indicator: str, pcode: str = "", *, sight: Sight = Sight.PUBLIC
) -> CorrectedFigure | None:
    """What a pinned figure came to since; None where it stands as it was."""
    found = corrected_figures(edition, sight=sight)
    return next((one for one in found if (one.indicator.slug, one.pcode) == (indicator, pcode)), None)


def _until(edition: Edition, sight: Sight) -> int:
    if sight is Sight.EXACT:
        return head_position(edition)
    last = last_midnight(edition)
    return last.position if last else 0


def _corrected(row: PinnedFigure, now: Figure, behind: _Behind) -> CorrectedFigure:
    days, whys = behind.of(row.pcode)
    return CorrectedFigure(
        indicator=now.indicator, pcode=row.pcode, published=_plain(row.value), now=now.value, qualifier=now.qualifier,
        why_none=now.why_none, day=max(days) if days else behind.made_on, position=behind.until, whys=whys,
        of_closed=not whys,
    )  # fmt: skip


def _plain(value: Decimal | None) -> int | Decimal | None:
    """57, not the column's 57.00."""
    return int(value) if value is not None and value == value.to_integral_value() else value


class _Behind:
    """Why figures changed since they were pinned: days and reasons by oblast, "" for all of them."""

    def __init__(self, edition: Edition, pin: PublishedPosition, until: int, sight: Sight) -> None:
        self.until = until
        since = {"edition": edition, "position__gt": pin.position, "position__lte": until}
        lines = Line.objects.filter(
            **since, measure=Measure.ACTIVITIES, breakdown=Breakdown.TOTAL, counts_nationally=True
        )
        if sight is Sight.PUBLIC:
            lines = lines.filter(is_open=True)
        reasons = list(
            FinalCorrection.objects.filter(edition=edition, last__gt=pin.position).order_by("first")
        )
        self._days: dict[str, set[date]] = defaultdict(set)
        self._whys: dict[str, dict[str, None]] = defaultdict(dict)
        touched = lines.order_by("position").values_list("position", "region__pcode", "entry__edition_day")
        for position, region, day in touched:
            why = next((one.why for one in reasons if one.first <= position <= one.last), "")
            for pcode in ("", region):
                self._days[pcode].add(day)
                if why:
                    self._whys[pcode][why] = None
        made = [
            *Cell.objects.filter(**since).values_list("made_on", flat=True),
            *OblastRow.objects.filter(**since).values_list("made_on", flat=True),
        ]
        self.made_on = max(made, default=pin.day)

    def of(self, pcode: str) -> tuple[set[date], tuple[str, ...]]:
        return self._days.get(pcode, set()), tuple(self._whys.get(pcode, ()))
