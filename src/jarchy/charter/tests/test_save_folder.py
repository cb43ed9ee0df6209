"""Saving: what was changed on the pages goes back, all else as it was, byte by byte."""

from __future__ import annotations

import filecmp
from datetime import date
from pathlib import Path

import pytest

from jarchy.charter import actions, queries
from jarchy.charter.on_pages import read_on_page, table_on_page
from jarchy.charter.tests.conftest import Copy
from jarchy.foundation.narrowing import house

pytestmark = pytest.mark.django_db
US = house("test")


def differing(one: Path, other: Path) -> set[str]:
    names = {p.relative_to(base).as_posix() for base in (one, other) for p in base.rglob("*") if p.is_file()}
    return {
        n
        for n in names
        if not (one / n).is_file()
        or not (other / n).is_file()
        or not filecmp.cmp(one / n, other / n, shallow=False)
    }


@pytest.fixture
def edition(small):
    path = small.path / "topics.csv"  # as a spreadsheet on Windows leaves it
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    actions.load_folder(small.path, US)
    return queries.edition("kg-2018")


def test_nothing_changed_gives_the_same_bytes(edition, small, tmp_path):
    saved = actions.save_folder(edition, tmp_path / "out", US)
    assert saved.changed == ()
    assert differing(small.path, tmp_path / "out") == set()


def test_into_the_folder_itself_writes_no_file(edition, small):
    assert actions.save_folder(edition, small.path, US).written == ()


def test_one_change_touches_its_row_and_the_revision_alone(edition, small, tmp_path):
    before = (small.path / "targets.csv").read_text(encoding="utf-8").split("\n")
    actions.change_row(edition, "targets.csv", "on_time", {"value": 75}, by=US)
    actions.save_folder(edition, tmp_path / "out", US)
    assert differing(small.path, tmp_path / "out") == {"targets.csv", "campaign.toml"}
    after = (tmp_path / "out" / "targets.csv").read_text(encoding="utf-8").split("\n")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1 and changed[0][1] == changed[0][0].replace(",80,", ",75,", 1)


def test_days_go_into_campaign_toml_and_its_comments_stay(edition, tmp_path):
    actions.change_days(edition, {"reports_until": date(2018, 12, 28)}, by=US)
    actions.save_folder(edition, tmp_path / "out", US)
    text = (tmp_path / "out" / "campaign.toml").read_text(encoding="utf-8")
    assert "reports_until = 2018-12-28              # illustrative" in text
    assert "revision = 1" in text


def test_what_was_saved_loads_and_saves_the_same_again(edition, tmp_path):
    actions.change_row(
        edition, "helplines.csv", "189", {"checked_on": date(2018, 11, 1), "hours": "9-18"}, by=US
    )
    actions.save_folder(edition, tmp_path / "one", US)
    assert actions.load_folder(tmp_path / "one", US).is_same
    actions.save_folder(edition, tmp_path / "two", US)
    assert differing(tmp_path / "one", tmp_path / "two") == set()
    line = next(one for one in queries.helplines(edition) if one.slug == "189")
    assert (line.check_again_on, line.is_overdue) == (date(2019, 5, 1), False)


def test_a_campaign_toml_with_windows_line_ends_keeps_them(small, tmp_path):
    path = small.path / "campaign.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    actions.load_folder(small.path, US)
    actions.change_days(queries.edition("kg-2018"), {"final_on": date(2019, 1, 20)}, by=US)
    actions.save_folder(queries.edition("kg-2018"), tmp_path / "out", US)
    said = (tmp_path / "out" / "campaign.toml").read_bytes()
    assert b"final_on = 2019-01-20\r\n" in said
    assert actions.load_folder(tmp_path / "out", US).is_same


def test_an_organisation_that_drops_out_goes_back_too(edition, tmp_path):
    slug = next(iter(table_on_page(edition, "organisations.csv")))
    cells = table_on_page(edition, "organisations.csv")[slug] | {"until": "2018-10-20", "name_en": "Renamed"}
    values, faults = read_on_page(edition, "organisations.csv", cells)
    assert faults == []
    changed = {name: values[name] for name in ("until", "name")}
    actions.change_row(edition, "organisations.csv", slug, changed, by=US, why="left")
    actions.save_folder(edition, tmp_path / "out", US)
    row = next(row for row in Copy(tmp_path / "out").rows("organisations.csv") if row["id"] == slug)
    assert (row["until"], row["name_en"]) == ("2018-10-20", "Renamed")


def test_a_row_typed_on_a_page_is_read_as_strictly_as_the_file(edition):
    cells = table_on_page(edition, "targets.csv")["on_time"] | {"value": "80,5"}
    _, faults = read_on_page(edition, "targets.csv", cells)
    assert [(one.column, one.code) for one in faults] == [("value", "table.decimal_comma")]
