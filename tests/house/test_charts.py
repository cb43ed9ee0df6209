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
from jarchy.publications.tests.conftest import full as made_full
from jarchy.publications.tests.conftest import held
from tests.tiny import BISHKEK, KARA_SUU, NARYN, SLUG

full = made_full
SVG = {"s": "http://www.w3.org/2000/svg"}


def texts(content: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(content).iterfind(".//s:text", SVG)]


@pytest.mark.parametrize("language", ["en", "ky", "ru"])
@pytest.mark.parametrize("by", ["weeks", "places"])
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
        assert len(links) == 6
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


@pytest.mark.parametrize(
    "wrong",
    ["youth/weeks", "activities/days", f"activities/{BISHKEK}/places", "activities/KG99/weeks", "none/weeks"],
)
def test_what_is_not_drawn_is_not_found(client, full, wrong):
    assert client.get(f"/en/{SLUG}/charts/{wrong}.svg").status_code == 404


def test_before_the_first_midnight_there_is_none(client, edition):
    assert client.get(f"/en/{SLUG}/charts/activities/weeks.svg").status_code == 404
