"""Volunteers under 18: nothing is open before a guardian's consent is recorded."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from jarchy.charter.models import Organisation
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, doors
from jarchy.people.models import Account, Membership
from tests.tiny import YOUTH_NARYN

REPORT_DOOR = doors.enter(Role.VOLUNTEER)(lambda request: HttpResponse("a page on which one reports"))


@pytest.fixture
def nurbek(cast) -> Account:
    account = actions.add_account("0700 333 444", by=house("test"), name="Nurbek", is_minor=True)
    naryn = Organisation.objects.get(slug=YOUTH_NARYN)
    actions.add_membership(
        account, cast.edition, Role.VOLUNTEER, organisation=naryn, by=cast.actor(cast.bakyt)
    )
    return account


def knock(account: Account) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user, request.resolver_match, request.session = account, None, {}
    return doors.ActorMiddleware(REPORT_DOOR)(request)


def test_the_door_says_what_is_missing(nurbek):
    with pytest.raises(ProblemRaised) as problem:
        knock(nurbek)
    assert problem.value.code == "people.consent_missing" and problem.value.status == 403
    assert "Give the signed paper to your coordinator" in problem.value.remedy


def test_her_own_page_says_it_too(cast, nurbek):
    assert "You are under 18" in cast.client(nurbek).get("/en/account/me/").content.decode()


def test_after_bakyt_has_recorded_it_the_door_is_open(cast, nurbek):
    uuid = Membership.objects.get(account=nurbek).uuid
    page = cast.client(cast.bakyt)
    assert "consent missing" in page.get("/en/account/people/").content.decode()
    answer = page.post(f"/en/account/people/{uuid}/consent/", {"on": "2018-09-20", "is_signed": "on"})
    assert answer.status_code == 302
    nurbek.refresh_from_db()
    assert (nurbek.guardian_consent_on, nurbek.guardian_consent_by) == (date(2018, 9, 20), cast.bakyt)
    assert knock(nurbek).status_code == 200
    line = AuditLine.objects.get(verb="consent recorded")
    assert (line.account, line.key, line.details) == (cast.bakyt.pk, str(nurbek.pk), {"on": "2018-09-20"})


def test_without_the_paper_it_is_not_recorded(cast, nurbek):
    uuid = Membership.objects.get(account=nurbek).uuid
    answer = cast.client(cast.bakyt).post(f"/en/account/people/{uuid}/consent/", {"on": "2018-09-20"})
    assert answer.status_code == 422
    nurbek.refresh_from_db()
    assert nurbek.waits_for_consent


def test_a_paper_of_tomorrow_is_refused(cast, nurbek):
    today = timezone.now().date()
    with pytest.raises(ProblemRaised, match=r"^people\.wrong_consent: "):
        actions.record_consent(nurbek, on=today.replace(year=today.year + 1), by=cast.actor(cast.bakyt))


def test_neither_farkhad_nor_she_herself_records_it(cast, nurbek):
    for account in (cast.farkhad, nurbek):
        with pytest.raises(ProblemRaised, match=r"^people\.not_allowed: "):
            actions.record_consent(nurbek, on=date(2018, 9, 20), by=cast.actor(account))


def test_the_first_record_stands(cast, nurbek):
    actions.record_consent(nurbek, on=date(2018, 9, 20), by=cast.actor(cast.bakyt))
    actions.record_consent(nurbek, on=date(2018, 9, 25), by=cast.actor(cast.daniyar))
    nurbek.refresh_from_db()
    assert nurbek.guardian_consent_on == date(2018, 9, 20)


def test_somebody_who_joins_under_18_waits_for_consent(cast, client):
    naryn = Organisation.objects.get(slug=YOUTH_NARYN)
    _, token = actions.invite(cast.edition, Role.VOLUNTEER, organisation=naryn, by=cast.actor(cast.bakyt))
    said = {
        "name": "N",
        "sign_in_name": "0700 333 444",
        "password": "three dry words",
        "language": "en",
        "age": "minor",
    }
    client.post(f"/en/account/join/{token}/", said)
    assert client.get("/en/account/").url == "/en/account/me/", "not to a page that is closed to her"
    assert Account.objects.get(phone="+996700333444").waits_for_consent
