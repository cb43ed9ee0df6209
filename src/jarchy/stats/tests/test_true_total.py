"""The ratio estimate, worked by hand, and what holds of it for any numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.stats.ratios import Stratum, true_total


def test_one_stratum_by_hand():
    """Four of ten checked. Reported 10 20 30 40 (mean 25), found 10 18 30 30 (mean 22): ratio 0.88. Differences from
    it 1.2 0.4 3.6 -5.2, mean 0, squares 1.44 + 0.16 + 12.96 + 27.04 = 41.6, variance 41.6/3. The total's variance is
    100 * 0.6 * (41.6/3) / 4 = 208, its root 14.4222; times 1.959964 = 28.2671. 300 are reported: 264.
    """
    found = true_total([Stratum("a", 10, 300, [(10, 10), (20, 18), (30, 30), (40, 30)])], least=4)
    assert found is not None
    assert (found.total, found.ratio, found.pairs) == (Decimal(264), Decimal("0.88"), 4)
    assert round(found.interval.low, 2) == Decimal("235.73")
    assert round(found.interval.high, 2) == Decimal("292.27")


def test_oblasts_weigh_as_much_as_they_have():
    """A has 90 reports and keeps its word, B has 10 and reports twice too many; two of each were checked. Weighed:
    reported 90 * 10 + 10 * 10 = 1000, found 90 * 10 + 10 * 5 = 950. Without weights it would be 0.75.
    """
    strata = [Stratum("a", 90, 900, [(10, 10), (10, 10)]), Stratum("b", 10, 100, [(10, 5), (10, 5)])]
    found = true_total(strata, least=4)
    assert found is not None
    assert (found.ratio, found.total) == (Decimal("0.95"), Decimal(950))


def test_too_few_to_say():
    assert true_total([Stratum("a", 100, 1000, [(10, 10)] * 29)]) is None
    assert true_total([Stratum("a", 100, 1000, [(10, 10)] * 30)]) is not None
    assert true_total([]) is None


def test_nobody_reported_nothing_to_say():
    assert true_total([Stratum("a", 40, 0, [(0, 0)] * 30)]) is None


def test_an_oblast_of_which_one_was_checked_stands_together_with_the_smallest():
    """B, with one pair, is put to C (20), the smaller of the others: 30 reports with three pairs."""
    whole = [(10, 10)] * 30
    strata = [
        Stratum("a", 60, 600, whole),
        Stratum("b", 10, 100, [(10, 0)]),
        Stratum("c", 20, 200, [(10, 10)] * 2),
    ]
    found = true_total(strata)
    assert found is not None
    # weighed: reported 60 * 10 + 30 * 10 = 900; found 600 + 30 * 20/3 = 800
    assert (round(found.ratio, 4), round(found.total, 1)) == (Decimal("0.8889"), Decimal("800.0"))


def test_more_checked_than_there_are_is_refused():
    with pytest.raises(ValueError, match="a"):
        true_total([Stratum("a", 1, 10, [(10, 10)] * 2)])


pairs = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=0, max_size=12)
some = st.lists(st.tuples(pairs, st.integers(0, 40)), min_size=1, max_size=9)


def strata_of(drawn) -> list[Stratum]:
    return [
        Stratum(f"s{n}", len(checked) + more, sum(r for r, _ in checked) + 20 * more, checked)
        for n, (checked, more) in enumerate(drawn)
    ]


@given(some)
def test_the_estimate_lies_within_and_never_below_nothing(drawn):
    found = true_total(strata_of(drawn), least=2)
    if found is not None:
        assert 0 <= found.interval.low <= found.total <= found.interval.high


@given(some)
def test_the_order_of_oblasts_changes_nothing(drawn):
    strata = strata_of(drawn)
    one, other = true_total(strata, least=2), true_total(strata[::-1], least=2)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert abs(one.total - other.total) < Decimal("1e-15")


@given(st.lists(pairs.filter(bool), min_size=1, max_size=9))
def test_where_all_were_checked_the_total_is_what_was_found(checked):
    strata = [Stratum(f"s{n}", len(one), sum(r for r, _ in one), one) for n, one in enumerate(checked)]
    found = true_total(strata, least=2)
    if found is not None:
        assert abs(found.total - sum(f for one in checked for _, f in one)) < Decimal("1e-15")
        assert found.interval.low == found.interval.high == found.total


@given(
    st.lists(st.tuples(st.lists(st.integers(1, 500), min_size=2, max_size=9), st.integers(0, 30)), min_size=1)
)
def test_where_all_keep_their_word_nothing_is_unsure(drawn):
    strata = [
        Stratum(f"s{n}", len(said) + more, sum(said) + 7 * more, [(one, one) for one in said])
        for n, (said, more) in enumerate(drawn)
    ]
    found = true_total(strata, least=2)
    assert found is not None
    assert found.ratio == 1 and found.interval.low == found.interval.high == sum(
        one.reported for one in strata
    )
