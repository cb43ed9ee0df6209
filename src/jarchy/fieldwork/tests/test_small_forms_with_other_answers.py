"""The same article or week comes a second time and says something else: kept, shown to a reviewer, never counted."""

from __future__ import annotations

import pytest

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import MediaItem, WeekInFigures
from jarchy.fieldwork.queries import small_forms as queries
from jarchy.fieldwork.rules import ReportState
from jarchy.fieldwork.tests.conftest import Field, give_small_forms
from jarchy.fieldwork.tests.test_small_forms import CALLS, ITEM, MEDIA, WEEK, confirm, counted, item, week
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.forms.models import Submission
from jarchy.foundation.models import AuditLine
from jarchy.foundation.problems import ProblemRaised

BOTH = pytest.mark.parametrize("form", [MEDIA, WEEK])
GIVEN = {MEDIA: ITEM, WEEK: CALLS}
MODEL = {MEDIA: MediaItem, WEEK: WeekInFigures}
NUMBER = {MEDIA: "views", WEEK: "calls"}
SAID = "The same entry came again with other answers"


@pytest.fixture
def small(field) -> Field:
    give_small_forms(field.edition)
    return field


def first(field: Field, form: str):
    return item(field) if form == MEDIA else week(field)


def come_again(field: Field, form: str, instance_id: str, number: str = "9"):
    """Another phone of hers with the same form in it, filled in otherwise."""
    said = GIVEN[form] | {NUMBER[form]: number}
    body = forms.write_body(field.edition, form, said, instance_id=instance_id)
    by = field.cast.maksat if form == MEDIA else field.cast.elena
    (outcome,) = forms.receive_submissions(
        [Incoming(body, {}, "phone", field.edition.slug)], by=field.actor(by)
    )
    return outcome


def page_of(field: Field, who, path: str) -> str:
    return field.cast.client(who).get(path).content.decode()


@BOTH
def test_it_is_kept_shown_and_not_counted(small, form):
    one = first(small, form)
    confirm(small, one)
    outcome = come_again(small, form, one.submission.instance_id)
    assert outcome.state == "conflict" and Submission.objects.count() == 2
    one.refresh_from_db()
    assert (one.state, one.other_answers) == (ReportState.CONFIRMED, outcome.submission)
    assert MODEL[form].objects.count() == 1
    assert counted(small, NUMBER[form]) == int(GIVEN[form][NUMBER[form]])
    line = AuditLine.objects.get(verb="other answers received")
    assert (line.kind, line.key) == (form, str(one.uuid))
    log = "/en/media/" if form == MEDIA else "/en/week-in-figures/"
    for path in (log, "/en/office/media-and-calls/"):
        text = page_of(small, small.cast.cholpon, path)
        assert SAID in text and "There it says:" in text and "<dd>9</dd>" in text, path
    assert "1 entry about media or calls waits." in page_of(small, small.cast.cholpon, "/en/office/")


@BOTH
def test_the_sender_reads_it_too(small, form):
    one = first(small, form)
    come_again(small, form, one.submission.instance_id)
    sender = small.cast.maksat if form == MEDIA else small.cast.elena
    text = page_of(small, sender, "/en/media/" if form == MEDIA else "/en/week-in-figures/")
    assert SAID in text and "There it says:" not in text


@BOTH
def test_whoever_has_not_seen_it_does_not_confirm_past_it(small, form):
    """It came while her page was open."""
    one = first(small, form)
    outcome = come_again(small, form, one.submission.instance_id)
    with pytest.raises(ProblemRaised) as refused:
        confirm(small, one)
    assert refused.value.code == "fieldwork.other_answers_wait"
    assert counted(small, NUMBER[form]) == 0
    reviewer = small.actor(small.cast.cholpon)
    actions.confirm_small_form(one.uuid, by=reviewer, beside=outcome.submission.uuid)
    assert counted(small, NUMBER[form]) == int(GIVEN[form][NUMBER[form]])
    assert queries.how_many_wait(small.edition, reviewer) == 0
    assert small.faults() == []


@BOTH
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_she_confirms_the_one_that_stands_on_the_page(small, form, is_confirmed):
    one = first(small, form)
    if is_confirmed:
        confirm(small, one)
    outcome = come_again(small, form, one.submission.instance_id)
    client = small.cast.client(small.cast.cholpon)
    assert "Confirm the one that stands" in client.get("/en/office/media-and-calls/").content.decode()
    address = f"/en/office/media-and-calls/{one.uuid}/confirm/"
    answered = client.post(address, {"beside": "nothing"}, follow=True)
    assert "Look at both." in answered.content.decode()
    client.post(address, {"beside": str(outcome.submission.uuid)})
    one.refresh_from_db()
    assert (one.state, one.other_answers, one.posting) == (ReportState.CONFIRMED, None, 1)
    assert "Nothing waits here." in client.get("/en/office/media-and-calls/").content.decode()


@BOTH
def test_sent_back_and_corrected_it_waits_no_longer_beside_others(small, form):
    one = first(small, form)
    come_again(small, form, one.submission.instance_id)
    actions.send_back_small_form(one.uuid, word="Which is right?", by=small.actor(small.cast.cholpon))
    again = first_again(small, form, one)
    assert (again.pk, again.version, again.other_answers) == (one.pk, 2, None)


def first_again(field: Field, form: str, one):
    return item(field, again=one, views="1300") if form == MEDIA else week(field, again=one, calls="58")


@BOTH
def test_it_is_found_on_the_entry_that_was_corrected_since(small, form):
    one = first(small, form)
    first_again(small, form, one)
    come_again(small, form, one.submission.instance_id)
    assert MODEL[form].objects.get().other_answers is not None


@BOTH
def test_the_same_other_answers_again_are_noted_once(small, form):
    one = first(small, form)
    come_again(small, form, one.submission.instance_id)
    assert come_again(small, form, one.submission.instance_id).state == "same"
    assert come_again(small, form, one.submission.instance_id, "11").state == "conflict"
    assert AuditLine.objects.filter(verb="other answers received").count() == 2
    one.refresh_from_db()
    assert one.other_answers.answers[NUMBER[form]] == "11"
