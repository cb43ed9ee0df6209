"""An edition with one small form, two organisations, and the people of the cast who send and receive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest

from jarchy.charter.models import Edition, Organisation
from jarchy.forms import purposes
from jarchy.forms.actions import Incoming, Outcome, receive_submissions
from jarchy.forms.models import FormVersion, Submission
from jarchy.forms.tests import tiny
from jarchy.foundation.narrowing import Actor, Grant, Role
from jarchy.people.models import Account, Membership


@dataclass
class Taken:
    """What the room above was handed, in order."""

    kept: list[Submission] = field(default_factory=list)
    conflicts: list[Submission] = field(default_factory=list)


@dataclass
class World:
    edition: Edition
    naryn: Organisation
    osh: Organisation
    version: FormVersion
    taken: Taken
    aigul: Actor  # volunteer of Naryn
    bakyt: Actor  # her coordinator
    farkhad: Actor  # volunteer of Osh
    elena: Actor  # a donor: sends nothing

    def send(self, *bodies: bytes, by: Actor | None = None, channel: str = "file", **more) -> list[Outcome]:
        incoming = [Incoming(body, more.get("files", {}), channel, self.edition.slug) for body in bodies]
        return receive_submissions(incoming, by=by or self.aigul)


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def registries() -> Iterator[Taken]:
    """The registries of forms with small functions in them, put back afterwards."""
    before = [dict(registry) for registry in _REGISTRIES]
    taken = Taken()
    for name, rows in tiny.LISTS.items():
        purposes.lists[name] = lambda *_, rows=rows: [dict(row) for row in rows]
    purposes.purposes["activity_report"] = lambda rows, by: taken.kept.extend(rows)
    purposes.conflicts["activity_report"] = lambda rows, by: taken.conflicts.extend(rows)
    purposes.after_send.clear()
    yield taken
    for registry, old in zip(_REGISTRIES, before, strict=True):
        registry.clear()
        registry.update(old)


_REGISTRIES = (purposes.purposes, purposes.conflicts, purposes.after_send, purposes.lists)


@pytest.fixture
def world(db, registries) -> World:
    return make_world(registries)


def make_world(taken: Taken) -> World:
    edition = Edition.objects.create(
        slug="tiny", names={"en": "Tiny"}, languages=["ky", "ru", "en"], prepares_from=date(2018, 7, 2),
        starts=date(2018, 9, 10), ends=date(2018, 12, 10), reports_until=date(2018, 12, 31),
        final_on=date(2019, 1, 15), is_current=True, example_today=date(2018, 11, 5),
    )  # fmt: skip
    naryn, osh = (
        Organisation.objects.create(slug=slug, names={"en": slug}) for slug in ("youth-naryn", "youth-osh")
    )
    version = tiny.load(edition, tiny.workbook())
    return World(
        edition, naryn, osh, version, taken,
        aigul=person(edition, "aigul@example.org", Role.VOLUNTEER, naryn),
        bakyt=person(edition, "bakyt@example.org", Role.COORDINATOR, naryn),
        farkhad=person(edition, "farkhad@example.org", Role.VOLUNTEER, osh),
        elena=person(edition, "elena@example.org", Role.PARTNER, None),
    )  # fmt: skip


def person(edition: Edition, email: str, role: Role, organisation: Organisation | None) -> Actor:
    account = Account.objects.create_user(email=email)
    Membership.objects.create(account=account, edition=edition, role=role, organisation=organisation)
    slug = organisation.slug if organisation else None
    return Actor(account.pk, frozenset({Grant(role, edition.slug, slug)}))
