"""The files that anybody may take away, over the rooms that fill them."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from jarchy.fieldwork import actions
from jarchy.fieldwork.tests.conftest import Field, make_field
from tests.tiny import JANY_JOL

FILES = ("5w.csv", "5w.xlsx", "coming.ics", "public.json")


@pytest.fixture
def field(db, settings, tmp_path) -> Field:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_field()


def events(field, language: str = "en"):
    content = field.cast.client().get(f"/{language}/{field.edition.slug}/coming.ics").getvalue()
    return Calendar.from_ical(content).walk("VEVENT")


@pytest.mark.parametrize("name", FILES)
def test_everybody_may_take_it_away_without_a_cookie(field, name):
    field.plan(announced=True)
    for language in field.edition.languages:
        answer = field.cast.client().get(f"/{language}/{field.edition.slug}/{name}")
        assert answer.status_code == 200
        assert answer.getvalue()
        assert not answer.cookies


def test_a_calendar_has_the_village_and_no_venue(field):
    plan = field.plan(pcode=JANY_JOL, venue="club", announced=True)
    (event,) = events(field)
    assert event["LOCATION"] == "Jany-Jol, Kochkor rayon, Naryn oblast"
    assert event["UID"] == str(plan.uuid)
    assert event["DTSTART"].dt == date(2018, 10, 9)
    assert event["STATUS"] == "CONFIRMED"


def test_an_event_keeps_its_uid_when_it_is_postponed_and_called_off(field):
    plan = field.plan(announced=True)
    (first,) = events(field)
    actions.postpone_activities(
        [plan.uuid], to=date(2018, 10, 12), reason="snow", by=field.actor(field.cast.bakyt)
    )
    (second,) = events(field)
    actions.call_off_activity(plan.uuid, reason="nobody-came", by=field.actor(field.cast.bakyt))
    (third,) = events(field)
    assert first["UID"] == second["UID"] == third["UID"]
    assert second["DTSTART"].dt == date(2018, 10, 12)
    assert third["STATUS"] == "CANCELLED"
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]


def test_an_example_says_so_in_each_event_and_no_partner_is_named(field):
    field.plan(announced=True)
    (event,) = events(field)
    assert event["SUMMARY"].startswith("Example: ")
    assert "illustrative" in event["DESCRIPTION"]
    assert "local partner" in event["DESCRIPTION"]
    (event,) = events(field, "ky")
    assert "жергиликтүү өнөктөш" in event["DESCRIPTION"]


def test_closed_and_unannounced_plans_are_in_no_public_file_with_their_day(field):
    closed, silent = field.plan(venue="school", announced=True), field.plan(day=date(2018, 10, 11))
    assert events(field) == []
    for name in ("5w.csv", "public.json"):
        text = field.cast.client().get(f"/en/{field.edition.slug}/{name}").getvalue().decode()
        assert "2018-10-11" not in text
        assert "2018-10-09" not in text
        assert not any(str(plan.uuid) in text for plan in (closed, silent))
