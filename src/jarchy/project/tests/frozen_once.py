"""A tiny campaign with people in it, frozen once for all tests that only read the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.translation import override

from jarchy.charter.actions import move_today
from jarchy.charter.models import Edition
from jarchy.fieldwork import actions as fieldwork
from jarchy.fieldwork.tests.conftest import Field, make_field, photo
from jarchy.foundation.narrowing import house
from jarchy.project.freezing import freeze
from jarchy.publications import actions as publications
from jarchy.publications.models import Publication
from jarchy.publications.public_files import MAKERS
from jarchy.publications.rules import Door, Format, Kind

CANARIES = (
    "Begaiym",
    "0555 987 654",
    "0555987654",
    "555987654",
    "bakyt@example.org",
    "Aigul",
    "Kyzyl-Kanary",
)
TEXT = "Kyzyl-Kanary: Begaiym told us of her uncle"


@dataclass(frozen=True)
class Once:
    """`folder` and the same frozen `again`; what the downloads of the living house were; documents by their door."""

    folder: Path
    again: Path
    edition: Edition
    downloads: dict[str, bytes]
    documents: dict[str, str]


@pytest.fixture(scope="session")
def frozen(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Once]:
    """The database is empty again before the first test reads. Who asks for it is marked django_db: without one such
    test there is no test's database.
    """
    assert "test" in str(connection.settings_dict["NAME"]) or "memory" in str(
        connection.settings_dict["NAME"]
    )
    folder = tmp_path_factory.mktemp("frozen") / "tiny"
    with django_db_blocker.unblock():
        try:
            once = _freeze(lived_edition(), folder)
        finally:
            call_command("flush", interactive=False, verbosity=0)
    yield once


def lived_edition() -> Edition:
    """Open and closed ones, one taken back; a text with a name in it, one that was hidden; a host's telephone; a
    document for each door.
    """
    field = make_field()
    _live(field)
    move_today(field.edition, date(2018, 10, 8), house("test"))
    field.edition.refresh_from_db()
    for door in Door:
        asked = {"door": door, "language": "ru", "format": Format.PDF, "by": house("test")}
        publications.make_document(field.edition, Kind.BRIEFING, **asked)
    return field.edition


def _live(field: Field) -> None:
    told = {"lesson": TEXT, "host_phone": "0555 987 654"}
    with override("en"):
        field.confirmed(**told, photo="Begaiym.jpg", faces="no", files={"Begaiym.jpg": photo()})
        hidden = field.forwarded(held_on="2018-10-02", **told)
        fieldwork.hide_text(hidden.uuid, question="lesson", by=field.actor(field.cast.cholpon))
        for day in ("2018-10-01", "2018-10-02"):
            field.confirmed(held_on=day, venue="school", kind="talk", total="23", women="11", age_14_17="23")
        why = "Begaiym asked for it"
        opened = field.confirmed(held_on="2018-09-30")
        fieldwork.change_openness(opened.uuid, is_open=False, why=why, by=field.actor(field.cast.cholpon))
        void = field.confirmed(held_on="2018-10-04")
        fieldwork.void_report(
            void.uuid, reason="sent-twice", word="Begaiym", by=field.actor(field.cast.cholpon)
        )
        field.plan(announced=True)


def _freeze(edition: Edition, folder: Path) -> Once:
    again = folder.with_name("again")
    for one in (folder, again):
        assert freeze(edition, one, is_provisional=True).faults == []
    names = [f"{language}/{edition.slug}/{name}" for language in edition.languages for name in MAKERS]
    downloads = {name: b"".join(Client().get(f"/{name}").streaming_content) for name in names}
    documents = {str(row.uuid): str(row.door) for row in Publication.objects.all()}
    return Once(folder, again, edition, downloads, documents)
