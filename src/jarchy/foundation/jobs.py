"""Work that is done later (@later) and work that comes round (@every), by the worker of `jarchy up`.

Below is django-tasks with its table; what it lacks is here: a task of a killed worker comes back, a failed one
is tried again after a while, and of several workers one at a time does what comes round. A task may therefore run
twice (a worker that stood still past its lease goes on later): what carries @later or @every comes to the same then.
"""

from __future__ import annotations

import inspect
import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from jarchy.foundation.models import ClockSlot, Worker

LEASE = timedelta(seconds=90)  # a worker unseen for so long has lost what it was running
KEPT_DONE = timedelta(days=7)
KEPT_FAILED = timedelta(days=90)

log = structlog.get_logger("jarchy.jobs")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterTask(Task):
    """A function that the worker runs. It may also be called at once, as any function."""

    attempts: int = 6
    """How often it is tried before it is given up and `doctor` names it: with `wait_after`, for 80 minutes."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.func(*args, **kwargs)


class Backend(DatabaseBackend):
    """django-tasks-db, whose tasks know how often they may be tried.

    Enqueued in the caller's transaction: what is rolled back is never run, and nothing runs before the commit.
    """

    task_class = LaterTask  # type: ignore[assignment]  # the base names no protocol for what it calls


def later(function: Callable[..., Any] | None = None, *, attempts: int = 6) -> Any:
    """`@later` or `@later(attempts=3)`: gives the function `.enqueue(...)`, whose arguments must be JSON."""

    def made(plain: Callable[..., Any]) -> Any:
        return task(attempts=attempts)(plain)

    return made(function) if function else made


@dataclass(frozen=True)
class Round:
    """A function that comes round: its name as room.module.function, and how often."""

    name: str
    function: Callable[..., Any]
    minutes: int

    def run(self, now: datetime) -> None:
        if "now" in inspect.signature(self.function).parameters:
            self.function(now=now)
        else:
            self.function()


rounds: dict[str, Round] = {}


def every(*, minutes: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The function is run every so many minutes, by one worker at a time. If it takes `now`, it gets the moment."""

    def made(function: Callable[..., Any]) -> Callable[..., Any]:
        name = f"{function.__module__.removeprefix('jarchy.')}.{function.__qualname__}"
        rounds[name] = Round(name, function, minutes)
        return function

    return made


def wait_after(attempt: int) -> timedelta:
    """How long a task waits after its n-th failure: 15 s, 1 min, 4 min, 16 min, then an hour."""
    return timedelta(seconds=min(3600, 15 * 4 ** (attempt - 1)))


def run_due(now: datetime | None = None) -> list[str]:
    """Do what is due, rounds first, then every task that is ready; the names of what was run, in order.

    For tests and commands. What fails is noted in its row, as on the worker, and not raised.
    """
    moment = now or timezone.now()
    hands = Hands(f"once-{random.getrandbits(32):08x}")
    hands.seen(moment)
    try:
        done = hands.run_rounds(moment)
        while name := hands.run_one(moment):
            done.append(name)
        return done
    finally:
        hands.leave(moment)


@dataclass
class Hands:
    """One worker's hands: what it takes, runs and gives back. `name` (<= 64 letters) is no other worker's."""

    name: str
    held: set[str] = field(default_factory=set)  # names of the rounds that it is in

    def seen(self, now: datetime) -> None:
        """Renew the lease: called while work goes on, from a thread of its own."""
        Worker.objects.update_or_create(name=self.name, defaults={"seen_at": now})
        if self.held:
            ClockSlot.objects.filter(name__in=list(self.held)).update(held_until=now + LEASE)

    def leave(self, now: datetime) -> None:
        """Give back whatever is still running under this name, and be no worker any more."""
        Worker.objects.filter(name=self.name).delete()
        take_back(now)

    def run_rounds(self, now: datetime) -> list[str]:
        """Run every round that is due and that nobody else is in; their names."""
        slots = {slot.name: slot for slot in ClockSlot.objects.filter(name__in=rounds)}
        due = [r for r in rounds.values() if r.name not in slots or _is_due(slots[r.name], r, now)]
        return [each.name for each in due if self._run_round(each, now)]

    def _run_round(self, each: Round, now: datetime) -> bool:
        if not _claim_round(each, now):
            return False
        self.held.add(each.name)
        try:
            each.run(now)
        except Exception:
            log.exception("round failed", round=each.name)
            fault = traceback.format_exc()[-4000:]
            again = now + min(timedelta(minutes=each.minutes), timedelta(minutes=5))
            self.held.discard(each.name)
            ClockSlot.objects.filter(name=each.name).update(held_until=again, last_fault=fault)
        else:
            self.held.discard(each.name)
            ClockSlot.objects.filter(name=each.name).update(held_until=None, last_done_at=now, last_fault="")
        return True

    def run_one(self, now: datetime) -> str:
        """Run the task that has been ready longest; its path, or "" when none is ready."""
        row = _claim_task(self.name, now)
        if row is None:
            return ""
        try:
            called = row.task
            called.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        except Exception as fault:
            log.exception("task failed", task=row.task_path, attempt=len(row.worker_ids))
            _note_failure(row, fault, now)
        else:
            _close(row, status="SUCCESSFUL", finished_at=now, traceback="", exception_class_path="")
        return str(row.task_path)


def take_back(now: datetime) -> int:
    """Tasks of workers that are gone become ready again; how many.

    One that has killed its worker each time is given up like one that failed each time.
    """
    running = list(DBTaskResult.objects.filter(status="RUNNING"))
    # Read after the tasks: whoever holds one of them was there before it.
    alive = set(Worker.objects.filter(seen_at__gte=now - LEASE).values_list("name", flat=True))
    lost = [row for row in running if not (row.worker_ids and row.worker_ids[-1] in alive)]
    for row in lost:
        _note_failure(row, None, now)
    return len(lost)


@every(minutes=1)
def take_back_lost_tasks(now: datetime) -> None:
    """What a killed worker was running is ready again within its lease and a minute."""
    take_back(now)


@every(minutes=60)
def forget_old_tasks(now: datetime) -> None:
    """Done tasks are kept for a week, failed ones for three months, a worker's row for a day after it left."""
    old = Q(status="SUCCESSFUL", finished_at__lt=now - KEPT_DONE)
    old |= Q(status="FAILED", finished_at__lt=now - KEPT_FAILED)
    DBTaskResult.objects.filter(old).delete()
    Worker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


def _is_due(slot: ClockSlot, each: Round, now: datetime) -> bool:
    if slot.held_until and slot.held_until > now:
        return False
    return slot.last_done_at is None or slot.last_done_at + timedelta(minutes=each.minutes) <= now


def _claim_round(each: Round, now: datetime) -> bool:
    """Take the round's row; False where another worker was faster. One UPDATE decides, on either database."""
    ClockSlot.objects.get_or_create(name=each.name)
    free = Q(held_until=None) | Q(held_until__lte=now)
    due = Q(last_done_at=None) | Q(last_done_at__lte=now - timedelta(minutes=each.minutes))
    return ClockSlot.objects.filter(free, due, name=each.name).update(held_until=now + LEASE) == 1


def _claim_task(worker: str, now: datetime) -> Any:
    # Looked at without a transaction first: an empty queue must not take SQLite's write lock every second.
    in_time = Q(run_after=get_date_max()) | Q(run_after__lte=now)  # date_max: at once, in django-tasks-db
    ready = DBTaskResult.objects.filter(in_time, status="READY")
    if not ready.exists():
        return None
    with transaction.atomic():
        row = ready.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.status, row.started_at = "RUNNING", now
        row.worker_ids = [*row.worker_ids, worker]
        row.save(update_fields=["status", "started_at", "worker_ids"])
    return row


def _note_failure(row: Any, fault: Exception | None, now: datetime) -> None:
    """Let the task be tried again after a while, or give it up. fault None: its worker is gone."""
    attempt = len(row.worker_ids)
    said = "The worker was gone before the task ended."
    path = ""
    if fault:
        said = "".join(traceback.format_exception(fault))[-8000:]
        path = f"{type(fault).__module__}.{type(fault).__qualname__}"
    columns: dict[str, Any] = {"traceback": said, "exception_class_path": path}
    if attempt >= _attempts_of(row):
        _close(row, status="FAILED", finished_at=now, **columns)
    else:
        _close(
            row, status="READY", run_after=now + (wait_after(attempt) if fault else timedelta(0)), **columns
        )


def _attempts_of(row: Any) -> int:
    try:
        return int(getattr(row.task, "attempts", 1))
    except ImportError:  # a function that a later release has renamed
        return 1


def _close(row: Any, **columns: Any) -> None:
    """Write what became of a task, unless it was taken from this worker meanwhile and is another's now."""
    mine = DBTaskResult.objects.filter(pk=row.pk, status="RUNNING", worker_ids=row.worker_ids)
    mine.update(**columns)
