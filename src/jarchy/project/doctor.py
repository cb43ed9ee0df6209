"""What is misconfigured, and how to mend it. A check answers with findings; the list below is all there are.

A room adds its own through `checks` in project/joints.py.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jarchy import __file__ as package
from jarchy.charter.models import Edition
from jarchy.forms.actions import spool
from jarchy.forms.queries import pictures_overdue
from jarchy.foundation import jobs
from jarchy.foundation.models import ClockSlot, Worker
from jarchy.ledger.triggers import triggers_missing
from jarchy.people.queries import administrators_fault, demonstration_accounts, people_overdue
from jarchy.project import archive, migrating

LEAST_FREE_MB = 500
RELEASED = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before it is wrong: this release is younger


@dataclass(frozen=True)
class Ailment:
    """level: "fault" (mend it before people use Jarchy) or "warning"; check: what found it."""

    level: str
    check: str
    sentence: str
    remedy: str


# Asked only where the database answers and fits: else each would say the same again.
NEED_THE_DATABASE = {"journal", "clock", "address", "people", "keeping", "jobs"}
Check = Callable[[], Iterable[Ailment]]


def examine() -> list[Ailment]:
    """All ailments, in the order of the checks. One that cannot be made is an ailment itself."""
    found: list[Ailment] = []
    for name, check in checks.items():
        if name in NEED_THE_DATABASE and any(one.check == "database" for one in found):
            continue
        try:
            found += check()
        except DatabaseError as fault:
            found.append(
                _fault(name, f"The database said: {fault}", "Mend what stands above first, then ask again.")
            )
    return found


def database_answers() -> Iterator[Ailment]:
    """Whether it can be reached, and fits this release."""
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        yield _fault(
            "database", f"The database does not answer: {fault}", "Start it, or correct DATABASE_URL."
        )
        return
    old, waiting = migrating.rewritten(), migrating.waiting()
    if old:
        yield _fault(
            "database",
            f"The database was made by an earlier state of Jarchy ({', '.join(old)}).",
            "Begin a new one: put it aside, or let DATABASE_URL name an empty database.",
        )
    elif waiting:
        yield _fault(
            "database", f"{len(waiting)} migrations wait ({waiting[0]}, ...).", "Run: jarchy migrate"
        )


def database_is_set_up() -> Iterator[Ailment]:
    """SQLite's ways of working, without which a power cut loses what was said to be kept."""
    if connection.vendor != "sqlite":
        return
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}")
            held = str(cursor.fetchone()[0]).lower()
            if held != value and held != "memory":
                yield _fault(
                    "sqlite",
                    f"SQLite works with {name} = {held} instead of {value}.",
                    "Is JARCHY_HOME on a network disk? SQLite needs one of the machine's own; else use PostgreSQL.",
                )


def journal_is_guarded() -> Iterator[Ailment]:
    missing = triggers_missing(connection)
    if missing:
        yield _fault(
            "journal",
            f"The journal can be changed: {len(missing)} triggers are missing ({missing[0]}, ...).",
            "Run jarchy migrate, which makes them again, then jarchy ledger verify.",
        )


def keys_are_private() -> Iterator[Ailment]:
    for name in archive.KEYS:
        path = archive.keys_folder() / name
        if not path.exists():
            yield _fault(
                "keys", f"The key {path} is gone.", "Bring it back from a backup before anything else."
            )
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield _fault("keys", f"Others on this machine can read {path}.", f"Run: chmod 600 {path}")
    if stat.S_IMODE(archive.keys_folder().stat().st_mode) & 0o077:
        folder = archive.keys_folder()
        yield Ailment("warning", "keys", f"Others can look into {folder}.", f"Run: chmod 700 {folder}")


def home_is_private() -> Iterator[Ailment]:
    home = Path(settings.HOME)
    if stat.S_IMODE(home.stat().st_mode) & 0o005 and connection.vendor == "sqlite":
        yield Ailment(
            "warning", "home", f"Everybody on this machine can look into {home}.", f"Run: chmod o-rwx {home}"
        )


def there_is_room() -> Iterator[Ailment]:
    free = shutil.disk_usage(settings.HOME).free // 1_000_000
    if free < LEAST_FREE_MB:
        yield _fault(
            "disk",
            f"{free} MB are left on the disk of {settings.HOME}.",
            "Make room: reports will be refused.",
        )
    if not os.access(settings.HOME, os.W_OK):
        yield _fault("disk", f"{settings.HOME} cannot be written.", "Give it to the user that runs Jarchy.")


def clock_is_right() -> Iterator[Ailment]:
    now = timezone.now()
    if now < RELEASED:
        yield _fault(
            "clock",
            f"The machine's clock says {now:%Y-%m-%d}.",
            "Set it, best by NTP: days are counted by it.",
        )
    newest = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if newest and newest > now + timedelta(minutes=5):
        yield _fault(
            "clock", "A worker was seen in the future.", "The clocks of the machines differ: set them by NTP."
        )


def address_is_safe() -> Iterator[Ailment]:
    if not settings.IS_LOOPBACK and not settings.IS_HTTPS:
        yield _fault(
            "address",
            f"{settings.URL} is not https: passwords travel readable.",
            "Put a proxy with a certificate before Jarchy and set JARCHY_URL to https://... "
            "(docs/how-to/server.md).",
        )
    if not settings.IS_LOOPBACK and demonstration_accounts():
        yield _fault(
            "address",
            f"The demonstration's sign-ins open {settings.URL} to everybody.",
            "Begin with a database of your own, not with that of make run.",
        )


def translations_are_compiled() -> Iterator[Ailment]:
    texts = sorted(Path(package or "").parent.glob("*/locale/*/LC_MESSAGES/django.po"))
    stale = [path for path in texts if not path.with_suffix(".mo").exists()]
    if stale:
        yield _fault(
            "translations", f"{len(stale)} catalogues are not compiled.", "Run: jarchy translations compile"
        )


def two_administrators() -> Iterator[Ailment]:
    if administrators_fault():
        yield _fault(
            "people",
            "There are fewer than two administrators: who loses her password locks out everybody.",
            "Invite a second one under People.",
        )


def nothing_is_kept_too_long() -> Iterator[Ailment]:
    kept = [(slug, number, "pictures") for slug, number in pictures_overdue().items()]
    kept += [(slug, number, "accounts") for slug, number in people_overdue().items()]
    for slug, number, what in kept:
        yield _fault(
            "keeping",
            f"{number} {what} of {slug} are kept past the day on which they should have been deleted.",
            "Let a worker run: jarchy up. It deletes them within the hour.",
        )


def work_is_done() -> Iterator[Ailment]:
    now = timezone.now()
    failed = DBTaskResult.objects.filter(status="FAILED").order_by("-finished_at")
    if failed.exists():
        newest = failed[0]
        last = newest.traceback.strip().splitlines()[-1][:200] if newest.traceback.strip() else ""
        yield _fault(
            "jobs",
            f"{failed.count()} tasks were given up; the newest is {newest.task_path}: {last}",
            "See the log.",
        )
    for slot in ClockSlot.objects.exclude(last_fault=""):
        last = slot.last_fault.strip().splitlines()[-1][:200]
        yield _fault(
            "jobs",
            f"{slot.name} does not succeed: {last}",
            "See the log; it is tried again every few minutes.",
        )
    if (
        Edition.objects.filter(live=True).exists()
        and not Worker.objects.filter(seen_at__gte=now - jobs.LEASE).exists()
    ):
        yield _fault(
            "jobs",
            "No worker is running: no midnight comes, nothing left for later is done.",
            "Run: jarchy up",
        )


def spool_is_read() -> Iterator[Ailment]:
    since = spool().waiting_since()
    if since and timezone.now() - since > timedelta(minutes=10):
        yield _fault(
            "spool",
            f"What phones sent has waited in {spool().folder} since {since:%Y-%m-%d %H:%M} UTC.",
            "Let a worker run on this machine: jarchy up. What it cannot read stands in its log.",
        )


def _fault(check: str, sentence: str, remedy: str) -> Ailment:
    return Ailment("fault", check, sentence, remedy)


checks: dict[str, Check] = {
    "database": database_answers,
    "sqlite": database_is_set_up,
    "journal": journal_is_guarded,
    "keys": keys_are_private,
    "home": home_is_private,
    "disk": there_is_room,
    "clock": clock_is_right,
    "address": address_is_safe,
    "translations": translations_are_compiled,
    "people": two_administrators,
    "keeping": nothing_is_kept_too_long,
    "jobs": work_is_done,
    "spool": spool_is_read,
}
