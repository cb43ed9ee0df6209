"""`jarchy forms receive`: from files, as a phone would send them; the exit code is 0 only if nothing was refused."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jarchy.forms.models import Attachment, Submission
from jarchy.forms.tests import tiny
from jarchy.forms.tests.test_keep_pictures import picture


def receive(*args) -> str:
    out = StringIO()
    call_command("forms", "receive", *map(str, args), stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.xml").write_bytes(tiny.xml(photo="1.jpg", total="many"))
    (tmp_path / "1.jpg").write_bytes(picture())
    (tmp_path / "cut.xml").write_bytes(tiny.xml(host_phone="0555123456")[:-60])
    return tmp_path


def test_a_file_is_received_with_the_picture_beside_it(world, folder):
    said = receive(folder / "a.xml", "--as", "aigul@example.org")
    assert "a.xml: kept" in said
    assert "How many took part?: Write a whole number, as 25. If it is wrong, correct the report" in said
    assert "answer.type" not in said, "a code is for programs"
    kept = Submission.objects.get()
    assert (kept.channel, kept.account_id) == ("file", world.aigul.account)
    assert Attachment.objects.get().name == "1.jpg"


def test_json_has_stable_keys_and_a_refusal_ends_with_1(world, folder):
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command(
            "forms", "receive", str(folder / "cut.xml"), str(folder / "a.xml"), "--as", "aigul@example.org",
            "--edition", "tiny", "--json", stdout=out,
        )  # fmt: skip
    assert end.value.code == 1
    refused, kept = json.loads(out.getvalue())["outcomes"]
    keys = {"file", "state", "submission", "code", "message", "remedy", "findings"}
    assert keys == set(refused) == set(kept)
    assert (refused["state"], refused["code"], refused["submission"]) == ("refused", "forms.cut_off", None)
    finding, other = kept["findings"]
    assert other["code"] == "answer.not_relevant", "of many nobody is asked how many were women"
    assert set(finding) == {"code", "path", "message", "remedy"}
    assert finding["code"] == "answer.type" and "Write a whole number" in finding["message"]


def test_a_name_that_cannot_be_read_stops_none_of_the_others(world, folder):
    """One name typed wrong, and nothing of the batch was taken in."""
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        files = [str(folder / name) for name in ("none.xml", "a.xml")]
        call_command("forms", "receive", *files, "--as", "aigul@example.org", stdout=out)
    assert end.value.code == 1
    lost, kept = out.getvalue().split("\n", 1)
    assert "none.xml: refused" in lost and "cannot be read" in lost and "send it again" in lost
    assert "a.xml: kept" in kept
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("args", [
    ["missing.xml", "--as", "nobody@example.org"],
    ["missing.xml", "--as", "aigul@example.org", "--edition", "none"],
])  # fmt: skip
def test_what_cannot_be_done_is_said(world, args):
    with pytest.raises(CommandError) as said:
        receive(*args)
    assert "." in str(said.value)
