"""One coming activity that is open and announced: to be sent to somebody. Place to the village, never the house."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork.queries import plans
from jarchy.formats.numbers import day_text, short_day_text
from jarchy.foundation.texts import text_in
from jarchy.pictures.share_cards import ShareCard
from jarchy.website.addresses import Addresses
from jarchy.website.parts.coming import FOLDED, Coming, coming_of
from jarchy.website.parts.taking_part import PublicNames
from jarchy.website.problems import Problems


@dataclass(frozen=True)
class Event:
    """`text` is what is copied."""

    shown: Coming
    day: str
    text: str
    card: ShareCard


def event(edition: Edition, language: str, uuid: UUID) -> Event:
    """Raises website.no_event for one that is closed, not announced, called off, held or past: it is told nowhere."""
    asked = plans.open_plans(edition).filter(announced=True, date__gte=edition.today(), uuid=uuid)
    row = asked.select_related(*FOLDED).first()
    if row is None:
        raise Problems.no_event()
    kinds = charter.choices(edition, "kind", with_retired=True)
    shown = coming_of(row, kinds, PublicNames(edition, language), language)
    day, campaign = day_text(row.date, language), text_in(edition.names, language)
    address = settings.URL + Addresses(edition.slug, language).event(uuid)
    free = gettext("Open to everyone and free.")
    example = (
        "" if edition.live else text_in(edition.charter.get("example", {}), language) or gettext("Example")
    )
    lines = [example, f"{day}: {shown.kind}", shown.place, shown.host, free, campaign, address]
    card = ShareCard(
        campaign=campaign, big=short_day_text(row.date, language), label=f"{shown.kind}, {shown.place}",
        under=(shown.host, free), foot=(day, address), mark=example,
    )  # fmt: skip
    return Event(shown, day, "\n".join(one for one in lines if one), card)
