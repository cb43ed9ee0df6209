"""A role ends; an account is emptied."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jarchy.charter.models import Edition
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries
from jarchy.people.models import Account, Membership, SignInCard

REFUSED = r"^people\.not_allowed: "


def on_its_day(cast, days: int = 0) -> None:
    """The edition keeps its people until 2019-04-15 and stands so many days after."""
    cast.edition.delete_people_on = date(2019, 4, 15)
    cast.edition.example_today = cast.edition.delete_people_on + timedelta(days)
    cast.edition.save()


def test_on_its_day_an_editions_people_are_emptied_but_for_administrators(cast):
    on_its_day(cast, -1)
    actions.empty_people_due()
    assert not Account.objects.exclude(emptied_at=None).exists()
    on_its_day(cast)
    actions.empty_people_due()
    actions.empty_people_due()
    left = set(Account.objects.filter(emptied_at=None))
    assert left == {cast.jyldyz, cast.kanat}
    lines = AuditLine.objects.filter(verb="account emptied", key=str(cast.aigul.pk))
    assert [(line.actor, line.why) for line in lines] == [("keeping times", "delete_people_on tiny-2018")]
    assert queries.people_overdue() == {}


def test_whoever_works_in_another_edition_stays(cast):
    other = Edition.objects.get(pk=cast.edition.pk)
    other.pk, other.slug, other.is_current = None, "tiny-2019", False
    other.save()
    actions.add_membership(cast.cholpon, other, Role.REVIEWER, by=house("test"))
    on_its_day(cast)
    actions.empty_people_due()
    assert Account.objects.get(pk=cast.cholpon.pk).emptied_at is None
    assert Account.objects.get(pk=cast.aigul.pk).emptied_at is not None


def test_an_example_loses_nobody_by_the_machines_date_and_never_its_demonstration(cast):
    Edition.objects.update(delete_people_on=date(2019, 4, 15))
    actions.empty_people_due()
    assert not Account.objects.exclude(emptied_at=None).exists()
    Account.objects.filter(pk=cast.aigul.pk).update(is_demonstration=True)
    on_its_day(cast)
    actions.empty_people_due()
    assert Account.objects.get(pk=cast.aigul.pk).emptied_at is None


def membership_of(account: Account) -> Membership:
    return Membership.objects.get(account=account)


def test_bakyt_ends_aiguls_role_and_she_is_signed_out_everywhere(cast):
    aigul = cast.client(cast.aigul)
    answer = cast.client(cast.bakyt).post(
        f"/en/account/people/{membership_of(cast.aigul).uuid}/end/", {"why": "left"}
    )
    assert answer.status_code == 302
    assert aigul.get("/en/account/me/").status_code == 302
    assert cast.actor(cast.aigul).grants == frozenset()
    line = AuditLine.objects.get(verb="role ended")
    assert (line.account, line.key, line.why, line.edition) == (
        cast.bakyt.pk,
        str(cast.aigul.pk),
        "left",
        "tiny-2018",
    )


def test_what_is_written_as_a_reason_is_not_kept_unless_it_is_of_the_list(cast):
    page = cast.client(cast.bakyt)
    page.post(f"/en/account/people/{membership_of(cast.aigul).uuid}/end/", {"why": "a story about somebody"})
    assert AuditLine.objects.get(verb="role ended").why == ""


def test_farkhad_of_another_organisation_gets_not_found(cast):
    answer = cast.client(cast.farkhad).post(f"/en/account/people/{membership_of(cast.aigul).uuid}/end/")
    assert answer.status_code == 404
    assert cast.actor(cast.aigul).grants


def test_nobody_ends_her_own_role_so_the_last_administrator_stays(cast):
    with pytest.raises(ProblemRaised, match=REFUSED):
        actions.end_membership(membership_of(cast.jyldyz), by=cast.actor(cast.jyldyz))


def test_ending_twice_is_one_line(cast):
    for _ in range(2):
        actions.end_membership(membership_of(cast.aigul), by=cast.actor(cast.bakyt))
    assert AuditLine.objects.filter(verb="role ended").count() == 1


def test_a_role_that_ended_can_be_given_again(cast):
    ended = actions.end_membership(membership_of(cast.aigul), by=cast.actor(cast.bakyt))
    actions.add_membership(
        cast.aigul, cast.edition, Role.VOLUNTEER, organisation=ended.organisation, by=cast.actor(cast.bakyt)
    )
    assert Membership.objects.filter(account=cast.aigul).count() == 2
    assert cast.actor(cast.aigul).grants


def test_giving_a_role_twice_keeps_one_membership(cast):
    for _ in range(2):
        actions.add_membership(cast.elena, cast.edition, Role.PARTNER, by=cast.actor(cast.daniyar))
    assert Membership.objects.filter(account=cast.elena).count() == 1


def test_a_coordinator_cannot_make_herself_a_reviewer(cast):
    with pytest.raises(ProblemRaised, match=REFUSED):
        actions.add_membership(cast.bakyt, cast.edition, Role.REVIEWER, by=cast.actor(cast.bakyt))


def test_she_empties_her_account_and_only_the_number_stays(cast):
    actions.print_card(cast.aigul, by=cast.actor(cast.bakyt))
    page = cast.client(cast.aigul)
    assert "I want this" in page.get("/en/account/leave/").content.decode()
    assert page.post("/en/account/leave/", {"is_sure": "on"}).status_code == 302
    row = Account.objects.values().get(pk=cast.aigul.pk)
    assert (row["email"], row["phone"], row["name"], row["is_active"]) == (None, None, "", False)
    assert row["emptied_at"] is not None and row["password"].startswith("!")
    assert not SignInCard.objects.exists()
    assert page.get("/en/account/me/").status_code == 302
    assert cast.actor(Account.objects.get(pk=cast.aigul.pk)).grants == frozenset()


def test_without_the_tick_nothing_happens(cast):
    cast.client(cast.aigul).post("/en/account/leave/")
    assert Account.objects.get(pk=cast.aigul.pk).name == "Aigul"


def test_an_administrator_empties_an_account_and_a_coordinator_does_not(cast):
    with pytest.raises(ProblemRaised, match=REFUSED):
        actions.empty_account(cast.aigul, by=cast.actor(cast.bakyt))
    for _ in range(2):
        actions.empty_account(cast.aigul, by=cast.actor(cast.administrator), why="letter of 5 October")
    assert AuditLine.objects.filter(verb="account emptied", why="letter of 5 October").count() == 1


def test_an_emptied_account_is_found_by_nobody(cast):
    actions.empty_account(cast.aigul, by=house("test"))
    for text in (str(cast.aigul.pk), "aigul@example.org"):
        with pytest.raises(ProblemRaised, match=r"^people\.no_account: "):
            queries.account_by(text)


def test_the_address_is_free_for_somebody_else_afterwards(cast):
    actions.empty_account(cast.aigul, by=house("test"))
    assert actions.add_account("aigul@example.org", by=house("test")).pk != cast.aigul.pk


def invited_by(cast, account: Account, role: Role = Role.VOLUNTEER) -> str:
    """The token of an invitation that she made for her own organisation, open to twenty."""
    own = membership_of(account).organisation
    _, token = actions.invite(cast.edition, role, organisation=own, by=cast.actor(account), uses=20)
    return token


def test_whose_role_ended_does_not_come_back_by_the_link_that_she_still_has(cast):
    token = invited_by(cast, cast.bakyt)
    actions.join_by_invitation(token, cast.farkhad)
    joined = Membership.objects.get(account=cast.farkhad, role=Role.VOLUNTEER)
    actions.end_membership(joined, by=cast.actor(cast.bakyt))
    with pytest.raises(ProblemRaised, match=r"^people\.invitation_over: "):
        actions.join_by_invitation(token, cast.farkhad)
    assert not Membership.objects.live().filter(account=cast.farkhad, role=Role.VOLUNTEER).exists()
    actions.join_by_invitation(invited_by(cast, cast.bakyt), cast.farkhad)  # invited anew, she is there again


def test_with_a_coordinators_role_the_invitations_end_that_he_made(cast):
    token = invited_by(cast, cast.bakyt)
    others = invited_by(cast, cast.farkhad)
    actions.end_membership(membership_of(cast.bakyt), by=cast.actor(cast.daniyar))
    with pytest.raises(ProblemRaised, match=r"^people\.invitation_over: "):
        queries.invitation_by(token)
    assert queries.invitation_by(others)
    assert AuditLine.objects.filter(verb="invitation taken back", account=cast.daniyar.pk).count() == 1


def test_with_an_emptied_account_they_end_too(cast):
    token = invited_by(cast, cast.bakyt)
    actions.empty_account(cast.bakyt, by=cast.actor(cast.bakyt))
    with pytest.raises(ProblemRaised, match=r"^people\.invitation_over: "):
        queries.invitation_by(token)
