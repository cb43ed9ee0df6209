"""What `make run` does before it starts the server: a database with the worked example, made whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from jarchy.charter import queries as charter
from jarchy.people import actions as people

EDITION = "kg-2018"
REPORTS = 260
NAME = "jarchy.sqlite3"
MAKING = "making.sqlite3"  # renamed when it is whole: a database cut off half-way never has the other name
Say = Callable[[str], None]


def make_sqlite(home: Path, fill: Callable[[str], None]) -> None:
    """Make home/jarchy.sqlite3 by `fill(DATABASE_URL)`. Whatever an earlier, interrupted try has left goes first."""
    making, final = home / MAKING, home / NAME
    _remove(making)
    fill(f"sqlite:///{making}")
    with making.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(making, final)
    _remove(making)


def put_aside(home: Path, now: datetime | None = None) -> Path:
    """Give the database another name, so that a new one can be made; that name. Nothing is deleted."""
    stamp = (now or timezone.now()).strftime("%Y%m%d-%H%M%S")
    old = home / f"{NAME}.{stamp}"
    for end in ("-wal", "-shm", ""):
        if (home / f"{NAME}{end}").exists():
            os.replace(home / f"{NAME}{end}", f"{old}{end}")
    return old


def fill(say: Say) -> None:
    """Prepare the database that the settings name, load the campaign, let it live, make the demonstration's sign-ins.

    Runs in a process of its own. Raises CommandError, ProblemRaised, OperationalError (a full disk).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # synced once, when it is whole: make_sqlite
    say("preparing the database")
    call_command("migrate", verbosity=0)
    say(f"loading campaigns/{EDITION}")
    folder = settings.ROOT / "campaigns" / EDITION
    call_command("charter", "load", str(folder), "--yes", "--make-current", "--json", stdout=_Nowhere())
    say(f"living its days: {REPORTS} illustrative reports, planned, received, forwarded, confirmed")
    call_command("simulate", EDITION, reports=REPORTS, seed=2018, stdout=_Nowhere())
    if settings.IS_LOOPBACK:
        say("making sign-ins for the demonstration")
        people.make_demonstration_accounts(charter.edition(EDITION))
        people.make_demonstration_approvals(charter.edition(EDITION))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class _Nowhere:
    """Takes what commands print for a person who called them by hand."""

    def write(self, _text: str) -> None: ...

    def flush(self) -> None: ...


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
