"""The lot: the same for everybody who has the seed, unforeseeable for everybody else."""

from __future__ import annotations

import hashlib
import hmac
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.stats.drawing import how_many, how_many_more, in_drawn_order, is_hash, list_hash, seed_hash

texts = st.lists(st.uuids().map(str), max_size=30)


def test_an_outsider_repeats_it_with_tools_of_her_own():
    lots = {
        one: hmac.digest(b"the seed", f"2018-10-08 {one}".encode(), "sha256").hex()
        for one in ("a", "b", "c", "d")
    }
    assert in_drawn_order("the seed", "2018-10-08", "abcd") == sorted(lots, key=lots.__getitem__)


def test_the_hash_is_the_one_that_sha256sum_prints():
    assert seed_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert is_hash(seed_hash("x")) and not is_hash("X" * 64) and not is_hash(seed_hash("x") + "\n")


def test_the_lists_hash_names_its_order():
    assert list_hash(["a", "b"]) == hashlib.sha256(b"a\nb\n").hexdigest() != list_hash(["b", "a"])


@given(texts, st.randoms(use_true_random=False))
def test_the_order_in_which_they_came_changes_nothing(found, rng):
    shuffled = found[:]
    rng.shuffle(shuffled)
    assert in_drawn_order("seed", "w", shuffled) == in_drawn_order("seed", "w", found)
    assert sorted(in_drawn_order("seed", "w", found)) == sorted(set(found))


@given(texts, st.uuids().map(str))
def test_one_more_in_the_list_moves_no_two_others_past_each_other(found, more):
    with_it = [one for one in in_drawn_order("seed", "w", [*found, more]) if one != more or more in found]
    assert with_it == in_drawn_order("seed", "w", found)


@pytest.mark.parametrize(("of", "drawn"), [(0, 0), (2, 2), (3, 3), (29, 3), (30, 3), (31, 4), (412, 42)])
def test_a_tenth_rounded_up_at_least_three(of, drawn):
    assert how_many(of, share=Decimal("0.10"), least=3) == drawn


@given(st.integers(0, 5000), st.decimals(0, 1, places=3), st.integers(0, 50))
def test_never_more_than_there_are_never_fewer_than_promised(of, share, least):
    drawn = how_many(of, share=share, least=least)
    assert min(of, least) <= drawn <= of
    assert drawn >= min(of, share * of)


@pytest.mark.parametrize(("of", "share", "least"), [(-1, "0.1", 1), (1, "1.1", 1), (1, "0.1", -1)])
def test_what_cannot_be_is_refused(of, share, least):
    with pytest.raises(ValueError):
        how_many(of, share=Decimal(share), least=least)


@given(st.lists(st.integers(0, 60), max_size=8), st.decimals(0, 1, places=2), st.integers(0, 5))
def test_week_by_week_as_many_as_of_all_at_once(weeks, share, least):
    of = drawn = 0
    for reports in weeks:
        more = how_many_more(reports, of_before=of, before=drawn, share=share, least=least)
        assert 0 <= more <= reports
        of, drawn = of + reports, drawn + more
        assert drawn == how_many(of, share=share, least=least)
