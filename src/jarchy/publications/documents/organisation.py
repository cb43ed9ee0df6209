"""The organisation sheet: a page for a mayor or a funder on what one organisation did."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.rules import Public
from jarchy.formats.documents import Block, Document, Fact, Facts, Heading, Note
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure
from jarchy.publications.documents import parts
from jarchy.publications.documents.asking import Asked, Figures

SHOWN = 24
MEASURES = (Measure.ATTENDANCES, Measure.ACTIVITIES)


def organisation(asked: Asked, figures: Figures) -> Document:
    """Its own numbers, alone or together with others, and what it held last. The public's: what was open to all."""
    assert asked.organisation is not None
    blocks: list[Block] = [_facts(asked, figures), Note(_said(asked))]
    if asked.is_official:
        blocks += parts.against_plan(asked, organisation=asked.organisation.slug)
    blocks += parts.weeks_picture(asked, figures, organisation=asked.organisation.slug)
    blocks += _last_held(asked, figures)
    blocks += parts.words_of_numbers(figures)
    title = text_in(asked.organisation.names, asked.language)
    return parts.document(asked, figures, title=title, what=gettext("Organisation sheet"), blocks=blocks)


def _facts(asked: Asked, figures: Figures) -> Facts:
    assert asked.organisation is not None
    slug = asked.organisation.slug
    found = figures.totals(MEASURES, by="organisation")
    own = next((row.values for row in found.rows if row.key == slug), {})
    facts = []
    for measure in MEASURES:
        value = own.get(measure) or 0
        row = figures.counting(measure)
        if row:
            figures.pin(row, value, organisation=slug)
            facts.append(Fact(figures.number(value), text_in(row.names, asked.language)))
    return Facts(tuple(facts))


def _said(asked: Asked) -> str:
    together = gettext(
        "What was held together with others is counted here too: sheets of organisations are not added."
    )
    if asked.is_official:
        return together
    return " ".join([gettext("Held with the public only; lessons in schools are not in it."), together])


def _last_held(asked: Asked, figures: Figures) -> list[Block]:
    assert asked.organisation is not None
    slug = asked.organisation.slug
    page = ledger.evidence(
        asked.edition, str(Measure.ATTENDANCES), sight=figures.sight, organisation=slug, as_of=figures.position,
        limit=SHOWN * 3,
    )  # fmt: skip
    whole = asked.is_official or charter.publicity(asked.edition).get(slug) == Public.YES
    rows = parts.evidence_rows(figures, page, whole=whole, limit=SHOWN)
    if not rows:
        return []
    caption = gettext("Held last")
    return [Heading(caption), parts.activities_table(rows, caption=caption)]
