"""Keeps the processes of `jarchy up` running: starts one again that died, and stops all together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from jarchy.project.serving import PARENT

PATIENCE = 20  # seconds that a process gets to finish what it does
YOUNG = 5  # a process that dies within so many seconds did not start rightly
TRIES = 4

log = structlog.get_logger("jarchy.up")


@dataclass
class Child:
    """One process: what it is called in the log, and its arguments after `jarchy`."""

    name: str
    arguments: Sequence[str]
    born: float = 0.0
    early_deaths: int = 0
    again_at: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        command = [sys.executable, "-m", "jarchy.project.console", *self.arguments]
        self.born, self.again_at = time.monotonic(), 0.0
        self.process = subprocess.Popen(
            command, env={**os.environ, PARENT: str(os.getpid())}, stdin=subprocess.DEVNULL
        )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Runs children until `stop` is set, or until one cannot be kept alive."""

    def __init__(self, children: Sequence[Child]):
        self.children = children
        self.stop = threading.Event()
        self.gave_up = ""

    def run(self, *, when_ready: Callable[[], None], is_ready: Callable[[], bool]) -> int:
        """Exit code: 0 when it was asked to stop, 1 when a child died again and again."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop.set())
        for child in self.children:
            child.start()
        told = False
        try:
            while not self.stop.wait(0.2) and not self.gave_up:
                self._mend()
                if not told and is_ready():
                    told = True
                    when_ready()
        finally:
            self._end()
        return 1 if self.gave_up else 0

    def _mend(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.is_running:
                continue
            if not child.again_at:
                self._note_death(child, now)
            elif now >= child.again_at:
                child.start()

    def _note_death(self, child: Child, now: float) -> None:
        child.early_deaths = child.early_deaths + 1 if now - child.born < YOUNG else 0
        code = child.process.returncode if child.process else None
        log.warning("a process died and is started again", process=child.name, code=code)
        if child.early_deaths >= TRIES:
            self.gave_up = child.name
        child.again_at = now + min(5.0, 0.5 * 2**child.early_deaths)

    def _end(self) -> None:
        """Ask all to end, wait, and kill who does not."""
        running = [child.process for child in self.children if child.process and child.is_running]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def port_is_free(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as asked:
        asked.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # what has just been closed may be taken again
        try:
            asked.bind((address, port))
        except OSError:
            return False
    return True


def answers(address: str, port: int) -> bool:
    """Whether the front says that it is well."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(address, address)
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/healthy", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
