"""The Secretariat brings a new version of a form in on a page: looked through, compared, looked at, published."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jarchy.forms.comparing import What, changes_between
from jarchy.forms.models import FormUpload, FormVersion
from jarchy.forms.tests import tiny
from jarchy.forms.tests.conftest import person
from jarchy.forms.tests.test_fill_in_on_the_web import Browser
from jarchy.forms.tests.test_publish_a_form import SCHOOLS, survey
from jarchy.foundation import jobs
from jarchy.foundation.narrowing import Role
from jarchy.xforms.reading import read_form
from jarchy.xforms.workbook import compile_workbook

FORMS = "/en/work/forms/"
NEWER = "2018090102"


@pytest.fixture
def office(world):
    return Browser(person(world.edition, "office@example.org", Role.SECRETARIAT, None))


def bring(browser, data: bytes, *files: SimpleUploadedFile, name="form.xlsx", **more):
    said = {"workbook": SimpleUploadedFile(name, data), "files": list(files), **more}
    browser.page = browser.client.post(FORMS + "_bring-in/", said, follow=True)
    return browser


def work(browser):
    jobs.run_due()
    return browser.open(browser.path)


def test_from_the_workbook_to_the_version_that_is_asked(world, office):
    more = [("text", "thanks", "Whom to thank?", "Кого поблагодарить?", "Кимге рахмат айтабыз?")]
    bring(office, tiny.workbook(version=NEWER, more=more), purpose="activity_report")
    assert "is being looked through" in office.text and 'http-equiv="refresh"' in office.text
    work(office)
    assert "can be published" in office.text and "Whom to thank?" in office.text
    assert FormVersion.objects.get(is_current=True).version == tiny.VERSION, "nothing is asked from it yet"
    preview = office.client.get(f"{office.path}preview/?language=ky").content.decode()
    assert "Кимге рахмат айтабыз?" in preview and "Кайсы иш-чара?" in preview
    office.page = office.client.post(office.path, follow=True)
    work(office)
    assert "is asked now" in office.text
    assert FormVersion.objects.get(is_current=True).version == NEWER
    assert NEWER in office.open(FORMS).text


def test_what_is_wrong_is_named_with_its_row_and_changes_nothing(world, office):
    work(bring(office, tiny.workbook(version=NEWER, more=[("calculate", "sum")])))
    assert (
        "cannot be used yet" in office.text
        and "a calculate needs" in office.text
        and "survey, row" in office.text
    )
    assert FormVersion.objects.count() == 1


def test_a_changed_workbook_under_an_old_version_is_told_before_it_is_published(world, office):
    work(bring(office, tiny.workbook(more=[("text", "more", "More", "Ещё", "Дагы")])))
    assert "version" in office.text and "cannot be used yet" in office.text


def test_lists_come_along_and_what_is_missing_is_named(world, office):
    work(bring(office, survey()))
    assert "schools.csv" in office.text and "cannot be used yet" in office.text
    work(bring(office, survey(), SimpleUploadedFile("schools.csv", SCHOOLS)))
    assert "not asked yet" in office.text and "logo.png" in office.text


def test_a_workbook_can_be_thrown_away(world, office):
    work(bring(office, tiny.workbook(version=NEWER)))
    office.page = office.client.post(office.path, {"do": "drop"}, follow=True)
    assert not FormUpload.objects.exists() and FormVersion.objects.count() == 1


def test_saying_yes_twice_publishes_once(world, office):
    work(bring(office, tiny.workbook(version=NEWER), purpose="activity_report"))
    for _ in range(2):
        office.client.post(office.path)
    jobs.run_due()
    assert FormVersion.objects.filter(version=NEWER).count() == 1


def test_a_file_that_is_no_workbook_and_none_at_all_are_answered(world, office):
    work(bring(office, b"hello"))
    assert "cannot be used yet" in office.text
    page = office.client.post(FORMS + "_bring-in/", {})
    assert page.status_code == 422 and "Choose a workbook" in page.content.decode()


def test_what_came_is_taken_away_as_csv(world, office):
    world.send(tiny.xml())
    packed = b"".join(office.client.get(FORMS + "activity_report/export/").streaming_content)
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == ["activity_report.csv"]


def test_others_find_no_such_page(world):
    assert Browser(world.bakyt).open(FORMS).page.status_code == 404


def test_every_kind_of_change_is_named():
    def form(*rows):
        return read_form(compile_workbook(survey("1", rows)).xml)

    old = form(("integer", "a", "A"), ("text", "gone", "Gone"), ("text", "same", "Same"))
    new = form(("decimal", "a", "A, now"), ("text", "same", "Same"), ("text", "fresh", "Fresh", "${a} > 1"))
    assert [(change.what, change.node.name) for change in changes_between(old, new)] == [
        (What.KIND, "a"), (What.WORDS, "a"), (What.ADDED, "fresh"), (What.REMOVED, "gone"),
    ]  # fmt: skip
