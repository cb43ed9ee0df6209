"""Once an edition is final its figures stand; what is corrected stands beside them, and closed activities as ever."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from jarchy.charter.rules import EditionState
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import actions
from jarchy.ledger.models import FinalCorrection, PinnedFigure
from jarchy.ledger.queries import (
    corrected_figures,
    corrected_value,
    counted_activities,
    evidence,
    figure,
    totals,
)
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests.cast import (
    BY,
    KARA,
    SAZ,
    corrected,
    let_days_pass,
    make_final,
    post,
    report,
    take_back,
)
from jarchy.ledger.triggers import triggers_dropped

pytestmark = pytest.mark.django_db


def public(edition, indicator="attendances", **asked):
    return figure(edition, indicator, sight=Sight.PUBLIC, **asked).value


def exact(edition, indicator="attendances", **asked):
    return figure(edition, indicator, sight=Sight.EXACT, **asked).value


def correct(edition, old, *, people=None, why="counted twice", is_open=True):
    """What fieldwork does once a second person has agreed."""
    again = (corrected(old, people=people, is_open=is_open),) if people is not None else ()
    return actions.correct_final(
        edition, lambda: take_back(edition, old, post=again), source="report", source_id=old.posting.source_id, why=why,
        asked_by=4, agreed_by=5,
    )  # fmt: skip


@pytest.fixture
def final(edition):
    """Two open activities and a closed cell; final since 15 January."""
    edition.forty, edition.twenty = post(edition, report(40, women=25), report(20))
    edition.closed = post(edition, report(12, is_open=False), report(15, is_open=False))
    let_days_pass(edition, edition.final_on)
    make_final(edition)
    return edition


class TestThePin:
    def test_every_figure_is_kept_as_the_public_reads_it_and_exactly(self, final):
        kept = {(row.sight, row.indicator, row.pcode): row.value for row in PinnedFigure.objects.all()}
        assert kept["public", "attendances", ""] == kept["exact", "attendances", SAZ] == 87
        assert ("public", "leaders", "") not in kept  # not counted yet

    def test_it_is_made_once(self, final):
        before = PinnedFigure.objects.count()
        actions.pin_final(final, BY)
        assert PinnedFigure.objects.count() == before

    def test_the_database_refuses_to_change_it(self, final):
        with pytest.raises(DatabaseError), transaction.atomic():
            PinnedFigure.objects.update(value=1)

    def test_the_chain_is_whole_and_gives_the_same_figures_again(self, final):
        correct(final, final.forty, people=30)
        let_days_pass(final, date(2019, 1, 21))
        assert actions.verify(final) == []

    def test_a_pinned_figure_that_somebody_changed_is_found(self, final):
        with triggers_dropped():
            PinnedFigure.objects.filter(sight="public", indicator="attendances", pcode="").update(value=900)
        (fault,) = actions.verify(final)
        assert (fault.code, fault.where, fault.found, fault.wanted) == (
            "pinned",
            "public attendances",
            "900.00",
            "87",
        )


def test_what_was_confirmed_an_hour_before_the_end_has_its_own_line_a_day_later_as_always(edition):
    let_days_pass(edition, edition.final_on)
    post(edition, report(33))
    edition.state = EditionState.FINAL
    edition.save(update_fields=["state"])
    actions.pin_final(edition, BY)
    assert public(edition) == 33
    assert evidence(edition, "attendances", sight=Sight.PUBLIC).lines == []
    let_days_pass(edition, edition.final_on + timedelta(1))
    assert [line.value for line in evidence(edition, "attendances", sight=Sight.PUBLIC).lines] == [33]


class TestACorrection:
    def test_the_published_figure_stands_and_the_new_one_stands_beside_it(self, final):
        correct(final, final.forty, people=30)
        assert (public(final), exact(final)) == (87, 77)
        let_days_pass(final, final.example_today + timedelta(1))
        assert public(final) == 87
        one = corrected_value(final, "attendances")
        assert (one.published, one.now, one.whys) == (87, 77, ("counted twice",))
        assert totals(final, ["attendances"], by="place1", sight=Sight.PUBLIC).total["attendances"] == 87

    def test_it_is_listed_from_the_next_midnight_for_the_country_and_its_oblast(self, final):
        correct(final, final.twenty)
        assert corrected_figures(final, sight=Sight.PUBLIC) == ()
        let_days_pass(final, final.example_today + timedelta(1))
        listed = {
            (one.indicator.slug, one.pcode): one.now for one in corrected_figures(final, sight=Sight.PUBLIC)
        }
        assert listed["attendances", ""] == listed["attendances", SAZ] == 67
        assert listed["activities", ""] == 3

    def test_staff_see_it_at_once(self, final):
        correct(final, final.twenty)
        listed = corrected_figures(final, sight=Sight.EXACT)
        assert {one.now for one in listed if one.indicator.slug == "activities"} == {3}

    def test_what_was_corrected_back_stands_on_no_list(self, final):
        correct(final, final.twenty, people=21)
        correct(final, corrected(final.twenty, people=21), people=20)
        let_days_pass(final, final.example_today + timedelta(1))
        assert corrected_value(final, "attendances") is None

    def test_it_says_who_asked_and_who_agreed(self, final):
        row = correct(final, final.twenty)
        assert (row.asked_by, row.agreed_by, row.last - row.first) == (4, 5, 0)

    def test_nothing_posted_is_no_correction(self, final):
        made = actions.correct_final(
            final, lambda: None, source="report", source_id=uuid4(), why="x", asked_by=1, agreed_by=2
        )
        assert (made, FinalCorrection.objects.count()) == (None, 0)


class TestAClosedActivity:
    def test_the_public_learns_nothing_of_its_correction_before_the_monday(self, final):
        correct(final, final.closed[0], people=9, is_open=False, why="the class register says nine")
        let_days_pass(final, date(2019, 1, 20))  # a Sunday
        assert corrected_figures(final, sight=Sight.PUBLIC) == ()
        assert exact(final) == 84

    def test_then_its_cell_is_another_and_the_reason_stays_inside(self, final):
        correct(final, final.closed[0], people=9, is_open=False, why="the class register says nine")
        let_days_pass(final, date(2019, 1, 21))
        one = corrected_value(final, "attendances")
        assert (one.published, one.now, one.whys, one.of_closed) == (87, 84, (), True)
        assert one.day == date(2019, 1, 21)

    def test_one_that_is_cancelled_takes_its_cell_with_it_and_no_small_number_shows(self, final):
        correct(final, final.closed[0])
        let_days_pass(final, date(2019, 2, 4))
        # 15 stand still, but shown now they would give away the 12 by subtraction
        assert corrected_value(final, "attendances").now == 60
        assert figure(final, "attendances", place=KARA, sight=Sight.PUBLIC).value == 87

    def test_an_open_one_that_was_closed_is_gone_from_what_can_be_read_now(self, final):
        correct(final, final.twenty, people=20, is_open=False, why="it was in a school")
        let_days_pass(final, final.example_today + timedelta(1))
        one = corrected_value(final, "attendances")
        assert (one.now, one.whys) == (67, ("it was in a school",))
        lines = evidence(final, "attendances", sight=Sight.PUBLIC).lines
        assert [line.value for line in lines] == [40]
        assert [one.attendances for one in counted_activities(final, sight=Sight.PUBLIC)] == [40]


def test_whoever_confirms_while_the_figures_are_pinned_posts_nothing(edition):
    let_days_pass(edition, edition.final_on)
    read_before = type(edition).objects.get(pk=edition.pk)
    make_final(edition)
    with pytest.raises(ProblemRaised, match=r"ledger\.moved_on"):
        post(read_before, report(5))
