"""The room's pages alone, no tries left over from the test before, and passwords that are hashed in no time."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def own_addresses(settings):
    settings.ROOT_URLCONF = "jarchy.people.tests.addresses"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
