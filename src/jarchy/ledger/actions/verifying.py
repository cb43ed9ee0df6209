"""Prove that nobody changed the journal, and that the tallies say what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from jarchy.charter.models import Edition
from jarchy.ledger.actions.rebuilding import statements
from jarchy.ledger.journal import Said, chained, contents_of
from jarchy.ledger.models import (
    Cell,
    Entry,
    Head,
    Line,
    OblastRow,
    OrganisationTally,
    PinnedFigure,
    PublishedPosition,
    Tally,
)
from jarchy.ledger.queries.finals import published_figures
from jarchy.ledger.queries.looks import FINAL
from jarchy.ledger.rules import START, Sight, canonical
from jarchy.ledger.rules.written import Fault
from jarchy.ledger.triggers import triggers_missing

CHUNK = 500
Progress = Callable[[int, int], None]  # entries proved, of how many


def verify(edition: Edition, progress: Progress = lambda done, of: None) -> list[Fault]:
    """Everything that is wrong with an edition's journal and tallies; [] when all is well. Changes nothing."""
    faults = [Fault("trigger", name, "missing", "there") for name in triggers_missing()]
    faults += _chain(edition, progress)
    faults += _made_public(edition)
    faults += _published(edition)
    faults += _pinned(edition)
    return faults + _tallies(edition)


def _chain(edition: Edition, progress: Progress) -> list[Fault]:
    faults: list[Fault] = []
    head = Head.objects.filter(edition=edition).first()
    last, before, of = 0, START, head.position if head else 0
    for entry, said in _entries(edition):
        if entry.position != last + 1:
            faults.append(Fault("position", str(entry.position), str(entry.position), str(last + 1)))
        reverses = entry.reverses.position if entry.reverses else None
        wanted = chained(entry, edition.slug, said, before, reverses=reverses)
        if entry.hash != wanted:
            faults.append(Fault("chain", str(entry.position), entry.hash, wanted))
        last, before = entry.position, entry.hash
        if last % CHUNK == 0:
            progress(last, of)
    progress(of, of)
    if head and (head.position, head.hash) != (last, before):
        faults.append(Fault("head", str(head.position), head.hash, before))
    if not head and last:
        faults.append(Fault("head", "0", "", before))
    return faults + _astray(edition) + _reversals(edition)


def _entries(edition: Edition) -> Iterator[tuple[Entry, list[dict[str, Any]]]]:
    """Entries in the order of the chain with their lines, in chunks: a million lines do not fit at once."""
    said, start = Said(edition), 0
    while True:
        rows = Entry.objects.filter(edition=edition, position__gt=start).select_related("reverses")
        entries = list(rows.order_by("position")[:CHUNK])
        if not entries:
            return
        end = entries[-1].position
        lines = said.of(Line.objects.filter(position__gt=start, position__lte=end))
        for entry in entries:
            yield entry, lines.get(entry.position, [])
        start = end


def _astray(edition: Edition) -> list[Fault]:
    """Lines whose position or edition is not their entry's: the chain would not see them."""
    lines = Line.objects.filter(Q(edition=edition) | Q(entry__edition=edition))
    lines = lines.exclude(position=F("entry__position"), edition=F("entry__edition"))
    rows = lines.values_list("position", "entry__position").order_by("pk")[:CHUNK]
    return [Fault("position", str(wanted), str(position), str(wanted)) for position, wanted in rows]


def _reversals(edition: Edition) -> list[Fault]:
    """A reversal repeats source and number and takes back every line, to the last digit."""
    faults, said = [], Said(edition)
    rows = Entry.objects.filter(edition=edition, reverses__isnull=False).select_related("reverses")
    for some in batched(rows.order_by("position").iterator(chunk_size=CHUNK), CHUNK):
        pairs = [(entry, entry.reverses) for entry in some if entry.reverses]
        lines = said.of(Line.objects.filter(position__in={one.position for pair in pairs for one in pair}))
        for entry, old in pairs:
            same = (old.source, old.source_id, old.number) == (entry.source, entry.source_id, entry.number)
            minus = sorted(
                canonical(line | {"value": -line["value"]}) for line in lines.get(entry.position, [])
            )
            plus = sorted(canonical(line) for line in lines.get(old.position, []))
            if not same or old.position >= entry.position or minus != plus:
                faults.append(Fault("reversal", str(entry.position), str(entry.number), str(old.number)))
    return faults


def batched(rows: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """itertools.batched of Python 3.12."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


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


def _published(edition: Edition) -> list[Fault]:
    """Published positions lie in the chain and never go back from one day to the next. They are no links of it: they
    say where a day began, and what there was to read there follows from the links alone.
    """
    faults, last = [], 0
    end = Head.objects.filter(edition=edition).values_list("position", flat=True).first() or 0
    rows = PublishedPosition.objects.filter(edition=edition).order_by("day", "position")
    for day, position in rows.values_list("day", "position"):
        if not last <= position <= end:
            faults.append(Fault("published", day.isoformat(), str(position), f"{last} to {end}"))
        last = max(last, position)
    return faults


def _pinned(edition: Edition) -> list[Fault]:
    """Pinned figures are what their position gives when it is asked again."""
    pin = PublishedPosition.objects.filter(edition=edition, occasion=FINAL).first()
    if pin is None:
        return []
    kept = {
        (row.sight, row.indicator, row.pcode): row for row in PinnedFigure.objects.filter(edition=edition)
    }
    faults = []
    for sight in Sight:
        for found in published_figures(edition, sight=sight, as_of=pin.position):
            pcode = found.place.pcode if found.place else ""
            row = kept.pop((str(sight), found.indicator.slug, pcode), None)
            if row is None or row.value != found.value:
                where = " ".join(filter(None, (sight, found.indicator.slug, pcode)))
                faults.append(Fault("pinned", where, str(row.value if row else None), str(found.value)))
    return faults


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
