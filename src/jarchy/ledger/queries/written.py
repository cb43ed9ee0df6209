"""The journal as lines of a file (ledger/rules/written.py says what stands in them), streamed in the chain's order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from jarchy.charter.models import Edition
from jarchy.ledger.journal import Said, link_of, said_in_public
from jarchy.ledger.models import Cell, Entry, Head, Line, OblastRow
from jarchy.ledger.rules.written import Written, header, line_of

CHUNK = 500


def journal_lines(edition: Edition) -> Iterator[str]:
    """Each without its end. Three queries for each five hundred entries."""
    head = Head.objects.filter(edition=edition).first()
    yield header(edition.slug, position=head.position if head else 0, last=head.hash if head else "")
    said, last = Said(edition), 0
    rows = Entry.objects.filter(edition=edition).select_related("reverses").order_by("position")
    while some := list(rows.filter(position__gt=last)[:CHUNK]):
        until = some[-1].position
        lines = said.of(Line.objects.filter(position__gt=last, position__lte=until))
        sealed = {entry.position for entry in some if entry.contents}
        public = _made_public(edition, last, until, sealed)
        for entry in some:
            reverses = entry.reverses.position if entry.reverses else None
            link = link_of(entry, edition.slug, reverses=reverses)
            yield line_of(
                Written(link, lines.get(entry.position, []), entry.hash, public.get(entry.position))
            )
        last = until


def _made_public(
    edition: Edition, after: int, until: int, sealed: Collection[int]
) -> dict[int, dict[str, Any]]:
    """`sealed`: positions whose entry seals what was made public. The end seals it also where that is nothing."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    rows: dict[int, list[OblastRow]] = defaultdict(list)
    here = {"edition": edition, "position__gt": after, "position__lte": until}
    for cell in Cell.objects.filter(**here).select_related("place", "takes_back").order_by("pk"):
        cells[cell.position].append(cell)
    for row in OblastRow.objects.filter(**here).select_related("place").order_by("pk"):
        rows[row.position].append(row)
    at = sorted({*cells, *rows, *sealed})
    return {position: said_in_public(cells[position], rows[position]) for position in at}
