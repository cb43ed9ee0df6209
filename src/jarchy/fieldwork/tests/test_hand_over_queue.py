"""A reviewer's queue in another's hands: what it opens, what it never opens, and that it ends by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions as people
from jarchy.people import queries
from jarchy.people.models import Account, ReviewHandover
from jarchy.places.models import Place
from tests.tiny import NARYN, TALAS, YOUTH_NARYN

PAGE = "/en/office/waiting/"
TODAY = date(2018, 10, 5)


def reviewer(field, name: str, *pcodes: str, organisation: str = "") -> Account:
    """Somebody who reviews in these places, perhaps also a volunteer of an organisation."""
    by = house("test")
    account = people.add_account(f"{name}@example.org", by=by, name=name.capitalize(), language="en")
    places = list(Place.objects.filter(pcode__in=pcodes))
    people.add_membership(account, field.edition, Role.REVIEWER, by=by, places=places)
    if organisation:
        body = Organisation.objects.get(slug=organisation)
        people.add_membership(account, field.edition, Role.VOLUNTEER, by=by, organisation=body)
    return account


@pytest.fixture
def nurlan(field) -> Account:
    """Reviews in Naryn."""
    return reviewer(field, "nurlan", NARYN)


@pytest.fixture
def temir(field) -> Account:
    """Reviews in Talas."""
    return reviewer(field, "temir", TALAS)


def hand_over(field, account, to, *, since=TODAY, until=TODAY, by=None) -> ReviewHandover:
    return people.hand_over_review(
        field.edition, account, to, since=since, until=until, by=by or field.actor(account)
    )


def may_confirm(field, account: Account, report: Report) -> bool:
    if not Report.objects.visible_to(field.actor(account)).filter(pk=report.pk).exists():
        return False
    try:
        actions.confirm_report(report.uuid, by=field.actor(account))
    except ProblemRaised:
        return False
    return True


class TestWhatItOpens:
    def test_the_other_reviews_in_her_places_for_these_days(self, field, nurlan, temir):
        report = field.forwarded()
        assert not may_confirm(field, temir, report)
        hand_over(field, nurlan, temir)
        assert may_confirm(field, temir, report)

    def test_not_before_the_first_day_and_not_after_the_last(self, field, nurlan, temir):
        report = field.forwarded()
        hand_over(field, nurlan, temir, since=TODAY + timedelta(1), until=TODAY + timedelta(2))
        seen = []
        for day in range(4):
            field.move_today(TODAY + timedelta(day))
            seen.append(Report.objects.visible_to(field.actor(temir)).filter(pk=report.pk).exists())
        assert seen == [False, True, True, False]

    def test_ended_early_it_opens_nothing_more(self, field, nurlan, temir):
        row = hand_over(field, nurlan, temir, until=TODAY + timedelta(9))
        people.end_handover(row.uuid, by=field.actor(nurlan))
        people.end_handover(row.uuid, by=field.actor(temir))
        assert not may_confirm(field, temir, field.forwarded())
        assert AuditLine.objects.filter(verb="queue taken back").count() == 1

    def test_nothing_of_the_others_own_organisation(self, field, nurlan):
        aida = reviewer(field, "aida", TALAS, organisation=YOUTH_NARYN)
        hand_over(field, nurlan, aida)
        assert not may_confirm(field, aida, field.forwarded())

    def test_nothing_of_the_organisation_of_whose_queue_it_is(self, field, temir):
        """She could not confirm it herself, so nobody does it in her stead."""
        aida = reviewer(field, "aida", NARYN, organisation=YOUTH_NARYN)
        hand_over(field, aida, temir)
        assert not may_confirm(field, temir, field.forwarded())
        together = field.send(field.cast.farkhad, cohosts=YOUTH_NARYN)
        assert not may_confirm(field, temir, together)

    def test_it_is_not_handed_on(self, field, nurlan, temir):
        third = reviewer(field, "asel", TALAS)
        hand_over(field, nurlan, temir)
        hand_over(field, temir, third)
        assert not may_confirm(field, third, field.forwarded())

    def test_it_gives_nothing_once_one_of_them_no_longer_reviews(self, field, nurlan, temir):
        report = field.forwarded()
        hand_over(field, nurlan, temir)
        people.end_membership(nurlan.memberships.get(), by=house("test"))
        assert not may_confirm(field, temir, report)

    def test_it_gives_nothing_in_another_edition(self, field, nurlan, temir):
        other = Edition.objects.get(pk=field.edition.pk)
        other.pk, other.slug, other.is_current = None, "tiny-2019", False
        other.save()
        people.add_membership(
            temir, other, Role.REVIEWER, by=house("test"), places=list(Place.objects.filter(pcode=TALAS))
        )
        hand_over(field, nurlan, temir)
        grants = field.actor(temir).grants_of(Role.REVIEWER, edition="tiny-2019")
        assert [grant.places for grant in grants] == [frozenset({TALAS})]

    def test_whose_card_may_be_printed_does_not_change(self, field, nurlan, temir):
        hand_over(field, nurlan, temir)
        assert len(queries.grants_of([temir.pk])[temir.pk]) == 1


class TestWhoMay:
    def test_the_secretariat_for_her_and_nobody_else(self, field, nurlan, temir):
        for person in (field.cast.bakyt, field.cast.cholpon, field.cast.jyldyz, temir):
            with pytest.raises(ProblemRaised) as refused:
                hand_over(field, nurlan, temir, by=field.actor(person))
            assert refused.value.code == "people.not_allowed"
        assert hand_over(field, nurlan, temir, by=field.actor(field.cast.daniyar)).to_account == temir

    @pytest.mark.parametrize("who", ["bakyt", "daniyar", "elena"])
    def test_only_to_another_reviewer(self, field, nurlan, who):
        with pytest.raises(ProblemRaised) as refused:
            hand_over(field, nurlan, getattr(field.cast, who))
        assert refused.value.code == "people.not_a_reviewer"

    def test_not_to_herself(self, field, nurlan):
        with pytest.raises(ProblemRaised, match="from one reviewer"):
            hand_over(field, nurlan, nurlan)

    @pytest.mark.parametrize(("since", "until"), [(-1, 3), (3, 2), (0, 60)])
    def test_days_that_cannot_be(self, field, nurlan, temir, since, until):
        with pytest.raises(ProblemRaised) as refused:
            hand_over(field, nurlan, temir, since=TODAY + timedelta(since), until=TODAY + timedelta(until))
        assert refused.value.code == "people.wrong_handover"

    def test_twice_is_once_and_to_two_people_at_once_is_refused(self, field, nurlan, temir):
        third = reviewer(field, "asel", TALAS)
        assert hand_over(field, nurlan, temir) == hand_over(field, nurlan, temir)
        assert AuditLine.objects.filter(verb="queue handed over").count() == 1
        with pytest.raises(ProblemRaised, match="already"):
            hand_over(field, nurlan, third)

    def test_a_stranger_cannot_end_it(self, field, nurlan, temir):
        row = hand_over(field, nurlan, temir)
        with pytest.raises(ProblemRaised) as refused:
            people.end_handover(row.uuid, by=field.actor(field.cast.cholpon))
        assert refused.value.code == "people.no_handover"


class TestPages:
    def test_both_see_it_beside_their_queue_and_on_their_page(self, field, nurlan, temir):
        browser = field.cast.client(nurlan)
        said = {"from": nurlan.pk, "to": temir.pk, "since": "2018-10-05", "until": "2018-10-12"}
        browser.post(f"{PAGE}hand-over/", said)
        for person in (nurlan, temir):
            for page in ("/en/office/queue/", "/en/office/"):
                shown = field.cast.client(person).get(page).content.decode()
                assert "queue is with Temir from 5 October 2018 to 12 October 2018" in shown
        page = reverse("people:person", args=[nurlan.memberships.get().uuid])
        assert "with Temir" in field.cast.client(field.cast.daniyar).get(page).content.decode()

    def test_a_fault_is_said_above_the_form_and_what_was_typed_stays(self, field, nurlan, temir):
        said = {"from": nurlan.pk, "to": temir.pk, "since": "2018-10-05", "until": "2018-10-01"}
        answer = field.cast.client(nurlan).post(f"{PAGE}hand-over/", said)
        assert answer.status_code == 422
        assert "for these days" in answer.content.decode() and "2018-10-01" in answer.content.decode()

    def test_hers_is_the_only_one_that_she_is_offered(self, field, nurlan, temir):
        shown = field.cast.client(nurlan).get(PAGE).content.decode()
        whose = shown[shown.index('id="from"') : shown.index('id="to"')]
        assert "Nurlan" in whose and "Temir" not in whose


def test_tells_with_whom_reports_wait(field, nurlan, temir):
    """Cholpon reviews everywhere, Nurlan in Naryn: what waits in Naryn waits with him; with her when he is away."""
    field.forwarded()
    field.move_today(TODAY + timedelta(3))
    shown = field.cast.client(field.cast.daniyar).get("/en/office/").content.decode()
    assert "1 report waits" in shown and "oldest 3 days" in shown and "(Nurlan 1)" in shown
    hand_over(field, nurlan, temir, since=TODAY + timedelta(3), until=TODAY + timedelta(4))
    shown = field.cast.client(field.cast.daniyar).get(PAGE).content.decode()
    assert '<th scope="row">Temir</th>' in shown


def test_tells_what_nobody_may_review(field):
    people.add_membership(
        field.cast.cholpon, field.edition, Role.VOLUNTEER, by=house("test"),
        organisation=Organisation.objects.get(slug=YOUTH_NARYN),
    )  # fmt: skip
    field.forwarded()
    assert "(nobody 1)" in field.cast.client(field.cast.daniyar).get("/en/office/").content.decode()


def test_tells_how_long_confirmed_reports_waited(field):
    first, second = field.forwarded(), field.forwarded(held_on="2018-10-02")
    field.confirm(first)
    field.move_today(TODAY + timedelta(4))
    field.confirm(second)
    shown = field.cast.client(field.cast.cholpon).get(PAGE).content.decode()
    took = shown[shown.index('id="took"') :]
    assert [took.count(one) for one in ("Cholpon</th>", ">0</td>", ">4</td>")] == [1, 1, 1]
