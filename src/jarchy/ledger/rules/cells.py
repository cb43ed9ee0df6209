"""What closed activities come to in public: cells of ten attendances or more, made on Mondays. Pure.

A cell may be shown where nobody who subtracts anything public from anything else comes to a number below ten. Why the
rules below are enough is said in docs/decisions/0003-what-the-public-may-subtract.md and attacked in tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LEAST = 10  # attendances
SEVERAL = ""  # the kind of a cell of several kinds


@dataclass(frozen=True)
class Waiting:
    """A closed activity's standing posting that stands in no cell.

    `source` outlives corrections ("report:<uuid>"). `was_open`: the public has once read its number, so that it hides
    nothing and nobody behind it. `district` is the rayon's P-code, or that of Bishkek or Osh city.
    """

    position: int
    source: str
    region: str
    district: str
    week: date
    kind: str
    attendances: int
    was_open: bool = False


@dataclass(frozen=True)
class NewCell:
    """A cell to be shown. level 2: a rayon; 1: an oblast; 0: the country, pcode "". `week`: the latest of them."""

    level: int
    pcode: str
    week: date
    kind: str
    activities: int
    attendances: int
    postings: tuple[int, ...]


@dataclass(frozen=True)
class PastCell:
    """A cell made before: its postings' positions, the sources in it whose number was never public by itself, and
    whether it stood until now.
    """

    postings: frozenset[int]
    hiding: frozenset[str]
    is_standing: bool


@dataclass(frozen=True)
class Monday:
    """What a Monday makes: cells to be taken back, by their place among those given, and new ones."""

    taken_back: list[int]
    cells: list[NewCell]


class Shown:
    """Which sources the public has seen together, in the order of the cells: all there ever were, standing or not.

    A cell is given as the sources in it whose number was never public by itself.
    """

    def __init__(self, cells: Iterable[frozenset[str]] = ()) -> None:
        self._first_made: dict[int, frozenset[str]] = {}  # cells in which everything was new, by their number
        self._cells_of: dict[str, list[int]] = defaultdict(list)
        self._number = 0
        for sources in cells:
            self.add(sources)

    def add(self, sources: frozenset[str]) -> None:
        if all(self.is_new(source) for source in sources):
            self._first_made[self._number] = sources
        for source in sources:
            self._cells_of[source].append(self._number)
        self._number += 1

    def add_to_last(self, sources: frozenset[str]) -> None:
        """A rest joins the cell that was added last."""
        last = self._number - 1
        whole = self._first_made.pop(last, None)
        if whole is not None and all(self.is_new(source) for source in sources):
            self._first_made[last] = whole | sources
        for source in sources:
            self._cells_of[source].append(last)

    def is_new(self, source: str) -> bool:
        return source not in self._cells_of

    def only_cell_of(self, source: str) -> frozenset[str] | None:
        """The one cell in which it was seen, if everything in that was new then and nothing of it was seen since."""
        first = self._cells_of[source][0]
        sources = self._first_made.get(first)
        if sources is None or any(self._cells_of[one] != [first] for one in sources):
            return None
        return sources


class Showing(StrEnum):
    """Whether a cell may be shown, and why."""

    NO = "no"
    ENOUGH_NEW = "enough new"
    ONCE_MORE = "once more"


def showing_of(cell: Sequence[Waiting], shown: Shown) -> Showing:
    """Whether these postings, none of which stands in a cell, may become one.

    With ten attendances never shown before: always. With fewer, what was shown before may come back once, together
    with something new, and only if something that was there before is missing; else the new would be the difference.
    """
    hiding = [posting for posting in cell if not posting.was_open]
    if sum(posting.attendances for posting in hiding) < LEAST:
        return Showing.NO
    new = [posting for posting in hiding if shown.is_new(posting.source)]
    if sum(posting.attendances for posting in new) >= LEAST:
        return Showing.ENOUGH_NEW
    together = {posting.source for posting in hiding}
    before = [shown.only_cell_of(p.source) for p in hiding if not shown.is_new(p.source)]
    may_come_back = all(sources is not None and not sources <= together for sources in before)
    return Showing.ONCE_MORE if new and may_come_back else Showing.NO


def monday(closed: Sequence[Waiting], past: Sequence[PastCell], *, is_final: bool = False) -> Monday:
    """What the closed activities that stand in the journal come to on a Monday, or at the end. `past`: in the order in
    which they were made, those taken back before too. A cell goes whole when one of its postings stands no more.
    """
    there = {posting.position for posting in closed}
    taken_back = [n for n, cell in enumerate(past) if cell.is_standing and not cell.postings <= there]
    inside: set[int] = set()
    for number, cell in enumerate(past):
        if cell.is_standing and number not in taken_back:
            inside |= cell.postings
    waiting = [posting for posting in closed if posting.position not in inside]
    shown = Shown(cell.hiding for cell in past)
    once_shown = frozenset().union(*(cell.postings for cell in past))
    cells = cells_for_monday(waiting, shown, once_shown)
    if is_final:
        inside = {position for cell in cells for position in cell.postings}
        cells += cells_for_final([one for one in waiting if one.position not in inside], shown)
    return Monday(taken_back, cells)


def cells_for_monday(
    waiting: Sequence[Waiting], shown: Shown, once_shown: frozenset[int] = frozenset()
) -> list[NewCell]:
    """The cells of one Monday, rayon by rayon; what is in none of them goes on waiting. `shown` learns of each.

    `once_shown`: the positions of all postings that were ever in a cell.
    """
    found: list[NewCell] = []
    by_district: dict[str, list[Waiting]] = defaultdict(list)
    for posting in sorted(waiting, key=_order):
        by_district[posting.district].append(posting)
    for district, postings in sorted(by_district.items()):
        corrected, rest = _corrected(postings, shown, once_shown)
        for cell in corrected + _put_together(rest, shown):
            found.append(_cell(2, district, cell))
    return found


def cells_for_final(waiting: Sequence[Waiting], shown: Shown) -> list[NewCell]:
    """At the end: what still waits in two rayons or more of an oblast, then in two oblasts or more of the country."""
    found: list[NewCell] = []
    left: list[Waiting] = []
    by_region: dict[str, list[Waiting]] = defaultdict(list)
    for posting in sorted(waiting, key=_order):
        by_region[posting.region].append(posting)
    for region, postings in sorted(by_region.items()):
        pooled = _pool(postings, shown, lambda posting: posting.district)
        if pooled:
            found.append(_cell(1, region, pooled))
        left += [posting for posting in postings if posting not in pooled]
    pooled = _pool(left, shown, lambda posting: posting.region)
    if pooled:
        found.append(_cell(0, "", pooled))
    return found


def _pool(postings: Sequence[Waiting], shown: Shown, unit_of) -> list[Waiting]:
    """All of them, else those never shown, if that may be shown and comes from two units or more; else []."""
    for some in (list(postings), [posting for posting in postings if shown.is_new(posting.source)]):
        if len({unit_of(posting) for posting in some}) >= 2 and showing_of(some, shown) is not Showing.NO:
            shown.add(_sources(some))
            return some
    return []


def _corrected(
    postings: Sequence[Waiting], shown: Shown, once_shown: frozenset[int]
) -> tuple[list[list[Waiting]], list[Waiting]]:
    """Cells that come back with the same activities, some of them corrected; and the postings left over.

    They come back by themselves, once: with a new activity beside them that would be the difference.
    """
    found: list[list[Waiting]] = []
    rest = list(postings)
    for posting in postings:
        before = None if shown.is_new(posting.source) else shown.only_cell_of(posting.source)
        if before is None or posting.was_open:
            continue
        cell = [one for one in rest if one.source in before and not one.was_open]
        is_whole = {one.source for one in cell} == before
        is_corrected = any(one.position not in once_shown for one in cell)
        if is_whole and is_corrected and sum(one.attendances for one in cell) >= LEAST:
            found.append(cell)
            shown.add(_sources(cell))
            rest = [one for one in rest if one not in cell]
    return found, rest


def _put_together(postings: Sequence[Waiting], shown: Shown) -> list[list[Waiting]]:
    """By week and kind, put together until each cell may be shown; a rest joins the last. They come in order."""
    groups: dict[tuple[date, str], list[Waiting]] = defaultdict(list)
    for posting in postings:
        groups[posting.week, posting.kind].append(posting)
    cells: list[list[Waiting]] = []
    growing: list[Waiting] = []
    how = Showing.NO
    for group in groups.values():
        growing = growing + group
        now = showing_of(growing, shown)
        if now is not Showing.NO:
            cells.append(growing)
            shown.add(_sources(growing))
            growing, how = [], now
    rest = _sources(growing)
    if growing and cells and (how is Showing.ENOUGH_NEW or all(shown.is_new(source) for source in rest)):
        cells[-1] = cells[-1] + growing
        shown.add_to_last(rest)
    return cells


def _sources(cell: Iterable[Waiting]) -> frozenset[str]:
    return frozenset(posting.source for posting in cell if not posting.was_open)


def _order(posting: Waiting) -> tuple[date, str, int]:
    return posting.week, posting.kind, posting.position


def _cell(level: int, pcode: str, cell: Sequence[Waiting]) -> NewCell:
    kinds = {posting.kind for posting in cell}
    return NewCell(
        level=level, pcode=pcode, week=max(posting.week for posting in cell),
        kind=kinds.pop() if len(kinds) == 1 else SEVERAL, activities=len(cell),
        attendances=sum(posting.attendances for posting in cell),
        postings=tuple(sorted(posting.position for posting in cell)),
    )  # fmt: skip
