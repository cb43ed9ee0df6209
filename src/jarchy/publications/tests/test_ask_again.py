"""A public file is made once for as long as it stays true; whoever has it as it is, is told so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jarchy.foundation import audit
from jarchy.foundation.narrowing import house
from jarchy.ledger.tests import cast as journal
from jarchy.publications.tests.conftest import MONDAY, held

FILES = ["5w.csv", "5w.xlsx", "coming.ics", "public.json"]


def asked_again(cast, url: str, etag: str) -> int:
    return cast.client().get(url, headers={"if-none-match": etag}).status_code


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_one_has_is_not_sent_again(cast, full, name):
    url = f"/en/{full.slug}/{name}"
    first = cast.client().get(url)
    assert first.status_code == 200
    assert asked_again(cast, url, first["ETag"]) == 304


@pytest.mark.parametrize("name", FILES)
def test_the_next_midnight_is_sent(cast, full, name):
    url = f"/en/{full.slug}/{name}"
    etag = cast.client().get(url)["ETag"]
    journal.post(full, held(33))
    journal.let_days_pass(full, MONDAY + timedelta(1))
    assert asked_again(cast, url, etag) == 200


@pytest.mark.parametrize("name", FILES)
def test_what_was_changed_since_is_sent(cast, full, name):
    """A plan, a name, an organisation: each such change leaves a line."""
    url = f"/en/{full.slug}/{name}"
    etag = cast.client().get(url)["ETag"]
    audit.note("activity moved", kind="activity", key="x", by=house("test"), edition=full.slug)
    assert asked_again(cast, url, etag) == 200


@pytest.mark.parametrize("name", FILES)
def test_a_crowd_makes_it_once(cast, full, name):
    url = f"/en/{full.slug}/{name}"
    first = b"".join(cast.client().get(url).streaming_content)
    with CaptureQueriesContext(connection) as asked:
        assert b"".join(cast.client().get(url).streaming_content) == first
    assert len(asked) <= 9


@pytest.mark.parametrize("name", FILES)
def test_of_yesterdays_file_nothing_stays(cast, full, settings, name):
    url = f"/en/{full.slug}/{name}"
    b"".join(cast.client().get(url).streaming_content)
    (yesterdays,) = made(settings, name)
    yesterdays.with_name(f".cut-off-{name}").touch()
    journal.let_days_pass(full, MONDAY + timedelta(1))
    b"".join(cast.client().get(url).streaming_content)
    (todays,) = made(settings, name)
    assert todays != yesterdays
    assert not todays.with_name(f".cut-off-{name}").exists()


def made(settings, name: str) -> list[Path]:
    return [path for path in Path(settings.HOME).rglob(f"*{name}") if path.is_file()]
