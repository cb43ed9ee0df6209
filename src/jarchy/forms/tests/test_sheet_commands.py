"""`jarchy forms blank` and `jarchy forms receive` with sheets: faults as `charter check` says them."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from jarchy.forms.models import SheetImport, Submission
from jarchy.forms.tests.sheets import FIRST, GOOD, blank, filled
from jarchy.forms.tests.test_receive_command import receive


@pytest.fixture
def files(world, tmp_path):
    empty = blank(world.version, world.naryn)
    (tmp_path / "good.xlsx").write_bytes(filled(empty, [GOOD, {**GOOD, "total": 40}]))
    (tmp_path / "bad.xlsx").write_bytes(filled(empty, [GOOD, {**GOOD, "total": "many"}]))
    return tmp_path


def refused(*args) -> dict:
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("forms", "receive", *map(str, args), stdout=out)
    assert end.value.code == 1
    return out.getvalue()


def test_the_blank_goes_to_standard_output(world, monkeypatch):
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    call_command("forms", "blank", "activity_report", "--organisation", "youth-naryn", "--language", "ky")
    assert out.getvalue().startswith(b"PK")


def test_an_organisation_that_is_none_is_said(world):
    with pytest.raises(CommandError) as said:
        call_command("forms", "blank", "activity_report", "--organisation", "none")
    assert "none" in str(said.value)


def test_a_whole_sheet_is_stored_and_once_more_is_the_same(world, files):
    assert "stored: new 2, the same 0, new versions 0" in receive(
        files / "good.xlsx", "--as", "bakyt@example.org"
    )
    assert "stored: new 0, the same 2, new versions 0" in receive(
        files / "good.xlsx", "--as", "bakyt@example.org"
    )
    assert Submission.objects.count() == 2


def test_a_dry_run_checks_and_stores_nothing(world, files):
    said = receive(files / "good.xlsx", "--as", "bakyt@example.org", "--dry-run")
    assert "would be stored: new 2, the same 0, new versions 0" in said
    assert not Submission.objects.exists() and not SheetImport.objects.exists()


def test_faults_are_told_to_programs_as_charter_check_tells_them(world, files):
    told = json.loads(refused(files / "bad.xlsx", "--as", "bakyt@example.org", "--json"))
    (fault,) = told["faults"]
    assert set(fault) == {"level", "file", "row", "column", "value", "code", "message", "remedy"}
    assert (fault["level"], fault["row"], fault["column"], fault["value"]) == (
        "error",
        FIRST + 1,
        "total",
        "many",
    )
    assert fault["file"] == str(files / "bad.xlsx") and fault["code"] == "table.wrong_integer"
    assert told["sheets"][0]["state"] == "faulty" and told["outcomes"] == []
    assert not Submission.objects.exists()


def test_faults_are_told_to_people_with_what_to_do(world, files):
    said = refused(files / "bad.xlsx", "--as", "bakyt@example.org")
    assert "row 5, total: “many” is no whole number.\n    Write digits alone." in said
    assert "bad.xlsx: nothing was stored." in said


def test_only_sheets_can_be_checked_without_being_stored(world, files):
    (files / "a.xml").write_text("<a/>")
    with pytest.raises(CommandError):
        receive(files / "a.xml", "--as", "bakyt@example.org", "--dry-run")


def test_a_sheet_that_is_not_there_is_said(world, files):
    with pytest.raises(CommandError) as said:
        receive(files / "none.xlsx", "--as", "bakyt@example.org")
    assert "none.xlsx" in str(said.value)
