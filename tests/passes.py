"""How tests are run: once on SQLite, and once more on PostgreSQL those that touch the database.

Also how hard properties are tried: sampled, unless JARCHY_TEST_SCALE=full.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

IS_FULL = os.environ.get("JARCHY_TEST_SCALE") == "full"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "running_house"}

# No deadline: a machine that does other things meanwhile is slow, not wrong.
_patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("sampled", max_examples=60, **_patient)
settings.register_profile("full", max_examples=1000, **_patient)
settings.load_profile("full" if IS_FULL else "sampled")


def touches_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(names & DATABASE_FIXTURES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the second pass what needs no database is left out: it would only be the same again."""
    if os.environ.get("JARCHY_TEST_PASS") != "database":
        return
    left_out = [item for item in items if not touches_database(item)]
    items[:] = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=left_out)
