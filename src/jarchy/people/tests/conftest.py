"""No tries left over from the test before, and passwords that are hashed in no time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from jarchy.charter.models import Edition, Organisation, Participation
from jarchy.people import actions
from jarchy.people.models import Approval


@pytest.fixture(autouse=True)
def from_the_beginning(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def second_agency(edition) -> Organisation:
    """Another leading body, so that two must agree."""
    names = {"ky": "Миграция кызматы", "ru": "Служба миграции", "en": "Migration service"}
    body = Organisation.objects.create(slug="migration", names=names, is_illustrative=True)
    Participation.objects.create(edition=edition, organisation=body, role="lead", order=9)
    return body


@pytest.fixture
def asked(cast) -> Approval:
    """The list of organisations, for which the leading agency was asked by Daniyar on 5 October; due on the 7th."""
    (approval,) = actions.ask_for_approval(
        cast.edition, "organisations", "organisations", by=cast.actor(cast.daniyar)
    )
    return approval


def let_pass(edition: Edition, days: int) -> None:
    """The example's today, so many days later."""
    edition.example_today += timedelta(days)
    edition.save(update_fields=["example_today"])


def change_the_words() -> None:
    Organisation.objects.filter(slug="youth-talas").update(
        names={"ky": "Башка", "ru": "Другая", "en": "Another"}
    )
