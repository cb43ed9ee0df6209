"""The oblast sheet: a page for a governor."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.formats.documents import Block, Document, Heading, Table
from jarchy.foundation.texts import text_in
from jarchy.ledger.rules import Measure
from jarchy.places.queries import territory
from jarchy.publications.documents import parts
from jarchy.publications.documents.asking import Asked, Figures


def oblast(asked: Asked, figures: Figures) -> Document:
    """What was held in one oblast or city, district by district, week by week, against its targets."""
    assert asked.place is not None
    pcode = asked.place.pcode
    blocks: list[Block] = [
        parts.leading_facts(figures, place=pcode),
        Heading(gettext("The whole and the week")),
    ]
    blocks += parts.numbers(asked, figures, place=pcode)
    if asked.is_official:
        blocks += parts.against_plan(asked, place=pcode)
    blocks += parts.weeks_picture(asked, figures, place=pcode)
    blocks += _districts(asked, figures, pcode)
    blocks += parts.coming(asked, figures, place=pcode)
    blocks += parts.speech(figures, place=pcode)
    title = text_in(asked.place.names, asked.language)
    return parts.document(asked, figures, title=title, what=gettext("Oblast sheet"), blocks=blocks)


def _districts(asked: Asked, figures: Figures, pcode: str) -> list[Block]:
    """None for a city, which is a district of its own."""
    if len(territory(asked.edition.country).districts_of(pcode)) < 2:
        return []
    measures = (Measure.ACTIVITIES, Measure.ATTENDANCES)
    found = figures.totals(measures, by="place2", place=pcode)
    rows = []
    for one in found.rows:
        place = territory().by_pcode[one.key]
        for measure in measures:
            if row := figures.counting(measure):
                figures.pin(row, one.values[measure], place=one.key)
        name = text_in(place.short_names or place.names, asked.language)
        held, people = (one.values[measure] for measure in measures)
        numbers = (figures.number(held), figures.number(people))
        rows.append((name, *(numbers if held else (gettext("nothing held yet"), ""))))
    columns = (gettext("District or town"), gettext("Activities"), gettext("Attendances"))
    table = Table(gettext("Districts and towns"), columns, tuple(rows), (False, True, True))
    return [Heading(gettext("Districts and towns")), table]
