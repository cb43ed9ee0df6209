"""The server is killed again and again while phones send: what was acknowledged is there, and each report once."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from jarchy.forms.tests import tiny
from jarchy.forms.tests.test_keep_pictures import picture
from jarchy.project.tests.phone import Phone
from jarchy.project.tests.test_up import JARCHY, answers, free_port, wait_for

PHONES, REPORTS = 4, 40
KILLS = 40 if os.environ.get("JARCHY_TEST_SCALE") == "full" else 3
MAKE = """
import json
from tests.cast import bring_in
from tests.tiny import tiny_edition
from jarchy.forms.tests import tiny
from jarchy.people import actions, devices
cast = bring_in(tiny_edition())
tiny.load(cast.edition, tiny.workbook())
made = [actions.add_device(cast.edition, by=cast.actor(cast.aigul), account=cast.aigul) for _ in range(%d)]
print(json.dumps([devices.token_of(one.number) for one in made]))
"""


@contextmanager
def running(home: Path) -> Iterator[tuple[dict[str, str], list[str], int]]:
    """A running house with a small form on a database that is migrated; its environment, the tokens of its phones, and
    the process that holds it."""
    path = os.pathsep.join([str(settings.ROOT), os.environ.get("PYTHONPATH", "")])
    env = {
        **os.environ, "JARCHY_HOME": str(home), "JARCHY_PORT": str(free_port()), "DATABASE_URL": "", "JARCHY_URL": "",
        "PYTHONPATH": path,
    }  # fmt: skip
    made = subprocess.run(
        [*JARCHY, "shell", "-v0", "-c", MAKE % PHONES],
        env=env,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([*JARCHY, "up", "--processes", "1"], env=env, stdout=log, stderr=log)
    try:
        assert wait_for(lambda: answers(env)), (home / "log").read_text()
        yield env, json.loads(made.stdout.splitlines()[-1]), process.pid
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def house(prepare: Callable[[Path], Path], tmp_path: Path) -> Iterator[tuple[dict[str, str], list[str], int]]:
    with running(prepare(tmp_path / "home")) as running_house:
        yield running_house


def servers(of: int) -> list[int]:
    """The processes below this one that answer requests."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"worker" not in words:
            parents[int(folder.name)] = int(fields[1])
    below, found = {of}, []
    while fresh := [pid for pid, parent in parents.items() if parent in below and pid not in below]:
        below |= set(fresh)
        found += fresh
    return found


def send_all(phone: Phone, number: int, acknowledged: dict[str, int]) -> None:
    """As Collect: again and again, until it hears 201 or 202."""
    for one in range(REPORTS):
        name = f"uuid:{number}-{one}"
        photo = {"1.jpg": picture()} if one % 10 == 0 else {}
        body = tiny.xml(
            instance_id=name,
            form_id="tiny-2018_activity_report",
            photo="1.jpg" if photo else None,
            total=str(one + 30),
        )
        while True:
            try:
                answer = phone.send(body, photo)
            except OSError:
                time.sleep(0.1)
                continue
            if answer.status in (201, 202):
                acknowledged[name] = answer.status
                break
            assert answer.status >= 500, answer
            time.sleep(0.1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.skipif(os.environ.get("JARCHY_TEST_PASS") == "database", reason="a house of its own, on SQLite")
def test_nothing_acknowledged_is_lost_and_nothing_doubled(house):
    env, tokens, holder = house
    address = f"127.0.0.1:{env['JARCHY_PORT']}"
    phones = [Phone(f"http://{address}/openrosa/key/{token}", address=address) for token in tokens]
    assert len(phones[0].forms()) == 1
    acknowledged: dict[str, int] = {}
    killed: list[int] = []
    is_over = threading.Event()
    rng = random.Random(5)

    def kill() -> None:
        """Whenever some more were acknowledged, in the middle of the next ones."""
        for _ in range(KILLS):
            enough = len(acknowledged) + rng.randint(1, 12)
            while len(acknowledged) < enough:
                if is_over.wait(0.002):
                    return
            time.sleep(rng.uniform(0, 0.05))
            killed.append(len(acknowledged))
            for pid in servers(holder):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            wait_for(lambda: answers(env), 30)

    killer = threading.Thread(target=kill)
    killer.start()
    with ThreadPoolExecutor(PHONES) as many:
        list(many.map(lambda n: send_all(phones[n], n, acknowledged), range(PHONES)))
    is_over.set()
    killer.join()
    assert len(acknowledged) == PHONES * REPORTS and len(killed) >= 2
    with closing(sqlite3.connect(Path(env["JARCHY_HOME"]) / "jarchy.sqlite3")) as database:
        kept = [
            row[0]
            for row in database.execute("SELECT instance_id FROM forms_submission WHERE state = 'kept'")
        ]
        (reports,) = database.execute("SELECT count(*) FROM fieldwork_report").fetchone()
        (pictures,) = database.execute("SELECT count(*) FROM forms_attachment").fetchone()
    assert sorted(kept) == sorted(acknowledged) and reports == len(kept)
    assert pictures == PHONES * REPORTS / 10
