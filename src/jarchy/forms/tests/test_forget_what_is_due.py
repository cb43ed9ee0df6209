"""A host's telephone goes after its day, as the edition counts days; so do drafts and bodies that nobody could read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jarchy.forms.actions import forget_host_phone, forget_pictures, forget_what_is_due, start_draft
from jarchy.forms.models import Attachment, Draft, HostPhone, UnreadableBody
from jarchy.forms.queries import pictures_overdue
from jarchy.forms.rules import DRAFT_DAYS, HOST_PHONE_DAYS, PICTURE_DAYS, UNREADABLE_DAYS
from jarchy.forms.tests import tiny
from jarchy.forms.tests.test_keep_pictures import picture
from jarchy.foundation import files
from jarchy.foundation.ids import uuid7
from jarchy.foundation.models import AuditLine


@pytest.mark.parametrize("days, left", [(HOST_PHONE_DAYS, 1), (HOST_PHONE_DAYS + 1, 0)])
def test_the_telephone_goes_by_the_editions_day(world, days, left):
    world.send(tiny.xml(host_phone="0555123456"))
    world.edition.example_today += timedelta(days)
    world.edition.save()
    forget_what_is_due()
    assert HostPhone.objects.count() == left


def test_the_telephone_goes_at_once_when_the_check_is_done(world):
    (outcome,) = world.send(tiny.xml(host_phone="0555123456"))
    forget_host_phone(outcome.submission, by=world.bakyt)
    forget_host_phone(outcome.submission, by=world.bakyt)
    assert not HostPhone.objects.exists()


@pytest.mark.parametrize("days, left", [(PICTURE_DAYS - 1, 1), (PICTURE_DAYS, 0)])
def test_pictures_go_ninety_days_after_the_end_by_the_editions_clock(world, days, left):
    (outcome,) = world.send(tiny.xml(photo="1.jpg"), files={"1.jpg": picture()})
    kept = outcome.submission.attachments.get().file_hash
    world.edition.example_today = world.edition.final_on + timedelta(days)
    world.edition.save()
    forget_pictures()
    forget_pictures()
    assert Attachment.objects.count() == left == len(list(files.kept_files()))
    lines = AuditLine.objects.filter(verb="pictures deleted", edition=world.edition.slug)
    assert [line.details for line in lines] == [{"pictures": 1}] * (1 - left)
    assert pictures_overdue() == {}
    assert kept


def test_an_example_loses_no_picture_by_the_machines_date(world):
    """It stands in 2018, and the machine's date is years past its end."""
    world.send(tiny.xml(photo="1.jpg"), files={"1.jpg": picture()})
    assert timezone.now().date() > world.edition.final_on + timedelta(PICTURE_DAYS)
    forget_pictures()
    assert Attachment.objects.count() == 1


def test_a_picture_that_another_edition_keeps_too_stays_on_the_disk(world):
    world.send(tiny.xml(photo="1.jpg"), files={"1.jpg": picture()})
    going = Attachment.objects.get()
    other = copy_of(world.edition, slug="tiny-2", is_current=False)
    beside = copy_of(going.submission, edition=other, instance_id="uuid:other", uuid=uuid7())
    copy_of(going, submission=beside)
    world.edition.example_today = world.edition.final_on + timedelta(PICTURE_DAYS)
    world.edition.save()
    forget_pictures()
    assert Attachment.objects.get().submission == beside
    assert len(list(files.kept_files())) == 1


def copy_of(row, **columns):
    """The same row once more, under a key of its own."""
    said = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    copy = type(row)(**said)
    for name, value in columns.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def test_old_drafts_and_unreadable_bodies_go(world):
    start_draft(world.edition, "activity_report", by=world.aigul, organisation=world.naryn)
    world.send(b"<cut off")
    forget_what_is_due()
    assert (Draft.objects.count(), UnreadableBody.objects.count()) == (1, 1)
    now = timezone.now()
    Draft.objects.update(updated_at=now - timedelta(DRAFT_DAYS, 1))
    UnreadableBody.objects.update(received_at=now - timedelta(UNREADABLE_DAYS, 1))
    forget_what_is_due()
    assert (Draft.objects.count(), UnreadableBody.objects.count()) == (0, 0)
