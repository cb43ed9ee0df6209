"""What a document for official use says of plans and reports, in numbers."""

from __future__ import annotations

from datetime import date

from jarchy.fieldwork import actions
from jarchy.fieldwork.queries.on_paper import PlanNumbers, plan_numbers, silent, waiting
from jarchy.foundation.narrowing import house
from tests.tiny import NARYN, TALAS, YOUTH_NARYN, YOUTH_TALAS

HOUSE = house("test")
YESTERDAY, COMING, LATER = date(2018, 10, 4), date(2018, 10, 9), date(2018, 10, 20)
NOTHING = PlanNumbers(due=0, held=0, overdue=0, called_off=0, coming=0)


def test_plans_are_due_late_called_off_or_coming(field):
    for day in (YESTERDAY, COMING, LATER):
        field.plan(day=day)
    off = field.plan(day=YESTERDAY)
    actions.call_off_activity(off.uuid, reason="nobody-came", by=field.actor(field.cast.bakyt))
    expected = PlanNumbers(due=1, held=0, overdue=1, called_off=1, coming=1)
    assert plan_numbers(field.edition, HOUSE) == expected
    assert plan_numbers(field.edition, HOUSE, place=NARYN) == expected
    assert plan_numbers(field.edition, HOUSE, organisation=YOUTH_NARYN) == expected
    assert plan_numbers(field.edition, HOUSE, place=TALAS) == NOTHING
    assert plan_numbers(field.edition, HOUSE, organisation=YOUTH_TALAS) == NOTHING


def test_it_says_who_is_silent_and_what_waits(field):
    field.plan(day=YESTERDAY)
    field.submit(field.cast.aigul)
    field.forwarded()
    assert [(one.organisation, one.overdue) for one in silent(field.edition, HOUSE)] == [(YOUTH_NARYN, 1)]
    found = waiting(field.edition, HOUSE)
    assert (found.reviewer, found.coordinators) == (1, 1)
    assert found.oldest == field.edition.today()
