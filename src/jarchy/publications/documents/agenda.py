"""The agenda of the coordination meeting: one page with what must be spoken about, and lines for what is decided."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.formats.documents import Block, Document, Heading, Table
from jarchy.publications.documents import parts
from jarchy.publications.documents.asking import Asked, Figures

LINES = 4


def agenda(asked: Asked, figures: Figures) -> Document:
    blocks = parts.numbers(asked, figures)
    if asked.is_official:
        blocks += parts.against_plan(asked)
    blocks += parts.oblasts_table(asked, figures)
    blocks += parts.nothing_yet(figures)
    if asked.is_official:
        blocks += parts.no_report_yet(asked, shown=8)
        blocks += parts.to_decide(asked)
    blocks += parts.coming(asked, figures)
    blocks += _decisions()
    numbered = _numbered([Heading(gettext("The numbers")), *blocks])
    title = gettext("Agenda of the coordination meeting")
    return parts.document(asked, figures, title=title, what="", blocks=numbered)


def _numbered(blocks: list[Block]) -> list[Block]:
    """Headings with their numbers: people say “point four”."""
    found: list[Block] = []
    number = 0
    for block in blocks:
        if isinstance(block, Heading):
            number += 1
            block = Heading(f"{number}. {block.text}")
        found.append(block)
    return found


def _decisions() -> list[Block]:
    columns = (gettext("What is decided"), gettext("Who"), gettext("To be done by"))
    rows = tuple((f"{n}.", "", "") for n in range(1, LINES + 1))
    table = Table(gettext("Decisions"), columns, rows, (False, False, False), is_blank=True)
    return [Heading(gettext("Decisions")), table]
