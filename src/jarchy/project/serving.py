"""The processes of `jarchy up`: one that answers requests, some that do what was left for later."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import time

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from jarchy.foundation import jobs

HEARTBEAT = 20  # seconds; the lease is 90
LOOK = 0.5  # seconds between looks at an empty queue
ROUNDS = 5  # seconds between looks at what comes round
PARENT = "JARCHY_PARENT"  # tells a process of `up` whose child it is
SERVER = "JARCHY_SERVER"  # and one of granian's

log = structlog.get_logger("jarchy.up")


def serve_web(processes: int) -> None:
    """Answer requests until SIGTERM or SIGINT; what is being answered is finished first."""
    from granian import Granian  # noqa: PLC0415  0.1 s, and only here
    from granian.constants import HTTPModes, Interfaces, Loops  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415

    from jarchy.project import front  # noqa: F401, PLC0415  loaded once, before granian forks its processes

    end_with_parent()
    os.environ[SERVER] = str(os.getpid())
    os.register_at_fork(after_in_child=end_with_granian)
    Granian(
        "jarchy.project.front:app",
        address=settings.ADDRESS,
        port=settings.PORT,
        interface=Interfaces.ASGINL,
        workers=processes,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=10,
        backpressure=1024,
    ).serve()


def serve_later() -> None:
    """Do what was left for later and what comes round until SIGTERM or SIGINT; what is being done is finished first."""
    end_with_parent()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(stop)


def work(stop: threading.Event) -> None:
    """One worker's day."""
    hands = jobs.Hands(f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(4)}")
    _beat_once(hands)
    heart = threading.Thread(target=_beat, args=(hands, stop), name="heart", daemon=True)
    heart.start()
    looked = 0.0
    while not stop.is_set():
        try:
            close_old_connections()
            if time.monotonic() - looked >= ROUNDS:
                looked = time.monotonic()
                hands.run_rounds(timezone.now())
            if not hands.run_one(timezone.now()):
                stop.wait(LOOK)
        except (OperationalError, InterfaceError) as fault:  # the database was started again, or is busy
            log.warning("the worker cannot reach the database", fault=str(fault))
            connection.close()
            stop.wait(2)
    hands.leave(timezone.now())


def _beat(hands: jobs.Hands, stop: threading.Event) -> None:
    """Renew the lease while the worker works. Ends with it, so that a task that never ends keeps its lease."""
    while not stop.wait(HEARTBEAT):
        _beat_once(hands)
    connection.close()


def _beat_once(hands: jobs.Hands) -> None:
    try:
        close_old_connections()
        hands.seen(timezone.now())
    except (OperationalError, InterfaceError) as fault:
        log.warning("the worker could not renew its lease", fault=str(fault))
        connection.close()


def end_with_parent() -> None:
    """End this process when `up` is gone, even killed: a server that nobody can stop must not keep the port."""
    _end_with(os.environ.get(PARENT, ""))


def end_with_granian() -> None:
    """The same for granian's own processes, whose parent is granian."""
    server = os.environ.get(SERVER, "")
    _end_with("" if server == str(os.getpid()) else server)


def _end_with(parent: str) -> None:
    if not parent:
        return  # started by hand: whoever did that ends it
    if parent != str(os.getppid()):
        log.error("the process that started this one is gone")
        os._exit(1)  # not sys.exit: just after a fork nobody would hear it
    threading.Thread(target=_watch_parent, args=(int(parent),), name="parent", daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os._exit(1)
