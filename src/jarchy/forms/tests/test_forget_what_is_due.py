"""A host's telephone goes after its day, as the edition counts days; so do drafts and bodies that nobody could read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jarchy.forms.actions import forget_host_phone, forget_what_is_due, start_draft
from jarchy.forms.models import Draft, HostPhone, UnreadableBody
from jarchy.forms.rules import DRAFT_DAYS, HOST_PHONE_DAYS, UNREADABLE_DAYS
from jarchy.forms.tests import tiny


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
