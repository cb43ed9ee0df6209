"""Letting people in from the machine itself."""

from __future__ import annotations

import json
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role
from jarchy.people import queries
from jarchy.people.models import Account
from tests.tiny import NARYN, YOUTH_NARYN


def said(*words: str) -> dict:
    out = StringIO()
    call_command("people", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def join(client, link: str) -> Account:
    answers = {
        "name": "Asel", "sign_in_name": "asel@example.org", "password": "three dry words", "language": "en",
        "age": "adult",
    }  # fmt: skip
    assert client.post(urlsplit(link).path, answers).status_code == 302
    return Account.objects.get(email="asel@example.org")


def test_the_first_administrator_of_a_new_installation_comes_in(edition, client):
    account = join(client, said("invite", "tiny-2018", "administrator")["link"])
    assert queries.actor_of(account).has(Role.ADMINISTRATOR, edition="tiny-2018")
    assert AuditLine.objects.get(verb="invited").actor == "command"


def test_organisation_and_places_are_named_by_their_ids(edition, client):
    account = join(client, said("invite", "tiny-2018", "coordinator", "--organisation", YOUTH_NARYN)["link"])
    assert queries.actor_of(account).organisations(Role.COORDINATOR, edition="tiny-2018") == {YOUTH_NARYN}
    assert said("invite", "tiny-2018", "regional_coordinator", "--place", NARYN)["open_until"]


def test_a_card_lets_in_the_administrator_who_lost_her_password(cast, client):
    card = said("card", "jyldyz@example.org")
    assert client.post("/en/account/card/", {"code": card["code"]}).status_code == 302
    assert client.get("/en/account/me/").status_code == 200
    assert urlsplit(card["link"]).path.startswith("/en/account/card/")


def test_an_account_is_emptied(cast):
    assert said("empty", str(cast.aigul.pk), "--why", "letter")["account"] == cast.aigul.pk
    assert not Account.objects.get(pk=cast.aigul.pk).name


@pytest.mark.parametrize(
    "words",
    [
        ["invite", "kg-1999", "reviewer"],
        ["invite", "tiny-2018", "coordinator"],
        ["invite", "tiny-2018", "coordinator", "--organisation", "nobody"],
        ["invite", "tiny-2018", "regional_coordinator", "--place", "KG99"],
        ["card", "nobody@example.org"],
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(cast, words):
    with pytest.raises(CommandError, match=r"\. [A-Z]"):
        call_command("people", *words)


def test_what_waits_is_listed_and_one_letter_approves_it(asked, tmp_path):
    out = StringIO()
    call_command("people", "approvals", "tiny-2018", stdout=out)
    assert str(asked.uuid) in out.getvalue()
    scan = tmp_path / "letter.pdf"
    scan.write_bytes(b"%PDF-1.7 ...")
    words = (
        "letter",
        "tiny-2018",
        "agency",
        "--number",
        "12/4",
        "--dated",
        "2018-10-04",
        "--scan",
        str(scan),
    )
    assert said(*words)["approves"] == 1
    asked.refresh_from_db()
    assert (asked.state, asked.letter.number) == ("given", "12/4")
    assert said("approvals", "tiny-2018") == []
    with pytest.raises(CommandError, match="The letter cannot be entered so"):
        said("letter", "tiny-2018", "agency", "--number", "13", "--dated", "2018-10-04")
