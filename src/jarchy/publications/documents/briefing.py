"""The briefing sheet: one A4 that writes itself, for a minister, weekly for the Vice Prime Minister."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.formats.documents import Block, Document, Heading
from jarchy.publications.documents import parts
from jarchy.publications.documents.asking import Asked, Figures


def briefing(asked: Asked, figures: Figures) -> Document:
    """The whole, the week, oblasts against their targets, what is empty and late, what to say aloud."""
    blocks: list[Block] = [parts.leading_facts(figures), Heading(gettext("The whole and the week"))]
    blocks += parts.numbers(asked, figures)
    if asked.is_official:
        blocks += parts.against_plan(asked)
    blocks += parts.oblasts_table(asked, figures)
    blocks += parts.checks(asked)
    blocks += parts.nothing_yet(figures)
    blocks += parts.no_report_yet(asked) if asked.is_official else parts.coming(asked, figures)
    blocks += parts.speech(figures)
    blocks += parts.words_of_numbers(figures, most=parts.MOST_FACTS)
    return parts.document(asked, figures, title=gettext("Briefing sheet"), what="", blocks=blocks)
