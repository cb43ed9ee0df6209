"""A deputy with dates: enters by whom, answers when, and says so."""

from __future__ import annotations

import re
from datetime import date

import pytest

from jarchy.charter.models import Organisation
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions
from jarchy.people.models import Approval, Deputy
from jarchy.people.tests.conftest import let_pass
from tests.tiny import AGENCY, YOUTH_NARYN

MINE = "/en/work/tiny-2018/approvals/"
DAYS = {"since": "2018-10-06", "until": "2018-10-08"}


def raises(code: str):
    return pytest.raises(ProblemRaised, match=f"^{re.escape(code)}: ")


def name_elena(cast, by):
    said = {"organisation": AGENCY, "account": "elena@example.org", **DAYS}
    return cast.client(by).post(f"{MINE}deputies/", said)


def approve(cast, who, approval):
    said = {"do": "approve", "sha256": approval.sha256}
    return cast.client(who).post(f"{MINE}{approval.uuid}/answer/", said).status_code


@pytest.mark.parametrize("who", ["zarina", "daniyar"])
def test_she_herself_or_the_secretariat_names_her_and_she_answers_on_those_days_only(cast, asked, who):
    assert name_elena(cast, getattr(cast, who)).status_code == 302
    assert approve(cast, cast.elena, asked) == 404, "from tomorrow"
    let_pass(cast.edition, 1)
    assert "You stand in for the approver of Youth agency until 8 October 2018." in (
        cast.client(cast.elena).get("/en/account/me/").content.decode()
    )
    assert "1 text waits for you." in cast.client(cast.elena).get(MINE).content.decode()
    assert approve(cast, cast.elena, asked) == 302
    page = cast.client(cast.daniyar).get("/en/office/tiny-2018/approvals/").content.decode()
    assert "approved by Youth agency, by deputy, on 6 October 2018" in page
    assert Approval.objects.get().deputy == Deputy.objects.get()


def test_after_her_last_day_or_when_ended_she_answers_no_more(cast, asked):
    name_elena(cast, cast.zarina)
    let_pass(cast.edition, 3)
    assert approve(cast, cast.elena, asked) == 302, "the last day is included"
    actions.withdraw_approval(asked.uuid, reason="again", by=cast.actor(cast.daniyar))
    (again,) = actions.ask_for_approval(
        cast.edition, "organisations", "organisations", by=cast.actor(cast.daniyar)
    )
    deputy = Deputy.objects.get()
    assert cast.client(cast.elena).post(f"{MINE}deputies/{deputy.uuid}/end/").status_code == 404
    assert cast.client(cast.zarina).post(f"{MINE}deputies/{deputy.uuid}/end/").status_code == 302
    assert approve(cast, cast.elena, again) == 404


def test_what_her_own_approver_clicks_is_not_by_deputy(cast, asked):
    name_elena(cast, cast.zarina)
    let_pass(cast.edition, 1)
    approve(cast, cast.zarina, asked)
    assert Approval.objects.get().deputy is None


def test_whoever_is_emptied_stands_in_for_nobody(cast, asked):
    name_elena(cast, cast.zarina)
    actions.empty_account(cast.elena, by=cast.actor(cast.jyldyz))
    assert Deputy.objects.get().ended_at is not None


def test_nobody_else_names_one_and_a_deputy_names_no_deputy(cast, asked):
    agency, youth = (Organisation.objects.get(slug=slug) for slug in (AGENCY, YOUTH_NARYN))
    days = {"since": date(2018, 10, 5), "until": date(2018, 10, 8)}
    actions.add_deputy(cast.edition, agency, cast.elena, by=cast.actor(cast.zarina), **days)
    for who in (cast.elena, cast.cholpon, cast.bakyt, cast.jyldyz):
        with raises("people.not_allowed"):
            actions.add_deputy(cast.edition, agency, cast.bakyt, by=cast.actor(who), **days)
        assert "elena" not in cast.client(who).get(f"{MINE}deputies/").content.decode().lower().replace(
            "elena</span>", ""
        )
    with raises("people.wrong_grant"):
        actions.add_deputy(cast.edition, youth, cast.elena, by=cast.actor(cast.daniyar), **days)


@pytest.mark.parametrize("until", ["2018-10-05", "2020-10-05"])
def test_days_that_cannot_be_are_said(cast, until):
    said = {"organisation": AGENCY, "account": "elena@example.org", "since": "2018-10-06", "until": until}
    page = cast.client(cast.zarina).post(f"{MINE}deputies/", said)
    assert page.status_code == 422
    assert "It cannot run from that day until that day." in page.content.decode()
    assert not Deputy.objects.exists()


def test_somebody_who_is_not_there_is_said(cast):
    said = {"organisation": AGENCY, "account": "nobody@example.org", **DAYS}
    assert "There is no account" in cast.client(cast.zarina).post(f"{MINE}deputies/", said).content.decode()
