"""Who may forward, confirm, send back or cancel a report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.management import call_command

from jarchy.fieldwork.rules import ReportState, Standing, refusal
from jarchy.foundation.narrowing import Actor, Grant, Role, house

NARYN, KOCHKOR, TALAS = "KG04000000000", "KG04235000000", "KG07000000000"


def person(*grants: Grant) -> Actor:
    return Actor(account=1, grants=frozenset(grants))


def report(
    state: ReportState = ReportState.RECEIVED, *, days: int = 0, hosts: frozenset[str] = frozenset()
) -> Standing:
    return Standing("kg-2018", "naryn-1", state, frozenset({NARYN, KOCHKOR}), days, hosts)


BAKYT = person(Grant(Role.COORDINATOR, "kg-2018", organisation="naryn-1"))
FARKHAD = person(Grant(Role.COORDINATOR, "kg-2018", organisation="talas-1"))
CHOLPON = person(Grant(Role.REVIEWER, "kg-2018"))


def test_a_coordinator_forwards_the_report_of_her_organisation():
    assert refusal("forward", report(), BAKYT) is None


def test_a_coordinator_of_another_organisation_does_not():
    assert refusal("forward", report(), FARKHAD) == "not_coordinator"


def test_a_regional_coordinator_forwards_what_was_held_below_her_oblast():
    regional = person(Grant(Role.REGIONAL_COORDINATOR, "kg-2018", places=frozenset({NARYN})))
    elsewhere = person(Grant(Role.REGIONAL_COORDINATOR, "kg-2018", places=frozenset({TALAS})))
    assert refusal("forward", report(), regional) is None
    assert refusal("forward", report(), elsewhere) == "not_coordinator"


def test_a_reviewer_confirms_what_was_forwarded():
    assert refusal("confirm", report(ReportState.FORWARDED), CHOLPON) is None


def test_a_reviewer_waits_five_days_for_the_coordinator():
    assert refusal("confirm", report(days=4), CHOLPON) == "not_forwarded"
    assert refusal("confirm", report(days=5), CHOLPON) is None


def test_a_coordinator_does_not_confirm():
    assert refusal("confirm", report(ReportState.FORWARDED), BAKYT) == "not_reviewer"


@pytest.mark.parametrize("verb", ["confirm", "send-back", "void"])
def test_nobody_decides_about_the_own_organisation(verb):
    both = person(Grant(Role.REVIEWER, "kg-2018"), Grant(Role.VOLUNTEER, "kg-2018", organisation="naryn-1"))
    assert refusal(verb, report(ReportState.FORWARDED), both) == "own_organisation"


def test_nobody_confirms_what_she_sent_herself():
    """Daniyar of the Secretariat sent a file for an organisation that is not his."""
    mine = replace(report(ReportState.FORWARDED), reporters=frozenset({1}))
    assert refusal("confirm", mine, CHOLPON) == "own_report"
    assert refusal("confirm", replace(mine, reporters=frozenset({2})), CHOLPON) is None
    for verb in ("send-back", "void"):
        assert refusal(verb, mine, CHOLPON) is None, "taking it back needs no second pair of eyes"


def test_nor_about_what_the_own_organisation_held_together_with_another():
    both = person(Grant(Role.REVIEWER, "kg-2018"), Grant(Role.COORDINATOR, "kg-2018", organisation="talas-1"))
    held_together = report(ReportState.FORWARDED, hosts=frozenset({"talas-1"}))
    assert refusal("confirm", held_together, both) == "own_organisation"


def test_a_role_in_another_edition_opens_nothing():
    assert (
        refusal("confirm", report(ReportState.FORWARDED), person(Grant(Role.REVIEWER, "kg-2020")))
        == "not_reviewer"
    )


def test_a_cancelled_report_stays_cancelled():
    for verb in ("forward", "confirm", "send-back"):
        assert refusal(verb, report(ReportState.VOID), CHOLPON) == "state"


def test_the_same_verb_again_is_no_fault():
    assert refusal("void", report(ReportState.VOID), CHOLPON) is None
    assert refusal("confirm", report(ReportState.CONFIRMED), CHOLPON) is None


def test_a_coordinator_cancels_only_what_is_not_yet_forwarded():
    assert refusal("void", report(), BAKYT) is None
    assert refusal("void", report(ReportState.CONFIRMED), BAKYT) == "not_reviewer"


def test_a_coordinator_takes_no_confirmed_number_away_while_its_correction_waits():
    correction = replace(report(), is_counted=True)
    for verb in ("void", "send-back"):
        assert refusal(verb, correction, BAKYT) == "not_reviewer"
        assert refusal(verb, correction, CHOLPON) is None


def test_the_house_may_do_what_the_state_allows():
    assert refusal("confirm", report(), house("simulate")) is None
    assert refusal("confirm", report(ReportState.VOID), house("simulate")) == "state"


def test_a_verb_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="approve"):
        refusal("approve", report(), CHOLPON)


@pytest.mark.parametrize("verb", ["forward", "confirm", "send-back", "void"])
def test_the_help_of_each_verb_shows_how_it_is_written(verb, capsys):
    with pytest.raises(SystemExit):
        call_command("fieldwork", verb, "--help")
    assert f"jarchy fieldwork {verb} 0198" in capsys.readouterr().out
