"""What the campaign recommends to the next one, as its closing conference agreed; shown once the numbers are final."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.rules import is_pinned
from jarchy.formats.numbers import day_text
from jarchy.foundation.texts import text_in
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render


@public_page
def recommendations(edition: Edition, language: str) -> str:
    """One query for them."""
    states = {"open": "", "accepted": gettext("accepted"), "done": gettext("done")}
    rows = [
        {
            "text": text_in(one.names, language), "said_by": one.said_by, "said_at": one.said_at,
            "on": day_text(one.source_date, language), "state": states.get(one.status, ""), "source": one.source,
            "url": one.source_url, "is_illustrative": one.is_illustrative,
        }
        for one in charter.lessons(edition)
    ]  # fmt: skip
    return render(
        "recommendations.html", edition, language,
        path=Addresses(edition.slug, language).recommendations, title=gettext("Recommendations"), rows=rows,
        is_final=is_pinned(edition.state),
    )  # fmt: skip
