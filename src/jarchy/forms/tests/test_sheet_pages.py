"""Bakyt on the pages of the sheet: takes the blank, brings it in, reads what is wrong, says yes; without script."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jarchy.charter.models import Participation
from jarchy.forms.models import SheetImport, Submission
from jarchy.forms.tests.conftest import person
from jarchy.forms.tests.sheets import GOOD, blank, filled
from jarchy.forms.tests.test_fill_in_on_the_web import Browser
from jarchy.foundation import jobs
from jarchy.foundation.narrowing import Role

SHEET = "/en/work/forms/activity_report/sheet/"


@pytest.fixture
def bakyt(world):
    for organisation in (world.naryn, world.osh):
        Participation.objects.create(
            edition=world.edition, organisation=organisation, role=Participation.Role.YOUTH
        )
    return Browser(world.bakyt)


def bring(browser: Browser, data: bytes, name: str = "ours.xlsx", **more) -> Browser:
    browser.page = browser.client.post(SHEET, {"file": SimpleUploadedFile(name, data), **more}, follow=True)
    return browser


def work(browser: Browser) -> Browser:
    """The worker does what waits; the page asks again."""
    jobs.run_due()
    return browser.open(browser.path)


def press(browser: Browser, label: str) -> Browser:
    """The button with these words."""
    form = next(
        f for f in re.findall(r"<form method=\"post\"(.*?)</form>", browser.text, re.S) if f">{label}<" in f
    )
    action = re.search(r'action="([^"]+)"', form)
    browser.page = browser.client.post(action[1] if action else browser.path, follow=True)
    return browser


def test_from_the_blank_to_what_was_stored(world, bakyt):
    bakyt.open(SHEET)
    assert "Take the blank" in bakyt.text and "youth-osh" not in bakyt.text
    taken = bakyt.client.get(SHEET + "blank/?organisation=youth-naryn&language=en")
    assert "activity_report-youth-naryn-en.xlsx" in taken["Content-Disposition"]
    bring(bakyt, filled(taken.content, [GOOD, {**GOOD, "total": 40}]))
    assert "is being checked" in bakyt.text and 'http-equiv="refresh"' in bakyt.text
    work(bakyt)
    assert "Nothing is stored yet" in bakyt.text and not Submission.objects.exists()
    press(bakyt, "Yes, store it")
    assert "is being stored" in bakyt.text and 'http-equiv="refresh"' in bakyt.text
    work(bakyt)
    assert "stored" in bakyt.text and 'http-equiv="refresh"' not in bakyt.text
    assert re.search(r"New reports</dt><dd>2<", bakyt.text)
    assert Submission.objects.count() == 2


def test_faults_are_said_by_row_in_the_words_of_the_form(world, bakyt):
    bring(
        bakyt,
        filled(blank(world.version, world.naryn), [GOOD, {**GOOD, "total": "1 200"}, {**GOOD, "women": 99}]),
    )
    work(bakyt)
    assert "2 cells are to be mended" in bakyt.text and "Yes, store it" not in bakyt.text
    assert "Row 5" in bakyt.text and "How many took part?" in bakyt.text and "Write “1200”" in bakyt.text
    assert "Row 6" in bakyt.text and "More than all who took part." in bakyt.text
    press(bakyt, "Throw it away")
    assert not SheetImport.objects.exists()


def test_no_file_is_said_beside_the_field(world, bakyt):
    bakyt.page = bakyt.client.post(SHEET, {})
    assert bakyt.page.status_code == 422 and "Choose a file first." in bakyt.text


def test_nobody_sees_what_another_brought_in(world, bakyt):
    bring(bakyt, filled(blank(world.version, world.naryn), [GOOD]))
    path = bakyt.path
    other = Browser(person(world.edition, "asel@example.org", Role.COORDINATOR, world.naryn))
    assert other.open(path).page.status_code == 404
    assert other.client.post(path + "store/").status_code == 404


def test_a_coordinator_takes_no_other_organisations_blank(world, bakyt):
    assert bakyt.client.get(SHEET + "blank/?organisation=youth-osh").status_code == 422


def test_the_secretariat_brings_in_for_every_organisation(world, bakyt):
    daniyar = Browser(person(world.edition, "daniyar@example.org", Role.SECRETARIAT, None))
    assert "youth-osh" in daniyar.open(SHEET).text and "youth-naryn" in daniyar.text
    work(bring(daniyar, filled(blank(world.version, world.osh), [GOOD])))
    work(press(daniyar, "Yes, store it"))
    assert Submission.objects.get().organisation == world.osh


def test_a_file_that_waits_for_a_yes_is_not_stored_by_itself(world, bakyt):
    work(bring(bakyt, filled(blank(world.version, world.naryn), [GOOD])))
    work(bakyt)
    assert not Submission.objects.exists()
