"""A public number to send to a group: a text and a picture, both of the last midnight, so that they say the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.one_reading import for_one_reading
from jarchy.formats.numbers import day_text, qualified_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.pictures.share_cards import ShareCard
from jarchy.places.queries import territory
from jarchy.publications.naming import in_language
from jarchy.publications.problems import Problems

PERCENT = "percent"


@dataclass(frozen=True)
class FigureToSend:
    """`text` is what is copied."""

    text: str
    card: ShareCard


@in_language
def figure_to_send(
    edition: Edition, language: str, *, indicator: str, pcode: str | None = None
) -> FigureToSend:
    """Raises publications.no_card for what the public reads no number of, and for places below a district."""
    edition = for_one_reading(edition)
    row, published = charter.indicator(edition, indicator), ledger.published_position(edition)
    place = territory(edition.country).own(pcode)
    if row is None or published is None or (pcode and (place is None or place.level > 2)):
        raise Problems.no_card()
    found = ledger.figure(edition, indicator, place=pcode, as_of=published.position, sight=Sight.PUBLIC)
    if found.value is None:
        raise Problems.no_card()
    is_percent = row.unit == PERCENT
    number = qualified_text(found.value, found.qualifier, language, is_percent=is_percent)
    name, campaign = text_in(row.names, language), text_in(edition.names, language)
    where = text_in(place.names if place else edition.country_names, language)
    day = day_text(found.as_of.astimezone(edition.zone).date(), language)
    as_of = gettext("As of the midnight that began {day}.").format(day=day)
    source = gettext("Source: {campaign}, confirmed reports").format(campaign=campaign)
    page = f"numbers/{row.slug}/{f'{pcode}/' if pcode else ''}"
    address = f"{settings.URL}/{language}/{edition.slug}/{page}"
    example = "" if edition.live else text_in(edition.charter.get("example", {}), language)
    mark = "" if edition.live else example or gettext("Example, not real")
    lines = (mark, f"{name}: {number}", where, as_of, source, address)
    card = ShareCard(
        campaign=campaign, big=number, label=name, under=(where,), foot=(as_of, source, address), mark=mark
    )
    return FigureToSend("\n".join(one for one in lines if one), card)
