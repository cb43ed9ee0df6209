"""With the database away what phones send lies sealed on the disk, acknowledged, until it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from jarchy.charter.rules import EditionState
from jarchy.fieldwork.models import Report
from jarchy.forms import purposes
from jarchy.forms.actions import parcel_of, read_spool
from jarchy.forms.models import Attachment, KeptApart, Submission
from jarchy.forms.tests.test_keep_pictures import picture
from jarchy.foundation.models import AuditLine
from jarchy.people import actions
from jarchy.people.models import Device
from jarchy.project import phones as door
from jarchy.project.tests.phone import Phone
from jarchy.project.tests.test_phones_get_forms import ORIGIN, form, phone_of  # noqa: F401  a fixture
from jarchy.project.tests.test_phones_send_reports import ENTITY, kept, media, xml  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("form", "media")]
CANARY = "0555987654"


@pytest.fixture
def phone(cast) -> Iterator[Phone]:
    yield phone_of(cast, cast.aigul)
    door.phones.cache_clear()


@contextmanager
def database_away() -> Iterator[None]:
    """Threads that are begun meanwhile find none."""
    there = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = (
        "/nowhere/at/all.sqlite3" if connection.vendor == "sqlite" else "nowhere"
    )
    door.phones.cache_clear()
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = there
        door.phones.cache_clear()


def spooled(settings) -> list[Path]:
    folder = Path(settings.HOME) / "spool"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_report_is_acknowledged_and_stored_when_it_is_back(phone, settings):
    with database_away():
        assert phone.head().status == 204
        first = phone.send(xml(photo="1.jpg"), {"1.jpg": picture()}, has_more=True)
        assert (first.status, phone.send(xml(photo="1.jpg"), {"2.jpg": picture("red")}).status) == (202, 202)
        assert first.message and phone.form_list().status == 503
    assert len(spooled(settings)) == 2 and not Submission.objects.exists()
    read_spool(now=timezone.now())
    assert spooled(settings) == []
    assert kept() == [("uuid:1", "kept")] and Report.objects.count() == 1
    assert Attachment.objects.count() == 2
    assert Submission.objects.get().account == Device.objects.get().account


def test_what_lies_there_cannot_be_read_and_is_told_to_nobody(phone, settings, capfd):
    with database_away():
        phone.send(xml(lesson=f"Call {CANARY}", host_phone=CANARY), {"note.txt": CANARY.encode()})
    (path,) = spooled(settings)
    assert CANARY.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    said = capfd.readouterr()
    assert CANARY not in said.out + said.err and phone.server_url[-28:] not in said.out + said.err


def test_what_can_be_said_without_the_database_is_said_at_once(phone, settings):
    with database_away():
        assert phone.send(xml()[:-20]).status == 400
        assert phone.send(ENTITY).status == 400
        assert Phone(f"{ORIGIN}/openrosa/key/{'A' * 28}").send(xml()).status == 401
    assert spooled(settings) == []


def test_a_phone_taken_back_meanwhile_and_an_unknown_form_are_kept_apart(phone, cast, settings):
    with database_away():
        phone.send(xml())
        phone.send(xml(form_id="tiny-2018_another"))
    actions.revoke_device(Device.objects.get(), by=cast.actor(cast.aigul))
    other = phone_of(cast, cast.bakyt)
    with database_away():
        other.send(xml(form_id="tiny-2018_another", instance_id="uuid:2"))
    read_spool(now=timezone.now())
    assert spooled(settings) == [] and not Submission.objects.exists()
    whys = sorted(KeptApart.objects.values_list("why", flat=True))
    assert whys == ["forms.form_unknown", "forms.phone_shut_out", "forms.phone_shut_out"]
    assert xml() in [parcel_of(row).body for row in KeptApart.objects.all()]


def test_an_edition_that_was_archived_meanwhile_keeps_nothing(phone, cast, settings):
    with database_away():
        phone.send(xml())
    cast.edition.state = EditionState.ARCHIVED
    cast.edition.save()
    read_spool(now=timezone.now())
    assert spooled(settings) == [] and not KeptApart.objects.exists()
    assert AuditLine.objects.filter(verb="submission of an archived edition deleted").count() == 1


class Killed(BaseException):
    """Nobody catches it, as nobody catches a power cut."""


def test_killed_while_the_spool_is_read_it_is_stored_once(phone, settings):
    with database_away():
        for number in range(3):
            phone.send(xml(instance_id=f"uuid:{number}"))
    take = purposes.purposes["activity_report"]

    def killed_after(rows, by):
        take(rows, by)
        raise Killed

    purposes.purposes["activity_report"] = killed_after
    try:
        with pytest.raises(Killed):
            read_spool(now=timezone.now())
    finally:
        purposes.purposes["activity_report"] = take
    assert len(spooled(settings)) == 3 and not Submission.objects.exists()
    read_spool(now=timezone.now())
    assert Submission.objects.count() == Report.objects.count() == 3


def test_stored_and_not_yet_deleted_it_is_the_same_when_it_is_read_again(phone, settings):
    with database_away():
        phone.send(xml())
    (path,) = spooled(settings)
    whole = path.read_bytes()
    read_spool(now=timezone.now())
    path.write_bytes(whole)
    read_spool(now=timezone.now())
    assert kept() == [("uuid:1", "kept")] and spooled(settings) == []


def test_what_breaks_something_of_ours_waits_a_day_and_is_then_kept_apart(phone, settings):
    take = purposes.purposes["activity_report"]

    def broken(rows, by):
        raise RuntimeError

    purposes.purposes["activity_report"] = broken
    try:
        assert phone.send(xml()).status == 202
        read_spool(now=timezone.now())
        assert len(spooled(settings)) == 1
        read_spool(now=timezone.now() + timedelta(hours=25))
    finally:
        purposes.purposes["activity_report"] = take
    assert spooled(settings) == [] and KeptApart.objects.get().why == "forms.not_kept"
