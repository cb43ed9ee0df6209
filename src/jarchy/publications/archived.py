"""What of documents goes into the auditor's archive: each with its hash, and every figure that is written on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jarchy.charter.models import Edition
from jarchy.publications import queries
from jarchy.publications.actions import file_name

Row = list[Any]


def documents(edition: Edition) -> Iterator[Row]:
    """Its header first."""
    yield ["document", "file", "kind", "door", "language", "place", "organisation", "position", "as_of", "sha256",
           "bytes", "account", "made_on", "corrected_since", "illustrative"]  # fmt: skip
    rows = queries.all_documents(edition).select_related("edition", "place", "organisation")
    for row in rows:
        yield [
            row.uuid, kept_as(row.uuid, file_name(row)), row.kind, row.door, row.language,
            row.place and row.place.pcode, row.organisation and row.organisation.slug, row.position, row.as_of,
            row.sha256, row.size, row.made_by, row.made_on, bool(queries.corrected_since(row)), row.is_illustrative,
        ]  # fmt: skip


def figures(edition: Edition) -> Iterator[Row]:
    """Its header first; in the order of each paper."""
    header: list[str] = []
    for row in queries.all_documents(edition):
        for said in row.figures:
            if not header:
                header = sorted(said)
                yield ["document", *header]
            yield [row.uuid, *(said.get(name) for name in header)]
    if not header:
        yield ["document"]


def kept_files(edition: Edition) -> Iterator[tuple[str, str]]:
    """(name in the archive, hash) of each document's file."""
    for row in queries.all_documents(edition).select_related("edition", "place", "organisation"):
        yield kept_as(row.uuid, file_name(row)), row.sha256


def kept_as(uuid: object, name: str) -> str:
    """Two made on one day are called the same: their number comes first."""
    return f"{uuid}-{name}"
