"""Recommendations stand in the folder, are public once the campaign is final, and go on into its fork."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from jarchy.charter import actions, queries
from jarchy.charter.folder import read_folder
from jarchy.charter.models import Edition, Lesson
from jarchy.charter.rules import EditionState
from jarchy.foundation.narrowing import house

US = house("test")
HEADER = "id,text_ky,text_ru,text_en,said_by,said_at,source_date,status,carried_from,illustrative,source,source_url\n"
TEXTS = "Жазында даярдоо,Готовить весной,Train in spring"


def lesson(slug, status, carried=""):
    return f"{slug},{TEXTS},Youth agency,closing conference,2019-01-25,{status},{carried},yes,illustrative,\n"


@pytest.fixture
def loaded(db, small):
    (small.path / "lessons.csv").write_text(
        HEADER + lesson("spring", "open") + lesson("cards", "accepted", "kg-2017") + lesson("phones", "done"),
        encoding="utf-8",
    )
    actions.load_folder(small.path, US)
    return small


def test_a_folder_without_the_table_is_whole(small):
    _, findings = read_folder(small.path)
    assert not [one for one in findings if one.file == "lessons.csv"]


def test_a_status_that_there_is_not_is_a_fault_with_its_place(small):
    (small.path / "lessons.csv").write_text(HEADER + lesson("spring", "maybe"), encoding="utf-8")
    _, findings = read_folder(small.path)
    (found,) = [one for one in findings if one.file == "lessons.csv"]
    assert (found.level, found.row, found.column, found.code) == (
        "error",
        2,
        "status",
        "table.unknown_choice",
    )


def test_the_public_reads_its_own_ones_at_the_end_and_not_before(loaded):
    edition = queries.edition("kg-2018")
    assert queries.lessons(edition) == []
    Edition.objects.update(state=EditionState.FINAL)
    assert [one.slug for one in queries.lessons(queries.edition("kg-2018"))] == ["spring", "phones"]


def test_the_fork_carries_what_is_not_done_with_and_says_from_where(loaded, tmp_path):
    forked = actions.new_folder("kg-2020", "kg-2018", starts=date(2020, 9, 10), into=tmp_path / "kg-2020")
    text = (forked.path / "lessons.csv").read_text(encoding="utf-8")
    carried = {row["id"]: row["carried_from"] for row in csv.DictReader(io.StringIO(text))}
    assert carried == {"spring": "kg-2018", "cards": "kg-2017"}
    assert not [one for one in forked.findings if one.level == "error"]


def test_one_is_changed_on_a_page_and_goes_back_into_the_folder(loaded, tmp_path):
    edition = queries.edition("kg-2018")
    actions.change_row(edition, "lessons.csv", "spring", {"status": "accepted"}, by=US)
    assert Lesson.objects.get(slug="spring").status == "accepted"
    actions.save_folder(queries.edition("kg-2018"), loaded.path, US)
    assert lesson("spring", "accepted") in (loaded.path / "lessons.csv").read_text(encoding="utf-8")
