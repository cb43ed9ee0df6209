"""Shown: how many reports are received and checked in a second, one by one and 200 at once.

`receive_submissions`, the door of every channel, on the activity report of kg-2018 with its lists: from the bytes that
a phone sent to a submission, a report, its flags and its audit line, kept on disk. The floor is the same bodies written
into a bare table, with the same number of commits: what the disk allows.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from bench.campaign import BY, Campaign
from bench.rows import Row, milliseconds, taken
from jarchy.forms.actions import Incoming, receive_submissions

GROUP = 200
ROUNDS = 5
FLOOR = "INSERT of the body, as many commits"


def measure(campaign: Campaign, *, beside: str, one_by_one: int = 60, group: int = GROUP) -> list[Row]:
    """Two rows, in reports a second: medians of singles, and of ROUNDS groups. `beside`: what is there already."""
    receive([campaign.incoming()])  # reads the form and its lists into memory
    singles = iter([[campaign.incoming()] for _ in range(one_by_one)])
    groups = iter([[campaign.incoming() for _ in range(group)] for _ in range(ROUNDS)])
    alone = taken(lambda: receive(next(singles)), one_by_one)
    together = taken(lambda: receive(next(groups)), ROUNDS)
    bare_alone, bare_together = _bare(campaign.incoming().body, one_by_one, group)
    note = f"{group} at once: {together.note}"
    return [
        _row(f"one by one, {beside}", 1000 / alone.clock, 1000 / bare_alone, alone.note),
        _row(f"{group} at once, {beside}", group * 1000 / together.clock, group * 1000 / bare_together, note),
    ]


def _row(what: str, a_second: float, floor: float, note: str) -> Row:
    return Row("received", what, a_second, "a second", None, floor, FLOOR, note)


def receive(incoming: Sequence[Incoming]) -> None:
    """Nothing but kept, with nothing found: else what is measured is not what was promised."""
    for outcome in receive_submissions(incoming, by=BY):
        if outcome.state != "kept" or outcome.findings:
            raise RuntimeError(f"{outcome.state}: {outcome.problem or outcome.findings}")


def _bare(body: bytes, one_by_one: int, group: int) -> tuple[float, float]:
    """Milliseconds for one committed row, and for so many in one transaction."""
    text = body.decode()

    def write(rows: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("INSERT INTO bench_bare (body) VALUES (%s)", [(text,)] * rows)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (body text NOT NULL)")
    try:
        return milliseconds(lambda: write(1), one_by_one), milliseconds(lambda: write(group), ROUNDS)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_bare")
