"""Sign-ins for a newcomer who looks around on her own machine."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.test import Client

from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries
from jarchy.people.models import Account

BOX = "Demonstration: look around as"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME, settings.IS_LOOPBACK = tmp_path, True


def sign_in(client: Client, login: str, password: str, **more: str):
    return client.post("/en/account/sign-in/", {"login": login, "password": password}, **more)


def test_there_is_one_for_each_role_and_each_opens(edition):
    made = actions.make_demonstration_accounts(edition)
    assert [role for role, _, _ in made] == [str(role) for role in Role]
    role, login, password = made[0]
    client = Client()
    sign_in(client, login, password)
    assert client.get("/en/account/me/").status_code == 200
    for account in queries.demonstration_accounts():
        assert len(queries.actor_of(account).grants) == 1


def test_the_second_run_tells_the_same_passwords_and_changes_nothing(edition):
    first = actions.make_demonstration_accounts(edition)
    before = list(Account.objects.values_list("pk", "password"))
    assert actions.make_demonstration_accounts(edition) == first
    assert list(Account.objects.values_list("pk", "password")) == before


def test_only_the_owner_of_the_folder_can_read_them(edition, settings):
    actions.make_demonstration_accounts(edition)
    path = Path(settings.HOME) / "demonstration.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(json.loads(path.read_text())) == {str(role) for role in Role}


def test_the_box_stands_on_the_sign_in_page_of_this_machine_only(edition, client):
    assert BOX not in client.get("/en/account/sign-in/").content.decode()
    made = actions.make_demonstration_accounts(edition)
    page = client.get("/en/account/sign-in/").content.decode()
    assert BOX in page and made[0][2] in page
    assert BOX not in client.get("/en/account/sign-in/", REMOTE_ADDR="192.0.2.7").content.decode()


def test_around_a_container_its_own_machine_may_and_another_may_not(edition, settings):
    settings.CONTAINER_GATEWAY = "172.17.0.1"
    _, login, password = actions.make_demonstration_accounts(edition)[0]
    near, far = Client(REMOTE_ADDR="172.17.0.1"), Client(REMOTE_ADDR="172.17.0.9")
    for client in (near, far):
        sign_in(client, login, password)
    assert near.get("/en/account/me/").status_code == 200
    assert far.get("/en/account/me/").status_code == 302


def test_from_another_machine_they_open_nothing(edition, client):
    _, login, password = actions.make_demonstration_accounts(edition)[0]
    answer = sign_in(client, login, password, REMOTE_ADDR="192.0.2.7")
    assert "do not belong together" in answer.content.decode()
    assert client.get("/en/account/me/").status_code == 302


def test_under_a_public_address_they_open_nothing_even_for_whoever_is_signed_in(edition, client, settings):
    _, login, password = actions.make_demonstration_accounts(edition)[0]
    sign_in(client, login, password)
    settings.IS_LOOPBACK = False
    assert client.get("/en/account/me/").status_code == 302
    assert "do not belong together" in sign_in(client, login, password).content.decode()
    assert BOX not in client.get("/en/account/sign-in/").content.decode()


def test_under_a_public_address_none_is_made(edition, settings):
    settings.IS_LOOPBACK = False
    with pytest.raises(ProblemRaised, match=r"^people\.demonstration_only_here: "):
        actions.make_demonstration_accounts(edition)
    assert not Account.objects.exists()


def test_they_are_no_administrators_whom_one_could_count_on(edition):
    actions.make_demonstration_accounts(edition)
    assert not queries.administrators_fault(), "nobody real is here yet"
