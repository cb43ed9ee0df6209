"""Pages and pictures that are sent from hand to hand: what is public stands on them, and nothing else is to be had."""

from __future__ import annotations

import html
import io
import re
from uuid import uuid4

import pytest
from django.utils.translation import override
from PIL import Image

from jarchy.fieldwork import actions
from jarchy.fieldwork.tests.conftest import Field, make_field
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.publications.cards import figure_to_send
from jarchy.publications.tests.conftest import full as made_full
from jarchy.website.parts.event import event
from tests.tiny import JANY_JOL, KARA_SUU, KOCHKOR, NARYN, SLUG

full = made_full


@pytest.fixture
def field(db, settings, tmp_path) -> Field:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_field()


def get(field, path: str, status: int = 200):
    answer = field.cast.client().get(f"/en/{SLUG}/{path}")
    assert answer.status_code == status, path
    return answer


# --- coming activities


def test_one_coming_activity_has_a_page_with_a_text_and_pictures(field):
    plan = field.plan(pcode=JANY_JOL, venue="club", announced=True)
    answer = get(field, f"coming/{plan.uuid}/")
    page = html.unescape(answer.content.decode())
    assert not answer.cookies
    assert "9 October 2018: Forum theatre\nJany-Jol, Kochkor rayon, Naryn" in page
    assert f"/en/{SLUG}/coming/{plan.uuid}/\n" in page or f"/en/{SLUG}/coming/{plan.uuid}/</textarea>" in page
    assert "House of culture" not in page
    assert f'href="/en/{SLUG}/coming/{plan.uuid}/"' in get(field, "coming/").content.decode()
    for shape, size in (("square", (1080, 1080)), ("wide", (1200, 630))):
        picture = get(field, f"coming/{plan.uuid}/{shape}.png")
        assert picture["Content-Type"] == "image/png"
        assert Image.open(io.BytesIO(picture.content)).size == size


def test_an_example_says_so_on_its_text_and_its_picture(field):
    with override("en"):
        found = event(field.edition, "en", field.plan(announced=True).uuid)
    assert found.text.startswith("Example")
    assert found.card.mark.startswith("Example")
    assert "local partner" in found.text


def test_closed_silent_past_and_called_off_ones_have_neither_page_nor_picture(field):
    off = field.plan(announced=True)
    actions.call_off_activity(off.uuid, reason="nobody-came", by=field.actor(field.cast.bakyt))
    hidden = [
        off.uuid, field.plan(venue="school", announced=True).uuid, field.plan().uuid, uuid4(),
        field.plan(day=field.edition.starts, announced=True).uuid,
    ]  # fmt: skip
    for uuid in hidden:
        for path in ("", "square.png", "wide.png"):
            get(field, f"coming/{uuid}/{path}", status=404)


def test_no_page_asks_another_host_for_anything(field):
    plan = field.plan(announced=True)
    page = get(field, f"coming/{plan.uuid}/").content.decode()
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//(?!127)[^"]*wa\.me', page)
    assert not re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="(?:https?:)?//', page)


# --- numbers


@pytest.mark.parametrize("pcode", [None, NARYN, KOCHKOR])
@pytest.mark.parametrize("indicator", ["attendances", "activities"])
def test_a_card_says_the_public_number_of_the_last_midnight(client, full, indicator, pcode):
    position = ledger.published_position(full).position
    public = ledger.figure(full, indicator, place=pcode, as_of=position, sight=Sight.PUBLIC)
    sent = figure_to_send(full, "en", indicator=indicator, pcode=pcode)
    assert sent.card.big == str(public.value)
    assert f": {public.value}\n" in sent.text
    place = f"{pcode}/" if pcode else ""
    assert sent.text.endswith(f"/en/{SLUG}/numbers/{indicator}/{place}")
    page = html.unescape(client.get(f"/en/{SLUG}/numbers/{indicator}/{place}").content.decode())
    assert sent.text in page
    for shape, size in (("square", (1080, 1080)), ("wide", (1200, 630))):
        answer = client.get(f"/en/{SLUG}/cards/{indicator}/{place}{shape}.png")
        assert Image.open(io.BytesIO(answer.content)).size == size
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]


def test_where_the_public_reads_no_number_there_is_no_card(client, full):
    for path in (
        f"attendances/{KARA_SUU}/square",
        "nothing/square",
        "attendances/round",
        "attendances/KG99/square",
    ):
        assert client.get(f"/en/{SLUG}/cards/{path}.png").status_code == 404
    with pytest.raises(ProblemRaised, match="no_card"):
        figure_to_send(full, "en", indicator="attendances", pcode=KARA_SUU)
