"""The true total behind reported ones, from a sample in which both were learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jarchy.stats.intervals import USUAL, Interval, deviations

LEAST_PAIRS = 30
"""Fewer and nothing is said: from there on the normal distribution may be leant on (Cochran 1977, 6.3)."""


@dataclass(frozen=True)
class Stratum:
    """One part of the whole, drawn from by itself. `pairs`: (as reported, as found) of each that was checked."""

    name: str
    size: int  # all that could have been drawn
    reported: int  # the sum of what all of them report
    pairs: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Estimate:
    """The true total, between which two numbers it lies, and the ratio of it to what was reported."""

    total: Decimal
    interval: Interval
    ratio: Decimal
    pairs: int


def true_total(
    strata: Sequence[Stratum], *, least: int = LEAST_PAIRS, confidence: Decimal = USUAL
) -> Estimate | None:
    """What was really so, of all that was reported; None where there are too few pairs to say, or none reported anyone.

    The combined ratio estimate: each stratum weighs as much as it has, whatever share of it was checked; then one ratio
    of found to reported for the whole. (A ratio for each stratum by itself would be biased with three pairs in it.) Its
    variance is that of the differences from this ratio, stratum by stratum, with the finite population correction:
    where all were checked nothing is unsure. A stratum with fewer than two pairs is put together with others.

    Raises ValueError where more were checked than there are.
    Source: Cochran 1977, Sampling Techniques, 6.10-6.12 (the combined ratio estimate and its variance, 6.50-6.51) and
    5A.12 (collapsed strata). Worked by hand in tests/test_true_total.py.
    """
    for one in strata:
        if len(one.pairs) > one.size:
            raise ValueError(f"{len(one.pairs)} checked of {one.size} in {one.name}")
    parts = _collapsed([one for one in strata if one.size])
    pairs = sum(len(one.pairs) for one in parts)
    reported = sum(one.reported for one in parts)
    weighed = sum((_mean(one, 0) * one.size for one in parts), Decimal(0))
    if pairs < max(least, 2) or not weighed or not reported:
        return None
    ratio = sum((_mean(one, 1) * one.size for one in parts), Decimal(0)) / weighed
    total = ratio * reported
    half = deviations(confidence) * sum((_variance(one, ratio) for one in parts), Decimal(0)).sqrt()
    return Estimate(total, Interval(max(Decimal(0), total - half), total + half), ratio, pairs)


def _mean(stratum: Stratum, which: int) -> Decimal:
    return Decimal(sum(pair[which] for pair in stratum.pairs)) / len(stratum.pairs)


def _variance(stratum: Stratum, ratio: Decimal) -> Decimal:
    """Of the stratum's part of the total."""
    n = len(stratum.pairs)
    if n == stratum.size:
        return Decimal(0)
    differences = [found - ratio * reported for reported, found in stratum.pairs]
    mean = sum(differences, Decimal(0)) / n
    spread = sum(((one - mean) ** 2 for one in differences), Decimal(0)) / (n - 1)
    return Decimal(stratum.size) ** 2 * (1 - Decimal(n) / stratum.size) * spread / n


def _collapsed(strata: Sequence[Stratum]) -> list[Stratum]:
    """Each with two pairs or more, or with all that it has; the thin ones together, with the smallest if need be."""
    whole = [one for one in strata if len(one.pairs) >= 2 or len(one.pairs) == one.size]
    thin = [one for one in strata if one not in whole]
    if not thin:
        return whole
    if sum(len(one.pairs) for one in thin) < 2 and whole:
        nearest = min(whole, key=lambda one: (one.size, one.name))
        whole.remove(nearest)
        thin.append(nearest)
    together = Stratum(
        "+".join(sorted(one.name for one in thin)),
        sum(one.size for one in thin),
        sum(one.reported for one in thin),
        tuple(pair for one in thin for pair in one.pairs),
    )
    if len(together.pairs) < 2 and whole:  # the nearest had one, and that was all of it
        return _collapsed([*whole, together])
    return [*whole, together] if together.pairs else whole
