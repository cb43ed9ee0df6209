"""Documents through the doors: made in the office, taken away, opened by their code; read by LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document as open_docx

from jarchy.foundation import files
from jarchy.foundation.narrowing import house
from jarchy.publications import actions
from jarchy.publications.models import Publication
from jarchy.publications.rules import Door, Format, Kind
from jarchy.publications.tests.conftest import full as made_full
from tests.cast import Cast, bring_in
from tests.office_suite import converted, needs_office_suite
from tests.tiny import AGENCY, NARYN, SLUG, YOUTH_NARYN, YOUTH_TALAS

OFFICE = f"/en/office/{SLUG}/documents/"
SHEET = {"what": "briefing", "door": "public", "language": "ky", "format": "docx"}
full = made_full


@pytest.fixture
def office(full) -> Cast:
    return bring_in(full)


def make(
    edition, kind=Kind.BRIEFING, *, door=Door.PUBLIC, language="en", format=Format.PDF, **whose
) -> Publication:
    return actions.make_document(
        edition, kind, door=door, language=language, format=format, by=house("test"), **whose
    )


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


# --- in the office


def test_the_secretariat_makes_one_and_takes_it_away(office):
    client = office.client(office.daniyar)
    answer = client.post(OFFICE, SHEET)
    row = Publication.objects.get()
    assert answer["Location"] == f"{OFFICE}{row.uuid}/"
    page = client.get(answer["Location"]).content.decode()
    assert row.sha256 in page
    file = client.get(f"{OFFICE}{row.uuid}/file")
    assert file["Content-Disposition"] == f'attachment; filename="{SLUG}-briefing-2018-10-08-ky.docx"'
    assert "private" in file["Cache-Control"]
    assert open_docx(io.BytesIO(body(file))).core_properties.title == "Маалымкат"
    assert str(row.uuid) in client.get(OFFICE).content.decode()


def test_all_oblasts_are_asked_for_in_the_same_list(office):
    client = office.client(office.daniyar)
    client.post(OFFICE, SHEET | {"what": "all-oblast"})
    assert "0 of 3" in client.get(OFFICE).content.decode()


def test_why_it_is_not_made_is_said_beside_the_form(office):
    answer = office.client(office.daniyar).post(OFFICE, SHEET | {"what": f"organisation:{YOUTH_NARYN}"})
    assert "is not named in public" in answer.content.decode()
    assert not Publication.objects.exists()


def test_what_no_list_offers_is_refused(office):
    for wrong in ({"what": "oblast:KG99"}, {"door": "back"}, {"language": "tg"}, {"format": "exe"}):
        assert office.client(office.daniyar).post(OFFICE, SHEET | wrong).status_code == 200
    assert not Publication.objects.exists()


def test_a_coordinator_takes_her_own_organisations_sheet_in_her_language(office, full):
    client = office.client(office.farkhad)
    button = f"/ky/work/{SLUG}/our-sheet/{YOUTH_TALAS}/"
    assert button in client.get("/ky/work/organisation/").content.decode()
    file = client.post(button)
    assert body(file).startswith(b"%PDF-1.7")
    row = Publication.objects.get()
    assert (row.door, row.language, row.organisation.slug) == ("public", "ky", YOUTH_TALAS)
    assert client.post(f"/ky/work/{SLUG}/our-sheet/{AGENCY}/").status_code == 404


def test_one_that_is_not_named_in_public_has_no_such_button(office, full):
    assert "our-sheet" not in office.client(office.bakyt).get("/ky/work/organisation/").content.decode()


# --- whoever has the paper in her hand


@pytest.mark.parametrize("language", ["en", "ky", "ru"])
def test_its_code_opens_to_its_numbers(office, full, language):
    row = make(full, language=language)
    page = office.client().get(f"/{language}/{SLUG}/documents/{row.uuid}/")
    assert page.status_code == 200
    assert not page.cookies
    said = page.content.decode()
    for one in row.figures:
        assert f"/{language}/{SLUG}/numbers/{one['indicator']}/" in said
    assert row.sha256 in said
    file = office.client().get(f"/{language}/{SLUG}/documents/{row.uuid}/file")
    assert body(file) == files.path_of(row.sha256).read_bytes()


def test_the_address_in_the_code_is_that_of_the_page(full):
    row = make(full, format=Format.DOCX)
    paper = open_docx(io.BytesIO(files.path_of(row.sha256).read_bytes()))
    assert paper.core_properties.comments.endswith(f"/en/{SLUG}/documents/{row.uuid}/")


def test_of_one_for_official_use_the_code_tells_nothing(office, full):
    row = make(full, door=Door.OFFICIAL)
    page = office.client().get(f"/en/{SLUG}/documents/{row.uuid}/").content.decode()
    assert "for official use" in page
    assert row.sha256 not in page
    assert not re.search(r"/numbers/\w+/", page)
    assert office.client().get(f"/en/{SLUG}/documents/{row.uuid}/file").status_code == 404
    assert office.client(office.elena).get(f"{OFFICE}{row.uuid}/file").status_code == 404
    assert office.client(office.cholpon).get(f"{OFFICE}{row.uuid}/file").status_code == 200


def test_a_paper_of_another_campaign_or_of_nobody_is_not_found(office, full):
    row = make(full)
    nobody = "01900000-0000-7000-8000-000000000000"
    assert office.client().get(f"/en/{SLUG}/documents/{nobody}/").status_code == 404
    assert office.client().get(f"/en/kg-1999/documents/{row.uuid}/").status_code == 404


# --- at the command line


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_the_file_stands_alone_on_standard_output(full, capsysbinary, format_):
    call_command(
        "publications",
        "make",
        "oblast",
        "--edition",
        SLUG,
        "--place",
        NARYN,
        "--language",
        "ru",
        "--format",
        format_,
    )
    said = capsysbinary.readouterr()
    row = Publication.objects.get()
    assert said.out == files.path_of(row.sha256).read_bytes()
    assert said.err.decode().strip() == f"{SLUG}-oblast-{NARYN}-2018-10-08-ru.{format_} {row.uuid}"


def test_what_cannot_be_made_is_said_and_nothing_is_written(full, capsysbinary):
    with pytest.raises(CommandError, match=NARYN):
        call_command("publications", "make", "oblast", "--edition", SLUG)
    assert capsysbinary.readouterr().out == b""


# --- in Word


@needs_office_suite
def test_libreoffice_reads_every_kind_and_one_sheet_is_one_page(full, tmp_path: Path):
    whose = {Kind.OBLAST: {"place": NARYN}, Kind.ORGANISATION: {"organisation": AGENCY}}
    names = []
    for kind in Kind:
        for language in full.languages:
            row = make(
                full, kind, door=Door.OFFICIAL, language=language, format=Format.DOCX, **whose.get(kind, {})
            )
            names.append(tmp_path / f"{kind}-{language}.docx")
            shutil.copy(files.path_of(row.sha256), names[-1])
    for made in converted(names, "pdf", tmp_path / "printed"):
        pages = len(re.findall(rb"/Type\s*/Page[^s]", made.read_bytes()))
        assert pages == 1, f"{made.name} has {pages} pages"
