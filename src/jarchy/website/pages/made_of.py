"""All lines behind a number, a page at a time: open activities one by one, then closed ones together."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.website.addresses import Addresses
from jarchy.website.pages.figure import place_name, place_of, told_of
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts import made_of as parts
from jarchy.website.parts.numbers import as_of, figure_of
from jarchy.website.problems import Problems

A_PAGE = 100


@public_page
def made_of(
    edition: Edition, language: str, *, indicator: str, pcode: str | None = None, after: str = ""
) -> str:
    """Raises website.no_number, website.no_place, website.no_such_part."""
    at = Addresses(edition.slug, language)
    place = place_of(edition, pcode)
    row = charter.indicator(edition, indicator)
    if row is None:
        raise Problems.no_number(indicator=indicator)
    found = parts.made_of(edition, row, language, place=pcode, after=after, limit=A_PAGE)
    if found is None:
        raise Problems.no_such_part()
    return render(
        "made_of.html", edition, language,
        path=at.made_of(indicator, pcode, after),
        title=gettext("What it is made of"),
        told=told_of(edition, figure_of(edition, row, place=pcode), at),
        place_name=place_name(place, language), figure_url=at.figure(indicator, pcode),
        lines=found.lines, as_of=as_of(edition, found.page.as_of, language),
        next_url=at.made_of(indicator, pcode, found.after) if found.after else "",
        first_url=at.made_of(indicator, pcode) if after else "",
    )  # fmt: skip
