"""All numbers of the campaign on one page, those that are not counted yet too."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.foundation.texts import text_in
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts.aims import aims_in_words
from jarchy.website.parts.checks import checks_in_words
from jarchy.website.parts.numbers import PERCENT, NumberInWords, figures_in_words, pinned_as_of


@public_page
def numbers(edition: Edition, language: str) -> str:
    """One figure an indicator, whatever was counted."""
    at = Addresses(edition.slug, language)
    indicators = charter.indicators(edition)
    counted = figures_in_words(edition, indicators, at)
    return render(
        "numbers.html", edition, language,
        path=at.numbers,
        title=gettext("Numbers"),
        groups=_groups(indicators, counted, aims_in_words(edition, indicators, language), language),
        checks=checks_in_words(edition, language),
        as_of=pinned_as_of(edition, language),
    )  # fmt: skip


def _groups(
    indicators: Sequence[Indicator], counted: dict[str, NumberInWords], aims: dict[str, str], language: str
) -> list[tuple[str, list[dict[str, object]]]]:
    titles = {
        "output": gettext("What was done"), "outcome": gettext("What came of it"),
        "quality": gettext("How good the reports are"), "context": gettext("What else is known"),
    }  # fmt: skip
    groups: dict[str, list[dict[str, object]]] = {}
    for one in indicators:
        unit = "" if one.unit == PERCENT else text_in(one.units, language)
        row = {"in_words": counted[one.slug], "aim": aims.get(one.slug, ""), "unit": unit}
        groups.setdefault(titles.get(one.level, one.level), []).append(row)
    return list(groups.items())
