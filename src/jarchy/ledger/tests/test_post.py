"""What is posted stands in journal and tallies, once; what is taken back leaves both, and nothing is ever changed."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import actions
from jarchy.ledger.models import Entry, Head, Line, Tally
from jarchy.ledger.queries import figure, once_closed
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests.cast import (
    AK,
    BY,
    FIRST,
    KARA,
    SAZ,
    SECOND,
    TOOR,
    VILLAGE,
    corrected,
    make_edition,
    post,
    report,
    take_back,
)  # fmt: skip


def exact(edition, indicator="attendances", **filters):
    return figure(edition, indicator, sight=Sight.EXACT, **filters).value


def test_a_confirmed_report_moves_country_oblast_and_rayon(edition):
    post(edition, report(37, at=VILLAGE), report(20, at=AK))
    assert exact(edition) == 57
    assert exact(edition, place=SAZ) == 37
    assert exact(edition, place=KARA) == 37
    assert exact(edition, place=VILLAGE) == 37
    assert exact(edition, place=TOOR) == 20
    assert exact(edition, "activities") == 2


def test_a_voided_report_leaves_every_sum_and_stays_in_the_journal(edition):
    (talk,) = post(edition, report(37, women=20))
    take_back(edition, talk)
    assert exact(edition) == 0
    assert exact(edition, "activities") == 0
    assert Entry.objects.count() == 2
    assert actions.verify(edition) == []


def test_a_correction_is_two_entries_of_one_breath_and_the_old_position_gives_the_old_value(edition):
    (talk,) = post(edition, report(37))
    take_back(edition, talk, post=(corrected(talk, people=73),))
    assert exact(edition) == 73
    assert exact(edition, as_of=1) == 37
    assert exact(edition, as_of=2) == 0
    assert exact(edition, as_of=0) == 0


def test_two_hosts_count_once_for_the_country_and_once_for_each(edition):
    post(edition, report(40, host=FIRST, with_host=SECOND))
    assert exact(edition) == 40
    assert exact(edition, "organisations") == 2


def test_the_same_posting_number_twice_is_refused_and_nothing_is_written(edition):
    (talk,) = post(edition, report(37))
    with pytest.raises(ProblemRaised) as problem, transaction.atomic():
        post(edition, report(12), talk)
    assert problem.value.code == "ledger.posted_twice"
    assert exact(edition) == 37
    assert Head.objects.get().position == 1


def test_a_number_once_taken_back_is_not_given_again(edition):
    (talk,) = post(edition, report(37))
    take_back(edition, talk)
    with pytest.raises(ProblemRaised) as problem, transaction.atomic():
        post(edition, talk)
    assert problem.value.code == "ledger.posted_twice"


def test_what_does_not_stand_is_not_taken_back(edition):
    (talk,) = post(edition, report(37))
    take_back(edition, talk)
    for again in ([talk.posting], [report(1).posting]):
        with pytest.raises(ProblemRaised) as problem, transaction.atomic():
            actions.post(edition, reverse=again, by=BY)
        assert problem.value.code == "ledger.nothing_to_reverse"


def test_one_posting_is_not_taken_back_twice_in_one_breath(edition):
    (talk,) = post(edition, report(37))
    with pytest.raises(ProblemRaised), transaction.atomic():
        take_back(edition, talk, talk)
    assert exact(edition) == 37


@pytest.mark.parametrize(
    "wrong", [report(-1), report(5, at="ZZ99"), report(5, at=SAZ), report(5, host="nobody")]
)
def test_what_cannot_be_counted_is_refused_with_a_reason(edition, wrong):
    with pytest.raises(ProblemRaised), transaction.atomic():
        post(edition, report(10), wrong)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("table", [Entry, Line])
def test_the_database_itself_refuses_to_change_or_delete_the_journal(edition, table):
    post(edition, report(37))
    for change in (
        lambda: table.objects.update(position=9),
        lambda: table.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no INSERT OR REPLACE")
@pytest.mark.parametrize("table", [Entry, Line])
def test_nor_is_a_row_of_it_replaced_by_another(edition, table):
    post(edition, report(37))
    name = table._meta.db_table
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}")
    assert exact(edition) == 37


def test_what_was_ever_closed_stays_closed_when_its_openness_is_corrected(edition):
    (lesson,) = post(edition, report(7, is_open=False))
    take_back(edition, lesson, post=(corrected(lesson, people=7, is_open=True),))
    assert not Line.objects.filter(is_open=True).exists()
    assert once_closed(edition, [lesson.posting.source_id]) == {lesson.posting.source_id}
    assert exact(edition) == 7


def test_two_editions_have_chains_of_their_own(edition):
    other = make_edition("tiny-2020")
    post(edition, report(10))
    post(other, report(20), report(30))
    assert (exact(edition), exact(other)) == (10, 50)
    assert [Head.objects.get(edition=one).position for one in (edition, other)] == [1, 2]


def test_posting_many_takes_no_more_statements_than_rows_fit_into_them(edition):
    post(edition, report(5))
    taken = []
    for many in (1, 40):
        entries = [report(10 + number) for number in range(many)]
        with CaptureQueriesContext(connection) as queries:
            post(edition, *entries)
        in_batches = sum(len(entry.lines) for entry in entries) // 35  # SQLite takes 999 values at once
        taken.append(len(queries) - in_batches)
    assert taken[0] <= 13
    assert taken[1] <= taken[0] + 2


def test_a_tally_that_falls_to_nothing_is_nought_not_missing(edition):
    (talk,) = post(edition, report(37))
    take_back(edition, talk)
    assert {tally.value for tally in Tally.objects.filter(edition=edition, measure="attendances")} == {0}
