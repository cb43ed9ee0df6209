"""How we count: in words first, then every definition with its version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.foundation.texts import text_in
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts.checks import checks_in_words


@dataclass(frozen=True)
class Definition:
    """An indicator's definition as a line of the table."""

    number: str
    name: str
    url: str
    text: str
    unit: str
    version: int
    apart: str


@public_page
def how_we_count(edition: Edition, language: str) -> str:
    """Three queries."""
    at = Addresses(edition.slug, language)
    indicators = charter.indicators(edition)
    return render(
        "how_we_count.html", edition, language,
        path=at.how_we_count, title=gettext("How we count"), definitions=_definitions(indicators, at),
        programme=text_in(edition.charter.get("programme", {}), language),
        checks=checks_in_words(edition, language),
        funding=charter.funding_sentence(edition, language),
    )  # fmt: skip


def _definitions(indicators: Sequence[Indicator], at: Addresses) -> list[Definition]:
    language = at.language
    names = {one.slug: text_in(one.names, language) for one in indicators}
    return [
        Definition(
            number=one.number,
            name=names[one.slug],
            url=at.figure(one.slug),
            text=text_in(one.definitions, language),
            unit=text_in(one.units, language),
            version=one.version,
            apart=", ".join(names[slug] for slug in one.not_to_be_added_to if slug in names),
        )
        for one in indicators
    ]
