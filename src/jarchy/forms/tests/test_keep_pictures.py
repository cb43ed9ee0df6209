"""Pictures are kept anew without what the camera wrote; what is no picture is sealed; both once."""

from io import BytesIO

import pytest
from PIL import Image

from jarchy.forms.actions import Incoming, receive_submissions
from jarchy.forms.models import Attachment
from jarchy.forms.tests import tiny
from jarchy.foundation import files
from jarchy.foundation.sealing import unseal

PLACE = b"41.4287 N 75.9911 E"


def picture(colour="green") -> bytes:
    kept = BytesIO()
    photo = Image.new("RGB", (64, 48), colour)
    exif = photo.getexif()
    exif[0x010E] = PLACE.decode()
    photo.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def send(world, name="1.jpg", data=None, channel="file", said="1.jpg"):
    data = picture() if data is None else data
    incoming = Incoming(tiny.xml(photo=said), {name: data}, channel, world.edition.slug)
    return receive_submissions([incoming], by=world.aigul)[0]


def kept_bytes(attachment) -> bytes:
    with files.open_kept(attachment.file_hash) as file:
        return file.read()


def test_the_place_that_the_camera_wrote_is_gone(world):
    assert PLACE in picture()
    (kept,) = send(world).submission.attachments.all()
    assert PLACE not in kept_bytes(kept)
    assert kept.perceptual_hash is not None


def test_the_room_above_finds_the_picture_with_the_submission(world):
    send(world)
    with_pictures = [len(row.attachments.all()) for row in world.taken.kept]
    assert with_pictures == [1]


def test_a_picture_that_comes_after_its_report_is_added(world):
    world.send(tiny.xml(photo="1.jpg"))
    again = send(world)
    assert again.state == "same"
    assert again.submission.attachments.get().name == "1.jpg"


def test_the_same_picture_again_is_kept_once_and_another_one_beside_it(world):
    send(world), send(world), send(world, data=picture("red"))
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("data", [b"", b"MZ\x90 no picture", picture()[:300]])
def test_what_is_no_picture_is_kept_sealed_from_a_phone_and_refused_on_the_web(world, data):
    refused = send(world, data=data, channel="web")
    assert (refused.state, refused.problem.code) == ("refused", "forms.picture_unreadable")
    outcome = send(world, data=data)
    assert "forms.picture_unreadable" in [finding["code"] for finding in outcome.findings]
    kept = outcome.submission.attachments.get()
    assert kept.is_sealed
    assert unseal(kept_bytes(kept)) == data
    send(world, data=data)
    assert Attachment.objects.count() == 1


def test_a_file_that_no_answer_names_is_kept_and_noticed(world):
    outcome = send(world, name="other.jpg", said="")
    assert [finding["code"] for finding in outcome.findings] == ["forms.file_unnamed"]
    assert Attachment.objects.get().name == "other.jpg"


def test_a_name_with_folders_keeps_only_its_last_part(world):
    send(world, name="../../keys/1.jpg")
    assert Attachment.objects.get().name == "1.jpg"
