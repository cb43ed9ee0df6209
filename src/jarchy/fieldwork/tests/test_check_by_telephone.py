"""Islam calls hosts of drawn reports: he sees where, when and a telephone, and the number when he has sent his."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.charter.models import Edition
from jarchy.charter.rules import EditionState
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Call, Concern
from jarchy.fieldwork.queries import checks
from jarchy.fieldwork.rules import Because, Outcome, check_outcome
from jarchy.fieldwork.tests.checking import MONDAY, Checking, give_rule
from jarchy.forms import actions as forms
from jarchy.forms.models import Draft, HostPhone, Submission
from jarchy.foundation.ids import uuid7
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions as people
from tests.tiny import BEISHEKE, KARA_BUURA, TALAS

IN_SCHOOL = {"venue": "school", "kind": "talk", "host_phone": "0555000111", "total": "61", "women": "0"}
OUTCOMES = [  # reached, held, people, reported, outcome
    ("spoke", "yes", 57, 57, "as_reported"),
    ("visited", "yes", 47, 57, "as_reported"),  # within 10
    ("spoke", "yes", 46, 57, "as_reported"),  # within a third of 57: 19
    ("spoke", "yes", 38, 57, "as_reported"),
    ("spoke", "yes", 37, 57, "differs"),
    ("spoke", "yes", 77, 57, "differs"),
    ("spoke", "yes", 0, 10, "as_reported"),
    ("spoke", "yes", 0, 11, "differs"),
    ("spoke", "yes", None, 57, "open"),
    ("spoke", "no", None, 57, "not_confirmed"),
    ("spoke", "unsure", None, 57, "open"),
    ("no_answer", "", None, 57, "open"),
    ("wrong", "", None, 57, "open"),
    ("refused", "", None, 57, "open"),
]


@pytest.mark.parametrize(("reached", "held", "people", "reported", "outcome"), OUTCOMES)
def test_the_outcome_is_computed(reached, held, people, reported, outcome):
    assert check_outcome(reached=reached, held=held, people=people, reported=reported) == outcome


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_whoever_is_further_off_than_one_who_differs_differs_too(people, reported):
    said = check_outcome(reached="spoke", held="yes", people=people, reported=reported)
    further = people + (1 if people >= reported else -1)
    if said is Outcome.DIFFERS and further >= 0:
        assert (
            check_outcome(reached="spoke", held="yes", people=further, reported=reported) is Outcome.DIFFERS
        )


@pytest.fixture
def checking(field) -> Checking:
    return give_rule(field)


@pytest.fixture
def drawn(checking) -> Call:
    """A report of a school, with its host's telephone, drawn."""
    checking.field.confirmed(**IN_SCHOOL)
    checking.monday()
    return checking.calls()[0]


def test_a_call_comes_to_its_outcome_and_both_numbers_are_kept(checking, drawn):
    call = checking.check(drawn, people="55")
    assert (call.outcome, call.found, call.drawn.reported, call.checked_on) == ("as_reported", 55, 61, MONDAY)
    assert call.caller_id == call.submission.account_id == checking.field.cast.islam.pk


def test_what_is_corrected_meanwhile_changes_not_what_the_answer_is_held_against(checking, drawn):
    checking.take(drawn.uuid)
    report = drawn.drawn.report
    checking.field.send(checking.field.cast.aigul, again=report, **(IN_SCHOOL | {"total": "10"}))
    assert checking.send(drawn, people="10").state == "kept"
    drawn.refresh_from_db()
    assert drawn.outcome == "differs"


def test_sending_the_same_twice_comes_to_the_same(checking, drawn):
    checking.check(drawn)
    assert checking.send(drawn).state == "same"
    assert Call.objects.exclude(outcome="").count() == 1


def test_other_answers_to_a_call_that_was_made_change_nothing(checking, drawn):
    checking.check(drawn)
    assert checking.send(drawn, people="5").state == "conflict"
    drawn.refresh_from_db()
    assert drawn.outcome == "as_reported"


def test_an_open_one_is_replaced_by_the_next_of_the_list(checking):
    checking.confirmed(5)
    checking.monday()
    first = checking.calls()[0]
    checking.check(first, reached="no_answer", who="", held="", people="", concern="")
    fresh = Call.objects.get(replaces=first)
    assert fresh.drawn.number == 4
    checking.check(fresh, held="unsure", people="", concern="")
    assert Call.objects.get(replaces=fresh).drawn.number == 5
    numbers = checks.check_numbers(checking.edition)
    assert (numbers.drawn, numbers.open, numbers.replacements, numbers.waiting) == (5, 2, 2, 3)


def test_at_the_end_of_the_list_nothing_takes_its_place(checking, drawn):
    checking.check(drawn, reached="refused", who="", held="", people="", concern="")
    assert len(checking.calls()) == 1


# ---------------------------------------------------------------- who may


def test_a_second_checker_meets_no_call_that_is_taken(checking, drawn):
    checking.take(drawn.uuid)
    other = checking.field.cast.daniyar
    with pytest.raises(ProblemRaised) as raised:
        checking.take(drawn.uuid, other)
    assert raised.value.code == "fieldwork.not_your_call"
    assert checking.send(drawn, other).problem.code == "fieldwork.not_your_call"


@pytest.mark.parametrize("who", ["aigul", "bakyt", "cholpon", "elena", "farkhad", "gulnara", "jyldyz"])
def test_nobody_else_sees_takes_or_sends_a_call(checking, drawn, who):
    person = getattr(checking.field.cast, who)
    actor = checking.field.actor(person)
    assert checks.calls_to_make(checking.edition, actor) == []
    with pytest.raises(ProblemRaised):
        checks.the_call(drawn.uuid, actor)
    with pytest.raises(ProblemRaised):
        checking.take(drawn.uuid, person)
    assert checking.send(drawn, person).state == "refused"
    assert not Submission.objects.filter(form_version__form_id="activity_check").exists()


def test_a_checker_who_volunteers_there_does_not_check_her_own_organisation(checking, drawn):
    farkhad, aigul = checking.field.cast.farkhad, checking.field.cast.aigul
    for account in (farkhad, aigul):
        people.add_membership(account, checking.edition, Role.CHECKER, by=house("test"))
    assert checks.calls_to_make(checking.edition, checking.field.actor(aigul)) == []
    with pytest.raises(ProblemRaised):
        checking.take(drawn.uuid, aigul)
    assert checking.check(drawn, farkhad).outcome == "as_reported"  # another organisation's coordinator may


def test_nor_one_that_was_held_together_with_it(checking):
    checking.field.confirmed(cohosts="youth-talas")
    checking.monday()
    farkhad = checking.field.cast.farkhad
    people.add_membership(farkhad, checking.edition, Role.CHECKER, by=house("test"))
    with pytest.raises(ProblemRaised) as raised:
        checking.take(checking.calls()[0].uuid, farkhad)
    assert "own organisation" in raised.value.sentence


def test_a_form_without_a_call_is_refused_and_nothing_is_kept(checking, drawn):
    body = forms.write_body(
        checking.edition, "activity_check", {"reached": "wrong"}, instance_id=f"uuid:{uuid7()}"
    )
    islam = checking.field.actor(checking.field.cast.islam)
    (outcome,) = forms.receive_submissions([forms.Incoming(body, {}, "web", checking.edition.slug)], by=islam)
    assert (outcome.state, outcome.problem.code) == ("refused", "fieldwork.no_call")
    assert not Submission.objects.filter(form_version__form_id="activity_check").exists()


def test_a_checker_reports_no_activity(checking):
    outcome = checking.field.submit(checking.field.cast.islam)
    assert (outcome.state, outcome.problem.code) == ("refused", "forms.may_not_send")


def test_after_final_no_call_is_made(checking, drawn):
    checking.take(drawn.uuid)
    Edition.objects.update(state=EditionState.FINAL)
    assert checking.send(drawn).problem.code == "fieldwork.edition_closed"


def test_given_back_somebody_else_may_take_it_and_begins_anew(checking, drawn):
    islam, daniyar = checking.field.cast.islam, checking.field.cast.daniyar
    actions.start_check(drawn.uuid, by=checking.field.actor(islam))
    actions.give_back_call(drawn.uuid, by=checking.field.actor(islam))
    assert not Draft.objects.exists()
    draft = actions.start_check(drawn.uuid, by=checking.field.actor(daniyar))
    assert draft.instance_id == f"uuid:{drawn.uuid}"


# ---------------------------------------------------------------- the telephone


def test_only_whoever_took_it_is_shown_the_telephone_while_it_waits(checking, drawn):
    islam, daniyar = (
        checking.field.actor(who) for who in (checking.field.cast.islam, checking.field.cast.daniyar)
    )
    assert checks.telephone_for(drawn, islam) == ""
    taken = checking.take(drawn.uuid)
    assert checks.telephone_for(taken, islam) == "0555000111"
    assert checks.telephone_for(taken, daniyar) == ""
    checking.send(drawn)
    assert checks.telephone_for(checks.the_call(drawn.uuid, islam), islam) == ""


def test_the_record_says_who_was_shown_it_and_not_the_number(checking, drawn):
    checking.take(drawn.uuid)
    line = AuditLine.objects.get(verb="call taken, telephone shown")
    assert (line.account, line.key) == (checking.field.cast.islam.pk, str(drawn.uuid))
    assert "555000111" not in str(list(AuditLine.objects.values()))


def test_it_is_deleted_so_many_days_after_the_check(checking, drawn):
    HostPhone.objects.update(delete_after=MONDAY + timedelta(40))
    checking.check(drawn)
    assert HostPhone.objects.get().delete_after == MONDAY + timedelta(14)
    forms.forget_host_phones(checking.edition, MONDAY + timedelta(14))
    assert HostPhone.objects.exists()
    forms.forget_host_phones(checking.edition, MONDAY + timedelta(15))
    assert not HostPhone.objects.exists()


# ---------------------------------------------------------------- what people were afraid of


def test_a_concern_goes_to_the_safeguarding_person_and_stands_in_no_record(checking, drawn):
    call = checking.check(drawn, concern="yes")
    told = Concern.objects.get()
    assert (told.report, told.because) == (call.drawn.report, Because.CHECK)
    record = str(list(AuditLine.objects.exclude(verb="role given").values()))
    assert "concern" not in record and "safeguarding" not in record


def test_without_one_nobody_is_told(checking, drawn):
    checking.check(drawn)
    assert not Concern.objects.exists()


# ---------------------------------------------------------------- what it says of the whole


def test_sums_by_week_and_oblast_and_of_the_whole(checking):
    checking.confirmed(3)
    checking.confirmed(1, adm1=TALAS, adm2=KARA_BUURA, settlement=BEISHEKE)
    checking.monday()
    one, two, three, four = checking.calls()
    checking.check(one)
    checking.check(two, people="500")
    checking.check(three, held="no", people="", concern="")
    weeks = checks.check_weeks(checking.edition)
    assert [(week.numbers.reports, week.numbers.drawn, week.numbers.checked) for week in weeks] == [
        (3, 3, 3),
        (1, 1, 0),
    ]
    whole = checks.check_numbers(checking.edition)
    assert (whole.as_reported, whole.differs, whole.not_confirmed, whole.unanswered) == (1, 1, 1, 1)
    assert whole.without_phone == 4
    judged = checks.judgement(checking.edition)
    assert judged.share is None and judged.total is None  # too few to say
    assert four.outcome == ""


def test_in_public_an_oblast_with_few_checked_says_nothing(checking, drawn):
    checking.check(drawn)
    found = checks.public_checks(checking.edition)
    assert (found.numbers.checked, list(found.by_oblast), found.seed) == (1, [], "")


def test_the_seed_is_revealed_at_final(checking, drawn):
    Edition.objects.update(state=EditionState.FINAL)
    assert checks.public_checks(checking.edition).seed == checks.seed_of(checking.edition) != ""


def test_our_own_numbers_say_what_came_out_and_not_of_which_report(checking, drawn):
    assert checks.checks_of(checking.edition, "youth-naryn").checked == 0
    checking.check(drawn)
    assert checks.checks_of(checking.edition, "youth-naryn").as_reported == 1
