"""What the code on a paper opens: its numbers as they were written, and whether something was corrected since."""

from __future__ import annotations

from uuid import UUID

from jarchy.charter.models import Edition
from jarchy.formats.numbers import day_text
from jarchy.publications import queries
from jarchy.publications.rules import Door, Kind
from jarchy.publications.shown import shown_figures
from jarchy.publications.wording import KINDS
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render


@public_page
def document(edition: Edition, language: str, *, uuid: UUID) -> str:
    """Of one for official use no more is told than that it is genuine. Raises publications.no_document."""
    row = queries.document(edition, uuid)
    path = Addresses(edition.slug, language).document(uuid)
    if row.door != Door.PUBLIC:
        return render("document_official.html", edition, language, path=path, document=row)
    since = queries.corrected_since(row)
    return render(
        "document.html", edition, language,
        path=path, title=row.title, document=row, kind=KINDS[Kind(row.kind)], since=since,
        as_of=day_text(row.day, language),
        figures=shown_figures(row, queries.figures_of(row, since)),
    )  # fmt: skip
