"""Two reports of one activity: one counts, both organisations are credited."""

from __future__ import annotations

import pytest

from jarchy.charter.models import Organisation
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger.models import Line
from jarchy.people.actions import add_membership
from tests.tiny import YOUTH_NARYN, YOUTH_TALAS


@pytest.fixture
def two(field):
    """Aigul's and Farkhad's reports of the same afternoon, both confirmed: 57 and 60."""
    first = field.confirmed()
    second = field.send(field.cast.farkhad, total="60")
    return first, field.confirm(second)


def joined(field, first, second):
    return actions.same_activity(first.uuid, second.uuid, by=field.actor(field.cast.cholpon))


def test_the_second_report_is_noticed(field, two):
    assert two[1].noticed.get(flag="same_activity").values["organisation"] == YOUTH_NARYN


def test_one_counts_and_both_are_credited(field, two):
    assert field.counted() == 117
    joined(field, *two)
    assert (field.counted(), field.counted("activities")) == (57, 1)
    assert [field.of_organisation(one) for one in (YOUTH_NARYN, YOUTH_TALAS)] == [57, 60]
    assert field.faults() == []


def test_joining_again_changes_nothing(field, two):
    joined(field, *two)
    joined(field, *two)
    assert field.counted() == 57


def test_the_joined_one_counts_when_the_counting_one_is_cancelled(field, two):
    joined(field, *two)
    actions.void_report(two[0].uuid, reason="sent-twice", by=field.actor(field.cast.cholpon))
    assert (field.counted(), field.counted("activities")) == (60, 1)
    assert field.of_organisation(YOUTH_NARYN) == 0
    assert field.faults() == []


def test_it_can_be_undone(field, two):
    joined(field, *two)
    actions.separate_activity(two[1].uuid, by=field.actor(field.cast.cholpon))
    assert (field.counted(), field.counted("activities")) == (117, 2)


def test_closed_once_closed_for_all_that_are_joined(field, two):
    joined(field, *two)
    cholpon = field.actor(field.cast.cholpon)
    actions.change_openness(two[1].uuid, is_open=False, why="in a school yard", by=cholpon)
    assert field.counted(public=True) == 0
    assert field.counted() == 57


def test_a_closed_one_joined_and_taken_away_again_leaves_the_other_closed(field, two):
    """Its number stood in public with others': by itself it would give them away, whatever is joined later."""
    cholpon = field.actor(field.cast.cholpon)
    joined(field, *two)
    actions.change_openness(two[1].uuid, is_open=False, why="in a school yard", by=cholpon)
    actions.separate_activity(two[1].uuid, by=cholpon)
    third = field.confirm(field.send(field.cast.farkhad, total="61"))
    joined(field, third, two[0])
    assert field.counted(public=True) == 0
    assert open_lines_of(third, *two) == 0
    assert not Report.objects.get(pk=third.pk).is_open, "pages say what the ledger says"
    assert field.faults() == []


def test_one_that_waits_and_says_closed_closes_the_activity_it_is_joined_to(field):
    first, second = field.confirmed(), field.send(field.cast.farkhad, venue="school")
    joined(field, first, second)
    assert (field.counted(), field.counted(public=True)) == (57, 0)


def open_lines_of(*reports) -> int:
    """Lines of these reports that stand as open."""
    lines = Line.objects.filter(entry__source_id__in=[report.uuid for report in reports], is_open=True)
    return lines.filter(entry__reverses=None, entry__reversed_by=None).count()


def test_a_cancelled_report_is_not_joined(field, two):
    actions.void_report(two[0].uuid, reason="sent-twice", by=field.actor(field.cast.cholpon))
    with pytest.raises(ProblemRaised, match="cannot be of one activity"):
        joined(field, *two)


def test_a_cohost_named_in_the_report_is_credited_and_counted_once(field):
    field.confirmed(cohosts=YOUTH_TALAS)
    assert (field.counted(), field.of_organisation(YOUTH_TALAS)) == (57, 57)


def test_with_a_cohosts_own_report_joined_its_own_number_is_its_own(field):
    first = field.confirmed(cohosts=YOUTH_TALAS)
    second = field.confirm(field.send(field.cast.farkhad, total="60"))
    joined(field, first, second)
    assert (field.counted(), field.of_organisation(YOUTH_TALAS)) == (57, 60)


def test_nobody_joins_another_report_to_the_own_organisations_or_takes_one_from_it(field, two):
    """Cholpon belongs to youth-naryn now: what counts with its report is not hers to change, on whatever way."""
    joined(field, *two)
    third = field.confirm(field.send(field.cast.farkhad, total="61"))
    own = Organisation.objects.get(slug=YOUTH_NARYN)
    add_membership(field.cast.cholpon, field.edition, Role.VOLUNTEER, organisation=own, by=house("test"))
    cholpon = field.actor(field.cast.cholpon)
    for verb in (
        lambda: actions.same_activity(two[1].uuid, third.uuid, by=cholpon),
        lambda: actions.same_activity(third.uuid, two[1].uuid, by=cholpon),
        lambda: actions.separate_activity(two[1].uuid, by=cholpon),
    ):
        with pytest.raises(ProblemRaised, match="own organisation"):
            verb()
    assert field.counted() == 57 + 61
