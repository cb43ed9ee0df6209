"""jarchy publications export: the file alone on standard output, progress on standard error."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.publications.tests.reading import read


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_file_stands_alone_and_progress_apart(full, capsysbinary, format_):
    call_command("publications", "export", full.slug, "5w", "--format", format_)
    said = capsysbinary.readouterr()
    assert read(said.out).reached == ledger.figure(full, "attendances", sight=Sight.EXACT).value
    assert said.err == b"6 rows\n"


def test_with_public_it_is_what_the_public_may_see(full, capsysbinary):
    call_command("publications", "export", full.slug, "5w", "--public", "--language", "ru")
    found = read(capsysbinary.readouterr().out)
    assert found.reached == 57 + 40 + 27
    assert "Участия" in found.headers


def test_an_unknown_campaign_is_said_and_nothing_is_written(db, capsysbinary):
    with pytest.raises(CommandError, match="nowhere-1900"):
        call_command("publications", "export", "nowhere-1900", "5w")
    assert capsysbinary.readouterr().out == b""
