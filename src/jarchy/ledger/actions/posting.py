"""Post: the one way into the journal. Many entries at once under one lock, tallies in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.charter.rules import is_pinned
from jarchy.foundation.narrowing import Actor
from jarchy.ledger.journal import PLAIN, add_to_tallies, chained, said_by
from jarchy.ledger.models import Entry, FinalCorrection, Head, Line
from jarchy.ledger.problems import WHY, Problems
from jarchy.ledger.rules import NewEntry, NewLine, Posting, fault_of
from jarchy.places.models import Place


def post(
    edition: Edition, *, reverse: Sequence[Posting] = (), post: Sequence[NewEntry] = (), by: Actor
) -> list[Entry]:
    """Append reversals, then new entries, in the caller's transaction; the entries in that order.

    A posting is reversed once and posted once: whoever repeats himself gets nothing_to_reverse or posted_twice, and
    nothing is written. What was ever posted as closed stays closed: its number stands in public with others', and by
    itself would give them away (docs/decisions).
    """
    _check(post)
    with transaction.atomic(savepoint=False):
        head = locked_head(edition)
        _refuse_moved_on(edition)
        chain = Chain(edition, head, by)
        standing = _standing(edition, reverse)
        _refuse_repeated(edition, reverse, post)
        entries = [chain.reverse(old) for old in standing]
        lines = _lines_of(_kept_closed(edition, post))
        entries += [chain.append(new, lines[number]) for number, new in enumerate(post)]
        chain.write()
    return entries


def correct_final(
    edition: Edition,
    posting: Callable[[], object],
    *,
    source: str,
    source_id: UUID,
    why: str,
    asked_by: int | None,
    agreed_by: int | None,
) -> FinalCorrection | None:
    """Post what follows from `posting()` as a correction of pinned figures, with its reason and its two people.

    In the caller's transaction, the chain locked around it, so that the entries are those of this correction and no
    others. None where nothing was posted.
    """
    with transaction.atomic(savepoint=False):
        first = locked_head(edition).position + 1
        posting()
        last = locked_head(edition).position
        if last < first:
            return None
        return FinalCorrection.objects.create(
            edition=edition, first=first, last=last, source=source, source_id=source_id, edition_day=edition.today(),
            why=why, asked_by=asked_by, agreed_by=agreed_by,
        )  # fmt: skip


def _refuse_moved_on(edition: Edition) -> None:
    """Whoever confirms while somebody else pins the figures comes too late: the head was locked by the pin first."""
    state = Edition.objects.filter(pk=edition.pk).values_list("state", flat=True).get()
    if is_pinned(state) and not is_pinned(edition.state):
        raise Problems.moved_on(edition=edition.slug)


def locked_head(edition: Edition) -> Head:
    """The end of the chain, locked until the transaction ends; made for the first entry."""
    Head.objects.get_or_create(edition=edition)
    return Head.objects.select_for_update().get(edition=edition)


class Chain:
    """Links that are being added to an edition's chain."""

    def __init__(self, edition: Edition, head: Head, by: Actor) -> None:
        self.edition, self.head, self.by = edition, head, by
        self.now: datetime = timezone.now()
        self.day = edition.today()
        self.entries: list[Entry] = []
        self.lines: list[Line] = []

    def reverse(self, old: Entry) -> Entry:
        """Take back an entry (its lines prefetched): it repeats source and number, its lines have a minus."""
        lines = [_negative(line) for line in old.lines.all()]
        posting = Posting(old.source, old.source_id, old.number)
        return self._link(posting, lines, is_illustrative=old.is_illustrative, reverses=old)

    def append(self, new: NewEntry, lines: list[Line]) -> Entry:
        return self._link(new.posting, lines, is_illustrative=new.is_illustrative)

    def seal(self, posting: Posting, contents: str) -> Entry:
        """An entry without lines, whose hash covers what the house made public."""
        return self._link(posting, [], is_illustrative=False, contents=contents)

    def _link(
        self, posting: Posting, lines: list[Line], *, is_illustrative: bool, reverses: Entry | None = None,
        contents: str = "",
    ) -> Entry:  # fmt: skip
        entry = Entry(
            edition=self.edition, position=self.head.position + 1, source=posting.source, source_id=posting.source_id,
            number=posting.number, reverses=reverses, account=self.by.account, actor=self.by.name, posted_at=self.now,
            edition_day=self.day, is_illustrative=is_illustrative, contents=contents,
        )  # fmt: skip
        entry.hash = chained(
            entry, self.edition.slug, [said_by(line) for line in lines], self.head.hash,
            reverses=reverses.position if reverses else None,
        )  # fmt: skip
        for line in lines:
            line.entry, line.edition, line.position = entry, self.edition, entry.position
        self.head.position, self.head.hash = entry.position, entry.hash
        self.entries.append(entry)
        self.lines += lines
        return entry

    def write(self) -> None:
        """All rows, with as few statements as there are kinds of them."""
        Entry.objects.bulk_create(self.entries, batch_size=500)
        for line in self.lines:
            line.entry_id = line.entry.pk
        Line.objects.bulk_create(self.lines, batch_size=1000)
        add_to_tallies(self.edition, self.lines)
        self.head.save(update_fields=["position", "hash"])


def _check(post: Sequence[NewEntry]) -> None:
    for new in post:
        if why := fault_of(new):
            raise Problems.entry_at_fault(**asdict(new.posting), why=WHY[why])


def _found(edition: Edition, postings: Collection[Posting]) -> dict[Posting, Entry]:
    """The entries, reversals apart, that were posted under these numbers. One query, none for none."""
    if not postings:
        return {}
    wanted = {posting.source_id for posting in postings}
    rows = Entry.objects.filter(edition=edition, source_id__in=wanted).select_related("reversed_by")
    found = {Posting(row.source, row.source_id, row.number): row for row in rows if row.reverses_id is None}
    return {posting: found[posting] for posting in postings if posting in found}


def _standing(edition: Edition, reverse: Sequence[Posting]) -> list[Entry]:
    """What is to be taken back, in the order asked, with its lines. Raises nothing_to_reverse."""
    found = _found(edition, reverse)
    for number, posting in enumerate(reverse):
        there = posting in found and not hasattr(found[posting], "reversed_by")
        if not there or posting in reverse[:number]:
            raise Problems.nothing_to_reverse(**asdict(posting))
    lines = Line.objects.select_related("place", "region", "district", "organisation")
    by_key = {row.pk: row for row in found.values()}
    for row in by_key.values():
        row._prefetched_objects_cache = {"lines": []}  # type: ignore[attr-defined]
    for line in lines.filter(entry__in=by_key).order_by("pk"):
        by_key[line.entry_id]._prefetched_objects_cache["lines"].append(line)  # type: ignore[attr-defined]
    return [found[posting] for posting in reverse]


def _refuse_repeated(edition: Edition, reverse: Sequence[Posting], post: Sequence[NewEntry]) -> None:
    postings = [new.posting for new in post]
    found = _found(edition, postings)
    for number, posting in enumerate(postings):
        if posting in found or posting in postings[:number]:
            raise Problems.posted_twice(**asdict(posting))


def _kept_closed(edition: Edition, post: Sequence[NewEntry]) -> list[NewEntry]:
    """The same, closed where an earlier posting of the same source was."""
    opening = {new.posting.source_id for new in post if new.lines[0].is_open}
    closed = once_closed(edition, opening)
    return [
        replace(new, lines=tuple(replace(line, is_open=False) for line in new.lines))
        if new.posting.source_id in closed
        else new
        for new in post
    ]


def once_closed(edition: Edition, source_ids: Collection[UUID]) -> set[UUID]:
    """Those of these sources that were ever posted as closed, standing or not. Two queries, none for none."""
    if not source_ids:
        return set()
    entries = dict(
        Entry.objects.filter(edition=edition, source_id__in=source_ids).values_list("pk", "source_id")
    )
    closed = Line.objects.filter(entry__in=list(entries), is_open=False) if entries else Line.objects.none()
    return {entries[key] for key in closed.values_list("entry_id", flat=True).distinct()}


def _lines_of(post: Sequence[NewEntry]) -> list[list[Line]]:
    """Lines to be written, for each entry. Two queries."""
    wanted = [line for new in post for line in new.lines]
    places = _places({line.pcode for line in wanted})
    organisations = _organisations({line.organisation for line in wanted})
    return [
        [_line(line, places[line.pcode], organisations[line.organisation]) for line in new.lines]
        for new in post
    ]


def _places(pcodes: set[str]) -> dict[str, Place]:
    rows = Place.objects.filter(pcode__in=pcodes).select_related("region", "district") if pcodes else ()
    found = {row.pcode: row for row in rows if row.region_id and row.district_id}
    for pcode in sorted(pcodes - set(found)):
        raise Problems.unknown_place(pcode=pcode)
    return found


def _organisations(slugs: set[str]) -> dict[str, Organisation]:
    found = {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)} if slugs else {}
    for slug in sorted(slugs - set(found)):
        raise Problems.unknown_organisation(organisation=slug)
    return found


def _line(new: NewLine, place: Place, organisation: Organisation) -> Line:
    plain: dict[str, Any] = {name: getattr(new, name) for name in PLAIN}
    plain |= {"measure": str(new.measure), "breakdown": str(new.breakdown)}
    return Line(
        **plain,
        date=new.date,
        place=place,
        region=place.region,
        district=place.district,
        organisation=organisation,
    )


def _negative(line: Line) -> Line:
    plain: dict[str, Any] = {name: getattr(line, name) for name in PLAIN}
    places = {name: getattr(line, name) for name in ("place", "region", "district", "organisation")}
    return Line(**plain | {"value": -line.value}, **places, date=line.date)
