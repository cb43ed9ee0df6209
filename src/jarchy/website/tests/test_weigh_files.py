"""A file's size stands beside its link before anybody loads it."""

from __future__ import annotations

from datetime import date

from django.test import Client

from jarchy.charter.actions import move_today
from jarchy.publications.public_files import MAKERS
from jarchy.website.actions import weigh_files
from jarchy.website.tests.holding import BY, held, post
from jarchy.website.tests.reading import read, section


def offered(language: str = "en") -> list[str]:
    page = read(Client().get(f"/{language}/tiny-2018/downloads/").content.decode())
    return [one.text for one in section(page, "files").all("span", class_="num")]


def loaded(name: str) -> int:
    response = Client().get(f"/en/tiny-2018/{name}")
    return len(b"".join(response.streaming_content) if response.streaming else response.content)


def test_without_a_weight_the_format_stands_alone(campaign):
    assert offered() == ["CSV", "XLSX", "iCalendar", "JSON"]


def test_the_weight_is_that_of_the_file(campaign):
    post(campaign, *[held(date(2018, 9, 13), people=40) for _ in range(30)])
    move_today(campaign, date(2018, 10, 6), BY)
    weigh_files()
    csv, _, _, json = offered()
    assert csv == f"CSV, {round(loaded('5w.csv') / 1000)}\u00a0kB"
    assert json == f"JSON, {round(loaded('public.json') / 1000)}\u00a0kB"
    assert offered("ky")[0].endswith("\u00a0кБ")


def test_a_second_run_weighs_nothing_until_the_next_midnight(campaign):
    assert len(weigh_files()) == len(MAKERS) * 3
    assert weigh_files() == []
    post(campaign, held(date(2018, 9, 13), people=40))
    move_today(campaign, date(2018, 10, 6), BY)
    assert len(weigh_files()) == len(MAKERS) * 3
