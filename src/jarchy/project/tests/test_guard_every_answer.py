"""What is said with every answer, and what a fault may say on a terminal."""

from __future__ import annotations

import io
import logging
import sys

import pytest
import structlog
from django.test import Client

from jarchy.project import logs


@pytest.mark.django_db
def test_no_page_stands_in_a_frame_runs_a_strangers_script_or_tells_where_one_came_from():
    answer = Client().get("/en/account/password/forgotten/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    policy = answer["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_over_https_the_browser_is_told_to_stay_there(settings):
    settings.SECURE_HSTS_SECONDS = 3600
    assert (
        "max-age=3600"
        in Client().get("/en/account/password/forgotten/", secure=True)["Strict-Transport-Security"]
    )
    assert "Strict-Transport-Security" not in Client().get("/en/account/password/forgotten/")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    made = Terminal()
    handlers, level = logging.getLogger().handlers, logging.getLogger().level
    monkeypatch.setattr(sys, "stderr", made)
    logs.configure()
    yield made
    monkeypatch.undo()
    structlog.reset_defaults()
    logging.getLogger().handlers = handlers
    logging.getLogger().setLevel(level)


def test_a_fault_on_a_terminal_shows_no_passwords(terminal):
    def sign_in(password: str) -> None:
        raise ValueError("no such account")

    for log in (structlog.get_logger("jarchy.test"), logging.getLogger("jarchy.test")):
        try:
            sign_in("three dry " + "words")
        except ValueError:
            log.exception("request failed")
    assert terminal.getvalue().count("ValueError: no such account") == 2
    assert "dry words" not in terminal.getvalue()
