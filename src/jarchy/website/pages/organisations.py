"""Who takes part, as far as each may be named."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts.taking_part import taking_part


@public_page
def organisations(edition: Edition, language: str) -> str:
    at = Addresses(edition.slug, language)
    return render(
        "organisations.html", edition, language,
        path=at.organisations, title=gettext("Who takes part"), groups=taking_part(edition, language),
    )  # fmt: skip
