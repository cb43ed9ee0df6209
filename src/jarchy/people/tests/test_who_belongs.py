"""Whom the list of people shows to whom; who is found by what; how many administrators there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries
from jarchy.people.models import Membership
from tests.tiny import YOUTH_NARYN


def names_seen(cast, account) -> list[str]:
    return [row.account.name for row in queries.people_of(cast.edition, cast.actor(account))]


def test_bakyt_sees_his_organisation_and_no_other(cast):
    assert names_seen(cast, cast.bakyt) == ["Aigul", "Bakyt"]
    page = cast.client(cast.bakyt).get("/en/account/people/").content.decode()
    assert "aigul@example.org" in page and "Farkhad" not in page


def test_the_secretariat_and_administrators_see_everybody(cast):
    everybody = [account.name for account in cast]
    assert names_seen(cast, cast.daniyar) == everybody
    assert names_seen(cast, cast.jyldyz) == everybody


@pytest.mark.parametrize("who", ["aigul", "cholpon", "elena", "gulnara", "islam"])
def test_the_others_see_nobody_and_find_no_such_page(cast, who):
    account = getattr(cast, who)
    assert names_seen(cast, account) == []
    assert cast.client(account).get("/en/account/people/").status_code == 404


def test_one_person_is_narrowed_as_the_list_is(cast):
    uuid = Membership.objects.get(account=cast.aigul).uuid
    assert cast.client(cast.bakyt).get(f"/en/account/people/{uuid}/").status_code == 200
    assert cast.client(cast.farkhad).get(f"/en/account/people/{uuid}/").status_code == 404


def test_another_editions_people_stand_under_its_name(cast):
    page = cast.client(cast.bakyt).get("/en/account/tiny-2018/people/")
    assert page.status_code == 200
    assert "/en/account/tiny-2018/invitations/new/" in page.content.decode()
    assert cast.client(cast.bakyt).get("/en/account/kg-1999/people/").status_code == 404


def test_the_list_pages_by_key_and_its_queries_do_not_grow(cast):
    naryn = Organisation.objects.get(slug=YOUTH_NARYN)
    page = cast.client(cast.bakyt)

    def queries_asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert page.get(address).status_code == 200
        return len(asked)

    few = queries_asked("/en/account/people/")
    for number in range(60):
        account = actions.add_account(f"v{number}@example.org", by=house("test"), name=f"V{number}")
        actions.add_membership(account, cast.edition, Role.VOLUNTEER, organisation=naryn, by=house("test"))
    assert queries_asked("/en/account/people/") == few
    first = queries.people_of(cast.edition, cast.actor(cast.bakyt))
    rest = queries.people_of(cast.edition, cast.actor(cast.bakyt), after=first[-1].membership.pk)
    assert (len(first), len(rest)) == (50, 12)


def test_an_actor_costs_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.actor_of(cast.gulnara)


@pytest.mark.parametrize("text", ["aigul@example.org", " AIGUL@example.org "])
def test_an_account_is_found_by_its_address(cast, text):
    assert queries.account_by(text) == cast.aigul


def test_an_account_is_found_by_its_number_and_by_its_phone(cast):
    meerim = actions.add_account("0700 111 222", by=house("test"))
    assert queries.account_by(str(meerim.pk)) == meerim
    assert queries.account_by("+996 700 111 222") == queries.account_by("0700111222") == meerim


@pytest.mark.parametrize("text", ["", "nobody@example.org", "0700 999 999", "123456", "Aigul"])
def test_an_unknown_one_is_said_to_be_unknown(cast, text):
    with pytest.raises(ProblemRaised, match=r"^people\.no_account: "):
        queries.account_by(text)


def test_two_administrators_are_enough_and_one_is_not(cast):
    assert not queries.administrators_fault()
    actions.empty_account(cast.kanat, by=cast.actor(cast.jyldyz))
    assert queries.administrators_fault()


def test_in_an_empty_house_no_administrator_is_missing(edition):
    assert not queries.administrators_fault()


def test_a_made_up_key_of_the_next_page_is_nothing(cast):
    for key in ("9" * 30, "9" * 5000, "x"):
        assert cast.client(cast.bakyt).get(f"/en/account/people/?after={key}").status_code == 200


def test_whoever_belongs_to_two_campaigns_chooses_in_which_one_she_works(cast):
    older = Edition.objects.get(pk=cast.edition.pk)
    older.pk, older.slug, older.is_current, older.names = None, "tiny-2017", False, {"en": "The year before"}
    older.save()
    actions.add_membership(cast.cholpon, older, Role.REVIEWER, by=house("test"))
    page = cast.client(cast.cholpon)
    assert "/en/account/in/tiny-2017/" in page.get("/en/account/me/").content.decode()
    assert page.get("/en/account/in/tiny-2017/").url == "/en/office/"
    assert "<b>The year before</b>" in page.get("/en/account/me/").content.decode()
    page.get("/en/account/in/tiny-2018/")
    assert "<b>Tiny campaign</b>" in page.get("/en/account/me/").content.decode()
    assert cast.client(cast.bakyt).get("/en/account/in/tiny-2017/").url == "/en/account/me/"
