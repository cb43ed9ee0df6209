"""Pictures of the pages as files that stand alone."""

from __future__ import annotations

from jarchy.charter.models import Edition
from jarchy.formats.pdf import kept_png
from jarchy.pictures.cards import WIDTH, height_of
from jarchy.places import queries as places
from jarchy.website.pages.page import public_page
from jarchy.website.parts.days import days_card
from jarchy.website.parts.oblasts import map_card
from jarchy.website.problems import Problems


@public_page
def map_file(edition: Edition, language: str) -> str:
    """The SVG of the first page's map. Raises website.no_map."""
    found = map_card(edition, language)
    if not found:
        raise Problems.no_map()
    return found


@public_page
def days_file(edition: Edition, language: str, *, pcode: str | None = None) -> str:
    """The SVG of days by oblasts, or by the rayons of one. Raises website.no_days."""
    place = places.territory(edition.country).own(pcode) if pcode else None
    is_there = not pcode or (place is not None and place.level == 1)
    found = days_card(edition, language, within=pcode) if is_there else ""
    if not found:
        raise Problems.no_days()
    return found


def drawn_png(svg: str) -> bytes:
    """The same drawing as points."""
    return kept_png(svg, width=WIDTH, height=height_of(svg), ppi=200)
