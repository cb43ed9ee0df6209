"""The server is off: somebody reads the frozen campaign from a server of files, and from her own disk."""

from __future__ import annotations

import http.server
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.conftest import JARCHY, ROOT
from tests.tiny import NARYN, SLUG

pytestmark = pytest.mark.browser
UNDER = "archive/2018"
LIVE = "from jarchy.project.tests.frozen_once import lived_edition; lived_edition()"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """JARCHY_HOME of a tiny campaign that has lived its days."""
    home = tmp_path_factory.mktemp("tiny")
    for words in (("migrate", "--verbosity", "0"), ("shell", "--verbosity", "0", "-c", LIVE)):
        done = _jarchy(home, *words)
        assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="module")
def public(home: Path) -> Path:
    """Frozen at the command line; the first try is killed half-way and leaves nothing that looks done."""
    folder = home / "frozen" / "tiny"
    words = [*JARCHY, "freeze", SLUG, str(folder), "--provisional"]
    with subprocess.Popen(words, env=_env(home), cwd=ROOT, stderr=subprocess.DEVNULL) as first:
        while not list(folder.parent.glob(".tiny.draft-*/public/*/index.html")):
            assert first.poll() is None
            time.sleep(0.1)
        first.send_signal(signal.SIGKILL)
    assert not folder.exists()
    done = _jarchy(home, "freeze", SLUG, str(folder), "--provisional")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in folder.parent.iterdir()] == ["tiny"]
    return folder / "public"


def _jarchy(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*JARCHY, *words], env=_env(home), cwd=ROOT, capture_output=True, text=True, check=False
    )


def _env(home: Path) -> dict[str, str]:
    return {**os.environ, "JARCHY_HOME": str(home), "DATABASE_URL": "", "JARCHY_URL": ""}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """What was asked for is judged in the browser."""


@pytest.fixture
def hosted(public: Path, tmp_path: Path) -> Iterator[str]:
    """The folder's address, two folders deep."""
    (tmp_path / "archive").mkdir()
    (tmp_path / UNDER).symlink_to(public)
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{UNDER}/"
        server.shutdown()


@pytest.fixture
def reader(hosted: str, browser: Browser) -> Iterator[tuple[Page, list[str], list[str]]]:
    """Without script. Whatever is asked of another machine, or not found, is noted; nothing leaves this one."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    elsewhere: list[str] = []
    lost: list[str] = []

    def judge(route: Route) -> None:
        if route.request.url.startswith((hosted, "file:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", judge)
    page = context.new_page()
    page.on("response", lambda answer: lost.append(answer.url) if answer.status >= 400 else None)
    yield page, elsewhere, lost
    context.close()


def test_she_walks_from_the_choice_of_languages_to_what_a_number_is_made_of(public, hosted, reader):
    page, elsewhere, lost = reader
    page.goto(hosted)
    page.get_by_role("link", name="English").click()
    assert "Frozen on 8 October 2018" in page.locator("footer").inner_text()
    page.get_by_role("link", name="All numbers, also those not counted yet").click()
    page.get_by_role("link", name="attendances").first.click()
    assert page.url == f"{hosted}en/{SLUG}/numbers/attendances/index.html"
    page.locator("nav.tongues").get_by_role("link", name="Русский").click()
    assert page.url == f"{hosted}ru/{SLUG}/numbers/attendances/index.html"
    page.goto(f"{hosted}ky/{SLUG}/where/")
    page.locator(f"caption a[href*='{NARYN}']").click()
    for document in (public / "ru" / SLUG / "documents").iterdir():
        page.goto(f"{hosted}ru/{SLUG}/documents/{document.name}/")
        assert page.locator("h1").count() == 1
    assert page.locator("form").count() == 0
    assert (elsewhere, lost) == ([], [])
    assert not page.context.cookies()


def test_every_page_is_dressed_and_fits_a_phone_from_a_stick_too(public, hosted, reader):
    page, elsewhere, lost = reader
    some = sorted(public.rglob("index.html"))[::12]
    for start in (hosted, f"{public.as_uri()}/"):
        for path in some:
            page.goto(start + path.relative_to(public).as_posix())
            box = page.locator("header.top").bounding_box()
            assert box and box["width"] == 360, path  # the style sheet was found
            assert page.locator("main").bounding_box()["width"] <= 360, path
    assert (elsewhere, lost) == ([], [])
