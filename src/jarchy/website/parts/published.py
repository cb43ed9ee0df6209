"""What was published of one measure before, word for word, with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jarchy.charter.models import Published
from jarchy.foundation.texts import text_in
from jarchy.website.parts.beside import published_text, unit_words


@dataclass(frozen=True)
class Before:
    """One published result. `why`: why it is not the same as this campaign's number."""

    series: str
    year: str
    organisers: str
    name: str
    text: str
    unit: str
    geography: str
    why: str
    source: str
    url: str


def published_before(rows: Sequence[Published], indicator: str, language: str) -> list[Before]:
    """Rows of this indicator in the folder's order."""
    return [
        Before(
            series=text_in(row.series_names, language),
            year=row.of_edition,
            organisers=text_in(row.organisers, language),
            name=text_in(row.names, language),
            text=published_text(row, language),
            unit=unit_words(row.unit, row.value),
            geography=text_in(row.geographies, language),
            why=text_in(row.comparable_why, language),
            source=row.source,
            url=row.source_url,
        )
        for row in rows
        if row.indicator == indicator
    ]
