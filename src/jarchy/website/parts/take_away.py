"""The words around a picture of the public pages that is taken away: its day, its source, its address."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.formats.numbers import day_text
from jarchy.foundation.texts import text_in
from jarchy.pictures.cards import Card


def card(
    edition: Edition, language: str, *, title: str, under: str, alt: str, path: str, as_of: datetime, more: str = ""
) -> Card:  # fmt: skip
    """`path`: the page on which it stands. `as_of`: the midnight of its numbers. `more`: what else is to be known."""
    day = day_text(as_of.astimezone(edition.zone).date(), language)
    source = gettext("Source: {campaign}, confirmed reports").format(
        campaign=text_in(edition.names, language)
    )
    foot = (
        more,
        gettext("As of the midnight that began {day}.").format(day=day),
        source,
        settings.URL + path,
    )
    example = text_in(edition.charter.get("example", {}), language) or gettext("Example, not a help service")
    return Card(title, under, [line for line in foot if line], alt, mark="" if edition.live else example)
