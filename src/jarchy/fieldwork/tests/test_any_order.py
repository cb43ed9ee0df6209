"""Whatever is done in whatever order: the tallies are what a recount says, and verify finds nothing."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.tests.conftest import Field
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import actions as ledger
from jarchy.ledger.models import OrganisationTally, Tally
from tests.tiny import YOUTH_TALAS

BY = house("test")
REPORTS = 3
VERBS = ("forward", "confirm", "send_back", "void", "correct", "same", "separate", "close", "open")
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, REPORTS - 1), st.integers(0, REPORTS - 1)),
    min_size=4,
    max_size=14,
)


def act(field: Field, uuids: list, verb: str, nth: int, other: int) -> None:
    """One step; what the rules refuse changes nothing, as on the page."""
    uuid = uuids[nth]
    try:
        match verb:
            case "forward":
                actions.forward_report(uuid, by=BY)
            case "confirm":
                actions.confirm_report(uuid, by=BY)
            case "send_back":
                actions.send_back_report(uuid, reason="number-unlikely", by=BY)
            case "void":
                actions.void_report(uuid, reason="sent-twice", by=BY)
            case "correct":
                field.submit(field.cast.aigul, again=Report.objects.get(uuid=uuid), total=str(40 + 7 * other))
            case "same":
                actions.same_activity(uuid, uuids[other], by=BY)
            case "separate":
                actions.separate_activity(uuid, by=BY)
            case _:
                actions.change_openness(uuid, is_open=verb == "open", why="test", by=BY)
    except ProblemRaised:
        pass


def tallies() -> list:
    """What stands in the tallies; a zero is as good as no row."""
    by_place = Tally.objects.values_list("measure", "level", "pcode", "day", "is_open", "value")
    by_host = OrganisationTally.objects.values_list("measure", "organisation__slug", "is_open", "value")
    return sorted(tuple(map(str, row)) for row in [*by_place, *by_host] if row[-1])


@pytest.mark.django_db
def test_any_order_of_steps_leaves_tallies_equal_to_a_recount(field):
    whole = [
        field.send(field.cast.aigul, cohosts=YOUTH_TALAS),
        field.send(field.cast.aigul, venue="school", total="44"),
        field.send(field.cast.aigul, total="50"),
    ]
    uuids = [report.uuid for report in whole]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def recounted(steps):
        with transaction.atomic():
            for verb, nth, other in steps:
                act(field, uuids, verb, nth, other)
            counting = Report.objects.filter(counted_as__isnull=False, counts_with=None)
            joined = Report.objects.filter(counted_as__isnull=False).exclude(counts_with=None)
            assert field.faults() == []
            before = tallies()
            ledger.rebuild(field.edition)
            assert tallies() == before
            if not joined.exists():
                assert field.counted() == sum(row.counted_as["total"] for row in counting)
            transaction.set_rollback(True)

    recounted()
