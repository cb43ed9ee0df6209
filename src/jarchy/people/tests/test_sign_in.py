"""Signing in, out, and being locked out."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.urls import URLPattern, reverse

from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.people import actions
from jarchy.people.models import Account
from jarchy.people.urls import urlpatterns

PASSWORD = "three dry words"
pytestmark = pytest.mark.django_db


@pytest.fixture
def aigul(db) -> Account:
    return actions.add_account(
        "0555 123 456", by=house("test"), name="Aigul", password=PASSWORD, language="ky"
    )


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post("/en/account/sign-in/", {"login": login, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/en/account/me/").status_code == 200


@pytest.mark.parametrize("typed", ["0555123456", "+996 555 123 456", "0555 12-34-56"])
def test_she_signs_in_with_her_phone_however_she_types_it(aigul, client, typed):
    assert sign_in(client, typed).url == "/en/account/"
    assert is_signed_in(client)


def test_she_signs_in_with_an_address_in_any_letters(client, db):
    actions.add_account("Aigul@example.org", by=house("test"), password=PASSWORD)
    sign_in(client, "AIGUL@example.ORG")
    assert is_signed_in(client)


def test_she_comes_to_the_page_that_she_asked_for(aigul, client):
    asked = client.get("/en/account/leave/")
    assert asked.status_code == 302 and asked.url == "/en/account/sign-in/?next=/en/account/leave/"
    assert sign_in(client, "0555123456", next="/en/account/leave/").url == "/en/account/leave/"


def test_she_is_not_sent_to_another_site(aigul, client):
    assert sign_in(client, "0555123456", next="https://example.com/").url == "/en/account/"


def test_a_wrong_password_says_what_to_look_at_and_not_which_was_wrong(aigul, client):
    known = sign_in(client, "0555123456", "something else")
    unknown = sign_in(client, "0555999999", "something else")
    sentence = "This name and this password do not belong together"
    assert sentence in known.content.decode() and sentence in unknown.content.decode()
    assert not is_signed_in(client)


def test_ten_wrong_passwords_lock_her_name_out_for_a_while(aigul, client):
    for _ in range(10):
        answer = sign_in(client, "0555123456", "something else")
    assert answer.status_code == 429
    assert "Too many tries with a wrong password" in answer.content.decode()
    assert sign_in(client, "+996555123456").status_code == 429, "the right one does not help while it lasts"
    assert not is_signed_in(client)


def test_locked_out_are_not_those_who_sit_beside_her(aigul, client):
    actions.add_account("bakyt@example.org", by=house("test"), password=PASSWORD)
    for _ in range(10):
        sign_in(client, "0555123456", "something else")
    sign_in(client, "bakyt@example.org")
    assert is_signed_in(client)


def test_no_table_of_tries_holds_a_phone(aigul, client):
    sign_in(client, "0555123456", "something else")
    tries = AccessAttempt.objects.get()
    assert "555123456" not in f"{tries.username} {tries.get_data} {tries.post_data} {tries.path_info}"
    sign_in(client, "0555123456")
    assert not AccessLog.objects.exists()


def test_she_signs_out_by_a_button_only(aigul, client):
    sign_in(client, "0555123456")
    assert client.get("/en/account/sign-out/").status_code == 200
    assert is_signed_in(client)
    client.post("/en/account/sign-out/")
    assert not is_signed_in(client)


def test_a_new_password_signs_her_out_elsewhere_and_leaves_a_line(aigul, client):
    other = Client()
    sign_in(client, "0555123456")
    sign_in(other, "0555123456")
    answer = client.post(
        "/en/account/password/", {"oldpassword": PASSWORD, "password1": "four quite dry words"}
    )
    assert answer.status_code == 302
    assert is_signed_in(client) and not is_signed_in(other)
    assert AuditLine.objects.filter(verb="password changed", key=str(aigul.pk), account=aigul.pk).count() == 1


def test_a_short_password_is_refused_with_a_sentence(aigul, client):
    sign_in(client, "0555123456")
    page = client.post(
        "/en/account/password/", {"oldpassword": PASSWORD, "password1": "short"}
    ).content.decode()
    assert "at least 10 characters" in page


@pytest.mark.parametrize("language, heading", [("ky", "Кирүү"), ("ru", "Войти"), ("en", "Sign in")])
def test_the_page_speaks_her_language(db, client, language, heading):
    page = client.get(f"/{language}/account/sign-in/").content.decode()
    assert f"<h1>{heading}</h1>" in page


def test_there_is_no_public_sign_up(client):
    names = [pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert "account_signup" not in names
    assert client.get("/en/account/signup/").status_code == 404


def test_the_password_is_asked_again_after_a_quarter_of_an_hour(cast):
    cast.bakyt.set_password(PASSWORD)
    cast.bakyt.save()
    client = cast.client(cast.bakyt)
    assert client.get(reverse("people:people")).status_code == 200
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 16 * 60
    session.save()
    assert client.get(reverse("people:people")).url.startswith(reverse("account_reauthenticate"))


def test_giving_it_again_opens_the_page(cast):
    cast.bakyt.set_password(PASSWORD)
    cast.bakyt.save()
    client = Client()
    sign_in(client, cast.bakyt.email)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 16 * 60
    session.save()
    asked = client.get("/en/account/people/").url
    assert client.post(asked, {"password": "something else"}).status_code == 200
    answer = client.post(asked, {"password": PASSWORD})
    assert answer.url == "/en/account/people/"
    assert client.get("/en/account/people/").status_code == 200


def test_signing_in_leads_to_the_page_on_which_her_work_begins(cast):
    assert cast.client(cast.bakyt).get("/en/account/").url.startswith("/en/account/password/new/"), (
        "none set yet"
    )
    cast.bakyt.set_password(PASSWORD)
    cast.bakyt.save()
    assert cast.client(cast.bakyt).get("/en/account/").url == reverse("fieldwork:today")


def test_with_two_roles_she_chooses_between_them(cast):
    actions.add_membership(cast.bakyt, cast.edition, Role.REVIEWER, by=cast.actor(cast.daniyar))
    cast.bakyt.set_password(PASSWORD)
    cast.bakyt.save()
    client = cast.client(cast.bakyt)
    assert client.get("/en/account/").url == "/en/account/me/"
    page = client.get("/en/account/me/").content.decode()
    assert "Coordinator" in page and "Reviewer" in page and reverse("fieldwork:office") in page
