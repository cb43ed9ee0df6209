"""What every room's tests may ask for: the tiny campaign and its people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jarchy.charter.models import Edition
from tests.cast import Cast, bring_in
from tests.tiny import tiny_edition

pytest_plugins = ["tests.passes"]  # one pass for each database, and how hard properties are tried


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files and demonstration passwords of tests lie in a folder of their own, not in JARCHY_HOME."""
    from django.conf import settings  # noqa: PLC0415  settings are ready only now

    settings.HOME = tmp_path_factory.mktemp("home")
    settings.MEDIA_ROOT = settings.HOME / "media"


@pytest.fixture
def edition(db: None, settings: Any, tmp_path: Path) -> Edition:
    """tiny-2018: an example whose today is 5 October 2018 (tests/tiny.py), in a folder of its own."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return tiny_edition()


@pytest.fixture
def cast(edition: Edition) -> Cast:
    """Aigul, Bakyt, Cholpon, Daniyar, Elena, Farkhad and the others (tests/cast.py), in tiny-2018."""
    return bring_in(edition)
