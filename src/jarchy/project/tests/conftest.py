"""Made once: a database as this release needs it, for tests that start processes of their own; a frozen campaign."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jarchy.project.tests import frozen_once

frozen = frozen_once.frozen


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    env = {**os.environ, "JARCHY_HOME": str(home), "DATABASE_URL": "", "JARCHY_URL": ""}
    subprocess.run([sys.executable, "-m", "jarchy.project.console", "migrate", "-v0"], env=env, check=True)
    return home


@pytest.fixture
def prepare(_prepared: Path) -> Callable[[Path], Path]:
    """Makes a JARCHY_HOME of this name with an empty, migrated SQLite database."""

    def made(home: Path) -> Path:
        shutil.copytree(_prepared, home, ignore=shutil.ignore_patterns("keys"))
        return home

    return made
