"""Texts and pictures to pass on: the week, thanks, in whose language, and what is told of a closed activity."""

from __future__ import annotations

import html
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from jarchy.fieldwork.models import Report
from jarchy.formats.numbers import day_text
from tests.tiny import YOUTH_NARYN


@pytest.fixture
def see(field):
    def opened(who, name: str, *args: object, query: str = "", status: int = 200) -> str:
        with override("en"):
            answer = field.cast.client(who).get(reverse(f"fieldwork:{name}", args=args) + query)
        assert answer.status_code == status
        return html.unescape(answer.content.decode())

    return opened


def a_day_later(field, report) -> Report:
    """As the edition's clock has it: whoever counted a child wrongly has had time to say so."""
    Report.objects.filter(pk=report.pk).update(moved_on=field.edition.today() - timedelta(1))
    report.refresh_from_db()
    return report


def test_bakyt_copies_his_week_with_who_goes(field, see):
    field.plan(day=date(2018, 10, 6))
    field.plan(day=date(2018, 10, 20))
    page = see(field.cast.bakyt, "plan")
    assert "Salam! Our next seven days:\n• 6 Oct: Forum theatre, Kara-Suu" in page
    assert "• 20 Oct" not in page


def test_the_text_is_to_be_had_in_each_language(field, see):
    field.plan(day=date(2018, 10, 6))
    page = see(field.cast.bakyt, "plan", query="?words=ru")
    assert "Форум-театр, Кара-Суу" in page
    assert 'lang="ru" readonly' in page
    assert 'href="?words=ky#week"' in page
    assert "?words=tg" not in see(field.cast.bakyt, "plan", query="?words=tg")


def test_thanks_are_there_once_it_is_confirmed(field, see):
    assert "Thank you!" not in see(field.cast.bakyt, "report", field.forwarded().uuid)
    page = see(field.cast.bakyt, "report", field.confirmed().uuid)
    assert "Your 57 people made Kochkor rayon green: Forum theatre, Kara-Suu, 3 October 2018." in page


def test_the_office_thanks_in_the_coordinators_language(field, see):
    field.cast.bakyt.language = "ky"
    field.cast.bakyt.save()
    report = field.confirmed()
    page = see(field.cast.cholpon, "review", report.uuid)
    assert 'lang="ky" readonly' in page
    assert f"Форум-театр, Кара-Суу, {day_text(date(2018, 10, 3), 'ky')}" in page
    assert 'id="thanks"' not in see(field.cast.elena, "review", report.uuid)


@pytest.mark.parametrize(
    ("people", "said"), [("57", "Your 57 people in Kochkor rayon are"), ("4", "Your report of")]
)
def test_thanks_for_a_closed_one_name_no_village_and_no_number_of_few(field, see, people, said):
    report = field.confirmed(
        venue="school", total=people, women="2", age_14_17="2", first_time="2", handed_out="2"
    )
    page = see(field.cast.bakyt, "report", report.uuid)
    text = page.partition('id="thanks"')[2].partition("</textarea>")[0]
    assert said in text
    assert "Kara-Suu" not in text
    if people == "4":
        assert "4 p" not in text
        assert "Kochkor" not in text


# --- pictures


def card(field, who, report, shape="square", status=200):
    with override("en"):
        answer = field.cast.client(who).get(reverse("fieldwork:report_card", args=[report.uuid, shape]))
    assert answer.status_code == status
    return answer


@pytest.mark.parametrize(("shape", "size"), [("square", (1080, 1080)), ("wide", (1200, 630))])
def test_a_picture_comes_the_day_after_it_was_confirmed(field, shape, size):
    report = field.confirmed()
    card(field, field.cast.aigul, report, shape, status=404)
    answer = card(field, field.cast.aigul, a_day_later(field, report), shape)
    assert Image.open(io.BytesIO(answer.content)).size == size
    assert "no-store" in answer["Cache-Control"]


def test_of_a_closed_one_there_is_no_picture(field, see):
    report = a_day_later(field, field.confirmed(venue="school"))
    card(field, field.cast.aigul, report, status=404)
    card(field, field.cast.cholpon, report, status=404)
    assert "card-square" not in see(field.cast.bakyt, "report", report.uuid)


def test_nobody_of_another_organisation_and_no_other_shape(field):
    report = a_day_later(field, field.confirmed())
    card(field, field.cast.farkhad, report, status=404)
    card(field, field.cast.aigul, report, "round", status=404)
    card(field, None, report, status=302)


def test_a_plan_that_is_announced_has_the_public_picture_and_another_has_none(field, see):
    told, closed = field.plan(announced=True), field.plan(venue="school", announced=True)
    page = see(field.cast.bakyt, "planned", told.uuid)
    assert f"coming/{told.uuid}/square.png" in page
    assert "square.png" not in see(field.cast.bakyt, "planned", closed.uuid)
    assert told.organisation.slug == YOUTH_NARYN
