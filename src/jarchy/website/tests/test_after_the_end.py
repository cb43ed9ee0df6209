"""What the public reads of a campaign that is final: the numbers that were published, and what was corrected."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

from jarchy.charter.actions import move_today
from jarchy.charter.models import Edition, Lesson
from jarchy.ledger import actions as ledger
from jarchy.ledger.rules import Posting
from jarchy.publications.public_json import public_json
from jarchy.website.tests.holding import BY, held, post
from jarchy.website.tests.reading import read, rows


def text_of(path: str) -> str:
    answer = Client().get(f"/en/tiny-2018/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def final(campaign: Edition) -> Edition:
    """Held by the theatre: 37 and 20 people; moved by the house through its states until it is final."""
    campaign.first, campaign.second = held(date(2018, 10, 3), people=37), held(date(2018, 10, 4), people=20)
    post(campaign, campaign.first, campaign.second)
    move_today(campaign, date(2018, 12, 4), BY)
    found = Edition.objects.get()
    found.first, found.second = campaign.first, campaign.second
    return found


@pytest.fixture
def corrected(final: Edition) -> Edition:
    """The second was counted twice; the next day has come."""
    ledger.correct_final(
        final, lambda: ledger.post(final, reverse=[Posting("report", final.second.uuid, 1)], by=BY), source="report",
        source_id=final.second.uuid, why="counted by two organisations", asked_by=1, agreed_by=2,
    )  # fmt: skip
    move_today(final, date(2018, 12, 5), BY)
    return Edition.objects.get()


def test_the_example_became_final_on_its_day_and_its_numbers_say_so(final):
    assert final.state == "final"
    page = text_of("numbers/")
    assert "as of 3 December 2018 · final" in page and ">57<" in page


def test_before_anything_is_corrected_the_list_says_so(final):
    assert "every number stands as it was published" in text_of("corrections/")


def test_a_correction_stands_on_the_list_with_both_numbers_and_the_reason(corrected):
    listed = rows(read(text_of("corrections/")).all("table")[0])[1:]
    assert ["4 Dec", "attendances", "Kyrgyzstan", "57", "37", "counted by two organisations"] in listed
    assert any(row[2] == "Naryn oblast" and row[3:5] == ["57", "37"] for row in listed)


@pytest.mark.parametrize(
    "path", ["numbers/", "numbers/attendances/", "numbers/attendances/KG04000000000/", ""]
)
def test_the_published_number_stays_and_says_what_it_came_to(path, corrected):
    page = text_of(path)
    assert ">57<" in page and "orrected since" in page and "37" in page


def test_so_does_the_json(corrected):
    said = json.loads("".join(public_json(corrected)))
    (figure,) = [f for f in said["figures"] if f["indicator"] == "attendances" and f["place"] is None]
    assert (figure["value"], said["edition"]["state"]) == (57, "final")
    (one,) = [c for c in said["corrections"] if c["indicator"] == "attendances" and c["place"] is None]
    assert (one["published"], one["now"], one["why"]) == (57, 37, ["counted by two organisations"])


def test_what_was_held_is_still_listed_as_published(corrected):
    assert "Forum theatre" in text_of("numbers/attendances/made-of/")


def test_recommendations_come_with_the_end(campaign):
    Lesson.objects.create(
        edition=campaign, slug="spring", names={"en": "Train in spring"}, said_by="Youth agency",
        said_at="closing conference", source_date=date(2019, 1, 25), status="open", is_illustrative=True,
    )  # fmt: skip
    assert "Train in spring" not in text_of("recommendations/")
    move_today(campaign, date(2018, 12, 4), BY)
    assert "Train in spring" in text_of("recommendations/") and "recommendations/" in text_of("")


def test_until_then_numbers_are_provisional(campaign):
    assert "provisional until 3 December 2018" in text_of("")
    assert "not final yet" in text_of("corrections/")
