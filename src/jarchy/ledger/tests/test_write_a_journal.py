"""The journal as a file, proved without us; whatever is changed in it is found."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from jarchy.foundation.narrowing import house
from jarchy.ledger.actions import pin_final
from jarchy.ledger.queries.written import journal_lines
from jarchy.ledger.rules import canonical
from jarchy.ledger.rules.written import Proof, line_of, read
from jarchy.ledger.tests import cast


@pytest.fixture
def lines(db) -> list[str]:
    """Six reports, one corrected, one taken back, two Mondays: cells, rows, a cell taken back."""
    cast.make_territory()
    edition = cast.make_edition()
    kept = cast.post(edition, *(cast.report(20 + n, women=n, is_open=bool(n % 2)) for n in range(6)))
    cast.let_days_pass(edition, cast.STARTS + timedelta(7))
    cast.take_back(edition, kept[0], post=(cast.corrected(kept[0], people=7),))
    cast.take_back(edition, kept[1])
    cast.let_days_pass(edition, cast.STARTS + timedelta(15))
    return list(journal_lines(edition))


def codes_of(lines: list[str]) -> set[str]:
    proof = Proof()
    assert all(proof.entries(lines))
    return {fault.code for fault in proof.faults}


def changed(line: str, change) -> str:
    said = json.loads(line)
    change(said)
    return canonical(said)


def which(lines: list[str], wanted) -> int:
    return next(number for number, line in enumerate(lines) if number and wanted(json.loads(line)))


def test_it_is_proved_and_says_itself_again(lines):
    assert codes_of(lines) == set()
    assert [line_of(read(line)) for line in lines[1:]] == lines[1:]
    assert any("public" in json.loads(line) for line in lines)
    assert "integer key" not in lines[1] and '"place":"ZZ' in lines[1]


def test_an_end_that_makes_nothing_more_public_is_proved_too(db):
    """All was public on the last Monday: the journal of such a campaign could never be frozen."""
    cast.make_territory()
    edition = cast.make_edition()
    cast.post(edition, *(cast.report(20 + n, is_open=True) for n in range(6)))
    cast.let_days_pass(edition, cast.STARTS + timedelta(15))
    pin_final(edition, house("test"))
    pinned = list(journal_lines(edition))
    assert json.loads(pinned[-1])["public"] == {"cells": [], "rows": []}
    assert codes_of(pinned) == set()


def test_an_empty_journal_is_one(db):
    cast.make_territory()
    assert codes_of(list(journal_lines(cast.make_edition()))) == set()


@pytest.mark.parametrize(
    "name", ["account", "posted_at", "edition_day", "is_illustrative", "source_id", "number"]
)
def test_no_word_of_an_entry_can_be_changed(lines, name):
    other = {"account": 7, "posted_at": "2018-01-01T00:00:00+00:00", "edition_day": "2018-01-01", "number": 9,
             "is_illustrative": None, "source_id": "01900000-0000-7000-8000-000000000000"}[name]  # fmt: skip
    lines[2] = changed(lines[2], lambda said: said["entry"].update({name: other}))
    assert "chain" in codes_of(lines)


def test_a_line_taken_out_and_a_value_that_is_none_are_found(lines):
    assert "chain" in codes_of([*lines[:2], changed(lines[2], lambda said: said["lines"].pop()), *lines[3:]])
    assert "unreadable" in codes_of(
        [changed(one, lambda said: None) if n else one for n, one in enumerate(lines)] + ["x"]
    )
    broken = changed(lines[2], lambda said: said["lines"][0].update(value="many"))
    assert "unreadable" in codes_of([*lines[:2], broken, *lines[3:]])


def test_brackets_without_end_are_a_fault_of_the_file_and_not_of_ours(lines):
    assert "unreadable" in codes_of([*lines[:2], "[" * 100_000, *lines[2:]])
    assert "unreadable" in codes_of(["[" * 100_000, *lines])


def test_what_the_house_made_public_is_sealed(lines):
    monday = which(lines, lambda said: "public" in said and said["public"]["cells"])
    lines[monday] = changed(lines[monday], lambda said: said["public"]["cells"][0].update(attendances=11))
    assert codes_of(lines) == {"public"}


def test_one_that_was_hashed_anew_is_found_at_the_head_and_by_what_it_takes_back(lines):
    """Whoever writes the whole file anew can do so: the last hash, written down elsewhere, tells."""
    reversal = which(lines, lambda said: said["entry"]["reverses"] is not None)
    lines[reversal] = changed(lines[reversal], lambda said: said["lines"][0].update(value=-1))
    assert {"chain", "reversal"} <= codes_of(lines)
    assert "head" in codes_of(lines[:-1])


def test_the_command_proves_a_file_and_says_what_is_no_journal(lines, tmp_path):
    file, out = tmp_path / "journal.jsonl", io.StringIO()
    file.write_text("".join(f"{line}\n" for line in lines))
    call_command("ledger", "verify", file=file, stdout=out)
    assert json.loads(lines[0])["hash"] in out.getvalue()
    file.write_text("".join(f"{line}\n" for line in lines[:-1]))
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("ledger", "verify", "--json", file=file, stdout=out)
    assert [fault["code"] for fault in json.loads(out.getvalue())["faults"]] == ["head"]
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("ledger", "verify", file=tmp_path / "nothing")
