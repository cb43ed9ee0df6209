"""Activities that were held, confirmed and posted, by the same counting as real reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from jarchy.charter.models import Edition
from jarchy.fieldwork.counting import Band, Held, Period, desired_lines
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import house
from jarchy.ledger import actions as ledger
from jarchy.ledger.rules import NewEntry, Posting
from tests.tiny import KARA_SUU, YOUTH_NARYN

BY = house("test")


def held(
    on: date, *, people: int = 30, pcode: str = KARA_SUU, organisation: str = YOUTH_NARYN, kind: str = "theatre",
    is_open: bool = True, women: int | None = None, ages: Mapping[str, int] | None = None,
    cohosts: tuple[str, ...] = (), first_time: int | None = None,
) -> Held:  # fmt: skip
    """What a confirmed report says; a street theatre in Kara-Suu, Kochkor, unless said otherwise."""
    return Held(
        uuid=uuid7(), organisation=organisation, cohosts=cohosts, held_on=on, pcode=pcode, kind=kind,
        topics=("trafficking",), languages=("ky",), sessions=1, total=people, counted="heads", women=women,
        ages=ages or {}, first_time=first_time, asks_first_time=True, handed_out=None, is_open=is_open,
        supported_by="", received_on=on,
    )  # fmt: skip


def post(edition: Edition, *activities: Held) -> None:
    """They enter the ledger together, as when a reviewer confirms several."""
    bands = tuple(Band(band["slug"], band["age_from"], band["age_to"]) for band in edition.age_bands)
    period = Period(edition.starts, edition.ends, bands)
    entries = [
        NewEntry(Posting("report", uuid, 1), lines, is_illustrative=True)
        for activity in activities
        for uuid, lines in desired_lines([activity], period).items()
    ]
    ledger.post(edition, post=entries, by=BY)


def take_back(edition: Edition, uuid: UUID) -> None:
    """The report was voided."""
    ledger.post(edition, reverse=[Posting("report", uuid, 1)], by=BY)
