"""The same answers, filled in on the web, typed into a sheet, sent as XML by a phone: the same canonical answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from jarchy.charter.models import Organisation
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.tests.conftest import FORM, UNPLANNED, Field, make_field
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.forms.models import HostPhone, Submission
from jarchy.forms.sheets.columns import FOR_SOMEONE, columns_of
from jarchy.forms.tests.sheets import blank, filled, numbers
from jarchy.forms.versions import FormLists, by_path, compiled, world_of
from jarchy.foundation.sealing import unseal
from jarchy.xforms import engine
from jarchy.xforms.form import Form, FormNode, Kind
from jarchy.xforms.instance import canonical, read_submission
from tests.tiny import NARYN, TALAS, YOUTH_NARYN

WORDS = st.text(alphabet="абвгңөүкелир АБВ.,!?-", max_size=40).map(str.strip)


class Asked:
    """The form as this organisation is asked it."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.version = forms.current_version(field.edition, FORM)
        self.form: Form = compiled(self.version)
        self.naryn = Organisation.objects.get(slug=YOUTH_NARYN)
        self.lists = FormLists(self.version, YOUTH_NARYN, "en")
        self.world = world_of(field.edition, now=timezone.now())
        self.by = field.actor(field.cast.bakyt)
        self.blank = blank(self.version, self.naryn, rows=1)
        self.columns = columns_of(self.form)

    def state(self, answers):
        return engine.evaluate(self.form, by_path(self.form, answers), self.lists.ready, self.world)

    def typed(self, answers) -> dict[str, object]:
        """What she types into the row: labels in English, an x, numbers as numbers, days as days."""
        state, row = self.state(answers), {}
        for column in self.columns:
            text = answers.get(column.key)
            if text is None:
                continue
            labels = {c.name: c.label("en", "ky") for c in state.by_path[column.node.path].choices}
            if column.ticks:
                row[column.header] = "x" if column.ticks.name in text.split() else None
            elif column.node.kind is Kind.SELECT_MULTIPLE:
                row[column.header] = (
                    "; ".join(labels[name] for name in text.split()) if column.part == 1 else None
                )
            elif column.node.kind is Kind.SELECT_ONE:
                row[column.header] = labels[text]
            elif column.node.kind is Kind.INTEGER:
                row[column.header] = int(text)
            elif column.node.kind is Kind.DATE:
                row[column.header] = date.fromisoformat(text)
            else:
                row[column.header] = text
        return row


def an_answer(asked: Asked, node: FormNode, choices: list[str], today: date):
    match node.kind:
        case Kind.SELECT_ONE:
            return st.sampled_from(choices)
        case Kind.SELECT_MULTIPLE:
            # In the order of the choices, as a page and a phone write them.
            some = st.sets(st.sampled_from(choices), min_size=1, max_size=4)
            return some.map(lambda names: " ".join(name for name in choices if name in names))
        case Kind.INTEGER:
            return st.integers(0, 60).map(str)
        case Kind.DATE:
            return st.integers(0, 30).map(lambda days: (today - timedelta(days)).isoformat())
        case _:
            return st.sampled_from(["0555123456", "+996555123456"]) if node.name == "host_phone" else WORDS


@st.composite
def reports(draw, asked: Asked):
    """Answers to what is asked, each drawn until it fits; where none does, one that may stay empty does."""
    answers: dict[str, str] = {}
    for node in (column.node for column in asked.columns if column.part == 1):
        question = asked.state(answers).by_path[node.path]
        choices = [c.name for c in question.choices if c.name not in asked.lists.not_offered]
        if node.name == "adm1":
            choices = [NARYN, TALAS]  # the tiny campaign has no districts elsewhere
        if not question.is_relevant or (node.is_select and not choices):
            continue
        if not question.is_required and draw(st.booleans()):
            continue
        for _ in range(6):
            answers[node.name] = draw(an_answer(asked, node, choices, asked.world.today))
            if not asked.state(answers).by_path[node.path].problems:
                break
            del answers[node.name]
        assume(node.name in answers or not question.is_required)
    return {name: text for name, text in answers.items() if text}


def by_sheet(asked: Asked, answers, is_for_someone: bool = False) -> str:
    said = {FOR_SOMEONE: "yes" if is_for_someone else None}
    file = filled(asked.blank, [asked.typed(answers) | said])
    row = forms.start_import(asked.field.edition, FORM, data=file, name="a.xlsx", by=asked.by)
    assert forms.check_import(row, by=asked.by) == []
    forms.store_import(row, by=asked.by)
    return f"uuid:{numbers(file)[0]}"


def by_web(asked: Asked, answers, is_for_someone: bool = False) -> str:
    draft = forms.start_draft(
        asked.field.edition, FORM, by=asked.by, organisation=asked.naryn, is_for_someone=is_for_someone
    )
    forms.save_draft(draft, answers, page=1)
    outcome = forms.send_draft(draft, by=asked.by)
    assert outcome.state == "kept", outcome.findings
    return draft.instance_id


def by_phone(asked: Asked, answers, is_for_someone: bool = False) -> str:
    counting = {path.rsplit("/", 1)[1]: text for path, text in asked.state(answers).answers.items()}
    body = forms.write_body(asked.field.edition, FORM, counting, instance_id="uuid:phone")
    slug = asked.field.edition.slug
    incoming = Incoming(body, {}, "phone", slug, YOUTH_NARYN, is_for_someone=is_for_someone)
    (outcome,) = forms.receive_submissions([incoming], by=asked.by)
    assert (outcome.state, outcome.findings) == ("kept", [])
    return "uuid:phone"


def kept(asked: Asked, instance_id: str) -> tuple[bytes, dict[str, str], str, bool]:
    """The canonical answers, those that pages show, the host's telephone, whether another held it; metadata aside."""
    row = Submission.objects.get(instance_id=instance_id)
    metadata = [node for node in asked.form.nodes if node.kind is Kind.METADATA]
    shown = {name: text for name, text in row.answers.items() if name not in {node.name for node in metadata}}
    phone = HostPhone.objects.filter(submission=row).first()
    whole = canonical(read_submission(row.body.encode()), leave_out={node.path for node in metadata})
    return whole, shown, unseal(bytes(phone.sealed)).decode() if phone else "", row.is_for_someone


# Each is a workbook written and read: what fails is shown as it was drawn, not made smaller for minutes.
@settings(max_examples=12, suppress_health_check=[*HealthCheck], deadline=None, phases=[Phase.generate])
@given(data=st.data())
@pytest.mark.django_db
def test_the_same_answers_are_kept_the_same(data):
    with transaction.atomic():
        field = make_field()
        field.plan(day=date(2018, 10, 1))
        asked = Asked(field)
        answers = data.draw(reports(asked))
        theirs = data.draw(st.booleans())
        sheet, web, phone = (send(asked, answers, theirs) for send in (by_sheet, by_web, by_phone))
        assert kept(asked, sheet) == kept(asked, web) == kept(asked, phone)
        assert kept(asked, sheet)[-1] == theirs
        facts = {(r.total, r.women, r.held_on, r.place_id, r.kind, str(r.ages)) for r in Report.objects.all()}
        assert len(facts) == 1
        transaction.set_rollback(True)


def test_a_report_from_a_sheet_waits_in_the_same_queue(field):
    asked = Asked(field)
    by_sheet(asked, UNPLANNED)
    report = Report.objects.get()
    assert (report.state, report.organisation.slug, report.total) == ("forwarded", YOUTH_NARYN, 57)


def test_a_plan_of_a_coming_day_stands_in_the_blank_and_is_not_taken_yet(field):
    field.plan(day=date(2018, 10, 9))
    asked = Asked(field)
    told = {name: text for name, text in UNPLANNED.items() if name not in ("held_on", "adm1", "adm2", "settlement",
                                                                        "venue", "kind", "topics")}  # fmt: skip
    row = {**asked.typed(told), "activity": "09.10 · Forum theatre · Kara-Suu", "as_planned": "Yes"}
    file = filled(asked.blank, [row])
    sheet = forms.start_import(field.edition, FORM, data=file, name="a.xlsx", by=asked.by)
    assert [fault["code"] for fault in forms.check_import(sheet, by=asked.by)] == ["forms.not_yet"]
    field.move_today(date(2018, 10, 10))
    sheet = forms.start_import(field.edition, FORM, data=file, name="a.xlsx", by=asked.by)
    assert forms.check_import(sheet, by=asked.by) == []
    forms.store_import(sheet, by=asked.by)
    assert Report.objects.get().activity is not None
    again = forms.start_import(field.edition, FORM, data=file, name="a.xlsx", by=asked.by)
    assert forms.check_import(again, by=asked.by) == [] and again.same == 1


def test_her_day_and_the_secretariats_lead_to_the_sheet(field):
    link = 'href="/en/work/forms/activity_report/sheet/"'
    cast = field.cast
    pages = {"/en/work/": (cast.bakyt, cast.aigul), "/en/office/": (cast.daniyar, cast.cholpon)}
    for path, (may, may_not) in pages.items():
        assert cast.client(may).get(path).content.decode().count(link) == 2, "on the page and in the menu"
        assert link not in cast.client(may_not).get(path).content.decode()
