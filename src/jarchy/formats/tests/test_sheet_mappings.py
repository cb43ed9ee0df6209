"""What columns mean, said once: kept as TOML, applied to each row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.formats.foreign_days import DayFault, DaysSaid, read_day
from jarchy.formats.foreign_sheets import read_foreign
from jarchy.formats.sheet_mappings import Mapped, SheetMap, guessed, read_map, toml_of

SHEET = b"""Organisation,Province,Sector,When,Total
A,Naryn,Talk,2018-10-01,12
A,Naryn,Talk,2018-10-01,12
B,Talas,Talk,,7
"""
MAP = SheetMap(
    "ours", "reports",
    {"organisation": "Organisation", "adm1": "Province", "kind": "Sector", "date": "When", "total": "Total"},
    {"venue": "other"}, {"kind": {"Talk": "talk"}}, {"Sector": ("Food",)},
)  # fmt: skip


def rows(mapping: SheetMap = MAP, data: bytes = SHEET, edition: str = "tiny"):
    return list(Mapped(read_foreign(data, "a.csv"), mapping, edition).rows())


def test_a_mapping_goes_into_its_file_and_back():
    assert read_map(toml_of(MAP), "mappings/ours.toml") == (MAP, [])


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)


@given(st.dictionaries(words, words, max_size=5), words)
def test_whatever_words_it_holds_it_comes_back_the_same(meanings, text):
    mapping = replace(
        MAP, values={"kind": meanings} if meanings else {}, says=text, leave_out={text: (text,)}
    )
    assert read_map(toml_of(mapping), "a.toml") == (mapping, [])


def test_everything_wrong_with_it_is_said_at_once():
    text = 'name = "No name"\nrows_are = "poems"\n[columns]\norganization = "A"\n[constants]\ndate = ["x"]\n'
    found, findings = read_map(text, "a.toml")
    assert found is None
    assert {one.code for one in findings} == {
        "foreign.mapping_name", "foreign.rows_are", "foreign.mapping_key", "foreign.mapping_value",
    }  # fmt: skip
    assert any(one.params.get("better") == "organisation" for one in findings)


def test_what_it_cannot_do_without_is_said():
    _, findings = read_map('name = "a"\n', "a.toml")
    assert {one.params.get("field") for one in findings} == {"organisation", "kind", "adm1"}


def test_the_same_row_has_the_same_id_and_a_second_one_of_its_words_another():
    first, again = rows(), rows()
    assert [row.uuid for row in first] == [row.uuid for row in again]
    assert len({row.uuid for row in first}) == 3


def test_another_campaign_mapping_or_organisation_gives_another_id():
    first = {row.uuid for row in rows()}
    assert not first & {row.uuid for row in rows(edition="other")}
    assert not first & {row.uuid for row in rows(replace(MAP, name="theirs"))}


def test_what_a_word_means_here_is_no_part_of_the_id():
    mended = replace(MAP, values={"kind": {"Talk": "training"}})
    assert [row.uuid for row in rows(mended)] == [row.uuid for row in rows()]
    assert rows(mended)[0].said["kind"] == "training"


def test_rows_may_be_left_out_and_it_is_said_how_many():
    sheet = read_foreign(SHEET, "a.csv")
    mapped = Mapped(sheet, replace(MAP, leave_out={"Organisation": ("a",)}), "tiny")
    assert len(list(mapped.rows())) == 1
    assert [one.params for one in sheet.findings if one.code == "foreign.left_out"] == [{"number": "2"}]


def test_a_row_without_a_day_says_so_and_one_day_may_hold_for_all():
    assert [one.code for one in rows()[2].findings] == ["foreign.no_day"]
    assert rows(replace(MAP, constants={"date": "2018-10-05"}))[2].day == date(2018, 10, 5)


def test_a_column_that_is_not_there_is_said_with_what_was_probably_meant():
    mapped = Mapped(
        read_foreign(SHEET, "a.csv"), replace(MAP, columns={**MAP.columns, "kind": "Sectr"}), "tiny"
    )
    assert [(one.code, one.params["better"]) for one in mapped.findings] == [
        ("foreign.column_missing", "Sector")
    ]


def test_the_house_guesses_first():
    found = guessed(read_foreign(SHEET, "a.csv"), "ours")
    assert found.columns["organisation"] == "Organisation" and found.rows_are == "reports"


@pytest.mark.parametrize(
    ("said", "days", "meant"),
    [
        ({"date": "2014-06-30"}, DaysSaid(), date(2014, 6, 30)),
        ({"date": "1 March 2015"}, DaysSaid(), date(2015, 3, 1)),
        ({"date": "June"}, DaysSaid(year=2014), date(2014, 6, 30)),
        ({"month": "февраля", "year": "2016"}, DaysSaid(), date(2016, 2, 29)),
        ({"date": "2014-02"}, DaysSaid(), date(2014, 2, 28)),
        ({"date": "25/12/2014"}, DaysSaid(), date(2014, 12, 25)),
        ({"date": "9/10/2018"}, DaysSaid(order="day first"), date(2018, 10, 9)),
        ({"date": "9/10/2018"}, DaysSaid(order="month first"), date(2018, 9, 10)),
        ({"date": "41820"}, DaysSaid(), date(2014, 6, 30)),
        ({}, DaysSaid(day="2014-01-01"), date(2014, 1, 1)),
        ({"date": "9/10/2018"}, DaysSaid(), "foreign.day_or_month"),
        ({"date": "June"}, DaysSaid(), "foreign.no_year"),
        ({"date": "soon"}, DaysSaid(), "foreign.wrong_day"),
        ({"date": "31 February 2015"}, DaysSaid(), "foreign.wrong_day"),
        ({}, DaysSaid(), "foreign.no_day"),
    ],
)
def test_days_as_sheets_have_them(said, days, meant):
    found = read_day(said, days)
    assert (found.code if isinstance(found, DayFault) else found) == meant
