"""A card for whoever forgot her password."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions
from jarchy.people.models import Account, Membership, SignInCard


def over():
    return pytest.raises(ProblemRaised, match=r"^people\.card_over: ")


def card_by_page(cast, printer: Account, account: Account) -> tuple[str, str]:
    """(address, code) as they stand on the printed page."""
    uuid = Membership.objects.get(account=account).uuid
    page = html.unescape(cast.client(printer).post(f"/en/account/people/{uuid}/card/").content.decode())
    address = re.search(r"http://\S+(/en/account/card/[\w-]{40,}/)", page)
    code = re.search(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b", page)
    assert address and code, page
    return address[1], code[0]


def test_bakyt_prints_a_card_and_aigul_comes_in_by_its_link(cast, client):
    address, _ = card_by_page(cast, cast.bakyt, cast.aigul)
    assert "This card is for Aigul" in client.get(address).content.decode()
    assert client.post(address).url == "/en/account/password/new/"
    answer = client.post("/en/account/password/new/", {"password1": "three dry words"})
    assert answer.url == "/en/account/"
    cast.aigul.refresh_from_db()
    assert cast.aigul.check_password("three dry words")


def test_looking_at_the_link_uses_nothing_up(cast, client):
    address, _ = card_by_page(cast, cast.bakyt, cast.aigul)
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert SignInCard.objects.get().used_at is None


def test_without_a_camera_she_types_the_code(cast, client):
    _, code = card_by_page(cast, cast.bakyt, cast.aigul)
    client.post("/en/account/card/", {"code": code.lower().replace("-", " ")})
    assert client.get("/en/account/me/").status_code == 200


def test_it_opens_once(cast, client):
    address, code = card_by_page(cast, cast.bakyt, cast.aigul)
    client.post(address)
    client.logout()
    assert client.get(address).status_code == 410
    assert client.post("/en/account/card/", {"code": code}).status_code == 410
    assert client.get("/en/account/me/").status_code == 302


def test_it_opens_for_72_hours(cast):
    now = timezone.now()
    printed = actions.print_card(cast.aigul, by=cast.actor(cast.bakyt), now=now)
    with over():
        actions.use_card(printed.token, now=now + timedelta(hours=72, seconds=1))
    assert actions.use_card(printed.token, now=now + timedelta(hours=71)) == cast.aigul


def test_a_new_card_makes_the_old_one_worthless(cast):
    old = actions.print_card(cast.aigul, by=cast.actor(cast.bakyt))
    new = actions.print_card(cast.aigul, by=cast.actor(cast.bakyt))
    with over():
        actions.use_card(old.code)
    assert actions.use_card(new.code) == cast.aigul


def test_her_old_password_and_sessions_end_with_it(cast):
    cast.aigul.set_password("three dry words")
    cast.aigul.save()
    elsewhere = cast.client(cast.aigul)
    printed = actions.print_card(cast.aigul, by=cast.actor(cast.bakyt))
    assert elsewhere.get("/en/account/me/").status_code == 200, "printing alone changes nothing"
    actions.use_card(printed.code)
    assert elsewhere.get("/en/account/me/").status_code == 302
    cast.aigul.refresh_from_db()
    assert not cast.aigul.check_password("three dry words")


def test_farkhad_of_another_organisation_gets_not_found(cast):
    uuid = Membership.objects.get(account=cast.aigul).uuid
    assert cast.client(cast.farkhad).post(f"/en/account/people/{uuid}/card/").status_code == 404
    assert not SignInCard.objects.exists()


def test_bakyt_prints_none_for_a_volunteer_who_also_reviews(cast):
    actions.add_membership(cast.aigul, cast.edition, Role.REVIEWER, by=house("test"))
    with pytest.raises(ProblemRaised, match=r"^people\.not_your_card: "):
        actions.print_card(cast.aigul, by=cast.actor(cast.bakyt))
    page = (
        cast.client(cast.bakyt)
        .get(f"/en/account/people/{cast.aigul.memberships.first().uuid}/")
        .content.decode()
    )
    assert "You cannot print a card for this account" in page
    assert actions.print_card(cast.aigul, by=cast.actor(cast.daniyar)).code


def test_the_secretariat_prints_the_coordinators_and_an_administrator_the_others(cast):
    for printer, account in (
        (cast.daniyar, cast.bakyt),
        (cast.jyldyz, cast.daniyar),
        (cast.jyldyz, cast.kanat),
    ):
        printed = actions.print_card(account, by=cast.actor(printer))
        assert actions.use_card(printed.code) == account
    with pytest.raises(ProblemRaised, match=r"^people\.not_your_card: "):
        actions.print_card(cast.jyldyz, by=cast.actor(cast.daniyar))


def test_the_database_holds_neither_token_nor_code(cast):
    printed = actions.print_card(cast.aigul, by=cast.actor(cast.bakyt))
    row = str(SignInCard.objects.values().get())
    assert printed.token not in row and printed.code not in row and printed.code.replace("-", "") not in row


def test_printing_and_using_leave_lines(cast):
    printed = actions.print_card(cast.aigul, by=cast.actor(cast.bakyt))
    actions.use_card(printed.code)
    lines = AuditLine.objects.order_by("-pk")[:2].values_list("verb", "account", "key")
    key = str(cast.aigul.pk)
    assert list(lines) == [("card used", cast.aigul.pk, key), ("card printed", cast.bakyt.pk, key)]


def test_guessing_codes_is_stopped(cast, client):
    for _ in range(20):
        client.post("/en/account/card/", {"code": "AAAAA-AAAAA"})
    assert client.post("/en/account/card/", {"code": "AAAAA-AAAAA"}).status_code == 429
