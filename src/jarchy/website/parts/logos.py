"""Logos on the first page, in the order of protocol."""

from __future__ import annotations

from dataclasses import dataclass

from jarchy.charter.models import Edition
from jarchy.foundation.texts import text_in
from jarchy.publications.logos import public_logos
from jarchy.website.addresses import Addresses

POINTS = 3  # of a screen for a millimetre on paper: what is as large as the largest there is so here


@dataclass(frozen=True)
class ShownLogo:
    """`width` and `height` in points of a screen."""

    url: str
    alt: str
    width: int
    height: int


def logos(edition: Edition, language: str) -> list[ShownLogo]:
    """Two queries at most."""
    at = Addresses(edition.slug, language)
    return [
        ShownLogo(
            at.logo(row.slug, row.ending), text_in(row.alts, language),
            row.height_mm * POINTS * row.ratio // 1000, row.height_mm * POINTS,
        )
        for row in public_logos(edition, language)
    ]  # fmt: skip
