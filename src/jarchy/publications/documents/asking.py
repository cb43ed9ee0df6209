"""What a document is asked to be, and the figures it asks for, all from one position, each remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator, Organisation
from jarchy.charter.rules import Computed
from jarchy.formats.numbers import number_text, percent_text, qualified_text
from jarchy.foundation.narrowing import Actor
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications.naming import Names
from jarchy.publications.problems import Problems
from jarchy.publications.rules import Door

PERCENT = "percent"
NONE = "–"


@dataclass(frozen=True)
class Asked:
    """One document. `uuid` is the address behind its QR code."""

    edition: Edition
    language: str
    door: Door
    actor: Actor
    uuid: UUID
    place: PlaceFacts | None = None
    organisation: Organisation | None = None

    @property
    def is_official(self) -> bool:
        return self.door is Door.OFFICIAL

    @property
    def address(self) -> str:
        return f"{settings.URL}/{self.language}/{self.edition.slug}/documents/{self.uuid}/"


@dataclass(frozen=True)
class Pinned:
    """A figure that is written on a document: what was asked, from which position, and what stands there."""

    indicator: str
    version: int
    position: int
    value: str  # as a decimal; "" where there was none
    place: str = ""
    organisation: str = ""
    since: str = ""  # ISO days, "" the whole period
    until: str = ""


class Figures:
    """Numbers of one document. The public's are those of the last midnight, official ones of the journal's end."""

    def __init__(self, asked: Asked) -> None:
        edition = self.edition = asked.edition
        self.language = asked.language
        self.sight = Sight.EXACT if asked.is_official else Sight.PUBLIC
        if self.sight is Sight.PUBLIC:
            published = ledger.published_position(edition)
            if published is None:
                raise Problems.nothing_published(edition=edition.slug)
            self.position = published.position
        else:
            self.position = ledger.head_position(edition)
        self.look = ledger.look(edition, self.sight, is_live=False, as_of=self.position)
        self.names = Names(edition, asked.language, self.sight)
        self.pinned: list[Pinned] = []
        self._found: dict[tuple[str, str | None, date | None, date | None], ledger.Figure] = {}

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Those that are counted."""
        return [one for one in charter.indicators(self.edition) if one.computed != Computed.LATER]

    def indicators_of(self, place: str | None) -> list[Indicator]:
        """Without districts reached for a city, which is its only one."""
        if place is None or len(territory(self.edition.country).districts_of(place)) > 1:
            return self.indicators
        return [one for one in self.indicators if one.part.get("distinct") != "district"]

    def counting(self, measure: Measure) -> Indicator | None:
        """The indicator that adds this measure up."""
        sums = (one for one in self.indicators if one.computed == Computed.SUM and one.measure == measure)
        return next(sums, None)

    def figure(
        self,
        indicator: Indicator,
        *,
        place: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> ledger.Figure:
        """Asked of the ledger once, however often it is written."""
        key = (indicator.slug, place, since, until)
        if key in self._found:
            return self._found[key]
        found = self._found[key] = ledger.figure(
            self.edition,
            indicator.slug,
            place=place,
            since=since,
            until=until,
            as_of=self.position,
            sight=self.sight,
        )
        self.pin(
            indicator, found.value, position=found.position, place=place or "",
            since=since.isoformat() if since else "", until=until.isoformat() if until else "",
        )  # fmt: skip
        return found

    def totals(self, measures: Sequence[Measure], *, by: str, place: str | None = None) -> ledger.Totals:
        """A table of the ledger; whoever writes its cells pins them."""
        return ledger.totals(
            self.edition, measures, by=by, sight=self.sight, place=place, as_of=self.position
        )

    def pin(
        self, indicator: Indicator, value: int | Decimal | None, *, position: int | None = None, **where: str
    ) -> None:
        one = Pinned(
            indicator.slug, indicator.version, self.position if position is None else position,
            "" if value is None else str(value), **where,
        )  # fmt: skip
        if one not in self.pinned:
            self.pinned.append(one)

    def as_rows(self) -> list[dict[str, Any]]:
        return [asdict(one) for one in self.pinned]

    # --- written

    def number(self, value: int | Decimal | None) -> str:
        return NONE if value is None else number_text(value, self.language)

    def written(self, found: ledger.Figure) -> str:
        """With its qualifier; a dash where there is no number."""
        if found.value is None:
            return NONE
        is_percent = found.indicator.unit == PERCENT
        return qualified_text(found.value, found.qualifier, self.language, is_percent=is_percent)

    def aim(self, found: ledger.Figure) -> str:
        """The target as it was set: 15,000; 45–55 %."""
        if found.target is None:
            return ""
        ends = [found.target.value, found.target.up_to]
        words = "–".join(number_text(_whole(one), self.language) for one in ends if one is not None)
        return f"{words}\u00a0%" if found.indicator.unit == PERCENT else words

    def share(self, value: int | Decimal | None, of: Decimal | int | None) -> str:
        """So much of the target, in whole percent; "" where one of both is missing."""
        if value is None or not of:
            return ""
        return percent_text(Decimal(100 * value) / Decimal(of), self.language, decimals=0)

    def change(self, new: int | Decimal | None, old: int | Decimal | None) -> str:
        """+36, −60, 0."""
        if new is None or old is None:
            return NONE
        less = new - old
        return f"+{number_text(less, self.language)}" if less > 0 else number_text(less, self.language)


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value
