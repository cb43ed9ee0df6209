"""Charts that anybody may take away: the public's numbers of the last midnight, with day, source and address."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from PIL import Image

from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests import cast as journal
from jarchy.places.models import Boundary, Place
from jarchy.publications.tests.conftest import full as made_full
from jarchy.publications.tests.conftest import held
from tests.tiny import BISHKEK, KARA_SUU, NARYN, SLUG

full = made_full
SVG = {"s": "http://www.w3.org/2000/svg"}


def texts(content: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(content).iterfind(".//s:text", SVG)]


@pytest.mark.parametrize("language", ["en", "ky", "ru"])
@pytest.mark.parametrize("by", ["weeks", "places", "where"])
def test_it_says_its_day_its_source_and_its_address(client, full, language, by):
    answer = client.get(f"/{language}/{SLUG}/charts/attendances/{by}.svg")
    said = texts(answer.content)
    assert answer["Content-Type"] == "image/svg+xml"
    assert not answer.cookies
    assert f"{settings.URL}/{language}/{SLUG}/numbers/attendances/" in said
    assert any("2018" in line and "8" in line for line in said)
    assert any(full.names[language] in line for line in said)
    assert {"en": "Example", "ky": "Үлгү", "ru": "Пример"}[language] in " ".join(said)


def test_its_numbers_are_those_of_the_last_midnight(client, full):
    position = ledger.published_position(full).position
    public = ledger.figure(full, "attendances", sight=Sight.PUBLIC, as_of=position).value
    journal.post(full, held(500, at=KARA_SUU))
    said = texts(client.get(f"/en/{SLUG}/charts/attendances/places.svg").content)
    assert said[0] == f"attendances: {public}"
    found = ledger.totals(full, ["attendances"], by="place1", sight=Sight.PUBLIC, as_of=position)
    assert [int(text) for text in said if text.isdigit()] == [row.values["attendances"] for row in found.rows]


def test_the_png_is_the_same_drawing(client, full):
    answer = client.get(f"/en/{SLUG}/charts/activities/weeks.png")
    picture = Image.open(io.BytesIO(answer.content))
    assert (answer["Content-Type"], picture.format) == ("image/png", "PNG")
    assert picture.width == 1418 or abs(picture.width - 1418) < 3
    assert answer["Content-Disposition"] == f'attachment; filename="{SLUG}-activities-weeks-en.png"'


def test_a_numbers_page_leads_to_them_and_they_are_there(client, full):
    for place in ("", f"{NARYN}/"):
        page = client.get(f"/en/{SLUG}/numbers/activities/{place}").content.decode()
        links = re.findall(rf'"(/en/{SLUG}/charts/[^"]+)"', page)
        assert len(links) == 9
        assert all(client.get(link).status_code == 200 for link in links)


def test_a_table_has_the_numbers_of_its_chart_and_where_they_are_from(client, full):
    answer = client.get(f"/en/{SLUG}/charts/attendances/places.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    drawn = texts(client.get(f"/en/{SLUG}/charts/attendances/places.svg").content)
    for name, value in rows[1 : rows.index([])]:
        assert drawn[drawn.index(name) + 1] == value
    assert f"{settings.URL}/en/{SLUG}/numbers/attendances/" in rows[-1]
    assert client.get(f"/en/{SLUG}/charts/youth/places.csv").status_code == 404


@pytest.mark.parametrize("place", ["", f"{NARYN}/"])
@pytest.mark.parametrize("indicator", ["activities", "attendances"])
def test_weeks_by_places_are_the_public_numbers_and_what_comes_is_empty(client, full, indicator, place):
    answer = client.get(f"/en/{SLUG}/charts/{indicator}/{place}where.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(answer)))
    body = rows[1 : rows.index([])]
    position = ledger.published_position(full).position
    for row in body:
        assert sum(int(cell) for cell in row[1:-1] if cell) == int(row[-1])
    found = ledger.figure(
        full, indicator, place=place.rstrip("/") or None, as_of=position, sight=Sight.PUBLIC
    )
    assert sum(int(row[-1]) for row in body) == found.value
    assert body[0][-2] == "", "its week has not begun"
    said = client.get(f"/en/{SLUG}/where/{place}").content.decode()
    assert f"/en/{SLUG}/charts/activities/{place}where.png" in said


@pytest.mark.parametrize(
    "wrong",
    ["youth/weeks", "activities/days", f"activities/{BISHKEK}/places", "activities/KG99/weeks", "none/weeks"],
)
def test_what_is_not_drawn_is_not_found(client, full, wrong):
    assert client.get(f"/en/{SLUG}/charts/{wrong}.svg").status_code == 404


def test_before_the_first_midnight_there_is_none(client, edition):
    assert client.get(f"/en/{SLUG}/charts/activities/weeks.svg").status_code == 404


def test_without_outlines_there_is_no_map_to_take_away(client, full):
    assert client.get(f"/en/{SLUG}/map.svg").status_code == 404
    assert "map.svg" not in client.get(f"/en/{SLUG}/").content.decode()


def test_the_map_stands_alone_with_its_day_source_and_address(client, full):
    give_outlines()
    answer = client.get(f"/en/{SLUG}/map.svg")
    said = texts(answer.content)
    assert not answer.cookies
    assert f"{settings.URL}/en/{SLUG}/" in said
    assert any("midnight that began 8 October 2018" in line for line in said)
    assert any("Example" in line for line in said)
    assert b"var(" not in answer.content, "no style sheet reaches it"
    picture = client.get(f"/en/{SLUG}/map.png")
    assert Image.open(io.BytesIO(picture.content)).format == "PNG"
    assert client.get(f"/en/{SLUG}/map.gif").status_code == 404
    assert f"/en/{SLUG}/map.png" in client.get(f"/en/{SLUG}/").content.decode()


def give_outlines() -> None:
    """A square each, side by side."""
    for n, place in enumerate(Place.objects.filter(level=1).order_by("order")):
        ring = [[70 + n, 40], [71 + n, 40], [71 + n, 41], [70 + n, 41], [70 + n, 40]]
        Boundary.objects.create(place=place, geometry={"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize("place", ["", f"where/{NARYN}/"])
def test_days_and_places_stand_alone_with_their_day_source_and_address(client, full, place):
    page = f"/en/{SLUG}/{place}" if place else f"/en/{SLUG}/"
    assert f"{page}days.png" in client.get(page).content.decode()
    answer = client.get(f"{page}days.svg")
    said = texts(answer.content)
    assert not answer.cookies and "attachment" in answer["Content-Disposition"]
    address = f"{settings.URL}/en/{SLUG}/where/{f'{NARYN}/' if place else ''}"
    assert address in said, "where the table with the same numbers stands"
    assert any("midnight that began 8 October 2018" in line for line in said)
    assert any("Source: " in line for line in said) and any("Example" in line for line in said)
    assert "planned, no report yet" in said, "its key goes with it"
    assert b"var(" not in answer.content and b"class=" not in answer.content, "no style sheet reaches it"
    picture = client.get(f"{page}days.png")
    assert Image.open(io.BytesIO(picture.content)).format == "PNG"
    assert client.get(f"{page}days.gif").status_code == 404


def test_days_and_places_as_a_file_are_those_of_the_page(client, full):
    """The same stitches: what the page does not show, as a closed activity's day, no file shows."""
    page = client.get(f"/en/{SLUG}/where/").content.decode()
    picture = page.partition('<svg class="strip')[2].partition("</figure>")[0]
    file = client.get(f"/en/{SLUG}/days.svg").content.decode()
    drawn = set(re.findall(r' d="([^"]+)"', picture.partition('<ul class="key"')[0]))
    assert drawn and drawn <= set(re.findall(r' d="([^"]+)"', file))


def test_before_the_first_midnight_there_are_no_days_to_take_away(client, edition):
    assert client.get(f"/en/{SLUG}/days.svg").status_code == 404
    assert "days.svg" not in client.get(f"/en/{SLUG}/").content.decode()


@pytest.mark.parametrize("wrong", ["KG99", KARA_SUU])
def test_days_of_what_is_no_oblast_are_not_found(client, full, wrong):
    assert client.get(f"/en/{SLUG}/where/{wrong}/days.svg").status_code == 404
