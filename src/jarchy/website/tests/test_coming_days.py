"""What is coming: only what is open to all and announced by its organisation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Activity
from jarchy.places.models import Place
from jarchy.website.pages.coming import A_PAGE
from jarchy.website.tests.reading import Element, read
from tests.tiny import AGENCY, BEISHEKE, BISHKEK, YOUTH_NARYN, YOUTH_TALAS


def plan(edition: Edition, day: date, **said: object) -> Activity:
    """A forum theatre in the club of Beisheke by the youth organisation of Talas, open and announced."""
    place = Place.objects.get(pcode=said.pop("at", BEISHEKE))
    host = edition.participations.get(organisation__slug=said.pop("host", YOUTH_TALAS)).organisation
    columns: dict[str, object] = {"kind": "theatre", "venue": "club", "is_open": True, "announced": True}
    return Activity.objects.create(
        edition=edition, organisation=host, date=day, place=place, region=place.region, district=place.district,
        **columns | said,
    )  # fmt: skip


def listed(path: str = "/en/tiny-2018/coming/") -> list[str]:
    return [item.text for item in page(path).all("ol", class_="rows")[0].all("li")]


def page(path: str = "/en/tiny-2018/coming/") -> Element:
    return read(Client().get(path).content.decode())


def test_one_says_day_kind_village_and_host_and_no_venue(campaign):
    plan(campaign, date(2018, 10, 9), host=AGENCY)
    assert listed() == ["9 Oct Forum theatre , Beisheke, Kara-Buura rayon, Talas Youth agency"]
    assert "House of culture" not in page().text and "the house and the hour" in page().text


def test_of_whom_the_name_alone_is_public_it_is_told_in_a_town_and_not_in_a_village(campaign):
    plan(campaign, date(2018, 10, 9), cohosts=[AGENCY])
    plan(campaign, date(2018, 10, 10), at=BISHKEK)
    village, town = listed()
    assert "local partner, together with Youth agency" in village and "Talas, together" not in village
    assert town == "10 Oct Forum theatre , Bishkek city, Bishkek Youth organisation, Talas"


@pytest.mark.parametrize(
    "said",
    [
        {"is_open": False},
        {"announced": False},
        {"state": "called_off", "reason": "snow"},
        {"is_retired": True},
    ],
)
def test_what_is_closed_not_announced_or_called_off_is_not_listed(campaign, said):
    plan(campaign, date(2018, 10, 9), **said)
    assert "No open activity is announced" in page().text and "Beisheke" not in page().text


def test_what_is_past_is_not_coming(campaign):
    plan(campaign, campaign.today() - timedelta(1))
    assert "No open activity is announced" in page().text


def test_the_calendar_has_neither_venue_nor_a_name_beside_a_village(campaign):
    plan(campaign, date(2018, 10, 9))
    text = Client().get("/en/tiny-2018/coming.ics").getvalue().decode().replace("\r\n ", "")
    assert "Held by: local partner." in text and "LOCATION:Beisheke\\, Kara-Buura rayon" in text
    assert "House of culture" not in text and "Youth organisation" not in text


def test_a_host_who_may_not_be_named_is_a_local_partner(campaign):
    plan(campaign, date(2018, 10, 9), host=YOUTH_NARYN)
    assert "local partner" in listed()[0] and "Naryn" not in listed()[0]


def test_a_long_list_goes_on_by_key_and_names_each_once(campaign):
    days = [campaign.today() + timedelta(n % 20) for n in range(A_PAGE + 7)]
    for day in days:
        plan(campaign, day)
    first = listed()
    (later,) = [one for one in page().all("nav", class_="pages")[0].all("a") if one.text == "Later ones"]
    rest = listed(later.attributes["href"])
    assert (len(first), len(rest)) == (A_PAGE, 7)
    keys = [day for item in [*first, *rest] for day in [int(item.split()[0])]]
    assert keys == [day.day for day in sorted(days)]
