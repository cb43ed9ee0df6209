"""Bytes of the first view, and questions to the database: neither grows with what was counted."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jarchy.charter import queries as charter
from jarchy.charter.actions import move_today, set_back
from jarchy.charter.models import Edition
from jarchy.places.models import Place
from jarchy.website.tests.holding import BY, held, post
from jarchy.website.tests.reading import read
from tests.tiny import BEISHEKE, KARA_SUU, KOCHKOR, NARYN

FIRST_VIEW = 14_000  # bytes: what comes in the first round trip
MOST_QUESTIONS = 30  # to the database, for any page: each part asks for itself, but nothing is read twice
PATHS = [
    "", "numbers/", "numbers/attendances/", f"numbers/attendances/{NARYN}/", f"numbers/attendances/{KOCHKOR}/",
    "numbers/youth/", "numbers/first/", "numbers/places/", "numbers/attendances/made-of/", "where/", f"where/{NARYN}/",
    "coming/", "organisations/", "how-we-count/", "downloads/",
]  # fmt: skip


def questions() -> dict[str, int]:
    counted = {}
    for path in PATHS:
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(f"/en/tiny-2018/{path}").status_code == 200
        counted[path] = len(asked)
    return counted


def hold_many(edition: Edition, number: int) -> None:
    """Open and closed, in two oblasts, over three weeks, with all that a report may say."""
    post(
        edition,
        *(
            held(
                date(2018, 9, 10) + timedelta(n % 21), people=20, women=12, ages={"14-17": 20}, first_time=10,
                is_open=n % 2 == 0, pcode=(KARA_SUU, BEISHEKE)[n % 3 == 0], kind=("talk", "theatre")[n % 4 == 0],
            )
            for n in range(number)
        ),
    )  # fmt: skip


def test_no_page_asks_more_for_a_thousand_activities_than_for_ten(campaign):
    hold_many(campaign, 10)
    move_today(campaign, date(2018, 10, 8), BY)
    questions()  # snapshots of the register are read once
    few = questions()
    hold_many(campaign, 990)
    move_today(campaign, date(2018, 10, 15), BY)
    many = questions()
    # Fewer where a longer list leaves the next part to its own page.
    assert {path: asked for path, asked in many.items() if asked > few[path]} == {}


def test_no_page_asks_the_same_twice(campaign):
    hold_many(campaign, 30)
    move_today(campaign, date(2018, 10, 8), BY)
    questions()
    assert {path: asked for path, asked in questions().items() if asked > MOST_QUESTIONS} == {}


def test_the_first_view_comes_in_one_round_trip_in_every_language(kg_2018):
    until = kg_2018.today()
    set_back(kg_2018, kg_2018.prepares_from, BY)
    kinds, hosts = (
        list(charter.choices(kg_2018, "kind")),
        charter.organisations_of(kg_2018).filter(role="youth"),
    )
    districts = list(Place.objects.filter(level=2).values_list("pcode", flat=True))
    post(
        kg_2018,
        *(
            held(
                kg_2018.starts + timedelta(n * 7 % 56), people=10 + n * 13 % 140,
                pcode=districts[n * 11 % len(districts)],
                kind=kinds[n % len(kinds)], organisation=hosts[n % len(hosts)].organisation.slug, is_open=n % 3 > 0,
                women=5, ages={"14-17": 10}, first_time=5,
            )
            for n in range(300)
        ),
    )  # fmt: skip
    move_today(kg_2018, until, BY)
    files = [Path(str(finders.find(f"foundation/{name}"))).read_bytes() for name in ("look.css", "leave.js")]
    for language in kg_2018.languages:
        html = Client().get(f"/{language}/").content
        assert read(html.decode()).all("dl", class_="nums")[0].all("a", class_="n")
        sent = [len(gzip.compress(part, 9)) for part in (html, *files)]
        assert sum(sent) < FIRST_VIEW, (language, sent)
