"""Wilson's interval, worked by hand, and what holds of it for any numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.stats.intervals import share_interval

# z = 1.96: 37 of 40: middle (0.925 + 3.841459/80) / (1 + 3.841459/40) = 0.973018/1.096036 = 0.887761;
# half sqrt(3.841459 * (0.069375/40 + 3.841459/6400)) / 1.096036 = 0.094698/1.096036 = 0.086400.
BY_HAND = [
    (37, 40, "0.8014", "0.9742"),
    (0, 10, "0", "0.2775"),  # the square of z over (n + it): 3.841459/13.841459
    (10, 10, "0.7225", "1"),
    (1, 2, "0.0945", "0.9055"),
    (81, 263, "0.2553", "0.3662"),  # the case that Newcombe 1998 works (Stat. Med. 17:857), as printed there
    (15, 148, "0.0624", "0.1605"),
    (1, 29, "0.0061", "0.1718"),
]


@pytest.mark.parametrize(("hits", "of", "low", "high"), BY_HAND)
def test_worked_by_hand(hits, of, low, high):
    found = share_interval(hits, of)
    assert (round(found.low, 4), round(found.high, 4)) == (Decimal(low), Decimal(high))


def test_nobody_asked_may_be_anything():
    assert (share_interval(0, 0).low, share_interval(0, 0).high) == (0, 1)


def test_all_asked_is_sure():
    found = share_interval(37, 40, among=40)
    assert found.low == found.high == Decimal("0.925")


def test_half_of_all_asked_is_surer_by_the_root_of_a_half():
    """20 of 40, drawn among 80: the square of z is 3.841459 * 40/79 = 1.945043."""
    found = share_interval(20, 40, among=80)
    assert (round(found.low, 4), round(found.high, 4)) == (Decimal("0.3923"), Decimal("0.6077"))


@pytest.mark.parametrize(("hits", "of", "among"), [(3, 2, None), (-1, 2, None), (1, 5, 4)])
def test_what_cannot_be_is_refused(hits, of, among):
    with pytest.raises(ValueError):
        share_interval(hits, of, among=among)


def test_a_confidence_that_nobody_tabled_is_refused():
    with pytest.raises(ValueError, match=r"0\.5"):
        share_interval(1, 2, confidence=Decimal("0.5"))


counts = st.integers(1, 3000).flatmap(
    lambda of: st.tuples(st.integers(0, of), st.just(of), st.integers(of, 10_000))
)


@given(counts)
def test_the_share_lies_within_and_both_ends_are_shares(numbers):
    hits, of, among = numbers
    for found in (share_interval(hits, of), share_interval(hits, of, among=among)):
        assert 0 <= found.low <= Decimal(hits) / of <= found.high <= 1


@given(counts)
def test_the_correction_never_makes_it_less_sure(numbers):
    hits, of, among = numbers
    plain, corrected = share_interval(hits, of), share_interval(hits, of, among=among)
    hair = Decimal("1e-20")
    assert plain.low <= corrected.low + hair and corrected.high <= plain.high + hair


@given(counts)
def test_hits_and_misses_are_each_others_mirror(numbers):
    hits, of, _ = numbers
    one, other = share_interval(hits, of), share_interval(of - hits, of)
    assert abs(one.low + other.high - 1) < Decimal("1e-20")
