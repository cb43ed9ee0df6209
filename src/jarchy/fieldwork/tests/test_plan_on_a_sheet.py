"""A blank out, sheets in: through the command and the page, as coordinators and the secretariat plan."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.plan_blank import write_plan_blank
from jarchy.formats.blanks import HEAD
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import house
from tests.tiny import BISHKEK, JANY_JOL, KARA_SUU, KOCHKOR, TALAS, YOUTH_NARYN, YOUTH_TALAS

pytestmark = pytest.mark.django_db
ROW = {
    "date": datetime(2018, 10, 12),  # noqa: DTZ001  a spreadsheet knows no zone
    "kind": "Forum theatre", "venue": "Market", "audience": "Everyone", "topics": "Safe migration",
    "rayon": f"Kochkor rayon, Naryn oblast [{KOCHKOR}]", "village": f"Kara-Suu [{KARA_SUU}]", "expected": 80, "team": 2,
    "announced": "yes",
}  # fmt: skip


class Sheet:
    """A blank on the disk, filled in as a person does it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _change(self, change: Callable) -> None:
        book = load_workbook(self.path)
        page = book.worksheets[0]
        columns = {cell.value: cell.column for cell in page[HEAD]}
        change(page, columns)
        book.save(self.path)

    def fill(self, *rows: dict, at: int | None = None) -> int:
        """Into the first unused rows; the number of the first one."""
        first = at or self.first_unused()

        def change(page, columns):
            for place, said in enumerate(rows):
                for name, value in said.items():
                    page.cell(first + place, columns[name]).value = value

        self._change(change)
        return first

    def first_unused(self) -> int:
        page = load_workbook(self.path).worksheets[0]
        lines = page.iter_rows(min_row=HEAD + 1, values_only=True)
        return next(n for n, cells in enumerate(lines, start=HEAD + 1) if not any(cells[1:]))

    def cells(self, row: int) -> dict:
        page = load_workbook(self.path).worksheets[0]
        names = [cell.value for cell in page[HEAD]]
        return {name: cell.value for name, cell in zip(names, page[row], strict=True)}

    def take_out(self, row: int) -> None:
        self._change(lambda page, columns: page.delete_rows(row))


@pytest.fixture
def blank(field, tmp_path) -> Callable[..., Sheet]:
    """A blank as the command writes it."""

    def make(organisation: str = YOUTH_NARYN, language: str = "en", name: str = "plan.xlsx") -> Sheet:
        path = tmp_path / organisation / name
        path.parent.mkdir(exist_ok=True)
        body = Organisation.objects.get(slug=organisation)
        with path.open("wb") as out:
            write_plan_blank(out, field.edition, body, language, by=house("test"), rows=12)
        return Sheet(path)

    return make


@pytest.fixture
def load(field):
    """Runs `jarchy fieldwork plan load`: what it wrote, and its exit code."""

    def run(*sheets: Sheet, by=None, more: tuple[str, ...] = ()) -> SimpleNamespace:
        out, code = io.StringIO(), 0
        user = str((by or field.cast.bakyt).pk)
        try:
            call_command(
                "fieldwork", "plan", "load", *(str(sheet.path) for sheet in sheets), "--edition", field.edition.slug,
                "--as", user, "--json", *more, stdout=out,
            )  # fmt: skip
        except SystemExit as end:
            code = int(end.code or 0)
        return SimpleNamespace(code=code, **json.loads(out.getvalue()))

    return run


def faults(said) -> list[tuple]:
    return [(fault["row"], fault["column"], fault["code"]) for fault in said.faults]


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
        assert kinds.count("list") == 10 and kinds.count("whole") == 2 and kinds.count("date") == 1
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

    def test_a_changed_row_changes_its_activity_and_keeps_what_no_column_asks(self, field, blank, load):
        plan = field.plan(cohosts=(YOUTH_TALAS,), supported_by="agency")
        sheet = blank()
        sheet.fill({"date": "2018-10-15", "village": f"Jany-Jol [{JANY_JOL}]"}, at=HEAD + 1)
        assert load(sheet).changed == 1
        plan.refresh_from_db()
        assert (plan.date, plan.place.pcode) == (date(2018, 10, 15), JANY_JOL)
        assert (plan.cohosts, plan.supported_by) == ([YOUTH_TALAS], "agency")
        assert AuditLine.objects.filter(verb="activity changed").count() == 1

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


class TestFaults:
    def test_all_of_them_by_row_and_one_stops_everything(self, blank, load):
        sheet = blank()
        first = sheet.fill(
            ROW,
            {**ROW, "date": "12.10.2018", "kind": "Forum theater", "expected": "many"},
            {**ROW, "date": "2019-01-01", "rayon": None, "village": None, "team": 0},
            {**ROW, "venue": None, "rayon": "Kara-Buura rayon"},
            {**ROW, "plan_number": None},
            {**ROW, "plan_number": "7"},
        )
        said = load(sheet)
        assert said.code == 1 and not said.kept and Activity.objects.count() == 0
        assert set(faults(said)) == {
            (first + 1, "date", "table.wrong_date"),
            (first + 1, "kind", "fieldwork.unknown_line"),
            (first + 1, "expected", "table.wrong_integer"),
            (first + 2, "date", "fieldwork.plan_day_outside"),
            (first + 2, "rayon", "table.required"),
            (first + 2, "team", "table.number_out_of_range"),
            (first + 3, "venue", "table.required"),
            (first + 3, "village", "fieldwork.village_elsewhere"),
            (first + 4, "plan_number", "fieldwork.plan_number_missing"),
            (first + 5, "plan_number", "fieldwork.wrong_plan_number"),
        }
        assert all(fault["remedy"] for fault in said.faults)
        slip = next(fault for fault in said.faults if fault["column"] == "kind")
        assert "Forum theatre" in slip["remedy"]

    def test_what_was_held_stands_and_the_row_says_what_to_do(self, field, blank, load):
        plan = field.plan(day=date(2018, 10, 3))
        sheet = blank()
        field.send(field.cast.aigul, activity=str(plan.uuid), as_planned="yes")
        assert load(sheet).same == 1
        sheet.fill({"venue": "House of culture"}, at=HEAD + 1)
        said = load(sheet)
        assert faults(said) == [(HEAD + 1, "plan_number", "fieldwork.plan_reported")]
        plan.refresh_from_db()
        assert (plan.venue, plan.state) == ("market", "held")

    def test_nor_is_what_was_called_off_changed_by_an_older_sheet(self, field, blank, load):
        plan = field.plan()
        sheet = blank()
        actions.call_off_activity(plan.uuid, reason="nobody-came", by=field.actor(field.cast.bakyt))
        assert load(sheet).same == 1
        sheet.fill({"expected": 5}, at=HEAD + 1)
        assert faults(load(sheet)) == [(HEAD + 1, "plan_number", "fieldwork.plan_called_off")]

    def test_another_organisation_s_sheet_is_not_farkhad_s_to_bring(self, field, blank, load):
        sheet = blank()
        sheet.fill(ROW)
        said = load(sheet, by=field.cast.farkhad)
        assert faults(said) == [(None, None, "fieldwork.plan_sheet_not_yours")]
        assert Activity.objects.count() == 0

    def test_a_number_of_another_organisation_is_refused(self, field, blank, load):
        plan = field.plan()
        sheet = blank(YOUTH_TALAS)
        row = sheet.fill({**ROW, "plan_number": str(plan.uuid)})
        said = load(sheet, by=field.cast.farkhad)
        assert faults(said) == [(row, "plan_number", "fieldwork.plan_number_of_others")]

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"a,b\n1,2\n"])
    def test_what_is_no_blank_says_so(self, load, tmp_path, data):
        sheet = Sheet(tmp_path / "plan.xlsx")
        sheet.path.write_bytes(data)
        (fault,) = load(sheet).faults
        assert fault["code"] in ("table.not_a_workbook", "table.no_header")

    def test_rows_copied_into_a_new_file_do_not_say_whose_they_are(self, blank, load):
        sheet = blank()
        sheet.fill(ROW)
        book = load_workbook(sheet.path)
        del book["lists"]
        book.save(sheet.path)
        assert faults(load(sheet)) == [(None, None, "fieldwork.plan_sheet_of_nobody")]

    def test_a_name_that_several_places_have_is_asked_for(self, field, blank, load):
        sheet = blank()
        row = sheet.fill({**ROW, "rayon": f"Naryn oblast [{TALAS[:-3]}]"})
        assert faults(load(sheet)) == [(row, "rayon", "charter.unknown_place")]
        assert field.edition


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
