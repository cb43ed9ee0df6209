"""Intervals: between which two numbers the true one lies, how surely."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

# Of the normal distribution, two-sided; six decimals are more than any of our counts can carry.
DEVIATIONS = {
    Decimal("0.90"): Decimal("1.644854"),
    Decimal("0.95"): Decimal("1.959964"),
    Decimal("0.99"): Decimal("2.575829"),
}
USUAL = Decimal("0.95")


@dataclass(frozen=True)
class Interval:
    """Both ends belong to it."""

    low: Decimal
    high: Decimal


def deviations(confidence: Decimal) -> Decimal:
    """How many standard deviations to each side. Raises ValueError for a confidence that is not in the table."""
    if confidence not in DEVIATIONS:
        raise ValueError(f"confidence {confidence} is none of {', '.join(map(str, DEVIATIONS))}")
    return DEVIATIONS[confidence]


def share_interval(hits: int, of: int, *, among: int | None = None, confidence: Decimal = USUAL) -> Interval:
    """Wilson score interval of the share hits / of, both ends in 0..1; of = 0 gives 0..1.

    `among`: how many there are of which `of` were drawn; what was not left to chance is then no longer unsure (the
    finite population correction: the variance times (among - of) / (among - 1)), and all asked gives the share itself.

    Raises ValueError where hits > of, of > among, or one is negative.
    Source: Wilson 1927, JASA 22:209-212; Cochran 1977, Sampling Techniques, 3.2 for the correction. The cases in
    tests/test_share_interval.py were worked by hand.
    """
    if not 0 <= hits <= of or (among is not None and of > among):
        raise ValueError(f"{hits} of {of}, drawn among {among}")
    if of == 0:
        return Interval(Decimal(0), Decimal(1))
    square = deviations(confidence) ** 2
    if among is not None:
        square *= Decimal(among - of) / Decimal(among - 1) if among > 1 else Decimal(0)
    share, n = Decimal(hits) / of, Decimal(of)
    middle = share + square / (2 * n)
    half = (square * (share * (1 - share) / n + square / (4 * n * n))).sqrt()
    whole = 1 + square / n
    low, high = (middle - half) / whole, (middle + half) / whole
    # At the edges the formula gives exactly 0 or 1, and rounding a hair's breadth beside it.
    return Interval(
        Decimal(0) if hits == 0 else max(Decimal(0), min(low, share)),
        Decimal(1) if hits == of else min(Decimal(1), max(high, share)),
    )
