"""What `jarchy charter check` says of a folder that somebody spoilt. No test here may touch a database."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from jarchy.charter.tests.conftest import KG_2018, Copy
from jarchy.charter.tests.spoilt import SPOILT, rewritten, without

KEYS = ["level", "file", "row", "column", "value", "code", "message", "remedy"]

MAY_LACK = ("place_names.csv", "logos.csv", "documents.csv", "figure_notes.csv", "lessons.csv")


@pytest.mark.parametrize("what", SPOILT)
def test_it_says_where_it_is_and_how_to_mend(what, small, check):
    folder = small
    spoil, file, column, code = SPOILT[what]
    row = spoil(folder)
    if code in {"charter.parts_exceed_total"}:  # said at the total, whichever part was raised
        row = folder.row_of(file, {"targets.csv": "activities", "published.csv": "sana-sezim-calls"}[file])
    if code in {"charter.toml_missing", "charter.age_bands"} or column == "name.ru":
        row = next((fault["row"] for fault in check(folder.path)[0] if fault["code"] == code), None)
    faults, exit_code = check(folder.path)
    found = [(f["file"], f["row"], f["column"], f["code"]) for f in faults]
    assert (file, row, column, code) in found
    assert exit_code == 1
    for fault in faults:
        assert list(fault) == KEYS
        assert fault["level"] in {"error", "warning"}
        assert fault["message"] and fault["remedy"] and "{" not in fault["message"] + fault["remedy"]


def test_the_real_folder_has_no_error_and_four_helplines_to_check_again(check):
    faults, exit_code = check(KG_2018)
    assert exit_code == 0
    assert {f["code"] for f in faults} == {"charter.helpline_overdue"}
    assert [(f["level"], f["file"], f["column"]) for f in faults] == [
        ("warning", "helplines.csv", "source_date")
    ] * 4


@pytest.mark.parametrize(("encoding", "named"), [("cp1251", "Windows-1251"), ("utf-16", "UTF-16")])
@pytest.mark.parametrize("file", ["topics.csv", "campaign.toml"])
def test_a_file_in_another_encoding(encoding, named, file, folder, check):
    rewritten(file, encoding)(folder)
    faults, exit_code = check(folder.path)
    fault = next(f for f in faults if f["code"] == "table.encoding")
    assert (fault["file"], exit_code) == (file, 1)
    assert named in fault["message"]


@pytest.mark.parametrize(
    "file", ["campaign.toml", *sorted(p.name for p in KG_2018.glob("*s.csv") if p.name not in MAY_LACK)]
)
def test_a_missing_file(file, folder, check):
    without(file)(folder)
    faults, exit_code = check(folder.path)
    assert (file, "table.file_missing", 1) in [(f["file"], f["code"], exit_code) for f in faults]


def test_a_missing_form(folder, check):
    without("forms/activity_report.xlsx")(folder)
    faults, exit_code = check(folder.path)
    assert [(f["file"], f["code"]) for f in faults if f["level"] == "error"] == [
        ("forms/activity_report.xlsx", "table.file_missing")
    ]
    assert exit_code == 1


def test_a_slip_in_the_campaigns_page_is_not_said_again_at_every_text(folder, check):
    folder.edit("campaign.toml", "live = false", "live = flase")
    errors = [f for f in check(folder.path)[0] if f["level"] == "error"]
    assert [(f["file"], f["row"], f["code"]) for f in errors] == [("campaign.toml", 8, "charter.toml")]


def test_everything_is_said_at_once(folder, check):
    for spoil, *_ in (
        SPOILT["a reason without its Russian"],
        SPOILT["an unknown topic"],
        SPOILT["targets of oblasts above the country's"],
    ):
        spoil(folder)
    without("venues.csv")(folder)
    codes = {f["code"] for f in check(folder.path)[0] if f["level"] == "error"}
    assert codes == {
        "table.text_missing",
        "charter.unknown_topic",
        "charter.parts_exceed_total",
        "table.file_missing",
    }


def test_a_misspelt_id_is_answered_with_the_one_that_was_meant(folder, check):
    folder.set("facts.csv", "sign-debt", topic="forced_labor")
    fault = next(f for f in check(folder.path)[0] if f["level"] == "error")
    assert fault["value"] == "forced_labor"
    assert "forced_labour" in fault["remedy"]


def test_a_list_that_cannot_be_read_is_said_once_and_not_at_every_row(folder, check):
    without("topics.csv")(folder)
    errors = [f for f in check(folder.path)[0] if f["level"] == "error"]
    assert [f["file"] for f in errors] == ["topics.csv"]


def header_alone(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")


@pytest.mark.parametrize("file", ["territory.csv", "settlements.csv", "venues.csv", "topics.csv"])
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (Path.unlink, "table.file_missing"),
        (lambda path: path.write_bytes(b""), "table.empty"),
        (header_alone, "table.no_rows"),
        (lambda path: path.write_bytes(path.read_bytes() + b'x,"'), "table.broken_quotes"),
        (lambda path: path.write_bytes(b"\n" + path.read_bytes()), "table.column_missing"),
    ],
)
def test_a_table_that_others_name_rows_of_is_said_once_whatever_befell_it(file, spoil, code, folder, check):
    spoil(folder.path / file)
    faults = [f for f in check(folder.path)[0] if f["level"] == "error"]
    assert {f["file"] for f in faults} == {file}
    assert code in {f["code"] for f in faults}


@pytest.mark.parametrize("file", ["territory.csv", "settlements.csv"])
def test_the_rest_is_judged_without_a_table_of_places(file, folder, check):
    without(file)(folder)
    row = folder.set("work_plan.csv", "issyk-kul-prep-1", organisation="nobody")
    found = [(f["file"], f["row"]) for f in check(folder.path)[0] if f["level"] == "error"]
    assert found == [(file, None), ("work_plan.csv", row)]


def test_a_place_of_no_rayon_is_said_though_settlements_are_missing(folder, check):
    without("settlements.csv")(folder)
    folder.set("work_plan.csv", "issyk-kul-prep-1", place="KG09999000000")
    assert "charter.unknown_place" in {f["code"] for f in check(folder.path)[0]}


@pytest.mark.parametrize("typed", ["сollege", "college\u200b"])
def test_a_slip_in_a_row_is_not_said_again_where_the_row_is_named(typed, folder, check):
    folder.edit("venues.csv", "college,", f"{typed},")
    faults = [f for f in check(folder.path)[0] if f["level"] == "error"]
    assert [f["file"] for f in faults] == ["venues.csv"]


def test_a_form_is_not_asked_to_say_what_a_spoilt_table_says(folder, check):
    rewritten("venues.csv", "cp1251")(folder)
    assert [f["code"] for f in check(folder.path)[0] if f["level"] == "error"] == ["table.encoding"]


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 100_000])
def test_a_value_without_end_on_the_campaigns_page_is_a_fault_like_others(value, folder, check):
    folder.edit("campaign.toml", "review_months = 6", f"review_months = {value}")
    assert "charter.toml" in {f["code"] for f in check(folder.path)[0]}


def test_a_missing_map_is_said_once(folder, check):
    shutil.rmtree(folder.path / "map")
    maps = [f["file"] for f in check(folder.path)[0] if f["code"].startswith("places.")]
    assert maps == ["map/adm1.geojson", "map/adm2.geojson"]


def test_a_file_too_large_to_be_a_table_is_not_said_to_be_missing(folder, check):
    (folder.path / "venues.csv").write_bytes(b"x" * 20_000_001)
    assert [f["code"] for f in check(folder.path)[0] if f["level"] == "error"] == ["charter.file_too_large"]


def test_warnings_alone_are_no_failure_and_the_slug_is_not_the_folders_name(folder, check, tmp_path):
    shutil.move(folder.path, tmp_path / "another name")
    assert check(tmp_path / "another name")[1] == 0


def test_a_helpline_that_was_rung_is_not_overdue(folder, check):
    folder.set("helplines.csv", "189", checked_on="2018-10-01")
    numbers = [f["row"] for f in check(folder.path)[0]]
    assert folder.row_of("helplines.csv", "189") not in numbers


def test_a_folder_that_is_not_there(tmp_path, check):
    faults, exit_code = check(tmp_path / "nowhere")
    assert ([f["code"] for f in faults], exit_code) == (["charter.no_folder"], 1)


def test_sentences_come_in_the_readers_language(folder, check):
    folder.set("topics.csv", "migration", name_ky="Коӊшу")
    said = {
        language: check(folder.path, "--language", language)[0][0]["message"]
        for language in ("en", "ru", "ky")
    }
    assert len(set(said.values())) == 3


def test_people_read_where_and_how_to_mend(folder):
    row = folder.set("targets.csv", "on_time", value="80,5")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("charter", "check", str(folder.path), stdout=out)
    said = out.getvalue()
    assert f"error: targets.csv, row {row}, value: " in said
    assert "80.5" in said
    assert "1 error, 4 warnings" in said


def test_an_unknown_verb_fails():
    with pytest.raises(CommandError):
        call_command("charter", "burn", str(KG_2018))


def test_a_form_that_unpacks_without_end_is_not_opened(folder, check):
    with zipfile.ZipFile(folder.path / "forms" / "activity_report.xlsx", "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet9.xml", b"0" * 101 * 1024 * 1024)
    faults = [f for f in check(folder.path)[0] if f["level"] == "error"]
    assert {f["file"] for f in faults} == {"forms/activity_report.xlsx"}
    assert "unpacks to more than" in faults[0]["message"]


class TestTheFormsLists:
    """The tables are the master: a form says the same, or check says where it does not."""

    def spoil(self, folder: Copy, list_name: str, name: str, column: str, value: str) -> int:
        path = folder.path / "forms" / "activity_report.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = book["choices"]
        columns = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
        for row in range(2, sheet.max_row + 1):
            if (sheet.cell(row, 1).value, sheet.cell(row, 2).value) == (list_name, name):
                sheet.cell(row, columns[column]).value = value
                book.save(path)
                return row
        raise AssertionError(name)

    def faults(self, folder: Path, check) -> list[tuple[object, ...]]:
        return [(f["file"], f["row"], f["column"], f["value"], f["code"]) for f in check(folder)[0]]

    @pytest.mark.parametrize(
        ("list_name", "name"), [("kind", "talk"), ("topic", "migration"), ("venue", "school")]
    )
    def test_a_choice_that_the_tables_lack(self, list_name, name, folder, check):
        row = self.spoil(folder, list_name, name, "name", f"{name}s")
        found = self.faults(folder.path, check)
        assert ("forms/activity_report.xlsx", row, "name", f"{name}s", "charter.choice_unknown") in found

    @pytest.mark.parametrize("language", ["English (en)", "Русский (ru)", "Кыргызча (ky)"])
    def test_a_choice_that_is_named_otherwise(self, language, folder, check):
        row = self.spoil(folder, "kind", "talk", f"label::{language}", "Chat")
        found = self.faults(folder.path, check)
        assert (
            "forms/activity_report.xlsx",
            row,
            f"label::{language}",
            "Chat",
            "charter.choice_named_otherwise",
        ) in found

    def test_regions_are_compared_by_their_codes_alone(self, folder, check):
        self.spoil(folder, "adm1", "KG06000000000", "label::English (en)", "Osh, the region")
        assert not [f for f in check(folder.path)[0] if f["level"] == "error"]
        row = self.spoil(folder, "adm1", "KG06000000000", "name", "KG09000000000")
        assert row in [f["row"] for f in check(folder.path)[0] if f["code"] == "charter.choice_unknown"]

    def test_a_workbook_that_is_none(self, folder, check):
        (folder.path / "forms" / "activity_report.xlsx").write_bytes(b"PK, but not really")
        assert "charter.workbook_unreadable" in {f["code"] for f in check(folder.path)[0]}
