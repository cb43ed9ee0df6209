"""The figures of a document in words, for the page that its code opens and for the office's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language, gettext

from jarchy.formats.numbers import number_text, percent_text, short_day_text
from jarchy.foundation.texts import text_in
from jarchy.publications.documents.asking import PERCENT, Pinned
from jarchy.publications.models import Publication
from jarchy.publications.queries import WrittenFigure
from jarchy.publications.rules import Door


@dataclass(frozen=True)
class ShownFigure:
    name: str
    where: str
    when: str
    value: str
    url: str
    is_corrected: bool


def shown_figures(row: Publication, figures: Sequence[WrittenFigure]) -> list[ShownFigure]:
    """Each opens to the number of today: the public's page, or the office's for a document for official use."""
    return [_shown(row, one) for one in figures]


def _shown(row: Publication, one: WrittenFigure) -> ShownFigure:
    pinned, language = one.pinned, get_language() or "en"
    where = text_in(one.place.names, language) if one.place else ""
    if pinned.organisation and row.organisation:
        where = text_in(row.organisation.names, language)
    return ShownFigure(
        text_in(one.indicator.names, language), where or text_in(row.edition.country_names, language),
        _when(pinned, language), _value(one, language), _url(row, pinned), one.is_corrected,
    )  # fmt: skip


def _when(pinned: Pinned, language: str) -> str:
    if not pinned.since:
        return gettext("the whole period")
    days = [short_day_text(date.fromisoformat(day), language) for day in (pinned.since, pinned.until)]
    return "\u2009–\u2009".join(days)


def _value(one: WrittenFigure, language: str) -> str:
    if not one.pinned.value:
        return "–"
    value = Decimal(one.pinned.value)
    is_percent = one.indicator.unit == PERCENT
    return percent_text(value, language) if is_percent else number_text(value, language)


def _url(row: Publication, pinned: Pinned) -> str:
    if row.door == Door.OFFICIAL:
        return reverse("fieldwork:number", args=[pinned.indicator])
    if pinned.place:
        return reverse("website:figure_of_place", args=[row.edition.slug, pinned.indicator, pinned.place])
    return reverse("website:figure", args=[row.edition.slug, pinned.indicator])
