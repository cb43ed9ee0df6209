"""Bakyt fills in her organisation's sheet and brings it in: checked as a whole, then stored, once."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from jarchy.forms import actions
from jarchy.forms.actions import Incoming, receive_submissions
from jarchy.forms.models import HostPhone, SheetImport, Submission
from jarchy.forms.tests import tiny
from jarchy.forms.tests.sheets import FIRST, GOOD, NUMBER, as_csv, blank, filled, numbers
from jarchy.foundation.problems import ProblemRaised


@pytest.fixture
def empty(world) -> bytes:
    return blank(world.version, world.naryn)


def bring_in(world, data, *, by=None, name="ours.xlsx", **more) -> SheetImport:
    """Brought in and checked; stored where nothing is wrong."""
    by = by or world.bakyt
    row = actions.start_import(world.edition, "activity_report", data=data, name=name, by=by, **more)
    actions.check_import(row, by=by)
    if row.state == "checked":
        actions.store_import(row, by=by)
    return row


def counts(row: SheetImport) -> tuple[int, int, int, int]:
    return row.fresh, row.same, row.corrected, row.refused


def said(row: SheetImport) -> list[tuple]:
    return [(fault["row"], fault["column"], fault["code"]) for fault in actions.faults_of(row)]


def test_each_row_becomes_a_report_as_if_it_had_been_sent_on_the_web(world, empty):
    row = bring_in(
        world, filled(empty, [GOOD, {**GOOD, "total": 12, "women": None, "host_phone": "0555123456"}])
    )
    assert (row.state, counts(row)) == ("stored", (2, 0, 0, 0))
    first, second = sorted(Submission.objects.all(), key=lambda row: -int(row.answers["total"]))
    assert first.answers == tiny.GOOD
    assert (first.channel, first.organisation, first.account_id) == (
        "sheet",
        world.naryn,
        world.bakyt.account,
    )
    assert first.findings == [] and len(world.taken.kept) == 2
    assert HostPhone.objects.get().submission == second and "0555" not in second.body


def test_the_same_file_twice_adds_nothing(world, empty):
    file = filled(empty, [GOOD, {**GOOD, "total": 12, "women": None}])
    bring_in(world, file)
    assert counts(bring_in(world, file)) == (0, 2, 0, 0)
    assert Submission.objects.count() == 2


def test_other_answers_under_the_same_number_are_a_new_version(world, empty):
    bring_in(world, filled(empty, [GOOD]))
    again = filled(empty, [{**GOOD, "total": 38}])
    assert counts(bring_in(world, again)) == (0, 0, 1, 0)
    assert counts(bring_in(world, again)) == (0, 1, 0, 0)
    old, new = Submission.objects.order_by("pk")
    assert (new.replaces, new.answers["total"], new.state) == (old, "38", "kept")
    third = filled(empty, [{**GOOD, "total": 39}])
    assert counts(bring_in(world, third)) == (0, 0, 1, 0)
    assert Submission.objects.order_by("pk").last().replaces == new


def test_an_older_file_brings_back_no_earlier_version(world, empty):
    bring_in(world, filled(empty, [GOOD]))
    bring_in(world, filled(empty, [{**GOOD, "total": 38}]))
    row = bring_in(world, filled(empty, [GOOD]))
    assert (row.state, counts(row)) == ("stored", (0, 1, 0, 0))
    assert said(row) == [(FIRST, NUMBER, "forms.sheet_overtaken")]


def test_what_was_corrected_on_the_web_is_not_overwritten(world, empty):
    file = filled(empty, [GOOD])
    bring_in(world, file)
    web = tiny.xml(instance_id="uuid:web", corrects=f"uuid:{numbers(file)[0]}", total="40")
    receive_submissions([Incoming(web, {}, "web", "tiny", "youth-naryn")], by=world.bakyt)
    row = bring_in(world, filled(empty, [{**GOOD, "total": 38}]))
    assert said(row) == [(FIRST, NUMBER, "forms.corrected_elsewhere")]
    assert Submission.objects.count() == 2


def test_one_error_changes_nothing_and_all_are_said_at_once(world, empty):
    row = bring_in(world, filled(empty, [
        GOOD,
        {**GOOD, "total": "many", "women": 50, "adm1": "Narym"},
        {**GOOD, "total": 20001, "held_on": "2018-12-31", "lesson": "Call 0555 123 456."},
        {"activity": "Talk in Kochkor", "adm1": "Naryn", "women": 3},
    ]))  # fmt: skip
    assert row.state == "faulty" and not Submission.objects.exists()
    assert said(row) == [
        (FIRST + 1, "adm1", "forms.unknown_choice"),
        (FIRST + 1, "total", "table.wrong_integer"),
        (FIRST + 2, "held_on", "answer.constraint"),
        (FIRST + 2, "total", "answer.constraint"),
        (FIRST + 2, "lesson", "guard.phone"),
        (FIRST + 3, "adm1", "forms.not_asked_here"),
        (FIRST + 3, "total", "answer.required"),
    ]
    keys = {"level", "file", "row", "column", "value", "code", "message", "remedy"}
    assert all(
        set(fault) == keys and fault["message"] and fault["remedy"] for fault in actions.faults_of(row)
    )
    assert "0555" not in json.dumps(actions.faults_of(row))


def test_a_choice_is_found_by_its_label_in_any_language_and_by_its_code(world, empty):
    rows = [GOOD, {**GOOD, "activity": "планда  жок", "adm1": "Нарын"}, {**GOOD, "adm1": "KG04000000000"}]
    assert counts(bring_in(world, filled(empty, rows))) == (3, 0, 0, 0)
    assert {row.answers["adm1"] for row in Submission.objects.all()} == {"KG04000000000"}


def test_what_was_not_there_is_guessed(world, empty):
    row = bring_in(world, filled(empty, [{**GOOD, "adm2": "At-Bashi"}]))
    (fault,) = actions.faults_of(row)
    assert fault["value"] == "At-Bashi" and fault["remedy"].endswith("Did you mean “At-Bashy”?")


@pytest.mark.parametrize(("value", "expected"), [
    (date(2018, 10, 3), None),
    (datetime(2018, 10, 3), None),  # noqa: DTZ001  spreadsheets know no zones
    ("2018-10-03", None),
    ("03.10.2018", "2018-10-03"),
    (43376, None),  # the blank's column shows it as a day
    ("9/10/2018", ""),
])  # fmt: skip
def test_a_day_is_a_day_of_the_spreadsheet_or_said_how_to_write_it(world, empty, value, expected):
    row = bring_in(world, filled(empty, [{**GOOD, "held_on": value}]))
    if expected is None:
        assert Submission.objects.get().answers["held_on"] == "2018-10-03"
    else:
        (fault,) = actions.faults_of(row)
        assert fault["code"] == "table.wrong_date" and expected in fault["remedy"]


@pytest.mark.parametrize(("value", "code"), [
    ("1 200", "table.number_grouped"), ("3,5", "table.wrong_integer"), ("4.1E+13", "table.mangled_number"),
    (37.5, "table.wrong_integer"), (date(2018, 12, 1), "table.wrong_integer"), (True, "table.wrong_integer"),
])  # fmt: skip
def test_a_mangled_number_is_a_fault_with_its_remedy(world, empty, value, code):
    row = bring_in(world, filled(empty, [{**GOOD, "total": value}]))
    assert said(row) == [(FIRST, "total", code)]


def test_a_number_that_stands_there_twice_is_a_fault(world, empty):
    number = numbers(empty)[0]
    row = bring_in(
        world, filled(empty, [GOOD, {**GOOD, NUMBER: number}, {**GOOD, NUMBER: None}, {**GOOD, NUMBER: "7"}])
    )
    assert said(row) == [
        (FIRST + 1, NUMBER, "forms.number_twice"),
        (FIRST + 2, NUMBER, "forms.number_missing"),
        (FIRST + 3, NUMBER, "forms.wrong_number"),
    ]


def test_rows_that_stay_empty_are_passed_over(world, empty):
    assert counts(bring_in(world, filled(empty, [GOOD, {}, {}, GOOD]))) == (2, 0, 0, 0)
    assert bring_in(world, empty).state == "faulty"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_it_may_come_back_as_csv(world, empty, separator):
    text = as_csv(filled(empty, [GOOD]), separator=separator)
    row = bring_in(world, text.encode("utf-8-sig"), name="ours.csv")
    assert (row.state, counts(row)) == ("stored", (1, 0, 0, 0))
    assert Submission.objects.get().answers == tiny.GOOD


def test_a_csv_in_an_old_encoding_is_said_once(world, empty):
    text = as_csv(filled(empty, [{**GOOD, "lesson": "Эрте баштоо керек, залга чакыруу"}]))
    row = bring_in(world, text.encode("cp1251", errors="replace"), name="ours.csv")
    assert [code for _, _, code in said(row)] == ["table.encoding"]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", b"hello", b"a,b\n1,2"]
)
def test_what_is_no_sheet_of_ours_is_said_in_a_sentence(world, data):
    row = bring_in(world, data, name="x.xlsx" if data[:1] in (b"P", b"\xd0") else "x.csv")
    assert row.state == "faulty" and len(said(row)) == 1


def test_columns_may_be_moved_but_not_invented(world, empty):
    text = as_csv(filled(empty, [GOOD]))
    lines = [line.split(",") for line in text.splitlines()]
    header = next(line for line in lines if line[0] == NUMBER)
    header[header.index("women")] = "womem"
    row = bring_in(world, "\n".join(",".join(line) for line in lines).encode(), name="x.csv")
    (fault,) = [fault for fault in actions.faults_of(row) if fault["code"] != "table.broken_quotes"][:1]
    assert fault["code"] == "table.column_unknown" and "women" in fault["remedy"]


def test_nobody_brings_in_a_sheet_of_another_organisation(world):
    with pytest.raises(ProblemRaised) as refused:
        bring_in(world, filled(blank(world.version, world.osh), [GOOD]))
    assert refused.value.code == "forms.may_not_send"
    row = bring_in(world, filled(blank(world.version, world.osh), [GOOD]), organisation=world.naryn)
    assert said(row) == [(None, None, "forms.sheet_of_another")]


def test_a_number_of_another_organisations_report_is_no_way_into_it(world, empty):
    row = bring_in(world, filled(empty, [GOOD]), by=world.bakyt)
    Submission.objects.update(organisation=world.osh)
    row = bring_in(world, filled(empty, [{**GOOD, "total": 5, "women": 1}]))
    assert said(row) == [(FIRST, NUMBER, "forms.number_of_others")]


def test_the_file_is_kept_sealed_and_only_until_it_is_stored(world, empty, settings):
    by = world.bakyt
    row = actions.start_import(
        world.edition, "activity_report", data=filled(empty, [GOOD]), name="a.xlsx", by=by
    )
    (kept,) = Path(settings.MEDIA_ROOT).rglob("*.sealed")
    assert not kept.read_bytes().startswith(b"PK")
    actions.check_import(row, by=by)
    assert kept.exists()
    actions.store_import(row, by=by)
    assert not kept.exists()


def test_an_older_blank_is_answered_as_it_was_asked(world, empty):
    file = filled(empty, [GOOD])
    tiny.load(
        world.edition, tiny.workbook(version="2018100101", more=[("integer", "more", "M", "M", "M", "yes")])
    )
    assert counts(bring_in(world, file)) == (1, 0, 0, 0)
    assert Submission.objects.get().form_version == world.version
