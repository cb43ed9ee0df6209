"""The pages: a blank and a workbook taken away, filled in, brought back, shown, agreed to."""

from __future__ import annotations

import io
import re
from datetime import datetime
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from jarchy.charter.actions import change_row, load_folder
from jarchy.charter.models import Edition, Target
from jarchy.charter.tests.conftest import Copy, folder, small  # noqa: F401
from jarchy.fieldwork.models import Activity
from jarchy.formats.blanks import HEAD
from jarchy.foundation.narrowing import Role, house
from jarchy.people import actions as people
from tests.tiny import YOUTH_NARYN, YOUTH_TALAS

pytestmark = pytest.mark.django_db
US = house("test")
SHEETS = "/en/work/plan/sheets/"
WORKBOOK = "/en/office/campaign/workbook/"


def file(data: bytes, name: str = "plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def agreement(page: str) -> dict[str, list[str]]:
    """The hidden fields with which a page is agreed to."""
    found = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page)
        for name in ("agreed", "name", "held", "rows")
    }
    return {name: [unescape(text) for text in texts] for name, texts in found.items() if texts}


def changed(data: bytes, sheet: int | str, row: int, **cells: object) -> bytes:
    """The workbook with these cells, by the names above them."""
    book = load_workbook(io.BytesIO(data))
    page = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
    heads = page[1] if isinstance(sheet, str) else page[HEAD]
    columns = {cell.value: cell.column for cell in heads}
    for name, value in cells.items():
        page.cell(row, columns[name]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROW = {
    "date": datetime(2018, 10, 12),  # noqa: DTZ001  a spreadsheet knows no zone
    "kind": "Forum theatre", "venue": "Market", "rayon": "Kochkor rayon", "village": "Kara-Suu",
}  # fmt: skip


class TestPlans:
    @pytest.fixture
    def bakyt(self, field) -> Client:
        return field.cast.client(field.cast.bakyt)

    def blank(self, client: Client, organisation: str = YOUTH_NARYN) -> bytes:
        return client.get(f"{SHEETS}blank/?organisation={organisation}&language=en").content

    def test_a_coordinator_takes_the_blank_fills_it_in_and_agrees(self, field, bakyt):
        assert SHEETS in bakyt.get("/en/work/plan/").content.decode()
        sheet = changed(self.blank(bakyt), 0, HEAD + 1, **ROW)
        shown = bakyt.post(SHEETS, {"file": file(sheet)}).content.decode()
        assert "This would be planned" in shown and "Forum theatre" in shown
        assert Activity.objects.count() == 0
        answer = bakyt.post(SHEETS, agreement(shown), follow=True).content.decode()
        assert "1 activity planned or changed." in answer
        assert Activity.objects.get().organisation.slug == YOUTH_NARYN

    def test_a_changed_row_shows_what_stands_and_what_is_said(self, field, bakyt):
        field.plan(topics=("migration",), expected=40)
        cells = {"topics": None, "expected": 60, "anybody": "no", "village": None}
        sheet = changed(self.blank(bakyt), 0, HEAD + 1, **cells)
        shown = bakyt.post(SHEETS, {"file": file(sheet)}).content.decode()
        assert "<del>Kara-Suu</del> → <ins>Kochkor rayon</ins>" in shown
        assert "<del>Safe migration</del> → " in shown and "<ins>Anybody may come: no</ins>" in shown
        bakyt.post(SHEETS, agreement(shown))
        plan = Activity.objects.get()
        assert (plan.expected, plan.topics, plan.is_open) == (60, [], False)

    def test_faults_stand_by_row_and_nothing_is_planned(self, bakyt):
        sheet = changed(self.blank(bakyt), 0, HEAD + 1, **{**ROW, "kind": "dance"})
        shown = bakyt.post(SHEETS, {"file": file(sheet)}).content.decode()
        assert "row 4, What will it be? <small" in shown and "“dance” is not in the list" in shown
        assert 'name="rows"' not in shown and Activity.objects.count() == 0

    def test_in_kyrgyz_the_first_column_is_a_number_to_tell_apart_and_no_figure(self, bakyt):
        blank = bakyt.get(f"{SHEETS}blank/?organisation={YOUTH_NARYN}&language=ky").content
        assert load_workbook(io.BytesIO(blank)).worksheets[0]["A1"].value == "Иш-чаранын номери"

    def test_the_office_brings_in_many_at_once(self, field):
        office = field.cast.client(field.cast.daniyar)
        sheets = [changed(self.blank(office, one), 0, HEAD + 1, **ROW) for one in (YOUTH_NARYN, YOUTH_TALAS)]
        shown = office.post(SHEETS, {"file": [file(one) for one in sheets]}).content.decode()
        assert "plan.xlsx (2)" in shown
        office.post(SHEETS, agreement(shown))
        assert Activity.objects.count() == 2

    def test_what_came_back_otherwise_than_agreed_is_shown_again(self, bakyt):
        sheet = changed(self.blank(bakyt), 0, HEAD + 1, **ROW)
        said = agreement(bakyt.post(SHEETS, {"file": file(sheet)}).content.decode())
        shown = bakyt.post(SHEETS, {**said, "agreed": "0" * 64}).content.decode()
        assert "This would be planned" in shown and Activity.objects.count() == 0

    def test_a_blank_of_another_organisation_is_not_given_out(self, bakyt):
        assert bakyt.get(f"{SHEETS}blank/?organisation={YOUTH_TALAS}").status_code == 404

    def test_nobody_is_led_to_somebody_elses_sheet_who_may_not_bring_one(self, field, bakyt):
        regional = field.cast.client(field.cast.gulnara)
        assert 'href="/en/work/sheets/"' in bakyt.get(SHEETS).content.decode()
        assert 'href="/en/work/sheets/"' not in regional.get(SHEETS).content.decode()
        assert regional.get("/en/work/sheets/").status_code == 404

    def test_no_file_and_a_spoilt_one_are_told(self, bakyt):
        assert "Choose a file first." in bakyt.post(SHEETS, {}).content.decode()
        for spoilt in ("§", "[1]", '[{"row": 1000000000, "cells": [], "file": "", "organisation": ""}]'):
            assert "Choose a file first." in bakyt.post(SHEETS, {"rows": spoilt}).content.decode()
        assert "cannot be read as a workbook" in bakyt.post(SHEETS, {"file": file(b"PK")}).content.decode()


class TestTheCampaign:
    @pytest.fixture
    def office(self, small: Copy) -> Client:  # noqa: F811
        load_folder(small.path, US)
        account = people.add_account("daniyar@example.org", by=US, name="Daniyar", language="en")
        people.add_membership(account, Edition.objects.get(), Role.SECRETARIAT, by=US)
        client = Client()
        client.force_login(account, backend="jarchy.people.signing_in.SignInBackend")
        return client

    def taken(self, office: Client) -> bytes:
        answer = office.post(f"{WORKBOOK}take/")
        assert answer["Content-Disposition"] == 'attachment; filename="kg-2018.xlsx"'
        return answer.content

    def row_of(self, data: bytes, sheet: str, row_id: str) -> int:
        lines = load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)
        return next(n for n, cells in enumerate(lines, start=1) if cells[0] == row_id)

    def with_target(self, data: bytes, value: object) -> bytes:
        return changed(data, "targets", self.row_of(data, "targets", "on_time"), value=value)

    def test_a_target_is_changed_in_a_spreadsheet_shown_and_agreed_to(self, office):
        book = self.with_target(self.taken(office), 75)
        shown = office.post(WORKBOOK, {"file": file(book, "kg-2018.xlsx")}).content.decode()
        assert "<del>80</del>" in shown and "<ins>75</ins>" in shown and "Changed: 1" in shown
        assert Target.objects.get(slug="on_time").value == 80
        answer = office.post(WORKBOOK, agreement(shown), follow=True).content.decode()
        assert "Loaded." in answer and Target.objects.get(slug="on_time").value == 75
        again = office.post(WORKBOOK, {"file": file(book, "kg-2018.xlsx")}).content.decode()
        assert "Nothing is different" in again

    def test_faults_stand_where_the_spreadsheet_shows_them(self, office):
        data = self.taken(office)
        row = self.row_of(data, "targets", "on_time")
        shown = office.post(WORKBOOK, {"file": file(self.with_target(data, "8O"))}).content.decode()
        assert f"targets, row {row}, value" in shown and Target.objects.get(slug="on_time").value == 80

    def test_one_older_than_a_page_is_not_loaded(self, office):
        book = self.with_target(self.taken(office), 75)
        change_row(Edition.objects.get(), "targets.csv", "on_time", {"value": 60}, by=US)
        shown = office.post(WORKBOOK, {"file": file(book)}).content.decode()
        assert "Older than what was changed" in shown and 'name="held"' not in shown

    def test_a_workbook_of_another_campaign_is_refused(self, office):
        data = self.taken(office)
        book = changed(data, "campaign", self.row_of(data, "campaign", "slug"), value="kg-2020")
        shown = office.post(WORKBOOK, {"file": file(book)}).content.decode()
        assert "another campaign: kg-2020" in shown and Edition.objects.count() == 1

    def test_one_too_large_for_a_page_is_told(self, office):
        shown = office.post(WORKBOOK, {"file": file(bytes(1_400_001))}).content.decode()
        assert "larger than a page can take" in shown

    def test_what_is_no_workbook_is_told(self, office):
        shown = office.post(WORKBOOK, {"file": file(b"id,name\n", "topics.csv")}).content.decode()
        assert "cannot be opened as a workbook" in shown
