"""Filters of every template: texts, numbers and days as the reader's language has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from jarchy.formats.numbers import day_text, month_text, number_text, percent_text, short_day_text
from jarchy.foundation.texts import text_in

register = template.Library()


def _language() -> str:
    return get_language() or "en"


@register.filter
def in_words(texts: Mapping[str, str] | None) -> str:
    """{{ place.names|in_words }}: the text in the reader's language, or the one at hand."""
    return text_in(texts)


@register.filter
def number(value: int | Decimal | None, decimals: int | None = None) -> str:
    """{{ 12411|number }}: 12,411 or 12 411; nothing for None."""
    return "" if value is None else number_text(value, _language(), decimals=decimals)


@register.filter
def percent(value: int | Decimal | None, decimals: int = 0) -> str:
    """{{ 70.4|percent }}: 70 %, the number being percent already; nothing for None."""
    return "" if value is None else percent_text(value, _language(), decimals=decimals)


@register.filter
def day(value: date | datetime | None) -> str:
    """{{ report.held_on|day }}: 5 November 2018."""
    return "" if value is None else day_text(value, _language())


@register.filter
def short_month(value: date) -> str:
    """{{ plan.date|short_month }}: Nov."""
    return month_text(value, _language())


@register.filter
def short_day(value: date | datetime | None) -> str:
    """{{ report.held_on|short_day }}: 5 Nov, where the year is plain."""
    return "" if value is None else short_day_text(value, _language())
