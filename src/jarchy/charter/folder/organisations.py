"""organisations.csv: a table that is kept in two: the body, which outlives editions, and its part in this
one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jarchy.charter.folder import specs
from jarchy.charter.folder.base import Changes
from jarchy.charter.folder.rows import compared, keep_rows, save_table
from jarchy.charter.models import Edition, Organisation, Participation
from jarchy.formats.tables import Row, Table
from jarchy.places.models import Place

SPEC = specs.ORGANISATIONS
OF_BODY = {"name": "names", "place": "place", "illustrative": "is_illustrative", "source": "source"}
OF_PART = ("role", "since", "until", "public")


def values(row: Row) -> dict[str, Any]:
    """What a row says, by the table's own column names; nothing is None in days and codes, "" in words."""
    said = {column.name: row[column.name] for column in SPEC.columns}
    return said | {
        "illustrative": bool(said["illustrative"]),
        "source": said["source"] or "",
        "name": said["name"] or {},
    }


def kept_values(part: Participation) -> dict[str, Any]:
    """The same of what is kept."""
    body = part.organisation
    return {
        "id": body.slug, "name": body.names, "role": part.role, "place": body.place.pcode if body.place else
        None,
        "since": part.since, "until": part.until, "public": part.public, "illustrative": body.is_illustrative,
        "source": body.source, "successor_of": body.successor_of.slug if body.successor_of else None,
    }  # fmt: skip


def participations(edition: Edition | None) -> dict[str, Participation]:
    """By the organisation's id, retired ones too, in the folder's order. One query."""
    if edition is None:
        return {}
    query = Participation.objects.filter(edition=edition).order_by("is_retired", "order", "pk")
    found: dict[str, Participation] = {}
    for part in query.select_related("organisation__place", "organisation__successor_of"):
        found.setdefault(part.organisation.slug, part)
    return found


def _standing(edition: Edition | None) -> dict[str, dict[str, Any]]:
    return {slug: kept_values(part) for slug, part in participations(edition).items() if not part.is_retired}


def changes(table: Table, edition: Edition | None, languages: Sequence[str]) -> Changes:
    said = {str(row["id"]): values(row) for row in table.rows}
    return compared(SPEC, languages, said, _standing(edition), lambda column: column)


def load(table: Table, edition: Edition, places: Mapping[str, Place]) -> None:
    """Bodies first, then whom they follow, then their part in the edition."""
    said = {str(row["id"]): values(row) for row in table.rows}
    bodies = _load_bodies(said, places)
    _load_parts(said, edition, bodies)


def _load_bodies(
    said: Mapping[str, Mapping[str, Any]], places: Mapping[str, Place]
) -> dict[str, Organisation]:
    bodies = {
        body.slug: body
        for body in Organisation.objects.filter(slug__in=said).select_related("place", "successor_of")
    }
    new, touched = [], []
    for slug, row in said.items():
        wanted = {
            name: places.get(row[column]) if column == "place" else row[column]
            for column, name in OF_BODY.items()
        }
        body = bodies.get(slug)
        if body is None:
            new.append(Organisation(slug=slug, **wanted))
        elif any(getattr(body, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(body, name, value)
            touched.append(body)
    keep_rows(Organisation, new, touched)
    bodies = {body.slug: body for body in Organisation.objects.filter(slug__in=said)}
    followers = []
    for slug, row in said.items():
        before = bodies.get(row["successor_of"])
        if bodies[slug].successor_of_id != (before.pk if before else None):
            bodies[slug].successor_of = before
            followers.append(bodies[slug])
    keep_rows(Organisation, [], followers)
    return bodies


def _load_parts(
    said: Mapping[str, Mapping[str, Any]], edition: Edition, bodies: Mapping[str, Organisation]
) -> None:
    kept = participations(edition)
    new, touched = [], []
    for order, (slug, row) in enumerate(said.items()):
        wanted = {name: row[name] for name in OF_PART} | {"order": order, "is_retired": False}
        part = kept.get(slug)
        if part is None:
            new.append(Participation(edition=edition, organisation=bodies[slug], **wanted))
        elif any(getattr(part, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(part, name, value)
            touched.append(part)
    for slug, part in kept.items():
        if slug not in said and not part.is_retired:
            part.is_retired = True
            touched.append(part)
    keep_rows(Participation, new, touched)


def save(table: Table, edition: Edition, languages: Sequence[str]) -> bytes | None:
    return save_table(
        SPEC, table, _standing(edition), languages, values=values, field_of=lambda column: column
    )


class BodyRows:
    """Organisations as one changes a row of any table on a page: the part in this edition, and the body behind it."""

    spec, is_reviewed = SPEC, False
    values, values_of = staticmethod(values), staticmethod(kept_values)

    def field_of(self, column: str) -> str:
        return column

    def kept(self, edition: Edition) -> list[Participation]:
        return list(participations(edition).values())

    def set(self, part: Participation, said: Mapping[str, Any], places: Mapping[str, Place]) -> None:
        for column, value in said.items():
            if column in OF_PART:
                setattr(part, column, value)
            elif column in OF_BODY:
                setattr(part.organisation, OF_BODY[column], places.get(value) if column == "place" else value)
            else:
                part.organisation.successor_of = Organisation.objects.filter(slug=value).first()

    def keep(self, part: Participation) -> None:
        part.organisation.save()
        part.save()


BODIES = BodyRows()
