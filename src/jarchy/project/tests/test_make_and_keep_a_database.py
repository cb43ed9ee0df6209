"""`make run` makes a database whole or not at all, and knows one that an earlier state of the code has made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from jarchy.foundation.models import AppliedMigration
from jarchy.project import migrating, running


def fill_well(url: str) -> None:
    Path(url.removeprefix("sqlite:///")).write_text("whole")


def fill_badly(url: str) -> None:
    Path(url.removeprefix("sqlite:///")).write_text("half")
    raise KeyboardInterrupt


def test_a_database_cut_off_half_way_is_not_there_and_the_next_try_makes_it_whole(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        running.make_sqlite(tmp_path, fill_badly)
    assert not (tmp_path / running.NAME).exists()
    Path(f"{tmp_path / running.MAKING}-wal").write_text("left over")
    running.make_sqlite(tmp_path, fill_well)
    assert [path.name for path in tmp_path.iterdir()] == [running.NAME]
    assert (tmp_path / running.NAME).read_text() == "whole"


def test_an_old_database_is_put_aside_with_what_belongs_to_it(tmp_path):
    for end in ("", "-wal"):
        (tmp_path / f"{running.NAME}{end}").write_text("old")
    running.put_aside(tmp_path, datetime(2026, 11, 24, 10, tzinfo=UTC))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["jarchy.sqlite3.20261124-100000", "jarchy.sqlite3.20261124-100000-wal"]


@pytest.mark.django_db
def test_a_database_of_this_release_fits():
    assert migrating.rewritten() == migrating.waiting() == []
    assert AppliedMigration.objects.filter(app="foundation", name="0001_initial").exists()


@pytest.mark.django_db
def test_a_migration_written_anew_since_is_named():
    AppliedMigration.objects.filter(app="places", name="0001_initial").update(sha256="of what it said before")
    assert migrating.rewritten() == ["places 0001_initial"]
