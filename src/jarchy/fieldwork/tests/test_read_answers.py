"""The form's answers, read into a report: what a phone sends is kept whatever it is."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jarchy.fieldwork.reading import Known, Plan, read_answers

KNOWN = Known(
    kinds=frozenset({"talk", "street"}), venues=frozenset({"school", "street"}),
    topics=frozenset({"trafficking", "migration"}),
    languages=frozenset({"ky", "ru"}), organisations=frozenset({"naryn-1", "naryn-2"}),
    bands={"age_0_13": "0-13", "age_14_17": "14-17"},
)  # fmt: skip
PLAN = Plan(date(2018, 10, 3), "KG04235000000", "talk", "school", ("trafficking",))
UNPLANNED = {
    "activity": "new", "held_on": "2018-10-03", "adm1": "KG04000000000", "adm2": "KG04235000000", "settlement": "",
    "venue": "street", "kind": "street", "topics": "migration trafficking", "cohosts": "none", "sessions": "1",
    "languages": "ky", "guests": "none", "total": "37", "counted": "heads", "women": "0", "handed_out": "40",
}  # fmt: skip


def test_what_was_held_as_planned_comes_from_the_plan():
    reading = read_answers({"activity": "wp-1", "as_planned": "yes", "total": "12"}, PLAN, KNOWN)
    assert (reading.held_on, reading.pcode, reading.kind, reading.venue) == (
        PLAN.held_on,
        PLAN.pcode,
        "talk",
        "school",
    )
    assert reading.topics == ("trafficking",)
    assert reading.is_complete


def test_what_was_held_otherwise_is_as_reported_and_the_rest_from_the_plan():
    answers = {
        "activity": "wp-1",
        "as_planned": "no",
        "held_on": "2018-10-04",
        "kind": "street",
        "total": "12",
    }
    reading = read_answers(answers, PLAN, KNOWN)
    assert (reading.held_on, reading.kind, reading.venue) == (date(2018, 10, 4), "street", "school")


def test_an_unplanned_one_says_all_itself_and_the_deepest_place_wins():
    assert read_answers(UNPLANNED, None, KNOWN).pcode == "KG04235000000"
    assert read_answers(UNPLANNED | {"settlement": "KG04235810010"}, None, KNOWN).pcode == "KG04235810010"


def test_zero_is_a_number_and_empty_is_unknown():
    reading = read_answers(UNPLANNED | {"age_14_17": ""}, None, KNOWN)
    assert reading.women == 0
    assert reading.ages == {}
    assert reading.first_time is None


def test_only_us_is_no_organisation():
    assert read_answers(UNPLANNED, None, KNOWN).cohosts == ()
    assert read_answers(UNPLANNED | {"cohosts": "naryn-2 nobody"}, None, KNOWN).cohosts == ("naryn-2",)


def test_parts_above_their_total_are_not_believed():
    reading = read_answers(UNPLANNED | {"women": "38", "age_0_13": "30", "age_14_17": "8"}, None, KNOWN)
    assert (reading.women, reading.ages) == (None, {})


def test_unreadable_answers_leave_the_report_incomplete():
    reading = read_answers({"activity": "gone", "total": "many", "held_on": "3.10.2018"}, None, KNOWN)
    assert (reading.total, reading.held_on) == (None, None)
    assert not reading.is_complete


@given(
    st.dictionaries(
        st.sampled_from(sorted(UNPLANNED) + ["women", "age_0_13", "as_planned", "lesson"]),
        st.text(max_size=12),
    )
)
def test_no_answers_make_it_stumble(answers):
    reading = read_answers(answers, None, KNOWN)
    assert reading.women is None or (reading.total is not None and reading.women <= reading.total)
    assert sum(reading.ages.values()) <= (reading.total or 0)
