"""What was aimed at, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator, Target
from jarchy.formats.numbers import number_text, percent_text


def aims_in_words(edition: Edition, indicators: Sequence[Indicator], language: str) -> dict[str, str]:
    """“aimed at: 390” for the country, by indicator; those without a target are missing. One query."""
    by_slug = {indicator.slug: indicator for indicator in indicators}
    return {
        target.indicator: aim_in_words(target, by_slug[target.indicator], language)
        for target in charter.targets(edition)
        if target.place is None and target.indicator in by_slug
    }


def aim_in_words(target: Target, indicator: Indicator, language: str) -> str:
    return gettext("aimed at: {value}").format(value=aim_text(target, indicator, language))


def aim_text(target: Target, indicator: Indicator, language: str) -> str:
    """390, 70 %, or 45–55 % where a range is aimed at."""
    if target.up_to is None:
        return _text(target.value, indicator, language)
    return f"{number_text(whole(target.value), language)}–{_text(target.up_to, indicator, language)}"


def _text(value: Decimal, indicator: Indicator, language: str) -> str:
    said = percent_text if indicator.unit == "percent" else number_text
    return said(whole(value), language)


def whole(value: Decimal) -> int | Decimal:
    """Without the zeros that a column of money carries: 390.00 is 390."""
    return int(value) if value == value.to_integral_value() else value.normalize()
