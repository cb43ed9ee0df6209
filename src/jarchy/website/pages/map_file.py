"""The map of the first page as a file that stands alone."""

from __future__ import annotations

from jarchy.charter.models import Edition
from jarchy.formats.pdf import kept_png
from jarchy.pictures.cards import WIDTH, height_of
from jarchy.website.pages.page import public_page
from jarchy.website.parts.oblasts import map_card
from jarchy.website.problems import Problems


@public_page
def map_file(edition: Edition, language: str) -> str:
    """The SVG. Raises website.no_map."""
    found = map_card(edition, language)
    if not found:
        raise Problems.no_map()
    return found


def map_png(svg: str) -> bytes:
    """The same drawing as points."""
    return kept_png(svg, width=WIDTH, height=height_of(svg), ppi=200)
