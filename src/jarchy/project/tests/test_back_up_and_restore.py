"""One archive, readable into either database; all of it comes back, or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from jarchy.charter.models import Edition
from jarchy.foundation import files, sealing
from jarchy.foundation.models import AuditLine
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger.models import Entry
from jarchy.ledger.tests import cast
from jarchy.people.models import Account
from jarchy.project.backing_up import back_up
from jarchy.project.restoring import restore
from jarchy.project.secrets import kept_secret

JARCHY = [sys.executable, "-m", "jarchy.project.console"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    settings.MEDIA_ROOT = settings.HOME / "media"
    settings.SEAL_KEY = kept_secret(settings.HOME, "seal_key")
    for name in ("secret_key", "hmac_key", "device_key"):
        kept_secret(settings.HOME, name)


@pytest.fixture
def edition() -> Edition:
    """A campaign in which reports were counted, corrected and taken back, with weeks made public."""
    cast.make_territory()
    edition = cast.make_edition()
    kept = cast.post(edition, *(cast.report(20 + n, women=n, is_open=bool(n % 2)) for n in range(6)))
    cast.take_back(edition, kept[0], post=(cast.corrected(kept[0], people=7),))
    cast.let_days_pass(edition, cast.STARTS + timedelta(15))
    Account.objects.create(email="aigul@example.org", password="!", language="ky")
    return edition


@pytest.fixture
def archive(edition: Edition, tmp_path: Path) -> Path:
    files.keep(b"a picture", suffix="jpg")
    path = tmp_path / "first.zip"
    back_up(path)
    return path


@pytest.fixture
def other_server() -> Iterator[str]:
    """The address of another, empty database on the PostgreSQL on which this test runs."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite there is no server; the pass on PostgreSQL does this")
    at = connection.settings_dict
    name = f"test_restore_{uuid.uuid4().hex[:12]}"
    reach = {"user": at["USER"] or None, "password": at["PASSWORD"] or None, "host": at["HOST"] or None}
    with psycopg.connect(dbname="postgres", port=at["PORT"] or None, autocommit=True, **reach) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        host = (at["HOST"] or "").replace("/", "%2F")
        port = f":{at['PORT']}" if at["PORT"] else ""
        password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
        yield f"postgres://{at['USER']}{password}@{host}{port}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def jarchy(*arguments: object, home: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "JARCHY_HOME": str(home), "DATABASE_URL": database, "JARCHY_URL": ""}
    return subprocess.run([*JARCHY, *map(str, arguments)], env=env, capture_output=True, text=True)


def moved(archive: Path, to: Path, *, database: str = "") -> Path:
    """Restore the archive in a new home and back that up; the second archive."""
    done = jarchy("restore", archive, home=to, database=database)
    assert done.returncode == 0, done.stderr
    second = to / "second.zip"
    done = jarchy("backup", second, home=to, database=database)
    assert done.returncode == 0, done.stderr
    return second


def told_by(archive: Path) -> dict[str, Any]:
    """Everything in the archive but the moment, the database's name and the audit line that restoring leaves."""
    with zipfile.ZipFile(archive) as read:
        told: dict[str, Any] = {name: read.read(name) for name in read.namelist() if name != "manifest.json"}
    for name in [name for name in told if name.startswith("tables/")]:
        told[name] = [json.loads(line) for line in told[name].splitlines()]
    told["tables/foundation_auditline.jsonl"] = [
        r for r in told["tables/foundation_auditline.jsonl"] if "restored" not in r
    ]
    return told


def test_everything_comes_back_in_another_database_and_what_was_sealed_opens(archive, prepare, tmp_path):
    sealed = sealing.seal(b"+996 700 123 456")
    home = prepare(tmp_path / "second")
    assert told_by(moved(archive, home)) == told_by(archive)
    said = jarchy(
        "shell",
        "-v0",
        "-c",
        f"from jarchy.foundation import sealing; print(sealing.unseal({sealed!r}))",
        home=home,
    )
    assert "+996 700 123 456" in said.stdout, said.stderr
    assert (home / "keys" / "seal_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.long
def test_from_postgresql_to_sqlite_and_back_nothing_is_lost(archive, other_server, prepare, tmp_path):
    second = moved(archive, prepare(tmp_path / "second"))
    third = moved(second, tmp_path / "third", database=other_server)
    assert told_by(third) == told_by(second) == told_by(archive)
    done = jarchy("shell", "-c", MAKES_AN_ACCOUNT, home=tmp_path / "third", database=other_server)
    assert done.returncode == 0, done.stderr


MAKES_AN_ACCOUNT = """
from jarchy.people.models import Account
Account.objects.create(email="bakyt@example.org", password="!", language="ky")
"""


def test_an_archive_is_for_its_owner_alone_and_never_written_over(archive):
    assert archive.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ProblemRaised, match="backup_exists"):
        back_up(archive)


def test_a_link_laid_beside_it_is_not_followed(edition, tmp_path):
    aim = tmp_path / "somebodys"
    aim.write_text("theirs")
    (tmp_path / f".a.zip.{os.getpid()}").symlink_to(aim)
    back_up(tmp_path / "a.zip")
    assert aim.read_text() == "theirs"


def test_what_was_cut_off_leaves_no_file(edition, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        back_up(tmp_path / "full.zip", full)
    assert not list(tmp_path.glob("*full.zip*"))


def test_a_database_with_rows_in_it_is_left_alone(archive):
    with pytest.raises(ProblemRaised, match="database_not_empty"):
        restore(archive)


def test_a_changed_number_is_found_and_nothing_is_restored(archive, prepare, tmp_path):
    home = prepare(tmp_path / "second")
    for part in ("tables/ledger_line.jsonl", "tables/ledger_tally.jsonl"):
        wrong = tmp_path / "wrong.zip"
        _change_a_number(archive, wrong, part)
        done = jarchy("restore", wrong, home=home)
        assert done.returncode == 1
        assert "does not agree with itself" in done.stderr
    assert jarchy("restore", archive, home=home).returncode == 0


@pytest.mark.parametrize("kept", [0, 100, -200])
def test_a_file_cut_off_on_its_way_is_a_sentence(archive, kept, tmp_path):
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:kept])
    with pytest.raises(ProblemRaised, match="not_a_backup"):
        restore(cut)


def test_a_backup_reads_one_moment_while_others_write(edition, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("the test's SQLite lies in memory, where one writes at a time")
    before = Entry.objects.count()
    written = []

    def write_meanwhile(table: str, _rows: int) -> None:
        if not written:
            written.append(table)
            with psycopg.connect(**_reach()) as other:
                other.execute(
                    f"INSERT INTO {AuditLine._meta.db_table} (at, edition, actor, verb, kind, key, why, details) "
                    "VALUES (now(), '', 'test', 'written meanwhile', 'x', 'x', '', '{}')"
                )

    rows = back_up(tmp_path / "moment.zip", write_meanwhile)
    assert rows[Entry._meta.db_table] == before
    assert AuditLine.objects.filter(verb="written meanwhile").exists()
    assert not [
        row
        for row in told_by(tmp_path / "moment.zip")["tables/foundation_auditline.jsonl"]
        if "written meanwhile" in row
    ]


def _reach() -> dict[str, Any]:
    at = connection.settings_dict
    given = {
        "dbname": at["NAME"],
        "user": at["USER"],
        "password": at["PASSWORD"],
        "host": at["HOST"],
        "port": at["PORT"],
    }
    return {name: value for name, value in given.items() if value}


def _change_a_number(archive: Path, to: Path, part: str) -> None:
    """The same archive with one value of the last row of this table raised by one."""
    with zipfile.ZipFile(archive) as read, zipfile.ZipFile(to, "w") as out:
        columns = json.loads(read.read("manifest.json"))["columns"][Path(part).stem]
        for name in read.namelist():
            content = read.read(name)
            if name == part:
                *lines, last = content.splitlines()
                row = json.loads(last)
                row[columns.index("value")] += 1
                content = b"\n".join([*lines, json.dumps(row).encode()]) + b"\n"
            out.writestr(name, content)
