"""Doctor names what would hurt, with what to do; and is silent where all is well."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jarchy.foundation.door import Spool
from jarchy.foundation.models import AppliedMigration, ClockSlot, Worker
from jarchy.ledger.triggers import drop_triggers, make_triggers
from jarchy.people.models import Account
from jarchy.project import archive, doctor
from jarchy.project.secrets import kept_secret
from tests.cast import bring_in
from tests.tiny import tiny_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir(mode=0o700)
    for name in archive.KEYS:
        kept_secret(settings.HOME, name)
    monkeypatch.setitem(
        doctor.checks, "translations", lambda: []
    )  # made at install, not in every checkout of a test
    return Path(settings.HOME)


def said() -> dict[str, str]:
    return {one.check: f"{one.sentence} {one.remedy}" for one in doctor.examine()}


def test_where_all_is_well_nothing_is_said():
    assert said() == {}


def test_a_key_that_others_can_read_is_named_with_what_to_do(home):
    path = home / "keys" / "seal_key"
    path.chmod(0o644)
    assert f"chmod 600 {path}" in said()["keys"]
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert said() == {}


def test_a_key_that_is_gone_is_named(home):
    (home / "keys" / "hmac_key").unlink()
    assert "from a backup" in said()["keys"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of deleting")
def test_deleted_rows_that_stay_readable_in_the_file_are_named():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
        try:
            assert "secure_delete" in said()["sqlite"]
        finally:
            cursor.execute("PRAGMA secure_delete=ON")
    assert said() == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of deleting")
def test_sqlite_is_told_to_write_over_what_is_deleted_wherever_it_was_built(tmp_path):
    told = connection.settings_dict["OPTIONS"]["init_command"]
    with sqlite3.connect(tmp_path / "built-otherwise.sqlite3") as another:
        another.execute("PRAGMA secure_delete=OFF")
        another.executescript(told)
        assert another.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_what_phones_sent_and_nobody_reads_is_named(home):
    folder = home / "spool"
    path = folder / Spool(folder).put([b"a report"])
    assert said() == {}, "it waits for its minute"
    long_ago = timezone.now().timestamp() - 3600
    os.utime(path, (long_ago, long_ago))
    assert "jarchy up" in said()["spool"]


def test_a_public_address_without_https_is_a_fault(settings):
    settings.URL, settings.IS_LOOPBACK, settings.IS_HTTPS = "http://campaign.example.org", False, False
    assert "not https" in said()["address"]
    settings.IS_HTTPS = True
    assert "address" not in said()


def test_the_demonstrations_sign_ins_on_a_public_address_are_a_fault(settings):
    settings.IS_LOOPBACK, settings.IS_HTTPS = False, True
    Account.objects.create(email="volunteer@example.org", password="!", language="en", is_demonstration=True)
    assert "sign-ins" in said()["address"]


def test_a_journal_without_its_triggers_is_a_fault():
    drop_triggers()
    assert "ledger verify" in said()["journal"]
    make_triggers()
    assert said() == {}


def test_a_database_from_an_earlier_state_is_named_alone():
    AppliedMigration.objects.update(sha256="of what it said before")
    assert list(said()) == ["database"]


def test_a_clock_before_this_release_is_wrong(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(1970, 1, 1, tzinfo=UTC))
    assert "1970-01-01" in said()["clock"]


def test_clocks_of_two_machines_that_differ_are_named():
    Worker.objects.create(name="elsewhere", seen_at=timezone.now() + timedelta(hours=1))
    assert "NTP" in said()["clock"]


def test_a_full_disk_is_foreseen(monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE_MB", 10**12)
    assert "Make room" in said()["disk"]


def test_what_is_kept_past_its_day_is_named():
    edition = tiny_edition()
    cast = bring_in(edition)
    assert "keeping" not in said()
    edition.delete_people_on, edition.example_today = date(2019, 4, 15), date(2019, 4, 17)
    edition.save()
    assert "11 accounts" in said()["keeping"] and "jarchy up" in said()["keeping"]
    assert cast


def test_work_that_was_given_up_and_rounds_that_fail_are_named():
    DBTaskResult.objects.create(
        status="FAILED", args_kwargs={"args": [], "kwargs": {}}, task_path="jarchy.x.y", backend_name="default",
        run_after=timezone.now(), finished_at=timezone.now(), exception_class_path="OSError",
        traceback="OSError: no network",
    )  # fmt: skip
    assert "no network" in said()["jobs"]
    ClockSlot.objects.create(name="charter.midnight", last_fault="ValueError: no day")
    assert "charter.midnight" in said()["jobs"]


def test_a_check_that_breaks_hides_no_other(monkeypatch):
    def broken() -> list[doctor.Ailment]:
        raise doctor.DatabaseError("it is locked")

    monkeypatch.setitem(doctor.checks, "broken", broken)
    assert "it is locked" in said()["broken"]


def test_a_program_reads_the_same(home, capsys):
    (home / "keys" / "seal_key").chmod(0o644)
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor", "--json")
    told = json.loads(capsys.readouterr().out)
    assert [one["check"] for one in told["ailments"]] == ["keys"]
    assert set(told["ailments"][0]) == {"level", "check", "sentence", "remedy"}
