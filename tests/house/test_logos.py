"""Logos of the real folder through the doors: on the first page, from this house alone, those that may be shown."""

from __future__ import annotations

import re

import pytest

from jarchy.charter.folder import Context, Folder
from jarchy.charter.folder.base import EditionFacts
from jarchy.charter.tests.conftest import KG_2018
from jarchy.foundation.narrowing import house
from jarchy.publications.folder import PapersPart
from jarchy.publications.models import Logo
from tests.tiny import SLUG

HOME = f"/en/{SLUG}/"


@pytest.fixture
def logos(edition):
    """The example's own, whose organisations this small campaign does not have."""
    files = {name: data for name, data in Folder.at(KG_2018).files.items() if "logos" in name}
    none = None
    facts = EditionFacts(SLUG, "KG", ("ky", "ru", "en"), False, none, none, none, none, none, none, 6, {})
    part = PapersPart()
    data, found = part.read(Folder(files), Context(facts))
    assert found == []
    part.load(data, edition, house("test"))
    Logo.objects.update(organisation="")
    return edition


def test_they_stand_on_the_first_page_in_their_order_with_words(client, logos):
    page = client.get(HOME).content.decode()
    shown = re.findall(r'<img src="([^"]+)" alt="([^"]+)" width="\d+" height="(\d+)"', page)
    assert [url.rpartition("/")[2] for url, _, _ in shown] == [
        "youth-agency.svg", "migration-service.svg", "funder.svg",
    ]  # fmt: skip
    assert all(words for _, words, _ in shown)
    assert max(int(height) for _, _, height in shown) == int(shown[-1][2])
    assert all(url.startswith(HOME) for url, _, _ in shown)


def test_a_file_opened_alone_may_do_nothing(client, logos):
    answer = client.get(f"{HOME}logos/funder.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert b"Emblem of the funder" in b"".join(answer.streaming_content)


def test_what_may_not_be_shown_is_not_there(client, logos):
    for path in ("nobody.svg", "funder.png", "youth-agency.exe"):
        assert client.get(f"{HOME}logos/{path}").status_code == 404
    Logo.objects.filter(slug="funder").update(permitted_by="")
    assert client.get(f"{HOME}logos/funder.svg").status_code == 404
    assert "funder.svg" not in client.get(HOME).content.decode()
