"""What stands on each kind of document: functions from what is asked for to a formats.documents.Document.

They read the ledger, the charter and the registries of this room, write no row and know no request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jarchy.formats.documents import Document
from jarchy.publications.documents.agenda import agenda
from jarchy.publications.documents.asking import Asked, Figures
from jarchy.publications.documents.briefing import briefing
from jarchy.publications.documents.logos import BROKEN_RULES, broken_rules, logos_on
from jarchy.publications.documents.oblast import oblast
from jarchy.publications.documents.organisation import organisation
from jarchy.publications.documents.passages import with_passages
from jarchy.publications.rules import Kind

__all__ = ["BROKEN_RULES", "MAKERS", "Asked", "Figures", "broken_rules", "logos_on", "made"]

MAKERS: dict[Kind, Callable[[Asked, Figures], Document]] = {
    Kind.BRIEFING: briefing, Kind.OBLAST: oblast, Kind.ORGANISATION: organisation, Kind.AGENDA: agenda,
}  # fmt: skip


def made(kind: Kind, asked: Asked, figures: Figures) -> Document:
    """What is asked for, the campaign's own words around it."""
    document = MAKERS[kind](asked, figures)
    return replace(document, blocks=with_passages(asked, figures, kind, document.blocks))
