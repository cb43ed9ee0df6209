"""jarchy ledger from a terminal and from a program."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from jarchy.ledger import actions
from jarchy.ledger.actions import midnight
from jarchy.ledger.models import Line, PublishedPosition, Tally
from jarchy.ledger.tests import cast
from jarchy.ledger.triggers import triggers_dropped


def ledger(*args) -> str:
    out = StringIO()
    call_command("ledger", *args, stdout=out)
    return out.getvalue()


def test_a_figure_for_a_program_has_its_five_keys(edition):
    cast.post(edition, cast.report(37))
    said = json.loads(ledger("figure", edition.slug, "attendances", "--json"))
    assert {key: said[key] for key in ("value", "qualifier", "unit", "as_of", "position")} == {
        "value": 37, "qualifier": "", "unit": "attendances", "as_of": "2018-09-10T00:00:00+06:00", "position": 1,
    }  # fmt: skip


def test_a_share_is_a_number_and_no_number_is_null(edition):
    cast.post(edition, cast.report(30, women=20))
    assert json.loads(ledger("figure", edition.slug, "women_share", "--json"))["value"] == 66.7
    said = json.loads(ledger("figure", edition.slug, "leaders", "--json"))
    assert (said["value"], said["why_none"]) == (None, "not_counted_yet")


def test_exact_for_the_secretariat_and_with_public_as_the_public_may(edition):
    cast.post(edition, cast.report(37), cast.report(20, is_open=False))
    asked = ("figure", edition.slug, "attendances", "--place", cast.SAZ, "--json")
    assert json.loads(ledger(*asked))["value"] == 57
    assert json.loads(ledger(*asked, "--public"))["value"] == 37
    assert json.loads(ledger(*asked, "--as-of", "1"))["value"] == 37
    assert json.loads(ledger(*asked, "--from", "2018-09-11"))["value"] == 0


def test_whatever_is_asked_the_moment_is_in_the_editions_zone(edition):
    """The latest was said in +06:00, an older position and the public's in UTC."""
    cast.post(edition, cast.report(37), cast.report(20))
    midnight(edition, edition.today())
    for live in (False, True):
        edition.live = live
        edition.save()
        for more in ((), ("--as-of", "1"), ("--public",), ("--public", "--as-of", "2")):
            said = json.loads(ledger("figure", edition.slug, "attendances", "--json", *more))
            assert said["as_of"].endswith("+06:00"), (live, more)


def test_in_words_for_a_person(edition):
    cast.post(edition, cast.report(1037))
    assert ledger("figure", edition.slug, "attendances") == "1,037 attendances (10 September 2018)\n"


@pytest.mark.parametrize(
    "wrong",
    [("figure", "nowhere", "attendances"), ("figure", "tiny-2018", "victims"), ("verify", "nowhere"),
     ("figure", "tiny-2018", "attendances", "--public", "--as-of", "1"),
     ("figure", "tiny-2018", "attendances", "--from", "1.10.2018")],
)  # fmt: skip
def test_what_cannot_be_answered_says_what_to_do_and_fails(edition, wrong):
    cast.post(edition, cast.report(37))
    with pytest.raises(CommandError):
        ledger(*wrong)


def test_days_the_wrong_way_round_are_no_nought(edition):
    with pytest.raises(CommandError, match="lies before"):
        ledger("figure", "tiny-2018", "attendances", "--from", "2018-10-02", "--to", "2018-10-01")


def test_verify_takes_all_editions_and_fails_on_a_changed_number(edition):
    other = cast.make_edition("tiny-2020")
    cast.post(edition, cast.report(37))
    cast.post(other, cast.report(12))
    assert ledger("verify").splitlines() == ["tiny-2018: 1 entry proved", "tiny-2020: 1 entry proved"]
    with triggers_dropped():
        Line.objects.filter(edition=other).update(value=13)
    assert json.loads(ledger("verify", edition.slug, "--json")) == {"faults": []}
    with pytest.raises(SystemExit) as left:
        ledger("verify")
    assert left.value.code == 1


def test_verify_finds_a_published_position_that_was_moved(edition):
    cast.post(edition, cast.report(37))
    midnight(edition, edition.today())
    assert actions.verify(edition) == []
    with triggers_dropped():
        PublishedPosition.objects.update(position=7)
    (fault,) = actions.verify(edition)
    assert (fault.code, fault.found, fault.wanted) == ("published", "7", "0 to 1")


def test_rebuild_mends_what_verify_found(edition):
    cast.post(edition, cast.report(37), cast.report(20, on=cast.STARTS + timedelta(3)))
    Tally.objects.filter(level=2).delete()
    with pytest.raises(SystemExit):
        ledger("verify")
    assert ledger("rebuild").startswith("tiny-2018: ")
    assert "2 entries proved" in ledger("verify")


def test_flush_empties_no_database_but_a_tests(edition):
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "/srv/jarchy/jarchy.sqlite3"
    try:
        with pytest.raises(CommandError, match="append-only"):
            call_command("flush", interactive=False)
    finally:
        connection.settings_dict["NAME"] = name
