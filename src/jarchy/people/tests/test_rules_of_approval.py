"""Where an approval stands: pure, values in and out."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jarchy.people.rules import (
    Answer,
    ApprovalState,
    Stand,
    covers,
    is_overdue,
    may_move,
    stand_of,
    stands_in,
    words_hash,
)

DAY = date(2018, 10, 5)
answers = st.lists(
    st.builds(
        Answer,
        st.sampled_from([str(state) for state in ApprovalState]),
        st.sampled_from(["a", "b"]),
        st.sampled_from([DAY, DAY + timedelta(2)]),
    ),
    max_size=5,
)


def test_the_hash_is_of_the_words_and_not_of_blanks_at_their_ends():
    assert words_hash("one\ntwo") == words_hash("one \r\ntwo\n\n")
    assert words_hash("one\ntwo") != words_hash("onetwo")
    assert words_hash("one two") != words_hash("one  two")


def test_overdue_from_the_day_after():
    assert not is_overdue("asked", DAY, DAY)
    assert is_overdue("asked", DAY, DAY + timedelta(1))
    assert not is_overdue("given", DAY, DAY + timedelta(9))


def test_what_may_become_what():
    moves = {
        (str(one), str(other)) for one in ApprovalState for other in ApprovalState if may_move(one, other)
    }
    assert moves == {("asked", "given"), ("asked", "refused"), ("asked", "withdrawn"), ("given", "withdrawn")}


def test_days_of_deputies_and_standing_approvals_include_both_ends():
    last = DAY + timedelta(3)
    for day in (DAY, last):
        assert stands_in(DAY, last, day, has_ended=False)
        assert covers("w", DAY, last, None, asked="w", day=day)
    assert not stands_in(DAY, last, DAY, has_ended=True)
    assert not stands_in(DAY, last, last + timedelta(1), has_ended=False)
    assert not covers("w", DAY, last, DAY, asked="w", day=DAY), "ended today"
    assert not covers("w", DAY, last, None, asked="other", day=DAY)


@given(answers, st.integers(0, 400))
def test_no_passing_of_days_ever_gives_an_approval(found, days):
    now, _ = stand_of(found, "a", DAY)
    later, _ = stand_of(found, "a", DAY + timedelta(days))
    assert (later == Stand.GIVEN) == (now == Stand.GIVEN)


@given(answers)
def test_given_means_that_these_very_words_were_approved_and_not_taken_back(found):
    stand, which = stand_of(found, "a", DAY)
    if stand == Stand.GIVEN:
        assert (found[which].state, found[which].sha256) == ("given", "a")
    if stand == Stand.NOT_ASKED:
        assert not any(one.sha256 == "a" and one.state != "withdrawn" for one in found)
