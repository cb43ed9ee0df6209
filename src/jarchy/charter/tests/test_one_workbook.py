"""The whole charter as one workbook: out, changed in a spreadsheet, in again."""

from __future__ import annotations

import csv
import io
import json
import tomllib
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from jarchy.charter import actions, queries
from jarchy.charter.folder import Folder, read_sheets, sheets_of
from jarchy.charter.folder.toml_text import edited, flat, nested, text_of
from jarchy.charter.models import Audience, Edition
from jarchy.charter.tests.conftest import KG_2018, Copy
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

US = house("test")


class Book:
    """A workbook on the disk, changed as a person does it in a spreadsheet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, sheet: str, row_id: str, column: str, value: object) -> int:
        """Write into the cell under this column in the row of this id; the row."""
        book = load_workbook(self.path)
        page = book[sheet]
        header = [cell.value for cell in page[1]]
        row = next(
            n for n, cells in enumerate(page.iter_rows(values_only=True), start=1) if cells[0] == row_id
        )
        page.cell(row, header.index(column) + 1).value = value
        book.save(self.path)
        return row

    def change(self, change) -> None:
        book = load_workbook(self.path)
        change(book)
        book.save(self.path)


@pytest.fixture
def book(small: Copy, tmp_path: Path) -> Book:
    """The small campaign's workbook; nothing is loaded."""
    path = tmp_path / "kg-2018.xlsx"
    path.write_bytes(sheets_of(Folder.at(small.path)))
    return Book(path)


@pytest.fixture
def saved(small: Copy, tmp_path: Path, db) -> Book:
    """The same of a loaded campaign, as the command writes it."""
    actions.load_folder(small.path, US)
    path = tmp_path / "kg-2018.xlsx"
    call_command("charter", "save", "kg-2018", str(path), stdout=io.StringIO())
    return Book(path)


def load(book: Book) -> dict:
    out = io.StringIO()
    call_command("charter", "load", str(book.path), "--yes", "--json", stdout=out)
    return json.loads(out.getvalue())


def where(faults) -> list[tuple]:
    return [(f["file"], f["row"], f["column"], f["code"]) for f in faults if f["level"] == "error"]


class TestOutAndInAgain:
    def test_a_sheet_for_each_table_and_one_with_keys_and_values(self, book):
        sheets = load_workbook(book.path)
        assert sheets.sheetnames[0] == "campaign"
        tables = {name.removesuffix(".csv") for name in Folder.at(KG_2018).names(ending=".csv")}
        assert set(sheets.sheetnames) == tables | {"campaign"}
        said = {row[0]: row[1] for row in sheets["campaign"].iter_rows(values_only=True)}
        assert (said["slug"], said["starts"], said["languages"]) == ("kg-2018", "2018-09-10", "ky ru en")
        assert (said["age_bands.2.from"], said["name.en"]) == (
            "14",
            "100 Days Against Trafficking in Persons",
        )

    def test_codes_stay_text_days_are_days_and_numbers_numbers(self, book):
        sheets = load_workbook(book.path)
        header = [cell.value for cell in sheets["territory"][1]]
        first = dict(zip(header, sheets["territory"][2], strict=True))
        assert (first["soate"].value, first["soate"].number_format) == ("41702000000000", "@")
        assert first["area_km2"].value == 42257.3
        assert isinstance(sheets["published"]["J2"].value, datetime)

    def test_the_real_campaign_comes_back_byte_by_byte(self):
        folder = Folder.at(KG_2018)
        assert read_sheets(sheets_of(folder), "x.xlsx", lambda slug: folder).folder.files == folder.files

    def test_it_checks_as_clean_as_the_folder_without_a_database(self, book, check):
        faults, code = check(book.path)
        assert (where(faults), code) == ([], 0)
        assert {fault["code"] for fault in faults} == {"charter.helpline_overdue"}

    def test_loading_it_changes_nothing(self, saved):
        before = Edition.objects.values().get()
        assert load(saved) == {"edition": "kg-2018", "added": 0, "changed": 0, "retired": 0}
        assert Edition.objects.values().get() == before

    def test_saving_it_again_leaves_it_alone(self, saved):
        assert actions.save_folder(queries.edition("kg-2018"), saved.path, US).written == ()

    def test_without_the_edition_beside_it_says_the_same(self, book):
        files = read_sheets(book.path.read_bytes(), "x.xlsx").folder
        again = read_sheets(sheets_of(files), "x.xlsx").folder
        assert again.files == files.files


class TestChangedInASpreadsheet:
    def test_a_changed_cell_changes_its_row_and_forms_stay(self, saved):
        forms = Edition.objects.get().files.filter(name__startswith="forms/").count()
        saved.set("audiences", "pupils", "name_en", "Pupils of schools ")
        assert load(saved) == {"edition": "kg-2018", "added": 0, "changed": 1, "retired": 0}
        assert Audience.objects.get(slug="pupils").names["en"] == "Pupils of schools"
        assert Edition.objects.get().files.filter(name__startswith="forms/").count() == forms > 0

    def test_what_a_form_says_otherwise_is_told_at_the_form(self, saved):
        saved.set("topics", "migration", "name_en", "Going abroad")
        out = io.StringIO()
        with pytest.raises(SystemExit):
            call_command("charter", "load", str(saved.path), "--yes", "--json", stdout=out)
        faults = where(json.loads(out.getvalue())["faults"])
        assert {fault[0] for fault in faults} == {"forms/activity_check.xlsx", "forms/activity_report.xlsx"}

    def test_who_approves_and_by_when_is_changed_in_a_cell(self, saved):
        saved.set("campaign", "approvals.briefing.due_days", "value", 4)
        saved.set("campaign", "approvals.briefing.by", "value", "migration-service")
        load(saved)
        approvals = {"briefing": {"by": ["migration-service"], "due_days": 4}}
        assert Edition.objects.get().charter["approvals"] == approvals

    def test_a_day_typed_as_a_day_moves_the_campaign_and_the_comments_stay(self, saved):
        saved.set("campaign", "reports_until", "value", date(2018, 12, 28))
        load(saved)
        edition = Edition.objects.get()
        assert edition.reports_until == date(2018, 12, 28)
        text = bytes(edition.files.get(name="campaign.toml").content).decode()
        assert "reports_until = 2018-12-28              # illustrative" in text

    def test_a_folder_older_than_the_workbook_stops(self, saved, small):
        saved.set("targets", "on_time", "value", 75)
        load(saved)
        with pytest.raises(ProblemRaised) as stopped:
            actions.load_folder(small.path, US)
        assert stopped.value.code == "charter.folder_older"
        actions.save_folder(Edition.objects.get(), small.path, US)
        assert {row["id"]: row["value"] for row in small.rows("targets.csv")}["on_time"] == "75"
        assert actions.load_folder(small.path, US).is_same

    def test_a_workbook_older_than_a_page_stops(self, saved):
        actions.change_row(Edition.objects.get(), "targets.csv", "on_time", {"value": 60}, by=US)
        saved.set("targets", "on_time", "value", 75)
        with pytest.raises(ProblemRaised) as stopped:
            actions.load_folder(saved.path, US)
        assert stopped.value.code == "charter.folder_older" and "60" in stopped.value.sentence

    def test_the_same_workbook_twice_changes_nothing_the_second_time(self, saved):
        saved.set("targets", "on_time", "value", 75)
        assert load(saved)["changed"] == 1
        assert load(saved) == {"edition": "kg-2018", "added": 0, "changed": 0, "retired": 0}


class TestWhatASpreadsheetDoesToCells:
    def test_a_code_kept_as_a_number_is_whole(self, saved):
        saved.set("territory", "KG02000000000", "soate", 41702000000000.0)
        assert load(saved)["changed"] == 0

    def test_a_mangled_code_is_told_where_it_stands(self, book, check):
        row = book.set("territory", "KG02000000000", "soate", "4.1702E+13")
        faults, code = check(book.path)
        assert where(faults) == [("territory", row, "soate", "table.mangled_number")] and code == 1

    def test_true_and_a_moment_are_yes_and_a_day(self, saved):
        saved.set("topics", "migration", "public", True)
        saved.set("helplines", "189", "source_date", datetime(2017, 4, 1))  # noqa: DTZ001  as a spreadsheet has it
        assert load(saved)["changed"] == 0

    def test_faults_of_keys_stand_in_their_rows(self, book, check):
        starts = book.set("campaign", "starts", "value", "10.09.2018")
        slip = book.set("campaign", "time_zone", "key", "time_zon")
        review = book.set("campaign", "rules.review_months", "value", "six")
        faults, _ = check(book.path)
        assert set(where(faults)) >= {
            ("campaign", starts, "value", "charter.toml_not_a_day"),
            ("campaign", slip, "key", "charter.toml_unknown_key"),
            ("campaign", review, "value", "charter.toml_out_of_range"),
            ("campaign", None, "value", "charter.toml_missing"),
        }
        assert any("rules.review_months" in f["message"] for f in faults)

    def test_a_key_that_stands_there_twice(self, book, check):
        row = book.set("campaign", "slogan.ky", "key", "name.ky")
        faults, _ = check(book.path)
        assert ("campaign", row, "key", "charter.key_twice") in where(faults)

    def test_a_missing_sheet_and_a_misnamed_one(self, book, check):
        book.change(lambda sheets: setattr(sheets["topics"], "title", "topcis"))
        faults, _ = check(book.path)
        assert ("topics", None, None, "table.file_missing") in where(faults)
        slip = next(f for f in faults if f["code"] == "charter.sheet_unknown")
        assert slip["level"] == "warning" and "“topics”" in slip["remedy"]

    def test_a_workbook_without_the_sheet_campaign_says_that_alone_of_it(self, book, check):
        book.change(lambda sheets: sheets.remove(sheets["campaign"]))
        faults, _ = check(book.path)
        assert [f["code"] for f in faults if f["file"] == "campaign"] == ["table.file_missing"]


class TestWhatIsNoWorkbookOfOurs:
    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"id,name\n"])
    def test_is_told_in_one_sentence(self, tmp_path, check, data):
        path = tmp_path / "kg-2018.xlsx"
        path.write_bytes(data)
        faults, code = check(path)
        assert [f["code"] for f in faults] == ["charter.workbook_unreadable"] and code == 1

    def test_one_that_unpacks_without_end_is_not_unpacked(self, book, check):
        with zipfile.ZipFile(book.path, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/worksheets/zeros.bin", bytes(120_000_000))
        faults, _ = check(book.path)
        assert [f["code"] for f in faults] == ["charter.workbook_unreadable"]
        assert "unpacks" in faults[0]["message"]

    def test_one_with_a_cell_in_its_last_column_is_refused_in_a_moment(self, tmp_path, check):
        made = Workbook()
        made.active.title = "topics"
        made.active["XFD1000000"] = "x"
        path = tmp_path / "far.xlsx"
        made.save(path)
        faults, _ = check(path)
        assert "table.file_missing" in {f["code"] for f in faults}

    def test_one_that_asks_for_other_files_is_refused(self, book, check):
        with zipfile.ZipFile(book.path, "a") as package:
            package.writestr(
                "xl/more.xml", '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
            )
        faults, _ = check(book.path)
        assert [f["code"] for f in faults] == ["charter.workbook_unreadable"]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
    max_size=20,
)
cells = st.one_of(
    words, st.sampled_from(["=1+1", "007", "41702000000000", "2018-09-10", "1.50", "75", "yes", "-3", "a\nb"])
)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6), st.lists(cells, min_size=3, max_size=3))
def test_whatever_stands_in_a_table_comes_back_as_it_was(rows, first):
    """Folder to workbook to folder: the bytes of every table, whatever its cells."""
    lines = [["id", "name_en", "note"], *([f"r{n}", *row[1:]] for n, row in enumerate([first, *rows]))]
    data = _csv(lines)
    folder = Folder({"topics.csv": data, "campaign.toml": b'slug = "x"\n'})
    assert read_sheets(sheets_of(folder), "x.xlsx", lambda slug: folder).folder.files == folder.files


def _csv(lines) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue().encode()


keys = st.text("abcdefgh_", min_size=1, max_size=6)
values = st.one_of(
    words, st.integers(-9999, 9999), st.booleans(), st.dates(), st.lists(keys, min_size=1, max_size=3)
)
tables = st.dictionaries(
    keys, st.one_of(values, st.dictionaries(keys, values, min_size=1, max_size=3)), max_size=5
)


@given(tables, tables)
def test_any_campaign_toml_can_be_edited_into_any_other(before, after):
    assert nested(flat(after)) == after
    assert tomllib.loads(text_of(after)) == after
    assert tomllib.loads(edited(text_of(before), after)) == after
