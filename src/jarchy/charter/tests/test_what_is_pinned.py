"""Once an edition is final, what its figures rest on stays: targets, indicators, the days that are counted."""

from __future__ import annotations

from datetime import date

import pytest

from jarchy.charter import actions, queries
from jarchy.charter.models import Edition
from jarchy.charter.rules import EditionState
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

US = house("test")


@pytest.fixture
def final(db, small):
    actions.load_folder(small.path, US)
    Edition.objects.update(state=EditionState.FINAL)
    return small


def edited(small, file, old, new):
    path = small.path / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_folder_with_another_target_is_refused_and_names_the_row(final):
    edited(final, "targets.csv", "activities,activities,,390", "activities,activities,,400")
    with pytest.raises(ProblemRaised, match=r"(?s)charter\.pinned_rows.*targets\.csv: activities"):
        actions.load_folder(final.path, US)


def test_so_is_one_with_other_days(final):
    edited(final, "campaign.toml", "ends = 2018-12-10", "ends = 2018-12-09")
    with pytest.raises(ProblemRaised, match=r"charter\.pinned_rows"):
        actions.load_folder(final.path, US)


def test_a_target_is_not_changed_on_a_page(final):
    with pytest.raises(ProblemRaised, match=r"charter\.not_in_this_state"):
        actions.change_row(queries.edition("kg-2018"), "targets.csv", "activities", {"how": "other"}, by=US)


def test_so_is_one_with_another_role_of_an_organisation_but_not_one_that_hides_it(final):
    youth = next(row["id"] for row in final.rows("organisations.csv") if row["role"] == "youth")
    final.set("organisations.csv", youth, public="no")
    actions.load_folder(final.path, US)
    final.set("organisations.csv", youth, role="cooperating")
    with pytest.raises(ProblemRaised, match=r"(?s)charter\.pinned_rows.*organisations\.csv"):
        actions.load_folder(final.path, US)


def test_how_long_the_evidence_is_kept_may_still_change(final):
    actions.change_days(queries.edition("kg-2018"), {"keep_evidence_until": date(2025, 1, 1)}, by=US)
    edited(final, "campaign.toml", "keep_evidence_until = 2024-01-25", "keep_evidence_until = 2025-01-01")
    actions.load_folder(final.path, US)
    assert queries.edition("kg-2018").keep_evidence_until == date(2025, 1, 1)
