"""Asked, approved by a click, refused, taken back; overdue is shown and never silently given."""

from __future__ import annotations

import re
from datetime import date

import pytest

from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries_approvals, rules
from jarchy.people.models import Approval
from jarchy.people.rules import Stand
from jarchy.people.tests.conftest import change_the_words, let_pass
from tests.tiny import AGENCY, YOUTH_NARYN

DESK, MINE = "/en/office/tiny-2018/approvals/", "/en/work/tiny-2018/approvals/"
WHAT = {"what": "organisations:organisations"}


def raises(code: str):
    return pytest.raises(ProblemRaised, match=f"^{re.escape(code)}: ")


def ask(cast) -> list[Approval]:
    return actions.ask_for_approval(
        cast.edition, "organisations", "organisations", by=cast.actor(cast.daniyar)
    )


def stands(cast) -> dict[str, str]:
    found = queries_approvals.row_of(cast.edition, "organisations", "organisations")
    words = {"organisations": rules.words_hash(found.words)}
    rows = queries_approvals.where_it_stands(cast.edition, "organisations", words)["organisations"]
    return {one.organisation.slug: str(one.stand) for one in rows}


def answer(cast, who, approval, do: str, **said: str):
    said = {"do": do, "sha256": approval.sha256, **said}
    return cast.client(who).post(f"{MINE}{approval.uuid}/answer/", said)


def test_daniyar_asks_and_zarina_reads_the_words_in_full_and_approves(cast):
    assert cast.client(cast.daniyar).post(f"{DESK}ask/", WHAT).url == DESK
    approval = Approval.objects.get()
    desk = cast.client(cast.daniyar).get(DESK).content.decode()
    assert "1 text waits for your approval since 5 October 2018:" in desk
    zarina = cast.client(cast.zarina)
    assert "1 text waits for you." in zarina.get(MINE).content.decode()
    page = zarina.get(f"{MINE}{approval.uuid}/").content.decode()
    assert "Youth organisation, Talas" in page
    assert "Жаштар агенттиги" in page
    assert approval.sha256 in page
    assert answer(cast, cast.zarina, approval, "approve").status_code == 302
    assert (
        "approved by Youth agency, on 5 October 2018" in cast.client(cast.daniyar).get(DESK).content.decode()
    )
    assert stands(cast) == {AGENCY: Stand.GIVEN}
    verbs = AuditLine.objects.filter(kind="approval").order_by("pk").values_list("verb", "account")
    assert list(verbs) == [("approval asked", cast.daniyar.pk), ("approval given", cast.zarina.pk)]


def test_to_sign_in_leads_her_to_what_waits(cast):
    cast.zarina.set_password("three dry words")
    cast.zarina.save()
    assert cast.client(cast.zarina).get("/en/account/").url == MINE


def test_asking_again_asks_nothing_new(cast, asked):
    assert ask(cast) == [asked]
    actions.give_approval(asked.uuid, sha256=asked.sha256, by=cast.actor(cast.zarina))
    assert [one.state for one in ask(cast)] == ["given"]
    assert Approval.objects.count() == 1


def test_both_agencies_must_agree(cast, second_agency):
    assert [one.organisation.slug for one in ask(cast)] == [AGENCY, "migration"]
    first = Approval.objects.get(organisation__slug=AGENCY)
    actions.give_approval(first.uuid, sha256=first.sha256, by=cast.actor(cast.zarina))
    assert stands(cast) == {AGENCY: Stand.GIVEN, "migration": Stand.WAITING}


def test_the_campaign_file_says_who_must_agree_and_in_how_many_days(cast, second_agency):
    cast.edition.charter = {"approvals": {"organisations": {"by": ["migration"], "due_days": 5}}}
    cast.edition.save(update_fields=["charter"])
    (only,) = ask(cast)
    assert (only.organisation.slug, only.due_on) == ("migration", date(2018, 10, 10))


def test_overdue_is_shown_everywhere_and_gives_nothing(cast, asked):
    let_pass(cast.edition, 2)
    assert stands(cast) == {AGENCY: Stand.WAITING}
    let_pass(cast.edition, 1)
    assert stands(cast) == {AGENCY: Stand.OVERDUE}
    assert "overdue" in cast.client(cast.zarina).get(MINE).content.decode()
    assert "overdue: was due on 7 October 2018" in cast.client(cast.daniyar).get(DESK).content.decode()
    office = cast.client(cast.daniyar).get("/en/office/").content.decode()
    assert "1 text waits for Youth agency since 5 Oct. 1 is overdue." in office
    let_pass(cast.edition, 300)
    assert Approval.objects.get().state == "asked"


def test_a_refusal_needs_a_reason_and_shows_it(cast, asked):
    page = answer(cast, cast.zarina, asked, "refuse")
    assert page.status_code == 422
    assert "A reason is missing." in page.content.decode()
    answer(cast, cast.zarina, asked, "refuse", reason="One name is wrong")
    assert "refused by Youth agency on 5 October 2018: One name is wrong" in (
        cast.client(cast.daniyar).get(DESK).content.decode()
    )
    assert ask(cast)[0].pk != asked.pk, "after a refusal it is asked anew"


def test_what_is_changed_after_it_was_approved_says_so(cast, asked):
    actions.give_approval(asked.uuid, sha256=asked.sha256, by=cast.actor(cast.zarina))
    change_the_words()
    assert stands(cast) == {AGENCY: Stand.EARLIER}
    desk = cast.client(cast.daniyar).get(DESK).content.decode()
    assert "Youth agency approved an earlier text, on 5 October 2018; it was changed since" in desk
    campaign = cast.client(cast.daniyar).get("/en/office/campaign/").content.decode()
    assert "Youth agency approved an earlier text" in campaign
    ask(cast)
    assert stands(cast) == {AGENCY: Stand.WAITING}


def test_words_changed_after_the_question_cannot_be_approved_by_a_click(cast, asked):
    change_the_words()
    page = cast.client(cast.zarina).get(f"{MINE}{asked.uuid}/").content.decode()
    assert "The text was changed after this was asked." in page
    assert "Approve these words" not in page
    assert answer(cast, cast.zarina, asked, "approve").status_code == 409
    (again,) = ask(cast)
    asked.refresh_from_db()
    assert (asked.state, again.state) == ("withdrawn", "asked")


def test_another_hash_than_the_one_she_read_approves_nothing(cast, asked):
    assert answer(cast, cast.zarina, asked, "approve", sha256="0" * 64).status_code == 409
    assert Approval.objects.get().state == "asked"


def test_the_secretariat_takes_a_question_back_and_she_her_approval_with_a_reason(cast, asked):
    answer(cast, cast.zarina, asked, "withdraw")
    assert Approval.objects.get().state == "asked", "a question is not hers to take back"
    answer(cast, cast.zarina, asked, "approve")
    assert answer(cast, cast.zarina, asked, "withdraw").status_code == 422
    answer(cast, cast.zarina, asked, "withdraw", reason="Signed by mistake")
    assert stands(cast) == {AGENCY: Stand.NOT_ASKED}
    (again,) = ask(cast)
    assert answer(cast, cast.daniyar, again, "withdraw").status_code == 302
    assert stands(cast) == {AGENCY: Stand.NOT_ASKED}


def test_twice_is_no_fault_and_what_is_over_cannot_be_answered(cast, asked):
    by = cast.actor(cast.zarina)
    for _ in range(2):
        assert actions.give_approval(asked.uuid, sha256=asked.sha256, by=by).state == "given"
    with raises("people.not_waiting"):
        actions.refuse_approval(asked.uuid, reason="too late", by=by)


def test_nobody_else_answers_or_asks(cast, asked, second_agency):
    for who in cast:
        if who in (cast.zarina,):
            continue
        assert answer(cast, who, asked, "approve").status_code in (403, 404), who.name
        if who != cast.daniyar:
            assert cast.client(who).get(f"{MINE}{asked.uuid}/").status_code == 404, who.name
            assert asked.title not in cast.client(who).get(MINE).content.decode()
            with raises("people.not_allowed"):
                actions.ask_for_approval(cast.edition, "organisations", "organisations", by=cast.actor(who))
    other = actions.add_account("other@example.org", by=house("test"))
    actions.add_membership(other, cast.edition, Role.APPROVER, by=house("test"), organisation=second_agency)
    assert answer(cast, other, asked, "approve").status_code == 404
    assert Approval.objects.get().state == "asked"


def test_only_who_leads_or_is_an_authority_has_an_approver(cast):
    said = {"role": "approver", "organisation": YOUTH_NARYN, "uses": 1, "days": 7}
    page = cast.client(cast.daniyar).post("/en/account/invitations/new/", said)
    assert page.status_code == 422
    assert "only a leading body or an authority of the campaign approves" in page.content.decode()
    said["organisation"] = AGENCY
    assert cast.client(cast.daniyar).post("/en/account/invitations/new/", said).status_code == 200


def test_there_is_nothing_to_approve_where_there_are_no_words(cast):
    with raises("people.no_approval"):
        actions.ask_for_approval(cast.edition, "targets", "targets", by=cast.actor(cast.daniyar))
    with raises("people.no_approval"):
        actions.ask_for_approval(cast.edition, "briefing", "no-uuid", by=cast.actor(cast.daniyar))
    assert cast.client(cast.daniyar).post(f"{DESK}ask/", {"what": "x"}).status_code == 404


def test_demonstration_shows_one_overdue_and_one_that_waits(cast):
    assert actions.make_demonstration_approvals(cast.edition) == 1, "the tiny campaign has no targets"
    assert actions.make_demonstration_approvals(cast.edition) == 1
    assert Approval.objects.count() == 1
