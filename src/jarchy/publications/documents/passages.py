"""The campaign's own words at the beginning and the end of a document, with its figures and facts put in."""

from __future__ import annotations

from collections.abc import Callable

from jarchy.charter import queries as charter
from jarchy.formats.documents import Block, Words
from jarchy.foundation.texts import filled, text_in
from jarchy.ledger import queries as ledger
from jarchy.publications.documents.asking import NONE, Asked, Figures
from jarchy.publications.models import Passage
from jarchy.publications.rules import Kind, Stands

HERE = "here"


def with_passages(asked: Asked, figures: Figures, kind: Kind, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks between the words. A figure is asked at the document's door and position, and is one of its figures
    from then on. One query, and what the figures ask."""
    rows = Passage.objects.filter(edition=asked.edition, document=kind, is_retired=False)
    said: dict[str, list[Block]] = {Stands.BEGINNING: [], Stands.END: []}
    put_in = _put_in(asked, figures)
    for row in rows.filter(door__in=("", asked.door)).order_by("order", "pk"):
        said[row.stands].append(Words(filled(text_in(row.texts, asked.language), put_in)))
    return (*said[Stands.BEGINNING], *blocks, *said[Stands.END])


def _put_in(asked: Asked, figures: Figures) -> dict[str, Callable[..., str]]:
    def figure(slug: str, place: str = "") -> str:
        row = charter.indicator(asked.edition, slug)
        if row is None:
            return NONE  # taken out of indicators.csv while this was being made
        pcode = asked.place.pcode if place == HERE and asked.place else place
        return ledger.words_of(asked.edition, figures.figure(row, place=pcode or None))

    def fact(slug: str) -> str:
        return charter.fact_text(asked.edition, slug, asked.language) or NONE

    return {"figure": figure, "fact": fact}
