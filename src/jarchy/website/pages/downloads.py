"""What can be taken away: files, what stands in them, whose data they rest on and under which licence."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts import downloads as parts


@public_page
def downloads(edition: Edition, language: str) -> str:
    at = Addresses(edition.slug, language)
    sources = {(row.source, row.source_url) for row in charter.published(edition)}
    return render(
        "downloads.html", edition, language,
        path=at.downloads, title=gettext("Sources and downloads"), files=parts.downloads(edition, language),
        sources=sorted(sources),
    )  # fmt: skip
