"""The first page: whom to call, where and when, numbers."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client

from jarchy.charter.actions import move_today
from jarchy.charter.models import Edition, Participation
from jarchy.fieldwork.models import Activity
from jarchy.places.models import Place
from jarchy.website.tests.holding import BY, held, post, take_back
from jarchy.website.tests.reading import Element, read, rows, section
from tests.tiny import BEISHEKE, NARYN, TALAS, YOUTH_NARYN


def home(language: str = "en") -> Element:
    return read(Client().get(f"/{language}/tiny-2018/").content.decode())


def make_live(edition: Edition) -> None:
    edition.live, edition.example_today = True, None
    edition.save()


class TestWhomToCall:
    def test_an_example_dials_nothing_and_shows_no_number_of_later(self, campaign):
        call = home().all("aside")[0]
        assert [one.text for one in call.all("b", class_="tel")] == ["189", "0800\u00a00000\u00a0189"]
        assert not [link for link in home().all("a") if link.attributes["href"].startswith("tel:")]
        assert "do not call" in call.text and "Not yet checked by a call. Sources of 2015, 2017." in call.text

    def test_what_is_not_known_is_said_so(self, campaign):
        assert "free, hours not known" in home().all("aside")[0].text

    def test_a_live_campaign_dials_only_what_somebody_has_rung(self, campaign):
        make_live(campaign)
        call = home().all("aside")[0]
        assert [link.attributes["href"] for link in call.all("a", class_="tel")] == ["tel:08000000189"]
        assert "1899" not in call.text and not home().all("p", class_="notice")


class TestDaysAndPlaces:
    def test_a_row_is_its_open_days_and_its_closed_weeks_and_the_table_says_so(self, campaign):
        closed = [held(date(2018, 9, 12), people=12, is_open=False, kind="talk") for _ in range(2)]
        post(campaign, held(date(2018, 9, 13), people=40), *closed)
        move_today(campaign, date(2018, 10, 8), BY)
        part = section(home(), "strip")
        table = rows(part.all("table")[0])
        naryn = dict(zip(table[0], next(row for row in table if row[0] == "Naryn"), strict=True))
        assert (naryn["Held, shown by day"], naryn["Held, shown by week"], naryn["All held"]) == (
            "1",
            "2",
            "3",
        )
        assert naryn["Attendances"] == "64" and "“All held” is both together" in part.text
        talas = next(row for row in table if row[0] == "Talas")
        assert "no report to show yet" in talas

    def test_an_open_plan_stands_where_nothing_was_held_yet(self, campaign):
        for day, is_open, announced in ((9, True, True), (10, False, True), (11, True, False)):
            plan(campaign, date(2018, 10, day), is_open=is_open, announced=announced)
        table = rows(section(home(), "strip").all("table")[0])
        assert next(row for row in table if row[0] == "Talas")[7] == "1"


def plan(edition: Edition, day: date, *, is_open: bool = True, announced: bool = True) -> Activity:
    place = Place.objects.get(pcode=BEISHEKE)
    host = edition.participations.get(organisation__slug=YOUTH_NARYN).organisation
    return Activity.objects.create(
        edition=edition, organisation=host, date=day, place=place, region=place.region, district=place.district,
        kind="theatre", venue="club", is_open=is_open, announced=announced,
    )  # fmt: skip


class TestInNumbers:
    def test_a_confirmed_report_moves_the_number_at_once_and_a_void_one_moves_it_back(self, campaign):
        report = held(campaign.today() - timedelta(1), people=37)
        post(campaign, held(date(2018, 9, 13), people=40), report)
        assert lead(home()) == "77"
        take_back(campaign, report.uuid)
        assert lead(home()) == "40"

    def test_every_number_opens_and_says_what_belongs_to_it(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=40))
        numbers = section(home(), "numbers")
        link = numbers.all("div", class_="lead")[0].all("a", class_="n")[0]
        assert link.attributes["href"] == "/en/tiny-2018/numbers/attendances/"
        assert "aimed at: 500" in numbers.text and "of 4" in numbers.text

    def test_nothing_yet_is_no_zero(self, campaign):
        assert "no report to show yet" in section(home(), "numbers").text
        assert "0" not in [link.text for link in section(home(), "numbers").all("a", class_="n")]

    def test_where_nobody_came_is_a_zero(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=0))
        assert lead(home()) == "0"


def lead(page: Element) -> str:
    return section(page, "numbers").all("div", class_="lead")[0].all("dd")[0].text


def test_the_rate_says_whose_inhabitants_it_divides_by(campaign):
    post(campaign, held(date(2018, 9, 13), people=287))
    part = section(home(), "where")
    naryn = next(row for row in rows(part.all("table")[0]) if row[0] == "Naryn")
    assert naryn[1:3] == ["287", "1.0"] and "2018" in part.all("p")[0].text
    assert section(home("ky"), "where").all("td", class_="r")[1].text == "1,0"


def test_who_may_not_be_named_is_a_local_partner(campaign):
    text = section(home(), "who").text
    assert "Youth organisation, Talas" in text and "1 local partner" in text
    assert "Youth organisation, Naryn" not in text
    Participation.objects.filter(organisation__slug=YOUTH_NARYN).update(public="yes")
    assert "Youth organisation, Naryn" in section(home(), "who").text


def test_the_places_of_a_name_only_organisation_are_not_told(campaign):
    found = read(Client().get("/en/tiny-2018/organisations/").content.decode())
    assert [item.text for item in section(found, "role-youth").all("li")] == [
        "Youth organisation, Talas illustrative", "1 local partner",
    ]  # fmt: skip


def test_an_oblast_opens_to_its_districts(campaign):
    links = {one.text: one.attributes["href"] for one in section(home(), "strip").all("a")}
    assert links["Naryn"] == f"/en/tiny-2018/where/{NARYN}/" and links["Talas"].endswith(f"{TALAS}/")


def test_the_map_is_shown_before_the_first_midnight_and_can_be_taken_away_after_it(kg_2018):
    page, file = "/en/kg-2018/", "/en/kg-2018/map.svg"
    before = Client().get(page).content.decode()
    assert 'class="map' in before and "map.svg" not in before
    assert Client().get(file).status_code == 404
    move_today(kg_2018, kg_2018.today() + timedelta(1), BY)
    assert "map.svg" in Client().get(page).content.decode()
    assert Client().get(file).status_code == 200
