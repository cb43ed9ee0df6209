"""Sheets through the real action: every kind, language and format; their numbers are the ledger's, at their door."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from jarchy.charter.models import FigureNote, Indicator, Organisation, Target
from jarchy.formats.numbers import number_text
from jarchy.foundation import files
from jarchy.foundation.ids import uuid7
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Actor, Grant, Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests import cast as journal
from jarchy.places.models import Place
from jarchy.places.queries import territory
from jarchy.publications import actions, queries
from jarchy.publications.documents import MAKERS, Asked, Figures
from jarchy.publications.models import Publication
from jarchy.publications.rules import Door, Format, Kind
from jarchy.publications.tests.conftest import MONDAY, held
from tests.tiny import AGENCY, AK_JAR, BISHKEK, KARA_SUU, KOCHKOR, NARYN, YOUTH_NARYN, YOUTH_TALAS

HOUSE = house("test")
WHOSE = {Kind.OBLAST: {"place": NARYN}, Kind.ORGANISATION: {"organisation": AGENCY}}


def make(
    edition, kind: Kind, *, door=Door.PUBLIC, language="en", format=Format.PDF, by=HOUSE, **whose
) -> Publication:
    whose = whose or WHOSE.get(kind, {})
    return actions.make_document(edition, kind, door=door, language=language, format=format, by=by, **whose)


def words(row: Publication) -> str:
    """What Word would show of it."""
    with zipfile.ZipFile(io.BytesIO(files.path_of(row.sha256).read_bytes())) as archive:
        xml = archive.read("word/document.xml").decode()
    return re.sub(r"(<[^>]+>)+", "|", xml)


@pytest.fixture
def aimed(full):
    Target.objects.create(edition=full, slug="a", indicator="attendances", value=Decimal(500), how="10 x 50")
    return full


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_made_in_three_languages_and_two_formats(full, kind, door):
    for language in full.languages:
        for format in Format:
            row = make(full, kind, door=door, language=language, format=format)
            data = files.path_of(row.sha256).read_bytes()
            assert data.startswith(b"%PDF-1.7" if format is Format.PDF else b"PK")
            assert (row.size, row.is_illustrative, row.made_on) == (len(data), True, full.today())


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("kind", [Kind.BRIEFING, Kind.OBLAST, Kind.AGENDA])
def test_every_number_on_it_is_the_ledgers_at_its_position(aimed, kind, door):
    row = make(aimed, kind, door=door)
    sight = Sight.PUBLIC if door is Door.PUBLIC else Sight.EXACT
    assert row.figures
    for one in row.figures:
        asked = {name: one[name] or None for name in ("place", "since", "until")}
        found = ledger.figure(aimed, one["indicator"], as_of=row.position, sight=sight, **dated(asked))
        assert one["value"] == ("" if found.value is None else str(found.value)), one


def dated(asked):
    return asked | {name: date.fromisoformat(asked[name]) for name in ("since", "until") if asked[name]}


def test_its_numbers_are_written_on_it(aimed):
    for door, sight in ((Door.PUBLIC, Sight.PUBLIC), (Door.OFFICIAL, Sight.EXACT)):
        row = make(aimed, Kind.BRIEFING, door=door, format=Format.DOCX, language="ru")
        for indicator in ("attendances", "activities"):
            found = ledger.figure(aimed, indicator, as_of=row.position, sight=sight)
            assert f"|{number_text(found.value, 'ru')}|" in words(row)


def test_a_public_one_stands_at_the_last_midnight_and_an_official_one_at_the_end(full):
    public, official = make(full, Kind.BRIEFING), make(full, Kind.BRIEFING, door=Door.OFFICIAL)
    assert public.position == ledger.published_position(full).position
    assert official.position == ledger.head_position(full) > public.position


def test_one_for_official_use_says_so_and_a_public_one_does_not(full):
    said = {door: words(make(full, Kind.BRIEFING, door=door, format=Format.DOCX)) for door in Door}
    assert "For official use" in said[Door.OFFICIAL]
    assert "For official use" not in said[Door.PUBLIC]
    assert all("Example, not real" in one for one in said.values())


def test_only_official_ones_tell_what_is_overdue(full):
    said = {door: words(make(full, Kind.AGENDA, door=door, format=Format.DOCX)) for door in Door}
    for line in (
        "No report yet, although the day is over",
        "Reports that wait for a reviewer",
        "Against the plan",
    ):
        assert line in said[Door.OFFICIAL]
        assert line not in said[Door.PUBLIC]


def test_the_week_before_and_the_change_stand_beside_the_week(full):
    journal.let_days_pass(full, MONDAY + timedelta(7))
    row = make(full, Kind.BRIEFING, door=Door.OFFICIAL)
    days = {(one["since"], one["until"]) for one in row.figures if one["since"]}
    assert days == {("2018-10-08", "2018-10-14"), ("2018-10-01", "2018-10-07")}


def test_an_organisation_that_is_not_named_in_public_has_no_public_sheet(full):
    with pytest.raises(ProblemRaised, match="publications.not_named"):
        make(full, Kind.ORGANISATION, organisation=YOUTH_NARYN)
    assert make(full, Kind.ORGANISATION, door=Door.OFFICIAL, organisation=YOUTH_NARYN)


def test_one_whose_name_alone_is_public_is_not_told_beside_a_village(full):
    journal.post(full, held(61, host=YOUTH_TALAS, at=KARA_SUU))
    journal.let_days_pass(full, MONDAY + timedelta(1))
    said = words(make(full, Kind.ORGANISATION, organisation=YOUTH_TALAS, format=Format.DOCX))
    assert "|61|" in said
    assert "Kochkor rayon" in said
    assert "Kara-Suu" not in said
    assert "Kara-Suu" in words(make(full, Kind.ORGANISATION, organisation=AGENCY, format=Format.DOCX))


def test_what_was_taken_back_is_not_among_what_was_held_last(full):
    (entry,) = journal.post(full, held(83, host=AGENCY))
    assert "|83|" in words(official_sheet(full))
    journal.take_back(full, entry)
    assert "|83|" not in words(official_sheet(full))


def official_sheet(edition) -> Publication:
    return make(edition, Kind.ORGANISATION, door=Door.OFFICIAL, organisation=AGENCY, format=Format.DOCX)


def test_a_lesson_of_four_in_a_school_changes_no_word_of_a_public_one(full):
    """Two campaigns, alike but for the lesson, until the Monday after: too few for a cell of their rayon."""
    without = public_words_a_week_later(full)
    lesson = held(4, at=AK_JAR, is_open=False, kind="talk", women=3)
    assert public_words_a_week_later(full, lesson) == without
    assert public_words_a_week_later(full, held(4, at=AK_JAR)) != without


def public_words_a_week_later(edition, *entries):
    today = edition.example_today
    with transaction.atomic():
        journal.post(edition, *entries)
        journal.let_days_pass(edition, MONDAY + timedelta(7))
        said = [public_blocks(edition, kind) for kind in Kind]
        transaction.set_rollback(True)
    edition.example_today = today
    return said


def public_blocks(edition, kind):
    place = territory().by_pcode[NARYN] if kind is Kind.OBLAST else None
    organisation = Organisation.objects.get(slug=AGENCY) if kind is Kind.ORGANISATION else None
    asked = Asked(edition, "en", Door.PUBLIC, HOUSE, uuid7(), place, organisation)
    return MAKERS[kind](asked, Figures(asked)).blocks


def test_a_city_is_not_told_that_it_reached_its_one_district(full):
    Indicator.objects.create(
        edition=full, slug="places", names={"en": "Districts reached at all"}, number="A6", level="output",
        unit="places", data_source="report", frequency="daily", computed="distinct", measure="activities",
        part={"distinct": "district"},
    )  # fmt: skip
    said = {
        pcode: words(make(full, Kind.OBLAST, place=pcode, format=Format.DOCX)) for pcode in (NARYN, BISHKEK)
    }
    assert "Districts reached at all" in said[NARYN]
    assert "Districts reached at all" not in said[BISHKEK]


def test_who_sees_a_part_only_gets_no_official_one(full):
    part = Actor(1, frozenset({Grant(Role.SECRETARIAT, full.slug, places=frozenset({NARYN}))}))
    with pytest.raises(ProblemRaised, match="publications.not_all"):
        make(full, Kind.BRIEFING, door=Door.OFFICIAL, by=part)
    assert make(full, Kind.BRIEFING, by=part)


def test_before_the_first_midnight_nothing_public_can_be_made(edition):
    with pytest.raises(ProblemRaised, match="publications.nothing_published"):
        make(edition, Kind.BRIEFING)
    assert make(edition, Kind.BRIEFING, door=Door.OFFICIAL)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": Kind.OBLAST, "place": "KG99"}, "publications.no_place"),
        ({"kind": Kind.ORGANISATION, "organisation": "nobody"}, "publications.no_organisation"),
        ({"kind": Kind.BRIEFING, "language": "tg"}, "publications.no_language"),
    ],
)
def test_what_is_not_there_is_said(full, asked, code):
    with pytest.raises(ProblemRaised, match=code):
        make(full, **asked)


def test_it_leaves_a_line_in_the_record_with_its_hash(full):
    row = make(full, Kind.BRIEFING)
    line = AuditLine.objects.get(verb="make_document")
    assert (line.key, line.details["sha256"]) == (str(row.uuid), row.sha256)


def test_a_correction_after_it_was_made_is_said(full):
    entries = journal.post(full, held(44, host=AGENCY))
    journal.let_days_pass(full, MONDAY + timedelta(1))
    row = make(full, Kind.BRIEFING)
    assert not queries.corrected_since(row)
    journal.take_back(full, *entries)
    assert not queries.corrected_since(row), "the public hears of it at midnight"
    journal.let_days_pass(full, MONDAY + timedelta(2))
    since = queries.corrected_since(row)
    assert len(since.corrections) == 1
    assert any(one.is_corrected for one in queries.figures_of(row, since))


def test_a_definition_that_changed_since_does_not_hide_what_was_written(full):
    row = make(full, Kind.BRIEFING)
    Indicator.objects.filter(edition=full).update(is_retired=True)
    found = queries.figures_of(row, queries.corrected_since(row))
    assert len(found) == len(row.figures)


def test_notes_on_figures_stand_below_their_tables_and_those_on_rayons_nowhere(full):
    for slug, pcode in (("whole", None), ("naryn", NARYN), ("kochkor", KOCHKOR)):
        FigureNote.objects.create(
            edition=full, slug=slug, indicator="attendances", place=Place.objects.filter(pcode=pcode).first(),
            texts={"en": f"said of {slug}"}, written_on=full.today(), source="illustrative",
        )  # fmt: skip
    briefing = words(make(full, Kind.BRIEFING, format=Format.DOCX))
    oblast = words(make(full, Kind.OBLAST, format=Format.DOCX))
    assert "said of whole" in briefing and "Naryn: said of naryn" in briefing
    assert "said of whole" in oblast and "said of naryn" in oblast
    assert "said of kochkor" not in briefing + oblast
