"""A disclosure in a text: hidden, and the safeguarding person of that place is told which report, not what."""

from __future__ import annotations

import pytest

from jarchy.charter.models import SafeguardingNumber
from jarchy.fieldwork import actions
from jarchy.fieldwork.actions import forget_concerns
from jarchy.fieldwork.models import Concern, Report
from jarchy.fieldwork.queries import safety
from jarchy.fieldwork.rules import Because, ConcernState
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions as people
from jarchy.people.models import Account, Membership
from jarchy.places.models import Place
from tests.tiny import KOCHKOR, NARYN, TALAS

STORY = "Her uncle took her passport, she said."
LIST = "/en/safeguarding/"


@pytest.fixture
def report(field) -> Report:
    """Of Kochkor rayon in Naryn, with a text in which someone told of trouble."""
    return field.forwarded(lesson=STORY)


def safeguarding(field, *pcodes: str) -> Account:
    account = people.add_account(
        f"s{len(pcodes)}{''.join(pcodes)[:6]}@example.org", by=house("test"), name="S"
    )
    people.add_membership(
        account, field.edition, Role.SAFEGUARDING, by=house("test"),
        places=list(Place.objects.filter(pcode__in=pcodes)),
    )  # fmt: skip
    return account


def tell(field, report: Report, by: Account | None = None):
    client = field.cast.client(by or field.cast.cholpon)
    return client.post(
        f"/en/office/reports/{report.uuid}/told-of-trouble/", {"question": "lesson"}, follow=True
    )


def the_list(field, account: Account) -> str:
    return field.cast.client(account).get(LIST).content.decode()


def test_whoever_hides_it_reads_her_number_and_the_text_is_gone(field, report):
    SafeguardingNumber.objects.create(
        edition=field.edition, slug="naryn", names={"en": "Safeguarding person, Naryn"}, number="0000 000 004",
        place=Place.objects.get(pcode=NARYN), is_illustrative=True,
    )  # fmt: skip
    text = tell(field, report).content.decode()
    assert "0000\u00a0000\u00a0004" in text
    assert "Call her today" in text
    for version in report.versions.select_related("submission"):
        assert STORY not in version.submission.body
        assert "lesson" not in version.submission.answers


def test_she_reads_which_report_where_and_who_passed_it_on_and_not_what(field, report):
    tell(field, report)
    text = the_list(field, field.cast.lola)
    assert str(report.uuid) in text
    assert "Kochkor" in text and "Cholpon" in text
    assert STORY not in text


def test_nobody_else_reads_the_list(field, report):
    tell(field, report)
    talas = safeguarding(field, TALAS)
    assert str(report.uuid) not in the_list(field, talas)
    for account in field.cast:
        if account != field.cast.lola:
            assert field.cast.client(account).get(LIST).status_code == 404
            assert not Concern.objects.visible_to(field.actor(account)).exists()
    assert not Concern.objects.visible_to(house("test")).exists()


def test_who_answers_for_the_rayon_or_for_everywhere_reads_it_too(field, report):
    tell(field, report)
    for account in (safeguarding(field, KOCHKOR), safeguarding(field)):
        assert str(report.uuid) in the_list(field, account)


def test_she_takes_it_up_and_closes_it(field, report):
    tell(field, report)
    concern, client = Concern.objects.get(), field.cast.client(field.cast.lola)
    client.post(f"{LIST}{concern.uuid}/take-up/")
    concern.refresh_from_db()
    assert (concern.state, concern.moved_by) == (ConcernState.TAKEN_UP, field.cast.lola)
    client.post(f"{LIST}{concern.uuid}/close/")
    client.post(f"{LIST}{concern.uuid}/take-up/")  # too late: it stays closed
    concern.refresh_from_db()
    assert concern.state == ConcernState.CLOSED
    assert "Nothing waits for you." in the_list(field, field.cast.lola)


def test_she_of_another_oblast_moves_nothing(field, report):
    tell(field, report)
    talas = field.actor(safeguarding(field, TALAS))
    for move in (actions.take_up_concern, actions.close_concern):
        with pytest.raises(ProblemRaised, match="Nothing of the kind"):
            move(Concern.objects.get().uuid, by=talas)
    assert Concern.objects.get().state == ConcernState.WAITING


def test_telling_twice_is_once_until_it_is_closed(field, report):
    tell(field, report)
    tell(field, report)
    concern = Concern.objects.get()
    actions.close_concern(concern.uuid, by=field.actor(field.cast.lola))
    tell(field, report)
    assert Concern.objects.count() == 2


def test_a_call_to_check_lands_on_the_same_list(field, report):
    actions.tell_safeguarding(report, because=Because.CHECK, by=field.actor(field.cast.islam))
    assert "people were afraid of something" in the_list(field, field.cast.lola)


def test_who_may_not_hide_the_text_tells_nobody(field, report):
    for account in (field.cast.aigul, field.cast.bakyt, field.cast.elena, field.cast.lola, field.cast.maksat):
        assert tell(field, report, by=account).status_code == 404
    assert not Concern.objects.exists()


def test_the_record_says_that_it_was_done_and_not_to_which_report(field, report):
    tell(field, report)
    concern = Concern.objects.get()
    actions.take_up_concern(concern.uuid, by=field.actor(field.cast.lola))
    lines = AuditLine.objects.filter(kind="concern").order_by("pk")
    assert [line.verb for line in lines] == ["safeguarding person told", "concern taken_up"]
    assert {line.key for line in lines} == {str(concern.uuid)}
    assert str(report.uuid) not in str(list(lines.values()))
    assert STORY not in str(list(AuditLine.objects.values()))


def test_where_nobody_has_the_place_the_secretariat_learns_how_many(field, report):
    office = field.cast.client(field.cast.daniyar)
    said = "waits for a safeguarding person, and nobody has that place"
    tell(field, report)
    assert safety.concerns_without_person(field.edition) == 0
    assert said not in office.get("/en/office/").content.decode()
    people.end_membership(Membership.objects.get(account=field.cast.lola), by=house("test"))
    safeguarding(field, TALAS)
    assert safety.concerns_without_person(field.edition) == 1
    assert f"1 report {said}" in office.get("/en/office/").content.decode()
    assert said not in field.cast.client(field.cast.cholpon).get("/en/office/").content.decode()
    safeguarding(field)
    assert safety.concerns_without_person(field.edition) == 0


def test_a_report_without_a_place_waits_for_whoever_answers_everywhere(field, report):
    Report.objects.filter(pk=report.pk).update(region=None, district=None, place=None)
    report.refresh_from_db()
    actions.tell_safeguarding(report, because=Because.CHECK, by=field.actor(field.cast.islam))
    assert str(report.uuid) not in the_list(field, field.cast.lola)
    assert safety.concerns_without_person(field.edition) == 1
    assert "Place not known" in the_list(field, safeguarding(field))


def test_they_go_with_the_people_of_their_edition(field, report):
    tell(field, report)
    forget_concerns()
    assert Concern.objects.exists()
    field.move_today(field.edition.delete_people_on)
    forget_concerns()
    assert not Concern.objects.exists()
