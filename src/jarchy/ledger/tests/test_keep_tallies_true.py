"""Any order of posting, voiding and correcting, with days passing, leaves tallies equal to a recount, the chain proved,
and in public what is open plus the cells that stand.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jarchy.ledger import actions
from jarchy.ledger.journal import tally_changes
from jarchy.ledger.models import Cell, Entry, Head, Line, OrganisationTally, Tally
from jarchy.ledger.queries import figure, public_cells
from jarchy.ledger.queries.exact import exact_sums
from jarchy.ledger.queries.looks import cells_standing
from jarchy.ledger.queries.written import journal_lines
from jarchy.ledger.rules import Sight, monday_of
from jarchy.ledger.rules.written import Proof
from jarchy.ledger.tests import cast
from jarchy.ledger.triggers import triggers_dropped, triggers_missing

deeds = st.lists(
    st.one_of(
        st.tuples(
            st.just("post"), st.integers(0, 40), st.sampled_from([cast.KARA, cast.VILLAGE, cast.AK, cast.SHAAR]),
            st.booleans(), st.integers(0, 20),
        ),
        st.tuples(st.just("void"), st.integers(0, 50)),
        st.tuples(st.just("correct"), st.integers(0, 50), st.integers(0, 40), st.booleans()),
        st.tuples(st.just("monday")),
    ),
    min_size=2, max_size=9,
)  # fmt: skip


def live(edition, history) -> None:
    standing = []
    for verb, *said in history:
        if verb == "post":
            people, at, is_open, after = said
            held_on = cast.STARTS + timedelta(after)
            standing += cast.post(
                edition,
                cast.report(
                    people, at=at, is_open=is_open, on=held_on, women=people // 2, with_host=cast.SECOND
                ),
            )
        elif verb == "monday":
            let_monday_come(edition)
        elif standing:
            old = standing.pop(said[0] % len(standing))
            if verb == "void":
                cast.take_back(edition, old)
            else:
                new = cast.corrected(old, people=said[1], is_open=said[2])
                cast.take_back(edition, old, post=(new,))
                standing.append(new)
    let_monday_come(edition)


def let_monday_come(edition) -> None:
    """The next one, without the midnights between: those make nothing but a position."""
    edition.example_today += timedelta(7 - edition.example_today.weekday())
    edition.save(update_fields=["example_today"])
    actions.midnight(edition, edition.example_today)


def kept(edition):
    places = Tally.objects.filter(edition=edition).values_list(
        "measure", "level", "pcode", "day", "is_open", "value"
    )
    hosts = OrganisationTally.objects.filter(edition=edition).values_list(
        "measure", "organisation_id", "is_open", "value"
    )
    return {row[:-1]: row[-1] for row in places if row[-1]}, {row[:-1]: row[-1] for row in hosts if row[-1]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds)
def test_any_history_leaves_tallies_equal_to_a_recount(edition, history):
    today = edition.example_today
    with transaction.atomic():
        live(edition, history)
        lines = Line.objects.filter(edition=edition).select_related("region", "district")
        recounted = tuple(
            {key: value for key, value in some.items() if value} for some in tally_changes(lines)
        )
        assert kept(edition) == recounted
        assert actions.verify(edition) == []
        check_written(edition)
        for measure in ("activities", "attendances"):
            open_ones = sum(
                line.value for line in lines
                if line.is_open and line.counts_nationally and (line.measure, line.breakdown) == (measure, "total")
            )  # fmt: skip
            cells = sum(getattr(cell, measure) for cell in public_cells(edition))
            assert figure(edition, measure, sight=Sight.PUBLIC).value == open_ones + cells
        before = kept(edition)
        actions.rebuild(edition)
        assert kept(edition) == before
        transaction.set_rollback(True)
    edition.example_today = today


def check_written(edition) -> None:
    """The journal as a file is proved by itself, and what is archived of sums follows from its lines."""
    proof, sums = Proof(), Counter()
    for written in proof.entries(journal_lines(edition)):
        for line in written.lines:
            if line["breakdown"] == "total":
                week = monday_of(date.fromisoformat(line["date"]))
                places = (line["region"], line["district"], line["organisation"])
                sums[line["measure"], week, *places, line["counts_nationally"], line["is_open"]] += line[
                    "value"
                ]
    assert proof.faults == []
    archived = list(exact_sums(edition))
    assert {row[:-1]: row[-1] for row in archived} == {key: value for key, value in sums.items() if value}
    assert len(archived) == len({row[:-1] for row in archived})


def test_rebuilding_tells_how_far_it_is_and_makes_the_same(edition):
    cast.post(edition, cast.report(37), cast.report(12, at=cast.AK, is_open=False))
    before, told = kept(edition), []
    Tally.objects.update(value=99)
    actions.rebuild(edition, lambda done, of: told.append((done, of)))
    assert kept(edition) == before
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)


def faults(edition):
    return {(fault.code, fault.where) for fault in actions.verify(edition)}


def test_a_number_changed_behind_the_houses_back_is_found(edition):
    cast.post(edition, cast.report(37), cast.report(20))
    with triggers_dropped():
        Line.objects.filter(position=1, measure="attendances", breakdown="total").update(value=370)
    assert ("chain", "1") in faults(edition)
    assert any(code == "tally" for code, _ in faults(edition))


def test_an_entry_that_is_gone_and_a_head_that_lies_are_found(edition):
    cast.post(edition, cast.report(37), cast.report(20), cast.report(5))
    with triggers_dropped():
        Line.objects.filter(position=2).delete()
        Entry.objects.filter(position=2).delete()
    assert {("position", "3"), ("chain", "3")} <= faults(edition)
    Head.objects.update(hash="0" * 64)
    assert ("head", "3") in faults(edition)


def test_a_cell_that_nobody_made_is_found(edition):
    cast.post(edition, cast.report(37, is_open=False))
    cast.let_days_pass(edition, cast.MONDAY)
    assert faults(edition) == set()
    with triggers_dropped():
        Cell.objects.update(attendances=12)
    assert faults(edition) == {("public", "2")}


def test_a_missing_trigger_is_found_and_made_again(edition):
    with connection.cursor() as cursor:
        name = "ledger_line_no_delete" if connection.vendor == "sqlite" else "ledger_line_no_change"
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else " ON ledger_line"))
    assert triggers_missing() == [name]
    assert faults(edition) == {("trigger", name)}
    with triggers_dropped():
        pass
    assert triggers_missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_is_followed_by_an_empty_database_with_its_triggers():
    cast.make_territory()
    cast.post(cast.make_edition(), cast.report(37))
    assert triggers_missing() == []  # the flush at the end would fail on them, were it not ours


@pytest.mark.django_db(transaction=True)
def test_after_such_a_test_nothing_is_left_and_the_journal_is_still_append_only():
    assert not Entry.objects.exists()
    assert triggers_missing() == []
    cast.make_territory()
    cast.post(cast.make_edition(), cast.report(37))
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.update(number=2)
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute("TRUNCATE ledger_line")


def test_cells_that_stood_at_a_position_stand_there_for_ever(edition):
    first, second = cast.post(edition, cast.report(20, is_open=False), cast.report(15, is_open=False))
    cast.let_days_pass(edition, cast.MONDAY)
    at = Head.objects.get().position
    cast.take_back(edition, second)
    cast.let_days_pass(edition, cast.MONDAY + timedelta(7))
    assert [cell.attendances for cell in cells_standing(edition, at)] == [35]
    assert cells_standing(edition, Head.objects.get().position) == []
    assert figure(edition, "attendances", sight=Sight.PUBLIC, as_of=at).value == 35
