"""Somebody who knows everything that was ever public, and which activities stand in which cell, and subtracts.

Worse than any reader: the composition of cells is not public. A correction that keeps the number is the same unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

Unknown = tuple[str, int]  # a source and its number


class Attacker:
    """Holds each public sum as an equation over unknowns, solved as it comes in."""

    def __init__(self) -> None:
        self.unknowns: list[Unknown] = []
        self._place: dict[Unknown, int] = {}
        self._rows: dict[int, dict[int, Fraction]] = {}  # by pivot, fully reduced

    def reads(self, unknowns: Iterable[Unknown]) -> None:
        """A public sum of these."""
        row: dict[int, Fraction] = {}
        for unknown in unknowns:
            if unknown not in self._place:
                self._place[unknown] = len(self.unknowns)
                self.unknowns.append(unknown)
            row[self._place[unknown]] = row.get(self._place[unknown], Fraction(0)) + 1
        row = self._reduced(row)
        if not row:
            return
        pivot = min(row)
        factor = row[pivot]
        row = {column: value / factor for column, value in row.items()}
        for other in self._rows.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        self._rows[pivot] = row

    def _reduced(self, row: dict[int, Fraction]) -> dict[int, Fraction]:
        row = dict(row)
        for pivot in sorted(row):
            if pivot in row and pivot in self._rows:
                _subtract(row, self._rows[pivot], row[pivot])
        return row

    def knows(self, unknowns: Iterable[Unknown]) -> bool:
        """Whether the sum of these follows from what was read."""
        return not self._reduced({self._place[unknown]: Fraction(1) for unknown in unknowns})

    def sums_below(self, least: int, *, of_at_most: int = 4) -> Iterator[Sequence[Unknown]]:
        """Every set of up to so many unknowns whose sum is below `least` and follows from what was read."""
        small = [unknown for unknown in self.unknowns if unknown[1] < least]
        for size in range(1, of_at_most + 1):
            for some in combinations(small, size):
                if sum(number for _, number in some) < least and self.knows(some):
                    yield some

    def sets_of_at_most(self, size: int) -> Iterator[Sequence[Unknown]]:
        """Every set of up to so many unknowns whose sum follows."""
        for number in range(1, size + 1):
            yield from (some for some in combinations(self.unknowns, number) if self.knows(some))


def _subtract(row: dict[int, Fraction], other: dict[int, Fraction], times: Fraction) -> None:
    for column, value in other.items():
        left = row.get(column, Fraction(0)) - times * value
        if left:
            row[column] = left
        else:
            row.pop(column, None)
