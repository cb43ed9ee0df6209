"""Every workbook that we write is opened by LibreOffice; what it saves again is read by us as what was typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jarchy.charter.folder import Folder, read_workbook, sheets_of
from jarchy.charter.tests.conftest import KG_2018
from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.tests.conftest import FORM, Field, give_small_forms, make_field
from jarchy.fieldwork.tests.filled_plans import ROW, Sheet
from jarchy.fieldwork.tests.filled_plans import blank as plan_blank
from jarchy.fieldwork.tests.filled_plans import load as load_plans
from jarchy.forms import actions as forms
from jarchy.forms.models import FormVersion, Submission
from jarchy.forms.sheets.columns import FOR_SOMEONE
from jarchy.forms.tests.sheets import blank, filled
from tests.office_suite import converted, needs_office_suite
from tests.tiny import SLUG

pytestmark = needs_office_suite
blank_of_plans, load = plan_blank, load_plans
REPORT = {
    "activity": "Not in the plan", "held_on": "2018-10-03", "adm1": "Naryn", "adm2": "Kochkor rayon",
    "settlement": "Kara-Suu", "venue": "Market, bus station, border post", "kind": "Forum theatre, film, quiz",
    "topics/trafficking": "x", "sessions": 1, "languages/ky": "x", "guests/none": "x", "cohosts": "Only us",
    "total": 57, "counted": "We counted the people", "women": 31, "age_14_17": 20, "handed_out": 60,
}  # fmt: skip


UTF_8 = ":Text - txt - csv (StarCalc):44,34,76"  # comma, quotation mark, the number of the encoding there


@pytest.fixture
def field(db, settings, tmp_path) -> Field:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_field()


def as_table(path: Path, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice shows it."""
    (made,) = converted([path], "csv", folder, options=UTF_8)
    return list(csv.reader(made.open(encoding="utf-8")))


def test_every_workbook_opens_and_can_be_printed(field, blank_of_plans, tmp_path):
    version = FormVersion.objects.get(edition=field.edition, form_id=FORM, is_current=True)
    body = field.plan().organisation
    names = []
    for language in field.edition.languages:
        names.append(tmp_path / f"report-{language}.xlsx")
        names[-1].write_bytes(blank(version, body, language))
        names.append(blank_of_plans(language=language, name=f"plan-{language}.xlsx").path)
    answer = field.cast.client().get(f"/ky/{SLUG}/5w.xlsx")
    names.append(tmp_path / "5w.xlsx")
    names[-1].write_bytes(answer.getvalue())
    for made in converted(names, "pdf", tmp_path / "printed"):
        assert made.read_bytes().startswith(b"%PDF"), made.name


def test_the_whole_charter_as_a_workbook_says_the_same_after_it_was_saved_there(tmp_path):
    folder = Folder(
        {name: data for name, data in Folder.at(KG_2018).files.items() if name != "settlements.csv"}
    )
    book = tmp_path / "kg-2018.xlsx"
    book.write_bytes(sheets_of(folder))
    (saved,) = converted([book], "xlsx", tmp_path / "saved")
    assert load_workbook(saved).sheetnames == load_workbook(book).sheetnames
    before = read_workbook(book.read_bytes(), book.name)[1]
    after = read_workbook(saved.read_bytes(), book.name)[1]
    assert said(after) == said(before)


def said(findings) -> list[tuple]:
    return sorted((one.file, one.row or 0, one.column or "", one.code) for one in findings)


def test_a_plan_that_was_filled_in_and_saved_there_is_taken(field, blank_of_plans, load, tmp_path):
    sheet = blank_of_plans()
    sheet.fill(ROW)
    (saved,) = converted([sheet.path], "xlsx", tmp_path / "saved")
    done = load(Sheet(saved))
    assert (done.code, done.faults) == (0, [])
    row = Activity.objects.get()
    assert (row.date.isoformat(), row.kind, row.place.names["en"], row.expected) == (
        "2018-10-12", "theatre", "Kara-Suu", 80,
    )  # fmt: skip


def test_a_report_that_was_filled_in_and_saved_there_is_taken(field, tmp_path):
    version = FormVersion.objects.get(edition=field.edition, form_id=FORM, is_current=True)
    body = field.plan(day=field.edition.starts).organisation
    sheet = tmp_path / "report.xlsx"
    sheet.write_bytes(filled(blank(version, body), [{**REPORT, FOR_SOMEONE: "yes"}]))
    (saved,) = converted([sheet], "xlsx", tmp_path / "saved")
    by = field.actor(field.cast.bakyt)
    row = forms.start_import(field.edition, FORM, data=saved.read_bytes(), name=saved.name, by=by)
    forms.check_import(row, by=by)
    assert [(one["row"], one["column"], one["message"]) for one in forms.faults_of(row)] == []
    forms.store_import(row, by=by)
    assert Report.objects.get().total == 57
    assert Submission.objects.get().is_for_someone


@pytest.mark.parametrize(("form", "name", "row"), [
    ("media_item", "maksat", {"media_kind": "Радио", "outlet": "Ала-Тоо", "published_on": "2018-10-02",
                              "language": "Кыргызский", "views": 1200, "views_by": "Ала-Тоо"}),
    ("week_in_figures", "elena", {"helpline": "0800 0000 189", "week": "2018-10-03", "calls": 57,
                                  "month": "2018-09-12", "topic_migration": 31}),
])  # fmt: skip
def test_a_small_form_that_was_saved_there_is_taken(field, tmp_path, form, name, row):
    give_small_forms(field.edition)
    sheet = tmp_path / f"{form}.xlsx"
    sheet.write_bytes(filled(blank(forms.current_version(field.edition, form), None, "ru"), [row]))
    (saved,) = converted([sheet], "xlsx", tmp_path / "saved")
    by = field.actor(getattr(field.cast, name))
    brought = forms.start_import(field.edition, form, data=saved.read_bytes(), name=saved.name, by=by)
    assert forms.check_import(brought, by=by) == []
    forms.store_import(brought, by=by)
    assert Submission.objects.get().form_version.form_id == form


def test_a_blank_shows_its_questions_in_the_language_asked_for(field, tmp_path):
    version = FormVersion.objects.get(edition=field.edition, form_id=FORM, is_current=True)
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank(version, field.plan().organisation, "ky"))
    shown = as_table(path, tmp_path / "shown")
    assert "held_on" in shown[2]
    assert shown[0][1] == "Катталбаган адам үчүн киргизилди"
    assert shown[0][2] == "Кайсы иш-чара жөнүндө билдиресиз?"
