"""A house of its own: the campaign of 2018 without reports, its demonstration accounts, web and worker running."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import chromium

ROOT = Path(__file__).resolve().parents[2]
JARCHY = [sys.executable, "-m", "jarchy.project.console"]
ACCOUNTS = """
from jarchy.charter import queries
from jarchy.people import actions
actions.make_demonstration_accounts(queries.edition("kg-2018"))
"""
MAINTENANCE = "postgres"  # the one that every server has; the pass names one that need not be there


@dataclass(frozen=True)
class House:
    """A running house: its address, its environment, the passwords of its demonstration accounts by role."""

    url: str
    env: dict[str, str]
    passwords: dict[str, str]

    def jarchy(self, *words: str) -> str:
        """What a command prints; fails with what it said where it fails."""
        done = subprocess.run([*JARCHY, *words], env=self.env, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def running_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("journey")
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    database = _own_database()
    own = {"JARCHY_HOME": str(home), "JARCHY_PORT": str(port), "JARCHY_URL": url, "DATABASE_URL": database}
    env = {**os.environ, **own}
    house = House(url, env, {})
    house.jarchy("migrate", "--verbosity", "0")
    house.jarchy("charter", "load", str(ROOT / "campaigns/kg-2018"), "--yes")
    house.jarchy("shell", "--verbosity", "0", "-c", ACCOUNTS)
    passwords = json.loads((home / "demonstration.json").read_text())
    log = (home / "up.log").open("w")
    process = subprocess.Popen([*JARCHY, "up"], env=env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(url, process, home / "up.log")
        yield House(url, env, passwords)
    finally:
        process.terminate()
        process.wait(timeout=30)
        _drop(database)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A cheap phone: 360 x 800."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


def sign_in(context: BrowserContext, house: House, role: str) -> Page:
    """A page on which the demonstration account of this role has just signed in."""
    page = context.new_page()
    page.goto(f"{house.url}/en/account/sign-in/")
    page.locator("#id_login").fill(f"{role.replace('_', '-')}@example.org")
    page.locator("input[type=password]").first.fill(house.passwords[role])
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(lambda address: "sign-in" not in address)
    return page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url: str, process: subprocess.Popen, log: Path, seconds: int = 60) -> None:
    for _ in range(seconds * 5):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {url}: {log.read_text()}")


def _own_database() -> str:
    """On PostgreSQL a new database on the server that the pass names; on SQLite the one in JARCHY_HOME."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return ""
    name = f"jarchy_journey_{os.getpid()}"
    with psycopg.connect(server, dbname=MAINTENANCE, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    base, _, options = server.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")


def _drop(database: str) -> None:
    if database:
        name = database.partition("?")[0].rsplit("/", 1)[1]
        with psycopg.connect(os.environ["DATABASE_URL"], dbname=MAINTENANCE, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
