"""Phones and a real server, over HTTP: signing in as others' programs do it, bodies in pieces, bodies without end."""

from __future__ import annotations

import base64
import http.client
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from jarchy.forms.tests import tiny
from jarchy.people import devices
from jarchy.project.tests.phone import BOUNDARY, Phone, multipart
from jarchy.project.tests.test_phones_and_a_killed_server import running

pytestmark = pytest.mark.skipif(
    os.environ.get("JARCHY_TEST_PASS") == "database", reason="a house of its own, on SQLite"
)


class Wire:
    """A running house, and what its first phone signs in with."""

    def __init__(self, env: dict[str, str], token: str) -> None:
        self.address = f"127.0.0.1:{env['JARCHY_PORT']}"
        self.origin = f"http://{self.address}"
        self.phone = Phone(f"{self.origin}/openrosa/key/{token}", address=self.address)
        self.number = base64.b32encode(base64.urlsafe_b64decode(token)[:5]).decode().lower()
        self.key = (Path(env["JARCHY_HOME"]) / "keys" / "device_key").read_text().strip()


@pytest.fixture(scope="module")
def wire(_prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    home = tmp_path_factory.mktemp("wire") / "home"
    shutil.copytree(_prepared, home, ignore=shutil.ignore_patterns("keys"))
    with running(home) as (env, tokens, _):
        yield Wire(env, tokens[0])


def xml(instance_id: str) -> bytes:
    return tiny.xml(instance_id=instance_id, form_id="tiny-2018_activity_report")


@pytest.fixture
def opener(wire, settings):
    """The standard library's own Digest, which knows nothing of ours."""
    settings.DEVICE_KEY = wire.key
    names = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    names.add_password(None, wire.origin, wire.number, devices.password_of(wire.number))
    return urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(names))


def test_anothers_digest_gets_the_list_and_sends(wire, opener):
    with opener.open(f"{wire.origin}/openrosa/formList?deviceID=collect%3Aabc") as answer:
        assert answer.status == 200 and b"tiny-2018_activity_report" in answer.read()
    asked = urllib.request.Request(
        f"{wire.origin}/openrosa/submission?deviceID=x", data=multipart(xml("uuid:digest")),
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )  # fmt: skip
    with opener.open(asked) as answer:
        assert answer.status == 201


def test_with_a_wrong_password_it_is_told_so(wire):
    names = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    names.add_password(None, wire.origin, wire.number, "wrong")
    opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(names))
    with pytest.raises((urllib.error.HTTPError, ValueError), match="401|retry"):
        opener.open(f"{wire.origin}/openrosa/formList")


def test_a_body_in_pieces_without_a_length_is_taken(wire):
    line = http.client.HTTPConnection(wire.address, timeout=30)
    body = multipart(xml("uuid:chunked"))
    pieces = (body[start : start + 100] for start in range(0, len(body), 100))
    path = wire.phone.server_url.removeprefix(wire.origin) + "/submission"
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    line.request("POST", path, pieces, headers, encode_chunked=True)
    assert line.getresponse().status == 201
    line.close()


def test_a_hundred_megabytes_are_refused_in_a_sentence(wire):
    answer = wire.phone.send(xml("uuid:huge"), {"1.jpg": bytes(100_000_000)})
    assert answer.status == 413 and answer.message


def test_a_body_that_breaks_off_leaves_nothing_and_the_next_is_taken(wire):
    line = http.client.HTTPConnection(wire.address, timeout=30)
    line.putrequest("POST", wire.phone.server_url.removeprefix(wire.origin) + "/submission")
    line.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    line.putheader("Content-Length", "5000")
    line.endheaders()
    line.send(multipart(xml("uuid:broken"))[:300])
    line.close()
    assert wire.phone.send(xml("uuid:after")).status == 201


def test_a_report_sent_before_it_is_asked_who_it_is_hears_the_question(wire):
    stranger = Phone(f"{wire.origin}/openrosa", address=wire.address)
    answer = stranger.send(xml("uuid:stranger"), {"1.jpg": bytes(3_000_000)})
    assert answer.status == 401 and answer.challenges[0].startswith("Digest ")
