"""Coming activities that are open to everyone and announced, nearest first, a page at a time."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts import coming as parts

A_PAGE = 50


@public_page
def coming(edition: Edition, language: str, *, after: str = "") -> str:
    """Raises website.no_such_part for an `after` that this page never gave."""
    at = Addresses(edition.slug, language)
    shown, more = parts.coming(edition, language, after=after, limit=A_PAGE)
    return render(
        "coming.html", edition, language,
        path=at.coming(after), title=gettext("Coming days"), coming=shown, next_url=at.coming(more) if more else "",
        first_url=at.coming() if after else "",
    )  # fmt: skip
