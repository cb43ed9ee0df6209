"""From the first draw on the rule of calls to check stands: loading the folder says both and changes nothing."""

from __future__ import annotations

import pytest

from jarchy.charter.wording import worded
from jarchy.fieldwork.check_rule import rule_stands
from jarchy.fieldwork.tests.checking import RULE, Checking, give_rule


@pytest.fixture
def checking(field) -> Checking:
    return give_rule(field)


def faults(checking, **changes):
    return list(rule_stands({"charter": {"checks": RULE | changes}}, checking.edition))


def test_before_the_first_draw_it_may_be_changed(checking):
    assert faults(checking, share="0.2") == []


def test_afterwards_the_folder_is_refused_and_both_are_shown(checking):
    checking.confirmed(1)
    checking.monday()
    (fault,) = faults(checking, share="0.2")
    said = worded(fault)
    assert (said["level"], said["column"], said["value"]) == ("error", "checks.share", "0.2")
    assert "share = 0.1" in str(said["message"]) and "0.2" in str(said["message"])


def test_taking_the_rule_away_is_refused_too(checking):
    checking.confirmed(1)
    checking.monday()
    assert len(list(rule_stands({"charter": {}}, checking.edition))) == 3


def test_how_long_a_telephone_is_kept_may_be_changed(checking):
    checking.confirmed(1)
    checking.monday()
    assert faults(checking, phone_days=7) == []
