"""How a page is made: in its language, in its frame, without a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from jarchy.charter.models import Edition
from jarchy.charter.one_reading import for_one_reading
from jarchy.website import frozen
from jarchy.website.addresses import Addresses
from jarchy.website.frames import public_frame
from jarchy.website.parts.standing import standing_told
from jarchy.website.problems import Problems

Page = Callable[..., str]


def public_page(make: Page) -> Page:
    """Runs the page in its language, whatever the one around it is, and in one reading of the edition, as each of its
    parts asks for itself. Raises website.no_language.
    """

    @wraps(make)
    def page(edition: Edition, language: str, **asked: Any) -> str:
        if language not in edition.languages:
            raise Problems.no_language()
        with override(language):
            return make(for_one_reading(edition), language, **asked)

    return page


def render(template: str, edition: Edition, language: str, *, path: str, **context: object) -> str:
    """`template` of website/ with what every page has: frame, edition, at (its addresses), language."""
    around = {
        "frame": public_frame(edition, language, path),
        "edition": edition,
        "at": Addresses(edition.slug, language),
        "language": language,
        "is_illustrative": not edition.live,
        "standing": standing_told(edition, language),
        "is_frozen": frozen.is_frozen(),
    }
    return render_to_string(f"website/{template}", around | context)
