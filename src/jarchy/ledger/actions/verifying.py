"""Prove that nobody changed the journal, and that the tallies say what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from django.db import connection, transaction

from jarchy.charter.models import Edition
from jarchy.ledger.actions.rebuilding import statements
from jarchy.ledger.journal import chained, contents_of, said_by
from jarchy.ledger.models import Cell, Entry, Head, Line, OblastRow, OrganisationTally, Tally
from jarchy.ledger.rules import START
from jarchy.ledger.triggers import triggers_missing

CHUNK = 500
Progress = Callable[[int, int], None]  # entries proved, of how many


@dataclass(frozen=True)
class Fault:
    """code: position, chain, reversal, head, public, tally, trigger. `where`: a position, a tally, a trigger."""

    code: str
    where: str
    found: str
    wanted: str


def verify(edition: Edition, progress: Progress = lambda done, of: None) -> list[Fault]:
    """Everything that is wrong with an edition's journal and tallies; [] when all is well. Changes nothing."""
    faults = [Fault("trigger", name, "missing", "there") for name in triggers_missing()]
    faults += _chain(edition, progress)
    faults += _made_public(edition)
    return faults + _tallies(edition)


def _chain(edition: Edition, progress: Progress) -> list[Fault]:
    faults: list[Fault] = []
    head = Head.objects.filter(edition=edition).first()
    last, before, of = 0, START, head.position if head else 0
    for entry, lines in _entries(edition):
        if entry.position != last + 1:
            faults.append(Fault("position", str(entry.position), str(entry.position), str(last + 1)))
        reverses = entry.reverses.position if entry.reverses else None
        wanted = chained(entry, edition.slug, lines, before, reverses=reverses)
        if entry.hash != wanted:
            faults.append(Fault("chain", str(entry.position), entry.hash, wanted))
        if any(line.position != entry.position or line.edition_id != entry.edition_id for line in lines):
            faults.append(
                Fault("position", str(entry.position), "a line of another position", str(entry.position))
            )
        last, before = entry.position, entry.hash
        if last % CHUNK == 0:
            progress(last, of)
    progress(of, of)
    if head and (head.position, head.hash) != (last, before):
        faults.append(Fault("head", str(head.position), head.hash, before))
    if not head and last:
        faults.append(Fault("head", "0", "", before))
    return faults + _reversals(edition)


def _entries(edition: Edition) -> Iterator[tuple[Entry, list[Line]]]:
    """Entries in the order of the chain with their lines, in chunks: a million lines do not fit at once."""
    start = 0
    while True:
        rows = Entry.objects.filter(edition=edition, position__gt=start).select_related("reverses")
        entries = list(rows.order_by("position")[:CHUNK])
        if not entries:
            return
        by_entry = _lines_by_entry([entry.pk for entry in entries])
        for entry in entries:
            yield entry, by_entry.get(entry.pk, [])
        start = entries[-1].position


def _reversals(edition: Edition) -> list[Fault]:
    """A reversal repeats source and number and takes back every line, to the last digit."""
    faults = []
    rows = Entry.objects.filter(edition=edition, reverses__isnull=False).select_related("reverses")
    for some in batched(rows.order_by("position").iterator(chunk_size=CHUNK), CHUNK):
        said = _lines_by_entry([key for entry in some for key in (entry.pk, entry.reverses_id)])
        for entry in some:
            old = entry.reverses
            assert old is not None
            same = (old.source, old.source_id, old.number) == (entry.source, entry.source_id, entry.number)
            minus = sorted(str(said_by(line) | {"value": -line.value}) for line in said.get(entry.pk, []))
            plus = sorted(str(said_by(line)) for line in said.get(old.pk, []))
            if not same or old.position >= entry.position or minus != plus:
                faults.append(Fault("reversal", str(entry.position), str(entry.number), str(old.number)))
    return faults


def batched(rows: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """itertools.batched of Python 3.12."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


def _lines_by_entry(keys: Sequence[int | None]) -> dict[int, list[Line]]:
    lines = Line.objects.filter(entry__in=keys).order_by("entry_id")
    lines = lines.select_related("place", "region", "district", "organisation")
    return {key: list(some) for key, some in groupby(lines, key=lambda line: line.entry_id)}


def _made_public(edition: Edition) -> list[Fault]:
    """Cells and oblasts' rows are those that the chain has sealed."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in Cell.objects.filter(edition=edition).select_related("place", "takes_back"):
        cells[cell.position].append(cell)
    rows: dict[int, list[OblastRow]] = defaultdict(list)
    for row in OblastRow.objects.filter(edition=edition).select_related("place"):
        rows[row.position].append(row)
    sealed = dict(
        Entry.objects.filter(edition=edition).exclude(contents="").values_list("position", "contents")
    )
    return [
        Fault("public", str(position), contents_of(cells[position], rows[position]), sealed.get(position, ""))
        for position in sorted({*cells, *rows, *sealed})
        if contents_of(cells[position], rows[position]) != sealed.get(position)
    ]


def _tallies(edition: Edition) -> list[Fault]:
    """Where a tally differs from the journal. A tally of 0 and none are the same."""
    kept = {"tally": Tally._meta.db_table, "organisation_tally": OrganisationTally._meta.db_table}
    made = {"tally": "made_tally", "organisation_tally": "made_organisation_tally"}
    faults: list[Fault] = []
    with transaction.atomic(), connection.cursor() as cursor:
        for name in kept:
            cursor.execute(f"DROP TABLE IF EXISTS {made[name]}")
            cursor.execute(f"CREATE TEMPORARY TABLE {made[name]} AS SELECT * FROM {kept[name]} WHERE 1 = 0")
        for statement in statements(**made):
            cursor.execute(statement, [edition.pk])
        for name, key in (
            ("tally", ("measure", "level", "pcode", "day", "is_open")),
            ("organisation_tally", ("measure", "organisation_id", "is_open")),
        ):
            faults += _differences(cursor, kept[name], made[name], key, edition)
        for name in made:
            cursor.execute(f"DROP TABLE {made[name]}")
    return faults


def _differences(cursor, kept: str, made: str, key: tuple[str, ...], edition: Edition) -> list[Fault]:
    columns = ", ".join(key)
    cursor.execute(
        f"SELECT {columns}, SUM(kept), SUM(made) FROM ("
        f" SELECT {columns}, value AS kept, 0 AS made FROM {kept} WHERE edition_id = %s"
        f" UNION ALL SELECT {columns}, 0, value FROM {made}"
        f") AS both_of_them GROUP BY {columns} HAVING SUM(kept) <> SUM(made)",
        [edition.pk],
    )
    return [
        Fault("tally", " ".join(str(part) for part in key_of), str(kept_value), str(made_value))
        for *key_of, kept_value, made_value in cursor.fetchall()
    ]
