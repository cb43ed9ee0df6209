"""200 sheets made in bulk: by the task of the office's button, as PDF and for Word, public ones in three languages.

Shown, not promised. The floor is a sheet that asks the ledger nothing: writing the file alone.
"""

from __future__ import annotations

import time
from itertools import cycle, product

from django.utils import timezone

from bench.campaign import BY, Campaign
from bench.rows import Row, milliseconds
from jarchy.formats.documents import Document, Heading, Listed
from jarchy.formats.docx import docx
from jarchy.formats.pdf import pdf
from jarchy.publications import actions
from jarchy.publications.models import Publication
from jarchy.publications.rules import Door, Format, Kind

SHEETS = 200


def measure(campaign: Campaign, *, sheets: int = SHEETS) -> list[Row]:
    """Bundles one after the other until so many sheets are there: time of one, and of all."""
    edition, made, zips, start, used = campaign.published, 0, 0, time.perf_counter(), time.process_time()
    asked = cycle(product((Kind.ORGANISATION, Kind.OBLAST), edition.languages, Format))
    before = Publication.objects.count()
    while made < sheets:
        kind, language, format = next(asked)
        bundle = actions.make_bundle(edition, kind, door=Door.PUBLIC, language=language, format=format, by=BY)
        actions.fill_bundle(str(bundle.uuid))
        made, zips = Publication.objects.count() - before, zips + 1
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    floor = milliseconds(lambda: (pdf(_plain()), docx(_plain())), 5) / 2
    note = f"{processor / made * 1000:,.0f} ms of processor each; in {zips} zips"
    return [
        Row(
            "documents",
            "a sheet of many",
            seconds / made * 1000,
            "ms",
            None,
            floor,
            "writing its file alone",
            note,
        ),
        Row("documents", f"{made} sheets in bulk", seconds, "s"),
    ]


def _plain() -> Document:
    lines = Listed(tuple((str(number), "word " * 12) for number in range(20)))
    return Document(
        language="en", campaign="Campaign", title="Sheet", under=(), blocks=(Heading("Lines"), lines),
        address="https://campaign.example.org/", opens="Opens", made_at=timezone.now(),
    )  # fmt: skip
