"""A girl without a phone wrote it down on paper: her coordinator enters the report for her."""

from __future__ import annotations

import pytest

from jarchy.charter import queries as charter
from jarchy.fieldwork.actions import confirm_report
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.queries.reports import my_reports
from jarchy.fieldwork.tests.conftest import UNPLANNED
from jarchy.forms import actions as forms
from jarchy.forms.models import Submission
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Actor, Grant, Role
from jarchy.foundation.problems import ProblemRaised
from tests.tiny import YOUTH_NARYN

pytestmark = pytest.mark.django_db


def of(account):
    """Her membership, as the page names her."""
    return account.memberships.get().uuid


def entered(field, by, **whom) -> Report:
    organisation = charter.organisation(field.edition, YOUTH_NARYN).organisation
    draft = forms.start_draft(
        field.edition, "activity_report", by=by, organisation=organisation, initial=UNPLANNED, **whom
    )
    outcome = forms.send_draft(draft, by=by)
    assert outcome.state == "kept", outcome
    return Report.objects.get(versions__submission=outcome.submission)


def test_the_report_is_the_volunteers_and_both_see_it(field):
    cast = field.cast
    bakyt, aigul = cast.actor(cast.bakyt), cast.actor(cast.aigul)
    report = entered(field, bakyt, held_by=of(cast.aigul))
    assert report.reporter == cast.aigul
    assert Submission.objects.get().account == cast.bakyt
    assert [one.pk for one in my_reports(field.edition, aigul).rows] == [report.pk]
    assert [one.pk for one in my_reports(field.edition, bakyt).rows] == [report.pk]
    assert report.state == "forwarded"


@pytest.mark.parametrize("who", ["bakyt", "aigul"])
def test_neither_who_held_it_nor_who_entered_it_confirms_it(field, who):
    cast = field.cast
    report = entered(field, cast.actor(cast.bakyt), held_by=of(cast.aigul))
    reviewer = Actor(getattr(cast, who).pk, frozenset({Grant(Role.REVIEWER, field.edition.slug, None)}))
    with pytest.raises(ProblemRaised):
        confirm_report(report.uuid, by=reviewer)
    report.refresh_from_db()
    assert report.state == "forwarded"


def test_for_somebody_without_an_account_no_name_is_kept(field):
    cast = field.cast
    report = entered(field, cast.actor(cast.bakyt), is_for_someone=True)
    submission = Submission.objects.get()
    assert (submission.held_by, submission.is_for_someone) == (None, True)
    assert report.reporter == cast.bakyt


def test_the_record_says_for_whom_by_number(field):
    cast = field.cast
    report = entered(field, cast.actor(cast.bakyt), held_by=of(cast.aigul))
    line = AuditLine.objects.get(verb="report received", key=str(report.uuid))
    assert line.details["entered_for"] == cast.aigul.pk


def test_nobody_enters_for_people_of_another_organisation_and_no_volunteer_for_others(field):
    cast = field.cast
    for by, whom in ((cast.bakyt, cast.farkhad), (cast.aigul, cast.bakyt)):
        with pytest.raises(ProblemRaised) as refused:
            entered(field, cast.actor(by), held_by=of(whom))
        assert refused.value.code == "forms.not_for_her"
    assert not Submission.objects.exists()


def test_the_page_asks_a_coordinator_who_held_it_and_nobody_else(field):
    cast = field.cast
    address = "/en/work/forms/activity_report/"
    asked = cast.client(cast.bakyt).get(f"{address}?for_other").content.decode()
    assert str(of(cast.aigul)) in asked and str(of(cast.farkhad)) not in asked
    assert "held_by" not in cast.client(cast.aigul).get(address).content.decode()
    begun = cast.client(cast.bakyt).post(address, {"held_by": str(of(cast.aigul))})
    assert begun.status_code == 302
    assert cast.client(cast.bakyt).post(address, {"held_by": "somebody"}).status_code == 403
