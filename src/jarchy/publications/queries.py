"""What pages ask of documents: which there are, what is written on each, and what was corrected since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from jarchy.charter.models import Edition, Indicator
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications.documents.asking import Pinned
from jarchy.publications.models import Bundle, Publication
from jarchy.publications.problems import Problems
from jarchy.publications.rules import Door

WHOLE = ("edition", "place", "organisation")


def documents(edition: Edition, *, limit: int = 30) -> list[Publication]:
    """The latest, newest first; those of bundles stand in their zip. One query."""
    rows = Publication.objects.filter(edition=edition, bundle=None).select_related(*WHOLE)
    return list(rows.order_by("-pk")[:limit])


def all_documents(edition: Edition) -> QuerySet[Publication]:
    """Every document that was made, those of bundles too, oldest first."""
    return Publication.objects.filter(edition=edition).order_by("pk")


@dataclass(frozen=True)
class BundleNow:
    """A bundle and how many of its documents are there."""

    bundle: Bundle
    made: int


def bundles(edition: Edition, *, limit: int = 12) -> list[BundleNow]:
    """Newest first. A query for each."""
    rows = Bundle.objects.filter(edition=edition).order_by("-pk")[:limit]
    return [BundleNow(row, row.documents.count()) for row in rows]


def document(edition: Edition, uuid: UUID) -> Publication:
    """Raises publications.no_document."""
    found = Publication.objects.filter(edition=edition, uuid=uuid).select_related(*WHOLE).first()
    if found is None:
        raise Problems.no_document()
    return found


def public_document(edition: Edition, uuid: UUID) -> Publication:
    """One whose file anybody may have. Raises publications.no_document for an official one too."""
    found = document(edition, uuid)
    if found.door != Door.PUBLIC:
        raise Problems.no_document()
    return found


def finished_bundle(edition: Edition, uuid: UUID) -> Bundle:
    """Raises publications.no_document, publications.not_made."""
    found = Bundle.objects.filter(edition=edition, uuid=uuid).select_related("edition").first()
    if found is None:
        raise Problems.no_document()
    if not found.sha256:
        raise Problems.not_made()
    return found


@dataclass(frozen=True)
class CorrectedSince:
    """What was corrected of a document's figures after it was made. `cells`: of closed activities no more is told."""

    corrections: Sequence[ledger.Correction]
    cells: int

    def __bool__(self) -> bool:
        return bool(self.corrections or self.cells)


def corrected_since(row: Publication) -> CorrectedSince:
    """Of all activities that it could have counted, with the document's own eyes. A fixed number of queries."""
    sight = Sight.EXACT if row.door == Door.OFFICIAL else Sight.PUBLIC
    place = row.place.pcode if row.place else None
    found = ledger.corrections(
        row.edition, Measure.ACTIVITIES, sight=sight, place=place, since=row.position, limit=50
    )
    if row.organisation:
        found = [one for one in found if one.organisation == row.organisation.slug]
        return CorrectedSince(found, 0)
    cells = (
        0 if sight is Sight.EXACT else ledger.cells_taken_back(row.edition, since=row.position, place=place)
    )
    return CorrectedSince(found, cells)


@dataclass(frozen=True)
class WrittenFigure:
    """A figure as it stands on a document, in the words of its indicator's definition; `is_corrected`: since then
    something that it could have counted was."""

    pinned: Pinned
    indicator: Indicator
    place: PlaceFacts | None
    is_corrected: bool


def figures_of(row: Publication, since: CorrectedSince) -> list[WrittenFigure]:
    """In the order of the paper. One query."""
    indicators = {(one.slug, one.version): one for one in _definitions(row.edition)}
    register = territory().by_pcode
    pinned = [Pinned(**said) for said in row.figures]
    return [
        WrittenFigure(
            one, indicators[one.indicator, one.version], register.get(one.place),
            any(_counted(one, correction) for correction in since.corrections),
        )
        for one in pinned
    ]  # fmt: skip


def _definitions(edition: Edition) -> QuerySet[Indicator]:
    """Earlier versions too: paper is patient."""
    return Indicator.objects.filter(edition=edition)


def _counted(one: Pinned, correction: ledger.Correction) -> bool:
    day = correction.date.isoformat()
    return (
        one.place in ("", correction.region, correction.district)
        and one.organisation in ("", correction.organisation)
        and (one.since or day) <= day <= (one.until or day)
    )
