"""What is final is corrected by two people with a reason, and both numbers stay to be read."""

import pytest

from jarchy.charter.actions import move_today
from jarchy.charter.models import Edition
from jarchy.charter.rules import EditionState
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Correction
from jarchy.fieldwork.rules import CorrectionVerb, ReportState
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import actions as ledger
from jarchy.ledger.models import FinalCorrection
from jarchy.ledger.queries import corrected_value

VOID, CONFIRM, CLOSE = CorrectionVerb
WHY = "counted by two organisations"


@pytest.fixture
def report(field):
    """Confirmed, open, 57 people; its edition is final."""
    report = field.confirmed()
    make_final(field)
    return report


def make_final(field):
    Edition.objects.update(state=EditionState.FINAL)
    field.move_today(field.edition.today())
    ledger.pin_final(field.edition, house("test"))


def ask(field, report, verb=VOID, *, why=WHY, by=None):
    return actions.ask_correction(
        report.uuid, verb, why=why, reason="sent-twice", by=field.actor(by or field.cast.daniyar)
    )


def agree(field, correction, *, by=None):
    return actions.agree_correction(correction.uuid, by=field.actor(by or field.cast.cholpon))


def test_asking_changes_no_number(field, report):
    ask(field, report)
    assert field.counted() == 57


def test_a_second_person_agrees_and_it_is_cancelled(field, report):
    agree(field, ask(field, report))
    report.refresh_from_db()
    assert (report.state, field.counted(), field.counted(public=True)) == (ReportState.VOID, 0, 57)
    row = FinalCorrection.objects.get()
    assert (row.why, row.asked_by, row.agreed_by) == (WHY, field.cast.daniyar.pk, field.cast.cholpon.pk)


def test_the_next_day_both_numbers_and_the_reason_stand_in_public(field, report):
    agree(field, ask(field, report))
    Edition.objects.update(last_midnight=field.edition.today())
    move_today(field.edition, field.edition.today().replace(day=8), by=house("test"))
    field.edition.refresh_from_db()
    one = corrected_value(field.edition, "attendances")
    assert (one.published, one.now, one.whys) == (57, 0, (WHY,))
    assert field.counted(public=True) == 57


def test_a_changed_number_is_confirmed_so(field, report):
    again = field.send(field.cast.bakyt, again=report, total="30", women="10", age_14_17="5", first_time="3")
    assert field.counted() == 57
    agree(field, ask(field, again, CONFIRM))
    assert field.counted() == 30


def test_a_school_is_closed_so(field, report):
    agree(field, ask(field, report, CLOSE, why="it was in a school"))
    report.refresh_from_db()
    assert (report.is_open, field.counted()) == (False, 57)


def test_one_that_waited_when_the_figures_were_pinned_counts_only_so(field):
    waiting = field.forwarded()
    make_final(field)
    agree(field, ask(field, waiting, CONFIRM, why="its coordinator was in hospital"))
    assert field.counted() == 57


def test_nobody_agrees_to_what_he_asked_for(field, report):
    row = ask(field, report)
    with pytest.raises(ProblemRaised, match="you asked for it yourself"):
        agree(field, row, by=field.cast.daniyar)


def test_only_the_secretariat_asks(field, report):
    with pytest.raises(ProblemRaised, match="only the Secretariat"):
        ask(field, report, by=field.cast.cholpon)


@pytest.mark.parametrize("who", ["aigul", "bakyt", "gulnara", "elena"])
def test_nobody_else_agrees(who, field, report):
    row = ask(field, report)
    with pytest.raises(ProblemRaised):
        agree(field, row, by=getattr(field.cast, who))
    assert field.counted() == 57


@pytest.mark.parametrize("why", ["", "  ", "ring 0555 123 456"])
def test_the_reason_is_a_sentence_for_the_public(why, field, report):
    with pytest.raises(ProblemRaised, match=r"fieldwork\.correction_why"):
        ask(field, report, why=why)


def test_asked_twice_is_asked_once_and_agreed_twice_is_done_once(field, report):
    assert ask(field, report) == ask(field, report)
    row = Correction.objects.get()
    agree(field, row)
    agree(field, row)
    assert (FinalCorrection.objects.count(), field.counted()) == (1, 0)


def test_another_version_is_asked_for_anew(field, report):
    row = ask(field, report)
    field.send(field.cast.bakyt, again=report, total="30", women="10", age_14_17="5", first_time="3")
    with pytest.raises(ProblemRaised, match=r"fieldwork\.not_possible"):
        agree(field, row)


def test_refused_it_may_be_asked_for_again(field, report):
    actions.refuse_correction(ask(field, report).uuid, by=field.actor(field.cast.cholpon))
    assert field.counted() == 57
    agree(field, ask(field, report))
    assert field.counted() == 0


def test_before_the_end_there_is_nothing_to_correct_so(field):
    with pytest.raises(ProblemRaised, match=r"fieldwork\.edition_closed"):
        ask(field, field.confirmed())


def test_the_record_names_both_and_the_reason(field, report):
    agree(field, ask(field, report))
    lines = AuditLine.objects.filter(verb__startswith="correction").order_by("pk")
    assert [(line.verb, line.account, line.why) for line in lines] == [
        ("correction asked", field.cast.daniyar.pk, WHY),
        ("correction agreed", field.cast.cholpon.pk, WHY),
    ]
    assert field.faults() == []
