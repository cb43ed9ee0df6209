"""Aigul fills in the form in a chat: kept sealed between messages, sent once, gone when it is over."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from jarchy.forms.actions.chat import Said, hear, open_chat
from jarchy.forms.actions.hide import forget_what_is_due
from jarchy.forms.models import ChatFile, ChatSession, Submission
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.sealing import seal, unseal

TO_THE_END = ["2", "1", "03.10.2018", "1", "1", "37", "20", "0555123456"]


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(kept, "JPEG")
    return kept.getvalue()


def begun(world, **more) -> ChatSession:
    session, _reply = open_chat(
        world.edition, "activity_report", by=world.aigul, organisation=world.naryn, **more
    )
    return session


def says(world, session, *texts):
    for text in texts:
        reply = hear(session, Said(text), by=world.aigul)
    return reply


def test_what_was_asked_and_answered_arrives_as_from_a_phone(world):
    session = begun(world)
    reply = says(world, session, *TO_THE_END, "-", "Begin earlier.", "1")
    assert reply.is_over and reply.outcome.state == "kept"
    (row,) = Submission.objects.all()
    assert (row.channel, row.instance_id) == ("chat", f"uuid:{session.uuid}")
    asked = {
        "activity": "new",
        "held_on": "2018-10-03",
        "adm2": "KG04210000000",
        "total": "37",
        "women": "20",
    }
    assert asked.items() <= row.answers.items()
    assert row.findings == [] and world.taken.kept == [row]
    assert not ChatSession.objects.exists()


def test_a_session_is_taken_up_again_where_it_stood(world):
    says(world, begun(world), "2", "1")
    _session, reply = open_chat(world.edition, "activity_report", by=world.aigul, organisation=world.naryn)
    assert "В какой день?" in reply.text
    assert ChatSession.objects.count() == 1


def test_a_message_delivered_twice_counts_once(world):
    session = begun(world)
    says(world, session, "2", "1", "03.10.2018", "1", "1")
    one = hear(session, Said("37", "m-1"), by=world.aigul)
    assert hear(session, Said("37", "m-1"), by=world.aigul) == one


def test_killed_after_the_yes_it_is_sent_by_the_next_message_and_once(world):
    session = begun(world)
    says(world, session, *TO_THE_END, "-", "-")
    # What the first transaction leaves when the process dies before the second.
    row = ChatSession.objects.get()
    kept = json.loads(unseal(bytes(row.sealed)))
    row.sealed = seal(json.dumps({**kept, "talk": {**kept["talk"], "step": "sent"}}).encode())
    row.save()
    assert says(world, session, "hello?").outcome.state == "kept"
    assert Submission.objects.count() == 1


def test_nothing_of_it_can_be_read_in_the_database(world):
    session = begun(world, takes=frozenset(("picture",)))
    says(world, session, *TO_THE_END)
    hear(session, Said(picture=picture()), by=world.aigul)
    row = ChatSession.objects.get()
    assert b"0555123456" not in bytes(row.sealed) and not bytes(ChatFile.objects.get().sealed).startswith(
        b"\xff\xd8"
    )


def test_a_picture_goes_with_it_where_the_channel_has_them(world):
    session = begun(world, takes=frozenset(("picture",)))
    says(world, session, *TO_THE_END)
    hear(session, Said(picture=picture()), by=world.aigul)
    assert says(world, session, "-", "1").is_over
    (row,) = Submission.objects.all()
    assert [file.name for file in row.attachments.all()] == [row.answers["photo"]]


def test_a_picture_where_none_is_asked_or_that_cannot_be_read_is_answered(world):
    session = begun(world, takes=frozenset(("picture",)))
    assert "language" not in hear(session, Said(picture=picture()), by=world.aigul).text
    says(world, session, *TO_THE_END)
    reply = hear(session, Said(picture=b"no picture"), by=world.aigul)
    assert reply.text and ChatFile.objects.count() == 0


def test_others_cannot_hear_it_and_what_is_too_old_is_over(world):
    session = begun(world)
    with pytest.raises(ProblemRaised) as raised:
        hear(session, Said("1"), by=world.farkhad)
    assert raised.value.code == "forms.chat_over"
    ChatSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ProblemRaised):
        says(world, session, "1")
    forget_what_is_due()
    assert not ChatSession.objects.exists()


def test_thrown_away_is_gone(world):
    assert says(world, begun(world), "2", "stop", "2").is_over
    assert not ChatSession.objects.exists() and not Submission.objects.exists()


def test_a_donor_may_not_begin(world):
    with pytest.raises(ProblemRaised) as raised:
        open_chat(world.edition, "activity_report", by=world.elena)
    assert raised.value.code == "forms.may_not_send"
