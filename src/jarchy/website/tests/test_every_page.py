"""What holds for each public page in each language."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from jarchy.charter.actions import move_today
from jarchy.charter.models import Edition
from jarchy.website.tests.holding import BY, held, post
from jarchy.website.tests.reading import Element, read
from tests.tiny import KOCHKOR, NARYN

PAGES = [
    "", "numbers/", "numbers/attendances/", f"numbers/attendances/{NARYN}/", f"numbers/attendances/{KOCHKOR}/",
    "numbers/youth/", "numbers/leaders/", "numbers/attendances/made-of/", f"numbers/attendances/{NARYN}/made-of/",
    "where/", f"where/{NARYN}/", "coming/", "organisations/", "how-we-count/", "downloads/",
]  # fmt: skip
every_page = pytest.mark.parametrize("path", PAGES)
every_language = pytest.mark.parametrize("language", ["ky", "ru", "en"])


@pytest.fixture
def told(campaign: Edition) -> Edition:
    """A campaign in which something was held, open and closed, and a night has passed."""
    post(
        campaign,
        held(date(2018, 10, 4), people=40, women=25),
        held(date(2018, 10, 3), people=15, is_open=False),
    )
    move_today(campaign, date(2018, 10, 8), BY)
    campaign.refresh_from_db()
    return campaign


def page(path: str, language: str = "en") -> Element:
    response = Client().get(f"/{language}/tiny-2018/{path}")
    assert response.status_code == 200
    return read(response.content.decode())


@every_page
@every_language
def test_anybody_reads_it_in_her_language_and_it_sets_no_cookie(told, path, language):
    response = Client().get(f"/{language}/tiny-2018/{path}")
    assert response.status_code == 200
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    assert read(response.content.decode()).all("html")[0].attributes["lang"] == language


@pytest.mark.parametrize("path", ["numbers/attendances/", "downloads/"])
def test_sources_that_stand_in_english_are_read_out_in_english(told, path):
    links = [
        link for link in page(path, "ky").all("a") if link.attributes.get("href") == "https://example.org/"
    ]
    assert links and {link.attributes.get("lang") for link in links} == {"en"}


@every_page
def test_it_says_that_it_is_an_example_and_the_way_out_is_there(told, path):
    found = page(path)
    (notice,) = found.all("p", class_="notice")
    assert "Example from 2018, not a help service" in notice.text and "8 October 2018" in notice.text
    assert found.all("a", class_="leave")[0].attributes["href"].startswith("https://")


@every_page
def test_it_has_no_style_or_script_of_its_own_and_loads_nothing_from_elsewhere(told, path):
    found = page(path)
    assert not found.all("style") and not [one for one in found.all() if "style" in one.attributes]
    assert not [name for one in found.all() for name in one.attributes if name.startswith("on")]
    assert all(script.attributes.get("src", "").startswith("/static/") for script in found.all("script"))
    loads = [one.attributes.get("src", "") for one in found.all() if one.tag in ("img", "script", "iframe")]
    loads += [link.attributes["href"] for link in found.all("link")]
    assert all(address.startswith("/") for address in loads)


@every_page
def test_every_table_has_a_caption_every_picture_a_title_and_ids_are_unique(told, path):
    found = page(path)
    assert all(table.all("caption") for table in found.all("table"))
    drawn = [svg for svg in found.all("svg") if not svg.above("svg")]
    for svg in drawn:
        around = svg.above("ul")
        is_hidden = svg.attributes.get("aria-hidden") or (around and around.attributes.get("aria-hidden"))
        assert is_hidden or (svg.attributes.get("role") == "img" and svg.all("title"))
    ids = [one.attributes["id"] for one in found.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert {one.attributes["aria-labelledby"] for one in found.all("section")} <= set(ids)
    assert len(found.all("h1")) == 1


@every_page
def test_its_title_tells_nobody_who_looks_over_a_shoulder(told, path):
    html = Client().get(f"/en/tiny-2018/{path}").content.decode()
    title = re.search(r"<title>(.*?)</title>", html)
    assert title and title[1].endswith("Jarchy, Kyrgyzstan, 2018")
    assert "rafficking" not in title[1] and "help" not in title[1]


@every_page
def test_every_address_on_it_leads_somewhere(told, path):
    found = page(path)
    own = {link.attributes["href"].split("#")[0] for link in found.all("a")}
    for address in sorted(one for one in own if one.startswith("/en/tiny-2018/")):
        assert Client().get(address).status_code == 200, address


def test_whoever_has_the_page_already_is_told_so(told):
    first = Client().get("/en/tiny-2018/")
    assert "max-age" in first["Cache-Control"] and "public" in first["Cache-Control"]
    again = Client().get("/en/tiny-2018/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content


def test_the_current_campaign_answers_without_its_name(told):
    whole = Client().get("/ky/tiny-2018/").content
    assert Client().get("/ky/").content == whole


def test_the_first_choice_is_of_languages_under_their_own_names(told):
    response = Client().get("/", headers={"Accept-Language": "ru"})
    found = read(response.content.decode())
    assert [(one.text, one.attributes["href"]) for one in found.all("ul", class_="choose")[0].all("a")] == [
        ("Кыргызча", "/ky/"), ("Русский", "/ru/"), ("English", "/en/"),
    ]  # fmt: skip
    assert not response.cookies


@pytest.mark.parametrize(
    "path", ["numbers/nothing/", "numbers/attendances/KG99000000000/", "where/KG99000000000/", f"where/{KOCHKOR}/",
             "coming/after/yesterday/", "numbers/attendances/made-of/x/", "numbers/youth/made-of/",
             f"numbers/attendances/made-of/{'9' * 5000}/"],
)  # fmt: skip
def test_what_is_not_there_is_said_with_what_to_do(told, path):
    response = Client().get(f"/en/tiny-2018/{path}")
    assert response.status_code == 404
    assert read(response.content.decode()).all("h1")[0].text
    assert not response.cookies


def test_a_campaign_has_no_pages_in_a_language_that_it_does_not_speak(told):
    told.languages = ["ky", "ru"]
    told.save()
    assert Client().get("/en/tiny-2018/").status_code == 404
    assert [
        tongue.text
        for tongue in read(Client().get("/ky/tiny-2018/").content.decode()).all("nav", class_="tongues")
    ] == ["Кыргызча Русский"]
