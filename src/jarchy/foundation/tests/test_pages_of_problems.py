"""The pages that answer before any room is asked."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from jarchy.foundation import pages

pytestmark = pytest.mark.django_db


def test_an_unknown_address_says_so_in_the_readers_language(edition):
    answer = Client().get("/ru/tiny-2018/no/such/page/")
    assert answer.status_code == 404
    assert "Такой страницы здесь нет." in answer.content.decode()


def test_a_program_gets_the_problem_as_json(edition):
    answer = Client().get("/en/tiny-2018/no/such/page/", headers={"accept": "application/json"})
    assert answer.json()["code"] == "foundation.no_page"


def test_a_form_without_its_token_is_refused_with_a_remedy(edition):
    answer = Client(enforce_csrf_checks=True).post("/en/account/sign-in/", {"login": "aigul@example.org"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/en/?after=%00", "/ru/tiny-2018/coming/?after=2018-10-09.%1b", "/en/?%00=1"]
)
def test_an_address_with_signs_that_no_keyboard_types_is_refused_in_a_sentence(edition, path):
    answer = Client().get(path)
    assert answer.status_code == 400
    assert (
        "no keyboard types" if path.startswith("/en") else "ни у одной клавиатуры"
    ) in answer.content.decode()


def test_so_is_a_form_that_was_sent_with_them(edition):
    answer = Client().post("/en/account/sign-in/", {"login": "aigul\0@example.org", "password": "x"})
    assert answer.status_code == 400 and "no keyboard types" in answer.content.decode()


def test_an_address_that_is_asked_in_another_way_than_it_answers_says_so(edition):
    answer = Client().post("/en/tiny-2018/coming.ics")
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"
    assert "cannot be opened by itself" in answer.content.decode()


def test_the_page_of_a_failure_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = pages.broken(RequestFactory().get("/en/"))
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
