"""Sheets of other agencies: into a campaign of their own, and refused, row by row, by one that is not theirs."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from jarchy.charter.actions import folder_from_sheet, load_folder, mapping_of, save_mapping
from jarchy.charter.folder import read_folder
from jarchy.charter.foreign import sheet_mapping
from jarchy.charter.models import Edition, SheetMapping
from jarchy.fieldwork.actions import check_foreign_plans, load_foreign_plans
from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.tests.test_bring_sheets_on_the_page import agreement
from jarchy.formats.foreign_sheets import read_foreign
from jarchy.formats.sheet_mappings import Mapped, SheetMap, guessed, toml_of
from jarchy.formats.tests.samples import sample
from jarchy.forms import actions as forms
from jarchy.forms import purposes
from jarchy.forms.tests.test_killed_on_the_way import Killed
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.models import Account, Membership
from jarchy.people.queries import actor_of
from jarchy.places.models import Place
from jarchy.places.queries import territory

pytestmark = pytest.mark.django_db
US = house("test")
KG = Path(__file__).parents[4] / "campaigns" / "kg-2018"
OCHA, UNHCR, MERGED = (
    "ocha_rowca_3w_2014_hxl_alpha_tags.csv", "unhcr_3w_2014_first200.csv", "hxl_merged_cells.xlsx",
)  # fmt: skip
SAID = {  # what a person says once of each
    OCHA: {"constants": {"year": "2014"}, "leave_out": {"Indicator": ("quantity of food distributed",)}},
    UNHCR: {"constants": {"date": "2014-06-30"}},
    MERGED: {"constants": {"date": "2015-03-31"}},
    "hxl_latin1_encoding.csv": {"constants": {"date": "2015-03-31"}},
    "hxl_untagged.csv": {"constants": {"date": "2015-03-31"}},
    "hxl_fuzzy_tag_row.csv": {"constants": {"date": "2015-03-31"}},
    "hxl_preamble_and_title_rows.csv": {"constants": {"date": "2015-03-31"}},
    "hxl_multiple_header_rows.csv": {"constants": {"date": "2015-03-31", "kind": "visit"}},
}


def mapping_for(name: str, **more: object) -> SheetMap:
    sheet = read_foreign(sample(name).read_bytes(), name)
    found = guessed(sheet, "theirs")
    said = SAID[name]
    return replace(
        found, constants={**found.constants, **said["constants"]}, leave_out=said.get("leave_out", {}), **more
    )


def own_edition(name: str, tmp_path: Path, **more: object) -> Edition:
    """The campaign made of a sample, loaded."""
    (tmp_path / "theirs.toml").write_text(toml_of(mapping_for(name, **more)), "utf-8")
    made = folder_from_sheet(
        "theirs", sample(name), mapping=str(tmp_path / "theirs.toml"), base=str(KG), into=tmp_path / "theirs"
    )
    assert [one for one in made.findings if one.level == "error"] == []
    load_folder(made.path, US)
    return Edition.objects.get(slug="theirs")


def office(edition: Edition):
    account = Account.objects.create_user(email="office@example.org")
    Membership.objects.create(account=account, edition=edition, role=Role.SECRETARIAT)
    return actor_of(account, edition)


def mapped(edition: Edition, name: str) -> Mapped:
    return Mapped(
        read_foreign(sample(name).read_bytes(), name),
        mapping_of(sheet_mapping(edition, "theirs")),
        edition.slug,
    )


def brought(edition: Edition, name: str, by):
    row = forms.start_import(
        edition, "activity_report", data=sample(name).read_bytes(), name=name, by=by,
        mapping=sheet_mapping(edition, "theirs"),
    )  # fmt: skip
    return row, [fault for fault in forms.check_import(row, by=by) if fault["level"] == "error"]


@pytest.mark.parametrize("name", SAID)
def test_each_sample_becomes_a_campaign_that_has_no_fault(name, tmp_path):
    edition = own_edition(name, tmp_path)
    assert (edition.live, edition.country) == (False, "XX")
    assert sheet_mapping(edition, "theirs").version == 1
    assert {place.region_pcode[:2] for place in territory("XX").regions} == {"XX"}


@pytest.mark.parametrize("name", [OCHA, MERGED])
def test_its_rows_are_received_as_reports_and_a_second_time_add_nothing(name, tmp_path):
    edition = own_edition(name, tmp_path)
    by = office(edition)
    row, faults = brought(edition, name, by)
    assert faults == []
    forms.store_import(row, by=by)
    assert row.fresh == Report.objects.count() == (239 if name == OCHA else 4)
    again, faults = brought(edition, name, by)
    assert (faults, again.fresh, again.same) == ([], 0, row.fresh)
    if name == OCHA:
        assert Report.objects.filter(place__names__en="Gao", total=45).exists()


def test_killed_in_the_middle_nothing_is_half_there_and_nothing_twice(tmp_path):
    edition = own_edition(OCHA, tmp_path)
    by = office(edition)
    row, _faults = brought(edition, OCHA, by)
    whole, calls = purposes.purposes["activity_report"], []

    def take(submissions, by):
        calls.append(len(submissions))
        if len(calls) == 2:
            raise Killed
        return whole(submissions, by)

    purposes.purposes["activity_report"] = take
    try:
        with pytest.raises(Killed):
            forms.store_import(row, by=by)
    finally:
        purposes.purposes["activity_report"] = whole
    assert Report.objects.count() == 100
    row.refresh_from_db()
    forms.store_import(row, by=by)
    assert (row.fresh, row.same, row.refused, Report.objects.count()) == (239, 0, 0, 239)


def test_its_rows_are_planned_and_a_second_time_add_nothing(tmp_path):
    edition = own_edition(UNHCR, tmp_path)
    found = load_foreign_plans(edition, mapped(edition, UNHCR), by=US)
    assert found.is_kept and len(found.fresh) == Activity.objects.filter(edition=edition).count() == 198
    again = load_foreign_plans(edition, mapped(edition, UNHCR), by=US)
    assert (len(again.fresh), len(again.same)) == (0, 198)


def test_rows_without_a_day_are_refused_for_that_reason_and_nothing_is_planned(tmp_path):
    edition = own_edition(UNHCR, tmp_path)
    without = replace(mapping_of(sheet_mapping(edition, "theirs")), constants={"venue": "other"})
    found = load_foreign_plans(
        edition, Mapped(read_foreign(sample(UNHCR).read_bytes(), UNHCR), without, "theirs"), by=US
    )
    assert {fault["code"] for fault in found.faults} == {"foreign.no_day"} and len(found.faults) == 198
    assert not Activity.objects.exists()


def test_a_form_that_takes_no_such_sheets_says_so(tmp_path, monkeypatch):
    edition = own_edition(OCHA, tmp_path)
    monkeypatch.delitem(purposes.foreign_answers, "activity_report")
    with pytest.raises(ProblemRaised, match="not taken for the form"):
        brought(edition, OCHA, US)


def test_another_campaign_refuses_them_row_by_row_and_says_why(edition, cast):
    """tiny-2018 knows none of these organisations and places, and 2014 is not its year."""
    save_mapping(edition, mapping_for(UNHCR), by=US)
    found = check_foreign_plans(edition, mapped(edition, UNHCR), by=cast.actor(cast.daniyar))
    third = {(one["column"], one["code"]) for one in found.faults if one["row"] == 3}
    assert third == {
        ("Organisation name", "foreign.unknown_organisation"), ("Admin level 1", "foreign.unknown_place"),
        ("date", "foreign.day_outside"), ("Sector (English)", "fieldwork.unknown_line"),
        ("venue", "fieldwork.unknown_line"),
    }  # fmt: skip
    assert {one["row"] for one in found.faults} == set(range(3, 201))
    assert not Activity.objects.exists()


def test_the_register_of_the_country_stays_as_it_is(edition, tmp_path):
    before = [place.pcode for place in territory().regions]
    own_edition(UNHCR, tmp_path)
    assert [place.pcode for place in territory("KG").regions] == before
    assert not Place.objects.filter(pcode__startswith="KG").exclude(valid_to=None).exists()


def test_a_coordinator_brings_in_rows_of_her_organisation_alone(edition, cast):
    text = b"Organisation,Province,Sector,When\nYouth organisation Naryn,Naryn,talk,2018-10-20\n"
    text += b"Youth organisation Talas,Talas,talk,2018-10-20\n"
    mapping = guessed(read_foreign(text, "a.csv"), "theirs")
    mapping = replace(
        mapping, rows_are="plans", columns={**mapping.columns, "date": "When"}, constants={"venue": "market"},
        values={"organisation": {"Youth organisation Naryn": "youth-naryn", "Youth organisation Talas": "youth-talas"}},
    )  # fmt: skip
    sheet = Mapped(read_foreign(text, "a.csv"), mapping, edition.slug)
    found = load_foreign_plans(edition, sheet, by=cast.actor(cast.bakyt))
    assert [(one["row"], one["code"]) for one in found.faults] == [(3, "fieldwork.plan_not_yours")]
    assert not Activity.objects.exists()


# --- the mapping itself


def test_a_mapping_that_says_something_else_is_its_next_version_and_goes_into_the_folder(edition):
    first = save_mapping(edition, mapping_for(UNHCR), by=US)
    assert save_mapping(edition, mapping_for(UNHCR), by=US).pk == first.pk
    second = save_mapping(edition, replace(mapping_for(UNHCR), says="other words"), by=US)
    assert (second.version, SheetMapping.objects.filter(is_current=True).count()) == (2, 1)


def test_the_campaigns_folder_carries_it(tmp_path):
    edition = own_edition(MERGED, tmp_path)
    save_mapping(edition, replace(mapping_for(MERGED), says="said on a page"), by=US)
    call_command("charter", "save", "theirs", str(tmp_path / "theirs"), stdout=io.StringIO())
    assert "said on a page" in (tmp_path / "theirs" / "mappings" / "theirs.toml").read_text("utf-8")
    assert [one for one in read_folder(tmp_path / "theirs")[1] if one.level == "error"] == []
    load_folder(tmp_path / "theirs", US)
    assert sheet_mapping(edition, "theirs").version == 2


def test_the_command_says_faults_as_programs_read_them(tmp_path, capsys):
    edition = own_edition(OCHA, tmp_path)
    office(edition)
    save_mapping(edition, replace(mapping_for(OCHA), leave_out={}), by=US)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command(
            "forms", "receive", str(sample(OCHA)), "--as", "office@example.org", "--edition", "theirs",
            "--mapping", "theirs", "--json", stdout=out,
        )  # fmt: skip
    faults = [one for one in json.loads(out.getvalue())["faults"] if one["level"] == "error"]
    assert [(one["row"], one["column"], one["value"]) for one in faults] == [
        (7, "Achieved", "24.06"), (10, "Achieved", "25.02"), (11, "Achieved", "56.62"), (13, "Achieved", "28.07"),
    ]  # fmt: skip
    assert not Report.objects.exists()


# --- the page


ROWS = """Who,Where,What,When,Expected
Youth organisation of Naryn,Naryn,Discussion,2018-10-20,30
Youth organisation of Naryn,Naryn,Discussion,2018-10-21,20
"""


def test_on_the_page_the_columns_are_said_once_and_then_the_plan_is_agreed_to(cast):
    client = cast.client(cast.daniyar)
    address = "/en/work/sheets/"
    page = client.post(address, {"file": SimpleUploadedFile("rows.csv", ROWS.encode()), "step": "columns"})
    fields = agreement(page.content.decode())
    said = {
        **fields, "rows_are": "plans", "mapping_name": "ours", "column-0": "organisation", "column-1": "adm1",
        "column-2": "kind", "column-3": "date", "column-4": "expected", "constant-venue": "market",
    }  # fmt: skip
    asked = client.post(address, {**said, "step": "columns"}).content.decode()
    assert "Discussion" in asked and "Youth organisation of Naryn" in asked
    said |= {
        "word-kind-0": "Discussion", "means-kind-0": "talk",
        "word-organisation-0": "Youth organisation of Naryn", "means-organisation-0": "youth-naryn",
    }  # fmt: skip
    shown = client.post(address, {**said, "step": "keep"}).content.decode()
    assert "This would be planned" in shown and Activity.objects.count() == 0
    done = client.post(address, {**agreement(shown), "kept": "ours"}, follow=True)
    assert "2 activities planned" in done.content.decode()
    assert sorted(Activity.objects.values_list("expected", flat=True)) == [20, 30]
    again = client.post(address, {"file": SimpleUploadedFile("rows.csv", ROWS.encode()), "kept": "ours"})
    assert "Nothing is different" in again.content.decode()
