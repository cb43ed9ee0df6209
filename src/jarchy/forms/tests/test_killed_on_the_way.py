"""Whenever the machine stops, a submission is stored with all that follows from it, or sending it again does it all."""

import pytest

from jarchy.forms import purposes
from jarchy.forms.actions import Incoming, receive_submissions
from jarchy.forms.models import Attachment, HostPhone, Submission
from jarchy.forms.tests import tiny
from jarchy.forms.tests.test_keep_pictures import picture
from jarchy.foundation.models import AuditLine


class Killed(BaseException):
    """Nobody catches it, as nobody catches a power cut."""


def rows() -> list[int]:
    audited = AuditLine.objects.filter(kind="submission")
    return [found.count() for found in (Submission.objects, Attachment.objects, HostPhone.objects, audited)]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_left_and_it_can_be_sent_again(world):
    def take(rows, by):
        raise Killed

    whole = purposes.purposes["activity_report"]
    body = tiny.xml(photo="1.jpg", host_phone="0555123456")
    incoming = [Incoming(body, {"1.jpg": picture()}, "file", world.edition.slug)]
    purposes.purposes["activity_report"] = take
    with pytest.raises(Killed):
        receive_submissions(incoming, by=world.aigul)
    assert rows() == [0, 0, 0, 0]

    purposes.purposes["activity_report"] = whole
    (outcome,) = receive_submissions(incoming, by=world.aigul)
    assert outcome.state == "kept"
    assert rows() == [1, 1, 1, 1]
    assert len(world.taken.kept) == 1
