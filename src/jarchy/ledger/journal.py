"""Rows of the journal as the chain hashes them and as tallies add them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from jarchy.charter.models import Edition, Organisation
from jarchy.ledger.models import Cell, Entry, Line, OblastRow, OrganisationTally, Tally
from jarchy.ledger.rules import Breakdown, Link, canonical, hash_of
from jarchy.ledger.rules.written import contents_of as sealed
from jarchy.places.models import Place

PLAIN = (
    "measure", "counts_nationally", "is_open", "kind", "channel", "supported_by", "counted", "breakdown", "sex",
    "age_from", "age_to", "disability", "topic", "language", "item", "value",
)  # fmt: skip
KEYS = ("place_id", "region_id", "district_id", "organisation_id")
TallyKey = tuple[str, int, str, date, bool]  # measure, level, pcode, day, is_open
OrganisationKey = tuple[str, int, bool]  # measure, organisation's key, is_open


def reverses_nothing() -> Q:
    """Lines of entries that take nothing back. SQLite takes the empty values of the unique index on `reverses` for one
    row and would begin there: it gets a term that no index has. PostgreSQL would misjudge such a term.
    """
    if connection.vendor == "sqlite":
        return Q(Exact(Coalesce(F("entry__reverses_id"), Value(0)), Value(0)))
    return Q(entry__reverses__isnull=True)


def standing(position: int | None = None) -> Q:
    """Lines of what stands, now or at that position: entries that take nothing back and were not taken back.

    Asked by NOT EXISTS: of an outer join and "none or later" PostgreSQL expects five rows and reads them all.
    """
    taken_back = Entry.objects.filter(reverses=OuterRef("entry_id"))
    if position is not None:
        taken_back = taken_back.filter(position__lte=position)
    return reverses_nothing() & ~Q(Exists(taken_back))


def said_by(line: Line) -> dict[str, object]:
    """A line in canonical terms; it has place, region, district and organisation at hand."""
    said = {name: getattr(line, name) for name in PLAIN}
    places = {name: getattr(line, name).pcode for name in ("place", "region", "district")}
    return said | places | {"date": line.date.isoformat(), "organisation": line.organisation.slug}


class Said:
    """Lines of an edition in canonical terms, read without a join: places and organisations are looked up once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.pcodes = dict(Place.objects.values_list("pk", "pcode"))
        self.organisations = dict(Organisation.objects.values_list("pk", "slug"))

    def of(self, lines: QuerySet[Line]) -> dict[int, list[dict[str, Any]]]:
        """These lines by position. One query."""
        found: dict[int, list[dict[str, Any]]] = {}
        rows = lines.filter(edition=self.edition).values_list("position", "date", *KEYS, *PLAIN)
        for position, day, place, region, district, organisation, *plain in rows:
            said = dict(zip(PLAIN, plain, strict=True))
            said["place"], said["region"] = self.pcodes[place], self.pcodes[region]
            said["district"], said["organisation"] = self.pcodes[district], self.organisations[organisation]
            said["date"] = day.isoformat()
            found.setdefault(position, []).append(said)
        return found


def link_of(entry: Entry, edition: str, *, reverses: int | None) -> Link:
    """`reverses`: the position of the entry that it takes back."""
    return Link(
        edition=edition, position=entry.position, source=entry.source, source_id=entry.source_id, number=entry.number,
        reverses=reverses, account=entry.account, actor=entry.actor, posted_at=entry.posted_at,
        edition_day=entry.edition_day, is_illustrative=entry.is_illustrative, contents=entry.contents,
    )  # fmt: skip


def chained(
    entry: Entry, edition: str, said: Iterable[Mapping[str, object]], before: str, *, reverses: int | None
) -> str:
    """The hash of an entry with these lines, in canonical terms, after that one."""
    return hash_of(link_of(entry, edition, reverses=reverses), said, before)


def contents_of(cells: Iterable[Cell], rows: Iterable[OblastRow]) -> str:
    """Digest of what the house made public at one position: new cells, cells taken back, renewed rows."""
    return sealed(said_in_public(cells, rows))


def said_in_public(cells: Iterable[Cell], rows: Iterable[OblastRow]) -> dict[str, list[dict[str, Any]]]:
    """The same in canonical terms, sorted. Cells taken back are named by the position at which they were made and by
    their postings.
    """
    said_cells = [
        {
            "level": cell.level, "place": cell.place.pcode if cell.place else "", "made_on": cell.made_on.isoformat(),
            "week": cell.week.isoformat(), "kind": cell.kind, "activities": cell.activities,
            "attendances": cell.attendances, "postings": cell.postings,
            "takes_back": [cell.takes_back.position, cell.takes_back.postings] if cell.takes_back else None,
        }
        for cell in cells
    ]  # fmt: skip
    said_rows = [
        {
            "place": row.place.pcode, "made_on": row.made_on.isoformat(), "total": row.total, "values": row.values,
            "bands": row.bands, "newcomers": row.newcomers,
        }
        for row in rows
    ]  # fmt: skip
    return {"cells": sorted(said_cells, key=canonical), "rows": sorted(said_rows, key=canonical)}


def tally_changes(lines: Iterable[Line]) -> tuple[dict[TallyKey, int], dict[OrganisationKey, int]]:
    """What these lines add to the tallies: by day and place what counts nationally, by organisation every host's."""
    places: dict[TallyKey, int] = {}
    organisations: dict[OrganisationKey, int] = {}
    for line in lines:
        if line.breakdown != Breakdown.TOTAL:
            continue
        host = (str(line.measure), line.organisation_id, line.is_open)
        organisations[host] = organisations.get(host, 0) + line.value
        if not line.counts_nationally:
            continue
        for level, pcode in ((0, ""), (1, line.region.pcode), (2, line.district.pcode)):
            key = (str(line.measure), level, pcode, line.date, line.is_open)
            places[key] = places.get(key, 0) + line.value
    return places, organisations


def add_to_tallies(edition: Edition, lines: Sequence[Line]) -> None:
    """Two statements, or a few more for very many lines."""
    places, organisations = tally_changes(lines)
    _add(
        Tally, ("edition_id", "measure", "level", "pcode", "day", "is_open"),
        [(edition.pk, *key[:3], _day(key[3]), key[4], value) for key, value in places.items()],
    )  # fmt: skip
    _add(
        OrganisationTally, ("edition_id", "measure", "organisation_id", "is_open"),
        [(edition.pk, *key, value) for key, value in organisations.items()],
    )  # fmt: skip


def _day(day: date) -> Any:
    """A day as this database keeps it."""
    return connection.ops.adapt_datefield_value(day)


def _add(
    model: type[Tally] | type[OrganisationTally], key: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add to the row of each key, making it where there is none: the same words on both databases."""
    table, columns = model._meta.db_table, (*key, "value")
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 500):
            some = rows[start : start + 500]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(some))} "
                f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET value = {table}.value + excluded.value",
                [value for row in some for value in row],
            )
