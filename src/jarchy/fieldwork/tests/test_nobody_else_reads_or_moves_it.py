"""One report, and everybody whose it is not: by its address, by its UUID in a form, by a list's filter."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jarchy.charter.models import Organisation
from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.tests.conftest import Field, photo
from jarchy.foundation.narrowing import Role, house
from jarchy.people import actions as people
from jarchy.people.models import Account, Membership
from jarchy.places.models import Place
from tests.tiny import TALAS, YOUTH_NARYN

BY = house("test")
TEXT = "The mother of one of them spoke with us."
READ = ("report", "receipt", "photo", "review", "send_back", "void", "told")
MOVE = (
    "mend",
    "forward",
    "send_back",
    "void",
    "same",
    "separate",
    "hide_text",
    "hide_disclosure",
    "openness",
)
SAID = {
    "reason": "sent-twice", "word": "x", "question": "lesson", "count_as": "closed", "why": "x",
}  # fmt: skip


def add(field: Field, name: str, role: Role, *, places: tuple[str, ...] = (), **more) -> Account:
    account = people.add_account(f"{name}@example.org", by=BY, name=name, **more)
    own = Organisation.objects.get(slug=YOUTH_NARYN) if role in (Role.VOLUNTEER, Role.COORDINATOR) else None
    people.add_membership(
        account, field.edition, role, by=BY, organisation=own,
        places=list(Place.objects.filter(pcode__in=places)),
    )  # fmt: skip
    return account


def strangers(field: Field) -> dict[str, Account | None]:
    """Who has nothing to do with a report that Aigul sent and Bakyt forwarded."""
    once = add(field, "once", Role.COORDINATOR)
    people.end_membership(Membership.objects.get(account=once), by=BY)
    once.refresh_from_db()  # she signs in again
    return {
        "coordinates another organisation": field.cast.farkhad,
        "volunteers beside her": add(field, "beside", Role.VOLUNTEER),
        "coordinates another oblast": add(field, "talas", Role.REGIONAL_COORDINATOR, places=(TALAS,)),
        "reviews another oblast": add(field, "other", Role.REVIEWER, places=(TALAS,)),
        "partner": field.cast.elena,
        "makes calls to check": field.cast.islam,
        "keeps accounts": field.cast.jyldyz,
        "is the safeguarding person of its place": field.cast.lola,
        "keeps the media log": field.cast.maksat,
        "coordinated it once": once,
        "coordinates it, a minor without consent": add(field, "young", Role.COORDINATOR, is_minor=True),
        "nobody": None,
    }


@pytest.fixture
def report(field) -> Report:
    return field.forwarded(photo="one.jpg", faces="no", files={"one.jpg": photo()}, lesson=TEXT)


def test_by_its_address_nobody_reads_or_moves_it(field, report):
    other = field.send(field.cast.gulnara, total="99")
    before = Report.objects.values().get(pk=report.pk)
    for who, account in strangers(field).items():
        client = field.cast.client(account)
        refused = (302,) if account is None else (403, 404)
        for name in READ:
            answer = client.get(reverse(f"fieldwork:{name}", args=[report.uuid]))
            assert answer.status_code in refused, (who, name)
            assert TEXT not in answer.content.decode()
        for name in MOVE:
            said = {**SAID, "other": str(other.uuid)}
            answer = client.post(reverse(f"fieldwork:{name}", args=[report.uuid]), said)
            assert answer.status_code in refused, (who, name)
        for name in ("only", "report"):
            answer = client.post(reverse("fieldwork:confirm"), {name: str(report.uuid)})
            assert answer.status_code in refused, (who, "confirm")
    assert Report.objects.values().get(pk=report.pk) == before
    assert report.moves.count() == 2


def test_nor_in_a_list_however_it_is_filtered_or_paged(field, report):
    lists = ("my_reports", "waiting", "queue", "all_reports", "office")
    asked = (
        "",
        f"?organisation={YOUTH_NARYN}",
        "?after=2018-12-31_999999",
        "?after=99_2018-10-05_0",
        "?before=999999",
    )
    for who, account in strangers(field).items():
        client = field.cast.client(account)
        for name in lists:
            for query in asked:
                answer = client.get(reverse(f"fieldwork:{name}") + query)
                assert str(report.uuid) not in answer.content.decode(), (who, name, query)


def test_nor_does_anybody_read_or_move_what_it_was_planned_as(field):
    plan = field.plan()
    before = Activity.objects.values().get(pk=plan.pk)
    beside = {"volunteers beside her"}  # sees what her own organisation plans, and moves nothing
    for who, account in strangers(field).items():
        client = field.cast.client(account)
        refused = (302,) if account is None else (403, 404)
        for name in ("planned", "change", "call_off"):
            answer = client.get(reverse(f"fieldwork:{name}", args=[plan.uuid]))
            assert answer.status_code in refused or (who in beside and name == "planned"), (who, name)
        for name in ("change", "copy", "call_off", "plan_again"):
            answer = client.post(reverse(f"fieldwork:{name}", args=[plan.uuid]), {"reason": "nobody-came"})
            assert answer.status_code in refused, (who, name)
        moved = {"activity": str(plan.uuid), "to": "2018-10-20", "reason": "snow"}
        client.post(reverse("fieldwork:postpone"), moved)
    assert Activity.objects.values().get(pk=plan.pk) == before
    assert Activity.objects.count() == 1
