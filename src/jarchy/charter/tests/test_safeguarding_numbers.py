"""safeguarding.csv: checked, loaded, changed on a page, saved, forked, and what pages are given of it."""

from __future__ import annotations

from datetime import date

import pytest

from jarchy.charter import actions, queries
from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import house

US = house("test")
FILE = "safeguarding.csv"


def live(folder) -> None:
    folder.edit("campaign.toml", "live = false", "live = true")


def codes(check, folder) -> list[tuple[str, int | None]]:
    return [(fault["code"], fault["row"]) for fault in check(folder.path)[0] if fault["file"] == FILE]


def test_a_made_up_number_that_could_be_somebodys_is_a_fault(small, check):
    row = small.set(FILE, "naryn", number="0555 123 456")
    assert codes(check, small) == [("charter.somebodys_number", row)]


def test_a_real_number_may_stand_there_before_the_campaign_is_live(small, check):
    small.set(FILE, "naryn", number="0312 000 000", illustrative="no")
    assert codes(check, small) == []


def test_an_unknown_place_is_a_fault(small, check):
    row = small.set(FILE, "naryn", place="KG04999000000")
    assert ("charter.unknown_place", row) in codes(check, small)


def test_a_live_campaign_has_no_number_that_is_made_up_or_that_nobody_rang(small, check):
    live(small)
    found = codes(check, small)
    assert found.count(("charter.made_up_number", 2)) == 1
    assert {code for code, _ in found} == {"charter.made_up_number", "charter.number_not_rung"}


def test_a_live_campaign_is_told_where_nobody_answers_for_the_whole_country(small, check):
    live(small)
    small.drop(FILE, "everywhere")
    assert ("charter.nobody_everywhere", None) in codes(check, small)


def test_a_number_rung_long_ago_is_to_be_rung_again(small, check):
    live(small)
    row = small.set(FILE, "naryn", checked_on="2018-01-05", illustrative="no")
    assert ("charter.helpline_overdue", row) in codes(check, small)


def test_a_folder_may_be_without_it(small, check):
    (small.path / FILE).unlink()
    assert codes(check, small) == []


@pytest.mark.django_db
def test_it_is_loaded_changed_on_a_page_and_saved(small, tmp_path):
    actions.load_folder(small.path, US)
    edition = queries.edition("kg-2018")
    assert len(queries.safeguarding_numbers(edition)) == 10
    actions.change_row(edition, FILE, "naryn", {"hours": "8:00–18:00"}, by=US)
    actions.save_folder(queries.edition("kg-2018"), tmp_path / "out", US)
    said = (tmp_path / "out" / FILE).read_text(encoding="utf-8")
    assert said.count("8:00–18:00") == 1
    assert said.count("\n") == 11


@pytest.mark.django_db
def test_in_a_live_campaign_only_what_was_rung_is_given(small):
    actions.load_folder(small.path, US)
    edition = queries.edition("kg-2018")
    edition.live = True
    assert queries.safeguarding_numbers(edition) == []
    edition.safeguardingnumber_set.filter(slug="naryn").update(checked_on=date(2018, 8, 1))
    assert [row.slug for row in queries.safeguarding_numbers(edition)] == ["naryn"]


@pytest.mark.django_db
def test_a_fork_is_to_ring_them_all_again(small, tmp_path):
    small.set(FILE, "naryn", checked_on="2018-08-01")
    actions.load_folder(small.path, US)
    Edition.objects.get(slug="kg-2018")
    actions.new_folder("kg-2020", "kg-2018", starts=date(2020, 9, 10), into=tmp_path / "kg-2020")
    said = (tmp_path / "kg-2020" / FILE).read_text(encoding="utf-8")
    assert "2018-08-01" not in said
    assert said.count(",yes,") >= 10
