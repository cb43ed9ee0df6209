"""Every address names who may enter, doors.toml says the same, and every role meets just that."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from jarchy.foundation.narrowing import Role
from tests.cast import bring_in
from tests.house.every_url import Address, every_address
from tests.tiny import tiny_edition

WRITTEN = tomllib.loads((Path(__file__).parent / "doors.toml").read_text())
DOORS: dict[str, str | list[str]] = {
    name: door for room in WRITTEN["doors"].values() for name, door in room.items()
}
ADDRESSES = every_address()


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker):
    """A browser for each role, and "" for the public's; made once, since visiting changes nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = bring_in(tiny_edition())
        people = {str(role): cast.client(person) for role, person in cast.by_role().items()}
        yield {"": cast.client(), **people}
        transaction.set_rollback(True)


def says(address: Address) -> str | list[str] | None:
    """What the view says, as doors.toml writes it: roles in the order of Role."""
    enters = getattr(address.view, "enters", None)
    return [str(role) for role in Role if role in enters] if isinstance(enters, frozenset) else enters


def code_of(answer: HttpResponseBase) -> str:
    is_json = answer.headers.get("Content-Type", "").startswith("application/json") and not answer.streaming
    body = answer.json() if is_json else {}  # type: ignore[attr-defined]
    return body.get("code", "") if isinstance(body, dict) else ""


def visit(client: Client, path: str) -> str:
    """How the door answers: "sign in", "no such page", or "open" whatever is behind it."""
    answer = client.get(path, headers={"accept": "application/json"})
    return {"people.sign_in_first": "sign in", "people.no_such_page": "no such page"}.get(
        code_of(answer), "open"
    )


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_view_says_who_may_enter(address):
    assert address.name, f"{address.route} has no name"
    assert says(address) is not None, f"{address}: put enter(...), signed_in or everyone on its view"


def test_doors_toml_says_what_the_views_say():
    assert {address.name: says(address) for address in ADDRESSES} == DOORS


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_role_meets_what_the_door_says(address: Address, visitors: dict[str, Client]):
    path, door = address.path(WRITTEN["samples"]), DOORS[address.name]
    met = {role: visit(client, path) for role, client in visitors.items()}
    if door == "everyone":
        expected = dict.fromkeys(met, "open")
    elif door == "signed in":
        expected = {role: "open" if role else "sign in" for role in met}
    else:
        expected = {role: "open" if role in door else "no such page" for role in met} | {"": "sign in"}
    assert met == expected


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in ADDRESSES if isinstance(says(a), list)], ids=str)
def test_nor_is_it_open_to_what_a_stranger_sends(address: Address, visitors: dict[str, Client]):
    path, door = address.path(WRITTEN["samples"]), DOORS[address.name]
    for role in set(visitors) - set(door) - {""}:
        answer = visitors[role].post(path, headers={"accept": "application/json"})
        assert code_of(answer) == "people.no_such_page", role


@pytest.mark.django_db
def test_a_role_in_this_edition_opens_nothing_in_another(visitors: dict[str, Client]):
    for address in ADDRESSES:
        if "edition" in address.parameters and isinstance(says(address), list):
            path = address.path({**WRITTEN["samples"], "edition": "kg-1999"})
            answer = visitors["administrator"].get(path, headers={"accept": "application/json"})
            assert code_of(answer) in {"charter.no_edition", "people.no_such_page"}, address
