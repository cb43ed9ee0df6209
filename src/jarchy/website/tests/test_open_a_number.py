"""From a number down to what it is made of, as far as the public may see."""

from __future__ import annotations

from datetime import date

from django.test import Client

from jarchy.charter.actions import move_today
from jarchy.charter.models import Edition
from jarchy.website.pages.made_of import A_PAGE
from jarchy.website.tests.holding import BY, held, post, take_back
from jarchy.website.tests.reading import Element, read, rows, section
from tests.tiny import AGENCY, AT_BASHY, BEISHEKE, BISHKEK, KOCHKOR, NARYN, YOUTH_TALAS

MONDAY = date(2018, 10, 8)


def open_(path: str, language: str = "en") -> Element:
    response = Client().get(f"/{language}/tiny-2018/numbers/{path}/")
    assert response.status_code == 200
    return read(response.content.decode())


def value(page: Element) -> str:
    return page.all("p", class_="value")[0].text


def lines(page: Element) -> list[list[str]]:
    return rows(section(page, "made").all("table")[0])[1:]


class TestOpenActivities:
    def test_one_counts_at_once_and_its_line_comes_the_next_day(self, campaign):
        post(campaign, held(campaign.today(), people=37))
        page = open_("attendances")
        assert value(page) == "37" and "Nothing to show yet" in section(page, "made").text
        move_today(campaign, date(2018, 10, 6), BY)
        assert lines(open_("attendances")) == [
            ["5 Oct", "Kara-Suu, Kochkor rayon", "Forum theatre local partner", "37"]
        ]

    def test_a_district_is_of_the_last_midnight_and_says_so(self, campaign):
        post(campaign, held(campaign.today(), people=37))
        assert value(open_(f"attendances/{NARYN}")) == "37"
        before = open_(f"attendances/{KOCHKOR}")
        assert value(before) == "no report to show yet"
        move_today(campaign, date(2018, 10, 6), BY)
        after = open_(f"attendances/{KOCHKOR}")
        assert value(after) == "37" and "renewed at midnight" in after.all("dl", class_="facts")[0].text
        assert "entry 1 of the journal" in after.all("dl", class_="facts")[0].text

    def test_who_wishes_to_be_named_is_named(self, campaign):
        post(campaign, held(date(2018, 10, 3), organisation=AGENCY, pcode=BEISHEKE))
        move_today(campaign, date(2018, 10, 6), BY)
        assert "Youth agency" in lines(open_("attendances"))[0][2]

    def test_of_whom_the_name_alone_is_public_it_is_told_in_a_town_and_not_in_a_village(self, campaign):
        for pcode in (BEISHEKE, BISHKEK):
            post(campaign, held(date(2018, 10, 3), organisation=YOUTH_TALAS, pcode=pcode))
        move_today(campaign, date(2018, 10, 6), BY)
        told = {line[1]: line[2] for line in lines(open_("attendances"))}
        assert told == {
            "Beisheke, Kara-Buura rayon": "Forum theatre local partner",
            "Bishkek city": "Forum theatre Youth organisation, Talas",
        }


class TestClosedActivities:
    def test_too_few_wait_and_are_in_no_number(self, campaign):
        post(campaign, held(date(2018, 9, 12), people=6, is_open=False))
        move_today(campaign, MONDAY, BY)
        assert value(open_("attendances")) == "no report to show yet"
        assert "6" not in section(open_("attendances"), "made").text

    def test_enough_of_them_are_one_line_without_day_village_or_host(self, campaign):
        post(campaign, *[held(date(2018, 9, 12), people=6, is_open=False, kind="talk") for _ in range(3)])
        move_today(campaign, MONDAY, BY)
        page = open_(f"attendances/{NARYN}")
        assert value(page) == "18"
        assert lines(page) == [
            ["week from 10 Sep", "Kochkor rayon", "Talk or lesson in schools and homes, 3 together", "18"]
        ]
        assert "Kara-Suu" not in page.text

    def test_the_lines_add_up_to_the_number_of_that_midnight(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=40), held(date(2018, 9, 12), people=15, is_open=False))
        move_today(campaign, MONDAY, BY)
        page = open_("attendances")
        assert sum(int(line[3]) for line in lines(page)) == int(value(page)) == 55


class TestCorrections:
    def test_who_read_a_number_finds_the_next_day_what_was_taken_back(self, campaign):
        talk = held(date(2018, 10, 3), people=37)
        post(campaign, talk, held(date(2018, 10, 2), people=20))
        move_today(campaign, date(2018, 10, 6), BY)
        assert "None so far." in section(open_("attendances"), "corrected").text
        campaign.refresh_from_db()
        take_back(campaign, talk.uuid)
        assert "None so far." in section(open_("attendances"), "corrected").text
        move_today(campaign, date(2018, 10, 7), BY)
        told = section(open_("attendances"), "corrected")
        assert rows(told.all("table")[0])[1:] == [
            ["6 Oct", "Forum theatre, 3 Oct", "Kara-Suu, Kochkor rayon", "\u221237"]
        ]
        assert "entry 3 of the journal" in told.text

    def test_of_a_closed_one_nothing_is_told(self, campaign):
        lessons = [held(date(2018, 9, 12), people=20, is_open=False) for _ in range(4)]
        post(campaign, *lessons, held(date(2018, 9, 13)))
        move_today(campaign, MONDAY, BY)
        assert value(open_("attendances")) == "110"
        campaign.refresh_from_db()
        take_back(campaign, lessons[0].uuid)
        move_today(campaign, date(2018, 10, 15), BY)
        assert "None so far." in section(open_("attendances"), "corrected").text

    def test_a_share_and_a_number_to_come_have_none(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=40, ages={"14-17": 40}))
        for number in ("youth", "leaders"):
            assert not open_(number).all("section", **{"aria-labelledby": "corrected"})


class TestWhatIsNotShown:
    def test_a_number_of_later_says_not_yet_counted(self, campaign):
        page = open_("leaders")
        assert (
            value(page) == "not yet counted" and "not connected yet" in page.all("p", class_="lede")[0].text
        )

    def test_sex_and_age_wait_until_enough_stands_behind_them_in_every_place_alike(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=40, women=25))
        for path in ("attendances", f"attendances/{NARYN}"):
            page = open_(path)
            assert "not shown yet" in section(page, "sex").text and "25" not in section(page, "sex").text

    def test_with_enough_behind_them_they_are_shown_with_unknown(self, campaign):
        post(
            campaign,
            *[held(date(2018, 9, 10 + n), people=40, women=25) for n in range(3)],
            held(date(2018, 9, 20)),
        )
        move_today(campaign, MONDAY, BY)
        table = rows(section(open_("attendances"), "sex").all("table")[0])
        assert [row[0::2] for row in table[1:4]] == [
            ["Women and girls", "75"],
            ["Men and boys", "45"],
            ["unknown", "30"],
        ]

    def test_a_district_shows_nothing_but_activities_and_attendances(self, campaign):
        post(campaign, *[held(date(2018, 9, 10 + n), people=40, women=25) for n in range(3)])
        move_today(campaign, MONDAY, BY)
        page = open_(f"attendances/{KOCHKOR}")
        assert not page.all("section", **{"aria-labelledby": "sex"})
        hidden = open_(f"youth/{AT_BASHY}")
        assert value(hidden) == "not shown yet" and "for the country and its oblasts only" in hidden.text


class TestAFigure:
    def test_it_names_its_day_its_position_its_definition_and_what_is_aimed_at(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=40))
        page = open_("attendances")
        facts = page.all("dl", class_="facts")[0].text
        assert "5 October 2018" in facts and "entry 1 of the journal" in facts and "500" in facts
        assert "Definition 1" in section(page, "mean").text
        assert "40 (as of 5 October 2018; entry 1; definition 1)" in section(page, "cite").text
        assert "Illustrative." in section(page, "cite").text

    def test_places_stand_most_first_and_each_opens(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=10), held(date(2018, 9, 13), people=30, pcode=BEISHEKE))
        part = section(open_("attendances"), "place")
        names = [(row[0], row[2]) for row in rows(part.all("table")[0])[1:3]]
        assert names == [("Talas", "30"), ("Naryn", "10")]
        assert part.all("tbody")[0].all("a")[0].attributes["href"].endswith("/attendances/KG07000000000/")

    def test_weeks_run_on_to_the_total_and_beside_what_is_aimed_at(self, campaign):
        post(campaign, held(date(2018, 9, 13), people=10), held(date(2018, 9, 24), people=30))
        move_today(campaign, date(2018, 10, 6), BY)
        weeks = rows(section(open_("attendances"), "days").all("table")[0])[1:]
        assert [row[:3] for row in weeks] == [
            ["10 Sep", "10", "10"], ["17 Sep", "0", "10"], ["24 Sep", "30", "40"], ["1 Oct", "0", "40"],
        ]  # fmt: skip
        assert weeks[0][3] == "71"

    def test_it_says_what_others_published_with_their_words(self, campaign):
        assert "more than 10,000 people" in section(open_("attendances"), "before").text


def test_a_long_list_is_paged_by_key_and_nothing_is_lost(campaign):
    people = range(20, 20 + 2 * A_PAGE + 5)
    post(campaign, *[held(date(2018, 9, 10 + number % 20), people=number) for number in people])
    post(campaign, held(date(2018, 9, 12), people=11, is_open=False))
    move_today(campaign, MONDAY, BY)
    seen, path = [], "/en/tiny-2018/numbers/attendances/made-of/"
    while path:
        page = read(Client().get(path).content.decode())
        seen += [int(row[3]) for row in rows(page.all("table")[0])[1:]]
        more = [link for link in page.all("nav", class_="pages")[0].all("a") if link.text == "More of them"]
        path = more[0].attributes["href"] if more else ""
    assert sorted(seen) == [11, *people]


def test_preparation_is_in_no_number_of_the_period(campaign: Edition):
    post(campaign, held(date(2018, 8, 20), people=99))
    assert value(open_("attendances")) == "no report to show yet"
