"""The example has a media log and weeks in figures, some confirmed, some waiting: no page of theirs is empty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Helpline
from jarchy.fieldwork.models import MediaItem, WeekInFigures
from jarchy.fieldwork.tests.conftest import give_small_forms, make_field
from jarchy.foundation.narrowing import house
from jarchy.ledger import actions as ledger
from jarchy.ledger import queries
from jarchy.ledger.rules import Sight
from jarchy.project.simulating_small import small_forms_on


@pytest.fixture
def example(db, settings, tmp_path) -> Edition:
    settings.MEDIA_ROOT = tmp_path / "media"
    edition = make_field().edition
    give_small_forms(edition)
    Helpline.objects.create(
        edition=edition, slug="189", number="189", names={"en": "Hotline"}, topics=["migration"],
        source_date=date(2017, 1, 1), check_again_on=date(2019, 1, 1),
    )  # fmt: skip
    return edition


def lived(edition: Edition, days: int) -> Edition:
    for number in range(days):
        day = edition.starts + timedelta(number)
        Edition.objects.filter(pk=edition.pk).update(example_today=day)
        small_forms_on(charter.edition(edition.slug), day, seed=7, by=house("simulate"))
    return charter.edition(edition.slug)


def test_what_came_is_illustrative_and_what_is_old_enough_is_confirmed(example):
    edition = lived(example, 30)
    for model in (MediaItem, WeekInFigures):
        assert model.objects.filter(state="confirmed").exists()
        assert not model.objects.filter(is_illustrative=False).exists()
    assert not MediaItem.objects.filter(
        state="received", received_on__lt=edition.today() - timedelta(2)
    ).exists()
    for measure in ("media_items", "views", "calls"):
        assert queries.figure(edition, measure, sight=Sight.EXACT).value
    assert ledger.verify(edition) == []


def test_a_campaign_that_asks_neither_has_none(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    lived(make_field().edition, 10)
    assert not MediaItem.objects.exists()
    assert not WeekInFigures.objects.exists()
