"""`jarchy up` as a whole, in processes of its own: it answers, mends itself, and stops all that it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

JARCHY = [sys.executable, "-m", "jarchy.project.console"]


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(what: Callable[[], object], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    home = {"JARCHY_HOME": str(tmp_path / "home"), "JARCHY_PORT": str(free_port()), "DATABASE_URL": ""}
    return {**os.environ, **home, "JARCHY_URL": ""}


@pytest.fixture
def started(
    env: dict[str, str], prepare: Callable[[Path], Path], tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    prepare(Path(env["JARCHY_HOME"]))
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([*JARCHY, "up", "--processes", "1"], env=env, stdout=log, stderr=log)
        yield process
        process.kill()
        process.wait()


def answers(env: dict[str, str]) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{env['JARCHY_PORT']}/healthy", timeout=5) as answer:
            return answer.read() == b"well\n"
    except (urllib.error.URLError, OSError):
        return False


def children_of(pid: int) -> dict[int, str]:
    """Running processes that this one started, with their command lines."""
    said = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout
    rows = [line.strip().split(" ", 1) for line in said.splitlines()]
    return {int(row[0]): row[1] for row in rows if "defunct" not in row[1]}


def worker_of(pid: int) -> int | None:
    return next((child for child, args in children_of(pid).items() if "worker" in args), None)


@pytest.mark.long
def test_it_answers_starts_a_killed_worker_again_and_stops_all_together(env, started):
    assert wait_for(lambda: answers(env))
    assert wait_for(lambda: worker_of(started.pid)), "the web may answer before the worker is there"
    killed = worker_of(started.pid)
    assert killed
    os.kill(killed, signal.SIGKILL)
    assert wait_for(lambda: worker_of(started.pid) not in (None, killed))
    family = list(children_of(started.pid))
    started.send_signal(signal.SIGTERM)
    assert started.wait(40) == 0
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]
    assert not answers(env)


@pytest.mark.long
def test_nothing_keeps_the_port_when_it_is_killed(env, started):
    assert wait_for(lambda: answers(env))
    started.kill()
    assert wait_for(lambda: not answers(env), 20)


def test_a_port_in_use_is_a_sentence(env):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(env["JARCHY_PORT"])))
        taken.listen()
        done = subprocess.run([*JARCHY, "up"], env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Port {env['JARCHY_PORT']} is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_was_not_prepared_is_a_sentence(env):
    done = subprocess.run([*JARCHY, "up"], env=env, capture_output=True, text=True)
    assert (done.returncode, "jarchy migrate" in done.stderr) == (1, True)


def test_a_setting_that_cannot_be_read_is_a_sentence(env):
    done = subprocess.run([*JARCHY, "up"], env={**env, "JARCHY_PORT": "many"}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "JARCHY_PORT is “many”. Write a whole number, as 8080\n")
