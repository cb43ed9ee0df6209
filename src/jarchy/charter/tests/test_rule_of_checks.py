"""[checks] in campaign.toml: kept as it is written, carried by a workbook, without its seed in a fork."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jarchy.charter import actions, queries
from jarchy.charter.folder.base import CAMPAIGN, error
from jarchy.charter.folder.workbook import read_sheets, sheets_of
from jarchy.charter.models import Edition
from jarchy.charter.rules import CheckRule
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

US = house("test")


@pytest.fixture
def loaded(db, small):
    actions.load_folder(small.path, US)
    return small


def test_the_rule_is_kept_to_the_digit(loaded):
    rule = queries.check_rule(queries.edition("kg-2018"))
    assert isinstance(rule, CheckRule)
    assert (rule.share, rule.least_per_oblast, rule.phone_days) == (Decimal("0.1"), 3, 14)
    assert len(rule.seed_sha256) == 64


def test_without_the_table_no_call_is_drawn_and_no_form_is_missing(small, check):
    text = (small.path / CAMPAIGN).read_text(encoding="utf-8")
    (small.path / CAMPAIGN).write_text(text[: text.index("[checks]")], encoding="utf-8")
    (small.path / "forms" / "activity_check.xlsx").unlink()
    faults, code = check(small.path)
    assert ([fault for fault in faults if fault["level"] == "error"], code) == ([], 0)


def test_with_the_table_its_form_must_be_there(small, check):
    (small.path / "forms" / "activity_check.xlsx").unlink()
    faults, code = check(small.path)
    files = [fault["file"] for fault in faults if fault["level"] == "error"]
    assert (files, code) == (["forms/activity_check.xlsx"], 1)


def test_a_workbook_carries_it_and_nothing_changes(loaded):
    folder = actions.folder_of(queries.edition("kg-2018"))
    back = read_sheets(sheets_of(folder), "kg-2018.xlsx", lambda slug: folder)
    assert back.folder.files[CAMPAIGN] == folder.files[CAMPAIGN]


def test_in_a_workbook_of_a_new_campaign_its_numbers_are_numbers(loaded):
    folder = actions.folder_of(queries.edition("kg-2018"))
    back = read_sheets(sheets_of(folder), "kg-2018.xlsx")
    text = back.folder.files[CAMPAIGN].decode()
    assert "share = 0.1\n" in text and "least_per_oblast = 3\n" in text and 'seed_sha256 = "' in text


def test_a_fork_has_to_make_a_seed_of_its_own(loaded, tmp_path):
    forked = actions.new_folder("kg-2020", "kg-2018", starts=date(2020, 9, 10), into=tmp_path / "kg-2020")
    assert 'seed_sha256 = ""' in (forked.path / CAMPAIGN).read_text(encoding="utf-8")
    assert [one.code for one in forked.findings if one.column == "checks.seed_sha256"] == [
        "charter.checks_without_seed"
    ]
    assert not [one for one in forked.findings if one.level == "error"]


def test_what_a_guard_refuses_is_not_loaded(loaded, monkeypatch):
    """As fieldwork's guard does from the first draw on."""
    fault = error(CAMPAIGN, "charter.toml_wrong", column="checks.share", value="0.2")
    monkeypatch.setattr("jarchy.charter.actions.loading.guards", [lambda fields, edition: [fault]])
    loaded.edit("campaign.toml", "share = 0.10", "share = 0.20")
    assert actions.plan_load(loaded.path).errors == [fault]
    with pytest.raises(ProblemRaised):
        actions.load_folder(loaded.path, US)
    assert Edition.objects.get().charter["checks"]["share"] == "0.1"
