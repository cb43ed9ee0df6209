"""An example lives its days: the same seed says all, and no real campaign is ever filled."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Activity, Draw, Report
from jarchy.fieldwork.queries.checks import check_numbers
from jarchy.fieldwork.tests.checking import give_rule
from jarchy.fieldwork.tests.conftest import Field, make_field
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import actions as ledger
from jarchy.ledger import queries
from jarchy.ledger.models import Cell, Line, PublishedPosition
from jarchy.ledger.rules import Sight
from jarchy.project.simulating import simulate

TODAY = date(2018, 10, 5)
COLUMNS = (
    "organisation__slug",
    "held_on",
    "place__pcode",
    "kind",
    "total",
    "women",
    "state",
    "received_on",
    "version",
)


@pytest.fixture
def short(db: None, settings, tmp_path) -> Edition:
    """The tiny campaign, prepared two days before it starts, with a plan of three activities."""
    settings.MEDIA_ROOT = tmp_path / "media"
    field = make_field()
    for day, kind in ((12, "theatre"), (20, "talk"), (28, "stand")):
        field.plan(day=date(2018, 9, day), kind=kind)
    Activity.objects.update(is_illustrative=True)
    Edition.objects.update(prepares_from=date(2018, 9, 8))
    return charter.edition("tiny-2018")


def lived(edition: Edition, seed: int, reports: int = 24) -> dict[str, object]:
    """What a simulation leaves behind, without what may differ: identifiers, moments, hashes. Rolled back."""
    with transaction.atomic():
        counts = simulate(edition, reports=reports, seed=seed, progress=lambda day, number, of: None)
        found = {
            "counts": counts,
            "reports": sorted(map(str, Report.objects.values_list(*COLUMNS))),
            "lines": sorted(
                map(str, Line.objects.values_list("measure", "date", "breakdown", "value", "is_open"))
            ),
            "cells": sorted(map(str, Cell.objects.values_list("week", "kind", "activities", "attendances"))),
            "positions": list(PublishedPosition.objects.order_by("pk").values_list("day", "position")),
            "today": charter.edition(edition.slug).today(),
            "faults": ledger.verify(charter.edition(edition.slug)),
        }
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_rows_and_numbers(short):
    assert lived(short, 7) == lived(short, 7)


def test_another_seed_gives_others(short):
    assert lived(short, 7)["reports"] != lived(short, 8)["reports"]


def test_it_reports_the_plan_adds_to_it_and_ends_on_the_folders_today(short):
    left = lived(short, 7)
    assert sum(left["counts"].values()) == 24
    assert left["counts"]["confirmed"] > 12
    assert left["today"] == TODAY
    assert left["faults"] == []
    assert left["positions"][-1][0] == TODAY, "that day's midnight is lived too"


def test_every_number_it_leaves_is_read_from_the_ledger(short):
    simulate(short, reports=24, seed=7, progress=lambda day, number, of: None)
    confirmed = Report.objects.filter(state="confirmed", held_on__gte=short.starts)
    counted = queries.figure(charter.edition("tiny-2018"), "attendances", sight=Sight.EXACT)
    assert counted.value == sum(confirmed.values_list("total", flat=True))
    assert set(Report.objects.values_list("is_illustrative", flat=True)) == {True}


def test_a_second_time_is_refused(short):
    simulate(short, reports=3, seed=7, progress=lambda day, number, of: None)
    with pytest.raises(ProblemRaised, match="simulated_already"):
        simulate(charter.edition("tiny-2018"), reports=3, seed=7, progress=lambda day, number, of: None)


def test_a_live_campaign_is_never_filled(short):
    Edition.objects.update(live=True)
    with pytest.raises(ProblemRaised, match="not_an_example"):
        simulate(charter.edition("tiny-2018"), reports=3, seed=7, progress=lambda day, number, of: None)


def test_calls_to_check_are_drawn_and_made_and_change_nothing_else(short):
    plain = lived(short, seed=1)
    give_rule(Field(short, None))  # type: ignore[arg-type]  nobody of the cast acts in it
    edition = charter.edition(short.slug)
    simulate(edition, reports=24, seed=1, progress=lambda day, number, of: None)
    numbers = check_numbers(charter.edition(short.slug))
    assert numbers.drawn >= numbers.checked > 0
    assert Draw.objects.filter(monday__gt=TODAY).count() == 0
    assert sorted(map(str, Report.objects.values_list(*COLUMNS))) == plain["reports"]
