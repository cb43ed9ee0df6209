"""Gulnara coordinates Naryn oblast: she takes the blank of its organisations and brings their sheets in."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from jarchy.charter.models import Organisation
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.tests.conftest import FORM, UNPLANNED
from jarchy.fieldwork.tests.test_the_same_by_web_sheet_and_xml import Asked
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.forms.models import SheetImport, Submission
from jarchy.forms.tests.sheets import blank, filled
from jarchy.foundation.problems import ProblemRaised
from tests.tiny import TALAS, YOUTH_NARYN, YOUTH_TALAS

PAGE = "/en/work/forms/activity_report/sheet/"


@pytest.fixture
def typed(field) -> dict[str, object]:
    return Asked(field).typed(UNPLANNED)


def of(slug: str, rows, field) -> bytes:
    version = forms.current_version(field.edition, FORM)
    return filled(blank(version, Organisation.objects.get(slug=slug), rows=3), rows)


def bring(field, data: bytes, account) -> SheetImport:
    by = field.actor(account)
    row = forms.start_import(field.edition, FORM, data=data, name="a.xlsx", by=by)
    if forms.check_import(row, by=by) == []:
        forms.store_import(row, by=by)
    return row


def test_she_finds_the_page_and_only_the_organisations_of_her_places(field):
    client = field.cast.client(field.cast.gulnara)
    assert PAGE in client.get("/en/work/").content.decode()
    page = client.get(PAGE).content.decode()
    taken = client.get(f"{PAGE}blank/?organisation={YOUTH_NARYN}&language=ky")
    assert YOUTH_NARYN in page and YOUTH_TALAS not in page
    assert f"{YOUTH_NARYN}-ky.xlsx" in taken["Content-Disposition"]
    assert client.get(f"{PAGE}blank/?organisation={YOUTH_TALAS}").status_code == 422


def test_what_she_brings_is_that_organisation_s_and_waits_to_be_forwarded(field, typed):
    data = of(YOUTH_NARYN, [typed], field)
    assert bring(field, data, field.cast.gulnara).state == "stored"
    report = Report.objects.get()
    assert (report.organisation.slug, report.state, report.total) == (YOUTH_NARYN, "received", 57)
    assert bring(field, data, field.cast.gulnara).same == 1 and Submission.objects.count() == 1


def test_an_organisation_elsewhere_is_not_hers(field, typed):
    data = of(YOUTH_TALAS, [typed], field)
    with pytest.raises(ProblemRaised) as refused:
        bring(field, data, field.cast.gulnara)
    assert refused.value.code == "forms.may_not_send"
    client = field.cast.client(field.cast.gulnara)
    answer = client.post(PAGE, {"file": SimpleUploadedFile("a.xlsx", data), "organisation": YOUTH_TALAS})
    assert answer.status_code >= 400 and not SheetImport.objects.exists()


def test_an_organisation_without_a_seat_is_nobody_s_place(field, typed):
    Organisation.objects.filter(slug=YOUTH_NARYN).update(place=None)
    with pytest.raises(ProblemRaised):
        bring(field, of(YOUTH_NARYN, [typed], field), field.cast.gulnara)


def test_a_report_that_their_own_coordinator_brought_stays_hers(field, typed):
    data = of(YOUTH_NARYN, [typed], field)
    bring(field, data, field.cast.bakyt)
    again = bring(field, data, field.cast.gulnara)
    assert again.state == "faulty"
    assert [fault["code"] for fault in forms.faults_of(again)] == ["forms.number_of_others"]
    assert Report.objects.count() == 1


def labels_of(data: bytes) -> set[object]:
    book = load_workbook(BytesIO(data))
    return {cell.value for column in book["lists"].iter_cols() for cell in column}


def test_her_blank_lists_the_plans_of_her_places_alone(field):
    here = field.plan(day=date(2018, 10, 2))
    there = field.plan(day=date(2018, 10, 2), pcode=TALAS)
    address = f"{PAGE}blank/?organisation={YOUTH_NARYN}&language=en"
    hers = labels_of(field.cast.client(field.cast.gulnara).get(address).content)
    theirs = labels_of(field.cast.client(field.cast.bakyt).get(address).content)
    assert str(here.uuid) in hers and str(there.uuid) not in hers
    assert {str(here.uuid), str(there.uuid)} <= theirs


def test_a_row_outside_her_places_is_refused_and_says_what_to_do(field, typed):
    there = field.plan(day=date(2018, 10, 2), pcode=TALAS)
    planned = {**typed, "activity": str(there.uuid)}
    elsewhere = {**typed, "adm1": "Talas", "adm2": "Kara-Buura rayon", "settlement": None}
    row = bring(field, of(YOUTH_NARYN, [planned, elsewhere, typed], field), field.cast.gulnara)
    found = [one for one in forms.faults_of(row) if one["code"] == "forms.beyond_her_places"]
    assert row.state == "faulty" and not Submission.objects.exists()
    assert [one["column"] for one in found] == ["activity", "adm2"]
    assert all("own coordinator" in one["remedy"] for one in found)


def test_the_web_refuses_her_the_same_and_their_coordinator_nothing(field):
    there = field.plan(day=date(2018, 10, 2), pcode=TALAS)
    said = {**UNPLANNED, "activity": str(there.uuid), "as_planned": "yes"}
    outcomes = {}
    for who, account in (("hers", field.cast.gulnara), ("theirs", field.cast.bakyt)):
        body = forms.write_body(field.edition, FORM, said, instance_id=f"uuid:{who}")
        sent = Incoming(body, {}, "web", field.edition.slug, YOUTH_NARYN)
        outcomes[who] = forms.receive_submissions([sent], by=field.actor(account))[0]
    assert outcomes["hers"].problem.code == "forms.beyond_her_places"
    assert getattr(outcomes["theirs"].problem, "code", "") != "forms.beyond_her_places"
