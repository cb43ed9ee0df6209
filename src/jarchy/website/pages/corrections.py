"""What was corrected after the numbers were final: each beside what was published, with its day and its reason."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.charter.rules import is_pinned
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts.numbers import pinned_as_of
from jarchy.website.parts.standing import corrected_numbers


@public_page
def corrections(edition: Edition, language: str) -> str:
    """Before the end it says that there are none yet."""
    return render(
        "corrections.html", edition, language,
        path=Addresses(edition.slug, language).corrections, title=gettext("Corrections"),
        is_final=is_pinned(edition.state), rows=corrected_numbers(edition, language),
        as_of=pinned_as_of(edition, language),
    )  # fmt: skip
