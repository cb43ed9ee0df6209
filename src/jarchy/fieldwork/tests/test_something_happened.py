"""Something happened: a number for her region, what to do now, and no trace that she asked."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps

from jarchy.charter.models import Edition, Helpline, SafeguardingNumber
from jarchy.foundation.narrowing import Role, house
from jarchy.people import actions as people
from jarchy.people.models import Membership
from jarchy.places.models import Place
from tests.tiny import KOCHKOR, NARYN, TALAS

DOOR = "/en/work/call/"
NUMBERS = {"naryn": (NARYN, "0000 000 004"), "talas": (TALAS, "0000 000 007"), "all": (None, "0000 000 001")}


@pytest.fixture
def numbers(field) -> None:
    for order, (slug, (pcode, number)) in enumerate(NUMBERS.items()):
        SafeguardingNumber.objects.create(
            edition=field.edition, slug=slug, order=order, names={"en": f"Safeguarding person, {slug}"}, number=number,
            place=Place.objects.get(pcode=pcode) if pcode else None, is_illustrative=True,
        )  # fmt: skip


def said(page) -> str:
    return page.content.decode().replace("\u00a0", " ")


def before_others(text: str) -> str:
    return text.partition("What to do now")[0]


def test_a_volunteer_reads_the_number_of_her_region_then_the_countrys(field, numbers):
    text = said(field.cast.client(field.cast.aigul).get(DOOR))
    first = before_others(text.partition("<main")[2])
    assert "0000 000 004" in first and "0000 000 001" in first
    assert first.index("0000 000 004") < first.index("0000 000 001")
    assert "0000 000 007" not in first
    assert "0000 000 007" in text


def test_whoever_looks_after_a_rayon_reads_the_oblasts(field, numbers):
    account = people.add_account("rayon@example.org", by=house("test"), name="R")
    people.add_membership(
        account, field.edition, Role.REGIONAL_COORDINATOR, by=house("test"),
        places=[Place.objects.get(pcode=KOCHKOR)],
    )  # fmt: skip
    assert "0000 000 004" in before_others(said(field.cast.client(account).get(DOOR)))


def test_where_no_place_is_known_all_are_listed(field, numbers):
    text = said(field.cast.client(field.cast.islam).get(DOOR))
    assert "0000 000 001" in before_others(text)
    assert all(number in text for _, number in NUMBERS.values())


def test_her_role_may_have_ended_and_the_door_is_open(field, numbers):
    client = field.cast.client(field.cast.aigul)
    Membership.objects.filter(account=field.cast.aigul).delete()
    assert "0000 000 001" in said(client.get(DOOR))


def test_every_page_of_those_who_go_out_leads_there(field, numbers):
    for account in (field.cast.aigul, field.cast.bakyt, field.cast.gulnara):
        client = field.cast.client(account)
        for path in ("/en/work/", "/en/work/plan/", "/en/work/forms/activity_report/", "/en/account/me/"):
            page = client.get(path)
            text = said(page)
            assert page.status_code == 200, path
            assert f'href="{DOOR}">Something happened? 0000 000 004</a>' in text, path
    assert DOOR not in said(field.cast.client(field.cast.elena).get("/en/office/numbers/"))
    assert DOOR not in said(field.cast.client().get(f"/en/{field.edition.slug}/"))


def test_the_door_keeps_nothing(field, numbers, caplog, capfd):
    """Neither a row of any table, nor a line of any log; and no browser keeps the page."""
    client = field.cast.client(field.cast.aigul)
    client.get("/en/work/")
    before, stamp = rows_of_all(), list(sessions())
    capfd.readouterr()
    with caplog.at_level(logging.DEBUG):
        page = client.get(DOOR)
        client.head(DOOR)
    assert page["Cache-Control"] == "private, no-store"
    assert rows_of_all() == before
    assert list(sessions()) == stamp
    assert not [record for record in caplog.records if record.name != "django.db.backends"]
    assert capfd.readouterr() == ("", "")
    assert not page.cookies.get("sessionid")


def rows_of_all() -> dict[str, int]:
    return {model._meta.db_table: model._default_manager.count() for model in apps.get_models()}


def sessions():
    return apps.get_model("sessions", "Session").objects.order_by("pk").values_list("pk", "session_data")


def test_nothing_is_typed_or_sent_there(field, numbers):
    client = field.cast.client(field.cast.aigul)
    text = said(client.get(DOOR)).partition("<main")[2].partition("</main>")[0]
    assert "<form" not in text and "<input" not in text and "<textarea" not in text
    assert client.post(DOOR).status_code == 405


def test_an_examples_number_can_be_dialled_by_nobody(field, numbers):
    text = said(field.cast.client(field.cast.aigul).get(DOOR))
    assert "tel:" not in text
    assert "nobody has this number" in text


def test_a_live_campaign_shows_what_was_rung_and_it_can_be_dialled(field, numbers):
    Edition.objects.filter(pk=field.edition.pk).update(live=True)
    SafeguardingNumber.objects.filter(slug="naryn").update(
        checked_on=field.edition.starts, is_illustrative=False, number="0312 000 000"
    )
    text = said(field.cast.client(field.cast.aigul).get(DOOR))
    assert 'href="tel:0312000000"' in text
    assert "0000 000 001" not in text


def test_police_and_ambulance_stand_there_only_where_the_campaign_file_has_them(field, numbers):
    client = field.cast.client(field.cast.aigul)
    assert "in danger now" not in said(client.get(DOOR))
    Helpline.objects.create(
        edition=field.edition, slug="112", number="112", names={"en": "Emergency service"}, topics=["emergency"],
        source_date=field.edition.starts, check_again_on=field.edition.ends,
    )  # fmt: skip
    text = said(client.get(DOOR))
    assert "in danger now" in text and "Emergency service" in text


def test_without_any_number_it_says_so(field):
    assert "names nobody to call yet" in said(field.cast.client(field.cast.aigul).get(DOOR))
