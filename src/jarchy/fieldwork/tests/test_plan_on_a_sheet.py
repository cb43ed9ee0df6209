"""A blank out, sheets in: through the command, as coordinators and the secretariat plan."""

from __future__ import annotations

import io
import sys
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.tests.filled_plans import ROW, Sheet, faults
from jarchy.formats.blanks import HEAD
from jarchy.foundation.models import AuditLine
from tests.tiny import AGENCY, BISHKEK, JANY_JOL, KARA_SUU, KOCHKOR, YOUTH_NARYN, YOUTH_TALAS

pytestmark = pytest.mark.django_db


class TestTheBlank:
    def test_it_is_written_to_standard_output(self, field, monkeypatch):
        out = SimpleNamespace(buffer=io.BytesIO())
        monkeypatch.setattr(sys, "stdout", out)
        call_command(
            "fieldwork", "plan", "blank", "--edition", field.edition.slug, "--organisation", YOUTH_NARYN,
            "--language", "ky",
        )  # fmt: skip
        page = load_workbook(io.BytesIO(out.buffer.getvalue())).worksheets[0]
        assert page["B1"].value == "Кайсы күнү?"

    def test_an_unknown_organisation_is_told(self, field):
        with pytest.raises(CommandError, match="no organisation"):
            call_command(
                "fieldwork", "plan", "blank", "--edition", field.edition.slug, "--organisation", "nobody",
            )  # fmt: skip

    def test_each_answer_has_a_list_to_choose_from(self, blank):
        book = load_workbook(blank().path)
        kinds = [rule.type for rule in book.worksheets[0].data_validations.dataValidation]
        assert kinds.count("list") == 12 and kinds.count("whole") == 3 and kinds.count("date") == 1
        assert book["lists"].sheet_state == "hidden"
        labels = {cell.value for column in book["lists_long"].iter_cols() for cell in column}
        assert f"Kara-Suu [{KARA_SUU}]" in labels and f"Bishkek city [{BISHKEK}]" in labels

    def test_what_is_planned_stands_in_it_and_unchanged_changes_nothing(self, field, blank, load):
        field.plan(topics=("migration", "trafficking"), team=2, expected=40)
        field.plan(pcode=KOCHKOR, said_open=False)
        sheet = blank()
        assert sheet.cells(HEAD + 1)["village"] == f"Kara-Suu [{KARA_SUU}]"
        before = list(Activity.objects.order_by("pk").values())
        said = load(sheet)
        assert (said.kept, said.fresh, said.changed, said.same, said.faults) == (True, 0, 0, 2, [])
        assert list(Activity.objects.order_by("pk").values()) == before


class TestLoading:
    def test_a_row_is_planned_as_on_the_page(self, field, blank, load):
        sheet = blank()
        sheet.fill(ROW)
        assert load(sheet).fresh == 1
        plan = Activity.objects.get()
        assert (plan.organisation.slug, plan.date, plan.place.pcode) == (
            YOUTH_NARYN,
            date(2018, 10, 12),
            KARA_SUU,
        )
        assert (plan.kind, plan.venue, plan.audience, plan.topics) == (
            "theatre",
            "market",
            "everyone",
            ["migration"],
        )
        assert (plan.expected, plan.team, plan.is_open, plan.announced) == (80, 2, True, True)
        assert AuditLine.objects.get(verb="activity planned").key == str(plan.uuid)
        assert Edition.objects.get().changed_on_pages_at is not None

    def test_the_same_sheet_twice_adds_nothing(self, blank, load):
        sheet = blank()
        sheet.fill(ROW, {**ROW, "village": None})
        assert load(sheet).fresh == 2
        said = load(sheet)
        assert (said.fresh, said.changed, said.same) == (0, 0, 2)
        assert Activity.objects.count() == 2 and AuditLine.objects.filter(kind="activity").count() == 2

    def test_a_changed_row_changes_its_activity_and_keeps_the_rest(self, field, blank, load):
        plan = field.plan(cohosts=(YOUTH_TALAS,), supported_by=AGENCY, sessions=2)
        sheet = blank()
        sheet.fill({"date": "2018-10-15", "village": f"Jany-Jol [{JANY_JOL}]"}, at=HEAD + 1)
        assert load(sheet).changed == 1
        plan.refresh_from_db()
        assert (plan.date, plan.place.pcode) == (date(2018, 10, 15), JANY_JOL)
        assert (plan.cohosts, plan.supported_by, plan.sessions) == ([YOUTH_TALAS], AGENCY, 2)
        assert AuditLine.objects.filter(verb="activity changed").count() == 1

    def test_with_whom_whose_money_and_how_often_are_changed_and_emptied(self, field, blank, load):
        plan = field.plan(cohosts=(YOUTH_TALAS,), supported_by=AGENCY, sessions=2)
        sheet = blank()
        assert sheet.cells(HEAD + 1)["cohosts"] == "Youth organisation, Talas"
        sheet.fill(
            {
                "cohosts": "Youth organisation, Talas; Жаштар агенттиги",
                "supported_by": YOUTH_TALAS,
                "sessions": 3,
            },
            at=HEAD + 1,
        )
        said = load(sheet)
        assert (said.changed, load(sheet).same) == (1, 1)
        plan.refresh_from_db()
        assert (plan.cohosts, plan.supported_by, plan.sessions) == ([YOUTH_TALAS, AGENCY], YOUTH_TALAS, 3)
        sheet.fill({"cohosts": None, "supported_by": None, "sessions": None}, at=HEAD + 1)
        assert load(sheet).changed == 1
        plan.refresh_from_db()
        assert (plan.cohosts, plan.supported_by, plan.sessions) == ([], "", None)

    def test_several_stand_in_one_cell_as_words_or_as_the_folder_has_them(self, blank, load):
        sheet = blank()
        sheet.fill(
            {**ROW, "topics": "Safe migration; trafficking", "cohosts": f"{YOUTH_TALAS} {AGENCY}"},
            {**ROW, "topics": "migration trafficking", "cohosts": f"{YOUTH_TALAS};{AGENCY}"},
        )
        assert load(sheet).fresh == 2
        for plan in Activity.objects.all():
            assert plan.topics == ["migration", "trafficking"] and plan.cohosts == [YOUTH_TALAS, AGENCY]

    def test_an_older_blank_without_these_columns_leaves_what_they_say(self, field, blank, load):
        plan = field.plan(cohosts=(YOUTH_TALAS,), supported_by=AGENCY, sessions=2)
        sheet = blank()
        for column in ("cohosts", "supported_by", "sessions"):
            sheet.drop(column)
        assert load(sheet).same == 1
        sheet.fill({"expected": 9}, at=HEAD + 1)
        assert load(sheet).changed == 1
        plan.refresh_from_db()
        assert (plan.cohosts, plan.supported_by, plan.sessions, plan.expected) == (
            [YOUTH_TALAS],
            AGENCY,
            2,
            9,
        )

    def test_sheets_of_several_organisations_are_put_together(self, field, blank, load):
        naryn, copy, talas = blank(), blank(name="copy.xlsx"), blank(YOUTH_TALAS, "ky")
        naryn.fill(ROW)
        copy.fill(ROW)
        talas.fill(
            {"date": "2018-10-20", "kind": "Форум-театр", "venue": "Базар", "rayon": "Кара-Буура району"}
        )
        said = load(naryn, copy, talas, by=field.cast.daniyar)
        assert (said.fresh, said.faults) == (3, [])
        assert Activity.objects.filter(organisation__slug=YOUTH_TALAS).count() == 1

    def test_the_same_copy_sent_by_two_people_counts_once(self, blank, load, tmp_path):
        one, two = blank(), Sheet(tmp_path / "again.xlsx")
        one.fill(ROW)
        two.path.write_bytes(one.path.read_bytes())
        assert load(one, two).fresh == 1
        two.fill({"expected": 5}, at=HEAD + 1)
        assert [code for _, _, code in faults(load(one, two))] == ["fieldwork.plan_number_twice"]

    def test_a_dry_run_changes_nothing(self, blank, load):
        sheet = blank()
        sheet.fill(ROW)
        said = load(sheet, more=("--dry-run",))
        assert (said.kept, said.fresh, Activity.objects.count()) == (False, 1, 0)

    def test_a_row_taken_out_is_told_and_stays_planned(self, field, blank, load):
        kept, plan = field.plan(day=date(2018, 10, 8)), field.plan(day=date(2018, 10, 9))
        sheet = blank()
        sheet.take_out(HEAD + 2)
        said = load(sheet)
        assert [one["activity"] for one in said.not_in_sheets] == [str(plan.uuid)]
        assert Activity.objects.filter(state="planned", is_retired=False).count() == 2 and kept

    def test_names_are_enough_where_they_are_one_place_s(self, blank, load):
        sheet = blank()
        sheet.fill(
            {**ROW, "rayon": "Kochkor rayon", "village": "kara-suu"},
            {**ROW, "rayon": None, "village": "Kara-Suu"},
        )
        assert load(sheet).fresh == 2
        assert {plan.place.pcode for plan in Activity.objects.all()} == {KARA_SUU}


PLANS = st.fixed_dictionaries(
    {
        "cohosts": st.lists(st.sampled_from((YOUTH_TALAS, AGENCY)), unique=True).map(tuple),
        "topics": st.lists(st.sampled_from(("migration", "trafficking")), unique=True).map(tuple),
        "supported_by": st.sampled_from(("", AGENCY, YOUTH_NARYN)),
        "sessions": st.none() | st.integers(1, 32_767),
        "expected": st.none() | st.integers(1, 20_000),
        "team": st.none() | st.integers(1, 200),
        "said_open": st.booleans(),
    }
)


class TestThereAndBack:
    @settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(plans=st.lists(PLANS, min_size=1, max_size=5), language=st.sampled_from(("ky", "ru", "en")))
    def test_a_blank_that_nobody_changed_changes_nothing(self, field, blank, load, plans, language):
        Activity.objects.all().delete()
        for plan in plans:
            field.plan(**plan)
        before = list(Activity.objects.order_by("pk").values())
        said = load(blank(language=language))
        assert (said.faults, said.fresh, said.changed, said.same) == ([], 0, 0, len(plans))
        assert list(Activity.objects.order_by("pk").values()) == before


class TestAnyOrder:
    @settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(order=st.permutations(range(3)), again=st.integers(0, 2))
    def test_sheets_loaded_in_any_order_and_again_give_the_same_plan(self, field, blank, load, order, again):
        Activity.objects.all().delete()
        sheets = [blank(name=f"{n}.xlsx") for n in range(3)]
        for number, sheet in enumerate(sheets):
            sheet.fill({**ROW, "expected": number + 1}, {**ROW, "expected": 10 + number})
        for place in [*order, order[again]]:
            assert load(sheets[place]).code == 0
        assert sorted(Activity.objects.values_list("expected", flat=True)) == [1, 2, 3, 10, 11, 12]
