"""What is wrong with a plan that came as a sheet is told by row, and nothing of it is planned."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.tests.filled_plans import ROW, Sheet, faults
from jarchy.formats.blanks import HEAD
from tests.tiny import TALAS, YOUTH_NARYN, YOUTH_TALAS

pytestmark = pytest.mark.django_db


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

    def test_those_of_with_whom_whose_money_and_how_often(self, field, blank, load):
        sheet = blank()
        first = sheet.fill(
            {**ROW, "cohosts": "Youth agency; Youth agensy"},
            {**ROW, "supported_by": "Youth agency; Youth organisation, Talas", "sessions": 0},
            {**ROW, "cohosts": YOUTH_NARYN},
        )
        said = load(sheet)
        assert set(faults(said)) == {
            (first, "cohosts", "fieldwork.unknown_line"),
            (first + 1, "supported_by", "fieldwork.unknown_line"),
            (first + 1, "sessions", "table.number_out_of_range"),
            (first + 2, "cohosts", "fieldwork.cohost_is_host"),
        }
        assert "Youth agency" in said.faults[0]["remedy"] and all(fault["remedy"] for fault in said.faults)

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

    def test_a_regional_coordinator_plans_in_her_places_alone(self, field, blank, load):
        sheet = blank(YOUTH_TALAS)
        row = sheet.fill({**ROW, "rayon": "Kara-Buura rayon", "village": None}, ROW)
        said = load(sheet, by=field.cast.gulnara)
        assert [code for _, _, code in faults(said)] == ["fieldwork.plan_not_yours"]
        assert faults(said)[0][0] in (row, row + 1) and Activity.objects.count() == 0

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
