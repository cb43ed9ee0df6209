"""Days by places, large and by district."""

from __future__ import annotations

from datetime import date

from django.test import Client

from jarchy.charter.actions import move_today
from jarchy.website.tests.holding import BY, held, post
from jarchy.website.tests.reading import read, rows, section
from tests.tiny import AK_JAR, BEISHEKE, BISHKEK, NARYN


def page(path: str = ""):
    return read(Client().get(f"/en/tiny-2018/where/{path}").content.decode())


def test_weeks_hold_what_is_open_and_what_is_closed(campaign):
    post(campaign, held(date(2018, 9, 19), people=40), held(date(2018, 9, 20), people=15, is_open=False))
    move_today(campaign, date(2018, 10, 8), BY)
    table = rows(section(page(), "weeks").all("table")[0])
    assert table[0] == ["Week from", "Naryn", "Talas", "Bishkek"]
    assert table[2] == ["17 Sep", "2", "0", "0"]


def test_the_last_days_are_shown_by_place_and_count_what_is_held_in_two_places_on_a_day_once(campaign):
    post(campaign, held(date(2018, 9, 19)), held(date(2018, 9, 19), pcode=BEISHEKE))
    move_today(campaign, date(2018, 10, 6), BY)
    table = rows(section(page(), "strip").all("table")[0])
    assert table[-1][:5] == ["All places", "1", "2", "0", "2"]


def test_an_oblast_shows_its_districts_of_the_last_midnight_and_says_so(campaign):
    post(campaign, held(date(2018, 9, 19)), held(date(2018, 9, 20), pcode=AK_JAR, people=12))
    move_today(campaign, date(2018, 10, 6), BY)
    post(campaign, held(date(2018, 9, 21), people=50))
    found = page(f"{NARYN}/")
    assert (
        "as of the midnight before 6 October 2018 (entry 2 of the journal)"
        in found.all("p", class_="lede")[0].text
    )
    table = rows(section(found, "strip").all("table")[0])
    assert [(row[0], row[5]) for row in table[1:]] == [
        ("At-Bashy", "12"),
        ("Kochkor", "30"),
        ("All places", "42"),
    ]


def test_a_city_of_the_republic_is_its_own_only_district(campaign):
    post(campaign, held(date(2018, 9, 19), pcode=BISHKEK))
    move_today(campaign, date(2018, 10, 6), BY)
    table = rows(section(page(f"{BISHKEK}/"), "strip").all("table")[0])
    assert [row[0] for row in table[1:]] == ["Bishkek", "All places"]
    assert "Bishkek 1" in section(page(), "rayons").text


def test_where_nothing_is_shown_it_is_no_zero(campaign):
    assert "no report to show yet" in section(page(), "rayons").text
