"""Inviting, joining, taking an invitation back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jarchy.charter.models import Organisation
from jarchy.formats.numbers import day_text
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries, rules
from jarchy.people.actions import Joining
from jarchy.people.models import Account, Invitation
from tests.tiny import YOUTH_NARYN, YOUTH_TALAS

NEW = {
    "name": "Meerim", "sign_in_name": "0700 111 222", "password": "three dry words", "language": "en", "age": "adult",
}  # fmt: skip
MEERIM = Joining("Meerim", "0700 111 222", "three dry words", "ky", is_minor=False)


@pytest.fixture
def naryn(edition) -> Organisation:
    return Organisation.objects.get(slug=YOUTH_NARYN)


def invite_by_page(client: Client, **answers: object) -> str:
    """The address that the page shows after an invitation was made."""
    said = {"role": "volunteer", "organisation": YOUTH_NARYN, "uses": 2, "days": 7, **answers}
    page = client.post("/en/account/invitations/new/", said).content.decode()
    found = re.search(r"http://\S+(/en/account/join/[\w-]+/)", page)
    assert found, page
    return found[1]


def raises(code: str):
    return pytest.raises(ProblemRaised, match=f"^{re.escape(code)}: ")


def test_bakyt_invites_by_a_link_and_meerim_joins_her_organisation(cast, client):
    address = invite_by_page(cast.client(cast.bakyt))
    assert "Youth organisation, Naryn" in client.get(address).content.decode()
    assert client.post(address, NEW).url == "/en/account/"
    meerim = Account.objects.get(phone="+996700111222")
    assert queries.actor_of(meerim).organisations(Role.VOLUNTEER, edition="tiny-2018") == {YOUTH_NARYN}
    assert client.get("/en/account/me/").status_code == 200, "she is signed in at once"


def test_the_page_shows_the_link_as_a_qr_code_too(cast):
    said = {"role": "volunteer", "organisation": YOUTH_NARYN, "uses": 1, "days": 1}
    page = cast.client(cast.bakyt).post("/en/account/invitations/new/", said).content.decode()
    assert "<svg" in page and "style=" not in page


def test_the_page_and_the_list_say_until_when_by_the_campaigns_clock(cast):
    said = {"role": "volunteer", "organisation": YOUTH_NARYN, "uses": 1, "days": 1}
    client = cast.client(cast.bakyt)
    page = client.post("/en/account/invitations/new/", said).content.decode()
    until = Invitation.objects.get().expires_at.astimezone(cast.edition.zone)
    day = day_text(until.date(), "en")
    assert f"Open until {day}, {until:%H:%M}:" in page
    assert day in client.get("/en/account/people/").content.decode()


def test_the_database_holds_no_token(cast, naryn):
    _, token = actions.invite(cast.edition, Role.VOLUNTEER, organisation=naryn, by=cast.actor(cast.bakyt))
    row = Invitation.objects.values().get()
    assert token not in str(row)


def test_an_invitation_lets_in_as_many_as_it_says(cast, naryn):
    _, token = actions.invite(
        cast.edition, Role.VOLUNTEER, organisation=naryn, by=cast.actor(cast.bakyt), uses=2
    )
    for phone in ("0700 111 221", "0700 111 222"):
        actions.accept_invitation(token, Joining("", phone, "three dry words", "ky", is_minor=False))
    with raises("people.invitation_over"):
        actions.accept_invitation(token, Joining("", "0700 111 223", "three dry words", "ky", is_minor=False))
    assert not Account.objects.filter(phone="+996700111223").exists()


def test_an_invitation_expires(cast, naryn):
    _, token = actions.invite(
        cast.edition, Role.VOLUNTEER, organisation=naryn, by=cast.actor(cast.bakyt), days=3
    )
    later = timezone.now() + timedelta(days=3, minutes=1)
    with raises("people.invitation_over"):
        actions.accept_invitation(token, MEERIM, now=later)


def test_an_invitation_taken_back_opens_a_page_that_says_so(cast, client):
    bakyt = cast.client(cast.bakyt)
    address = invite_by_page(bakyt)
    invitation = Invitation.objects.get()
    assert bakyt.post(f"/en/account/invitations/{invitation.uuid}/revoke/").status_code == 302
    answer = client.get(address)
    assert answer.status_code == 410
    assert "This invitation is no longer open" in answer.content.decode()


def test_farkhad_of_another_organisation_gets_not_found(cast):
    invite_by_page(cast.client(cast.bakyt))
    uuid = Invitation.objects.get().uuid
    assert cast.client(cast.farkhad).post(f"/en/account/invitations/{uuid}/revoke/").status_code == 404
    assert Invitation.objects.get().revoked_at is None


@pytest.mark.parametrize(
    "answers", [{"role": "coordinator"}, {"role": "administrator"}, {"organisation": YOUTH_TALAS}]
)
def test_bakyt_cannot_invite_to_what_is_not_his(cast, answers):
    said = {"role": "volunteer", "organisation": YOUTH_NARYN, "uses": 1, "days": 7, **answers}
    answer = cast.client(cast.bakyt).post("/en/account/invitations/new/", said)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_nor_by_the_action_behind_the_page(cast):
    talas = Organisation.objects.get(slug=YOUTH_TALAS)
    for role, organisation in ((Role.VOLUNTEER, talas), (Role.REVIEWER, None), (Role.ADMINISTRATOR, None)):
        with raises("people.not_allowed"):
            actions.invite(cast.edition, role, organisation=organisation, by=cast.actor(cast.bakyt))


def test_the_secretariat_invites_a_reviewer_of_some_places(cast, client):
    page = cast.client(cast.daniyar)
    address = invite_by_page(page, role="reviewer", organisation="", uses=1, places=["KG04000000000"])
    client.post(address, NEW)
    actor = queries.actor_of(Account.objects.get(phone="+996700111222"))
    assert [grant.places for grant in actor.grants] == [frozenset({"KG04000000000"})]


def test_an_invitation_to_the_secretariat_is_for_one(cast):
    with raises("people.wrong_invitation"):
        actions.invite(cast.edition, Role.SECRETARIAT, by=cast.actor(cast.administrator), uses=2)


def test_a_volunteers_invitation_names_an_organisation(cast):
    with raises("people.wrong_grant"):
        actions.invite(cast.edition, Role.VOLUNTEER, by=cast.actor(cast.daniyar))


def test_who_has_an_account_joins_with_it(cast):
    address = invite_by_page(cast.client(cast.bakyt))
    farkhad = cast.client(cast.farkhad)
    assert "You are signed in as Farkhad" in farkhad.get(address).content.decode()
    farkhad.post(address)
    farkhad.post(address)
    assert cast.actor(cast.farkhad).organisations(Role.VOLUNTEER, edition="tiny-2018") == {YOUTH_NARYN}
    assert Invitation.objects.get().uses == 1, "once is enough"


def test_a_phone_that_somebody_signs_in_with_is_not_taken_over(cast, client, naryn):
    address = invite_by_page(cast.client(cast.bakyt))
    answer = client.post(address, {**NEW, "sign_in_name": "Farkhad@example.org"})
    assert "Somebody signs in with this" in answer.content.decode()
    assert Invitation.objects.get().uses == 0
    assert client.get("/en/account/me/").status_code == 302


@pytest.mark.parametrize(
    "field, said",
    [("name", ""), ("sign_in_name", "Meerim"), ("password", "short"), ("age", ""), ("language", "xx")],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(cast, client, field, said):
    address = invite_by_page(cast.client(cast.bakyt))
    page = client.post(address, {**NEW, field: said}).content.decode()
    assert "This does not fit yet" in page
    assert 'value="Meerim"' in page or field in {"name", "sign_in_name"}
    assert not Account.objects.filter(phone="+996700111222").exists()


def test_she_goes_on_in_the_language_that_she_chose(cast, client):
    address = invite_by_page(cast.client(cast.bakyt))
    assert client.post(address, {**NEW, "language": "ky"}).url == "/ky/account/"


def test_inviting_and_joining_leave_lines_without_names(cast, naryn):
    invitation, token = actions.invite(
        cast.edition, Role.VOLUNTEER, organisation=naryn, by=cast.actor(cast.bakyt)
    )
    account = actions.accept_invitation(token, MEERIM)
    lines = list(AuditLine.objects.order_by("-pk")[:3].values())
    assert [line["verb"] for line in lines] == ["role given", "account made", "invited"]
    assert lines[0]["details"]["invitation"] == str(invitation.uuid) and lines[0]["account"] == account.pk
    assert "Meerim" not in str(lines) and "700111222" not in str(lines)


def test_a_flood_of_tries_from_one_address_is_stopped(cast, client):
    for _ in range(60):
        client.post("/en/account/join/wrong-token/")
    assert client.post("/en/account/join/wrong-token/").status_code == 429


def test_days_that_are_offered_are_allowed():
    assert max(rules.INVITATION_DAYS) == 30 and rules.USUAL_DAYS in rules.INVITATION_DAYS
