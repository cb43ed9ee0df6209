"""The press officer's media log and a partner's weeks as workbooks: blank out, filled in, brought in, waiting."""

from __future__ import annotations

import io
import json
import re
import sys
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import load_workbook

from jarchy.charter.models import Organisation
from jarchy.fieldwork.models import MediaItem, WeekInFigures
from jarchy.fieldwork.rules import ReportState
from jarchy.fieldwork.tests.conftest import Field, give_small_forms
from jarchy.fieldwork.tests.test_small_forms import MEDIA, WEEK, confirm, counted
from jarchy.formats.blanks import LISTS
from jarchy.forms import actions as forms
from jarchy.forms.models import Submission
from jarchy.forms.sheets.columns import FOR_SOMEONE, NUMBER
from jarchy.forms.tests.sheets import FIRST, blank, filled, numbers
from jarchy.foundation import jobs
from jarchy.foundation.narrowing import Role, house
from jarchy.people import actions as people
from tests.tiny import YOUTH_NARYN

ITEM = {
    "media_kind": "article", "outlet": "Ала-Тоо жаңылыктары", "published_on": "2018-10-02", "language": "ky",
    "link": "https://example.org/posts/123456789012", "views": 1200, "views_by": "Ала-Тоо жаңылыктары",
}  # fmt: skip
CALLS = {
    "helpline": "189", "week": "2018-10-03", "calls": 57, "month": "2018-09-12", "topic_migration": 31,
    "topic_trafficking": 4,
}  # fmt: skip
GIVEN = {MEDIA: ITEM, WEEK: CALLS}
BAD = {MEDIA: {"views": "1 200", "views_by": None}, WEEK: {"calls": "many", "month": None}}
AMISS = {
    MEDIA: {("views", "table.number_grouped")},
    WEEK: {
        ("calls", "table.wrong_integer"),
        ("topic_migration", "forms.not_asked_here"),
        ("topic_trafficking", "forms.not_asked_here"),
    },
}
MODEL = {MEDIA: MediaItem, WEEK: WeekInFigures}
LISTED = {MEDIA: ("media_kind", "language"), WEEK: ("helpline",)}
BOTH = pytest.mark.parametrize("form", [MEDIA, WEEK])
LANGUAGES = pytest.mark.parametrize("language", ["ky", "ru", "en"])


@pytest.fixture
def small(field) -> Field:
    give_small_forms(field.edition)
    return field


def who(field: Field, form: str):
    return field.cast.maksat if form == MEDIA else field.cast.elena


def empty(field: Field, form: str, language: str = "en", organisation=None) -> bytes:
    return blank(forms.current_version(field.edition, form), organisation, language)


def typed(data: bytes, form: str, **more: object) -> dict[str, object]:
    """A row as she types it: choices by the words that open in the cell."""
    row = GIVEN[form] | more
    lists = load_workbook(io.BytesIO(data))[LISTS]
    columns = {cells[0]: cells[1:] for cells in lists.iter_cols(values_only=True) if cells[0]}
    for name in LISTED[form]:
        path = next(head for head in columns if head.endswith(f"/{name} name"))
        places = dict(zip(columns[path], columns[path.replace(" name", " label")], strict=True))
        row[name] = places[row[name]]
    return row


def bring_in(field: Field, form: str, data: bytes, *, by=None):
    actor = field.actor(by or who(field, form))
    row = forms.start_import(field.edition, form, data=data, name="ours.xlsx", by=actor)
    forms.check_import(row, by=actor)
    if row.state == "checked":
        forms.store_import(row, by=actor)
    return row


def said(row) -> set[tuple]:
    return {(fault["column"], fault["code"]) for fault in forms.faults_of(row)}


@BOTH
@LANGUAGES
def test_blank_out_filled_in_and_waiting_for_a_reviewer(small, form, language):
    data = empty(small, form, language)
    row = bring_in(small, form, filled(data, [typed(data, form)]))
    assert (row.state, row.fresh, forms.faults_of(row)) == ("stored", 1, [])
    one = MODEL[form].objects.get()
    assert (one.state, one.sender, one.organisation) == (ReportState.RECEIVED, who(small, form), None)
    if form == MEDIA:
        assert (one.kind, one.language, one.views, one.views_by) == ("article", "ky", 1200, ITEM["views_by"])
        assert one.link == ITEM["link"], "an address with a long number is no telephone"
    else:
        assert (one.helpline, one.calls, one.topics) == ("189", 57, {"migration": 31, "trafficking": 4})
    measure, number = ("views", 1200) if form == MEDIA else ("calls", 57)
    assert counted(small, measure) == 0, "nobody confirmed it yet"
    confirm(small, one)
    assert counted(small, measure) == number


@BOTH
def test_the_same_file_again_adds_nothing(small, form):
    data = empty(small, form)
    file = filled(
        data, [typed(data, form), typed(data, form, **{"calls": 9} if form == WEEK else {"views": 7})]
    )
    assert bring_in(small, form, file).fresh == 2
    again = bring_in(small, form, file)
    assert (again.state, again.fresh, again.same) == ("stored", 0, 2)
    assert MODEL[form].objects.count() == 2


@BOTH
def test_one_fault_is_told_by_its_row_and_changes_nothing(small, form):
    data = empty(small, form)
    good = typed(data, form)
    row = bring_in(small, form, filled(data, [good, good | BAD[form]]))
    assert row.state == "faulty" and said(row) == AMISS[form]
    assert {fault["row"] for fault in forms.faults_of(row)} == {FIRST + 1}
    assert not MODEL[form].objects.exists() and not Submission.objects.exists()


@BOTH
def test_a_changed_row_is_the_next_version_and_waits_again(small, form):
    data = empty(small, form)
    bring_in(small, form, filled(data, [typed(data, form)]))
    confirm(small, MODEL[form].objects.get())
    name, measure = ("views", "views") if form == MEDIA else ("calls", "calls")
    row = bring_in(small, form, filled(data, [typed(data, form, **{name: 99})]))
    assert row.corrected == 1
    one = MODEL[form].objects.get()
    assert (one.version, one.state, getattr(one, name)) == (2, ReportState.RECEIVED, 99)
    assert counted(small, measure) == GIVEN[form][name], "what was confirmed counts until the new one is"


@BOTH
def test_nobody_enters_one_for_others_and_no_column_asks(small, form):
    heads = [cell.value for cell in load_workbook(io.BytesIO(empty(small, form))).worksheets[0][3]]
    assert heads[0] == NUMBER and FOR_SOMEONE not in heads


@BOTH
def test_a_number_of_somebody_elses_opens_nothing(small, form):
    data = empty(small, form)
    bring_in(small, form, filled(data, [typed(data, form)]))
    other = people.add_account("other@example.org", by=house("test"), name="P")
    role = Role.PRESS_OFFICER if form == MEDIA else Role.PARTNER
    people.add_membership(other, small.edition, role, by=house("test"))
    name = "views" if form == MEDIA else "calls"
    row = bring_in(small, form, filled(data, [typed(data, form, **{name: 3})]), by=other)
    assert said(row) == {(NUMBER, "forms.number_of_others")}
    assert MODEL[form].objects.get().version == 1


def test_a_partner_of_an_organisation_sends_for_it(small):
    naryn = people.add_account("line@example.org", by=house("test"), name="L")
    body = Organisation.objects.get(slug=YOUTH_NARYN)
    people.add_membership(naryn, small.edition, Role.PARTNER, organisation=body, by=house("test"))
    data = empty(small, WEEK)
    assert bring_in(small, WEEK, filled(data, [typed(data, WEEK)]), by=naryn).fresh == 1
    assert WeekInFigures.objects.get().organisation.slug == YOUTH_NARYN


# --- on pages


def press(client, page, label: str):
    """The button with these words."""
    text = page.content.decode()
    form = next(f for f in re.findall(r"<form method=\"post\"(.*?)</form>", text, re.S) if f">{label}<" in f)
    return client.post(re.search(r'action="([^"]+)"', form)[1], follow=True)


@BOTH
def test_she_takes_the_blank_on_her_page_and_brings_it_in(small, form):
    client = small.cast.client(who(small, form))
    sheet = f"/en/work/forms/{form}/sheet/"
    log = "/en/media/" if form == MEDIA else "/en/week-in-figures/"
    assert f'href="{sheet}"' in client.get(log).content.decode()
    shown = client.get(sheet).content.decode()
    assert "Take the blank" in shown and "a row for each entry" in shown and "each report" not in shown
    taken = client.get(f"{sheet}blank/?language=ru")
    assert f'filename="{form}-ru.xlsx"' in taken["Content-Disposition"]
    file = filled(taken.content, [typed(taken.content, form)])
    page = client.post(sheet, {"file": SimpleUploadedFile("ours.xlsx", file)}, follow=True)
    jobs.run_due()
    page = client.get(page.request["PATH_INFO"])
    assert "Nothing is stored yet" in page.content.decode()
    page = press(client, page, "Yes, store it")
    jobs.run_due()
    assert "New entries</dt><dd>1<" in client.get(page.request["PATH_INFO"]).content.decode()
    assert MODEL[form].objects.get().state == ReportState.RECEIVED
    assert "ours.xlsx" in client.get(sheet).content.decode()


@pytest.mark.parametrize("form", [MEDIA, WEEK, "activity_report"])
def test_the_sheet_of_a_form_is_for_those_who_send_it(small, form):
    cast = small.cast
    may = {MEDIA: {"maksat"}, WEEK: {"elena"}, "activity_report": {"bakyt", "gulnara"}}[form] | {"daniyar"}
    for name in ("aigul", "bakyt", "gulnara", "cholpon", "daniyar", "elena", "maksat", "lola", "islam"):
        client = cast.client(getattr(cast, name))
        for path in ("", "blank/"):
            opened = client.get(f"/en/work/forms/{form}/sheet/{path}").status_code
            assert (opened != 404) == (name in may), (name, path, opened)


def test_the_secretariat_brings_in_what_the_press_officer_filled_in(small):
    data = empty(small, MEDIA)
    assert bring_in(small, MEDIA, filled(data, [typed(data, MEDIA)]), by=small.cast.daniyar).fresh == 1
    assert MediaItem.objects.get().sender == small.cast.daniyar


# --- at the command line


@BOTH
@LANGUAGES
def test_the_command_line_gives_the_blank_and_takes_it_in(small, form, language, monkeypatch, tmp_path):
    out = io.BytesIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", SimpleNamespace(buffer=out))
        call_command("forms", "blank", form, "--language", language, "--rows", "5")
    data = out.getvalue()
    assert len(numbers(data)) == 5
    (tmp_path / "filled.xlsx").write_bytes(filled(data, [typed(data, form)]))
    said = io.StringIO()
    call_command(
        "forms", "receive", str(tmp_path / "filled.xlsx"), "--form", form, "--as", who(small, form).email, "--json",
        stdout=said,
    )  # fmt: skip
    (sheet,) = json.loads(said.getvalue())["sheets"]
    assert (sheet["state"], sheet["new"]) == ("stored", 1)
    assert MODEL[form].objects.get().state == ReportState.RECEIVED


@BOTH
def test_a_sheet_of_another_form_is_told(small, form):
    other = WEEK if form == MEDIA else MEDIA
    data = empty(small, other)
    row = bring_in(small, form, filled(data, [typed(data, other)]))
    assert (None, "forms.sheet_of_another_form") in said(row)
