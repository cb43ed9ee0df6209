"""Promised: a sheet of 10,000 reports is checked and stored in less than a minute, in constant memory.

Through the same actions as the page's worker: the file sealed, opened, checked row by row, stored in groups of 100. The
floor is the door alone: the same reports as bodies, 100 at once. Shown: a blank for one organisation.
"""

from __future__ import annotations

import io
import resource
import time
from collections.abc import Iterator
from functools import partial

from openpyxl import Workbook

from bench.campaign import BY, Campaign
from bench.rows import Row, milliseconds
from jarchy.charter.models import Organisation
from jarchy.forms import actions
from jarchy.forms.sheets.blank import write_blank
from jarchy.forms.sheets.columns import NUMBER, columns_of
from jarchy.forms.versions import compiled
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Role
from jarchy.people import actions as people
from jarchy.people import queries

ROWS, SECONDS = 10_000, 60
GROUP = 100
FORM = "activity_report"
FLOOR = "the door alone, 100 bodies at once"


def measure(campaign: Campaign, *, rows: int = ROWS, blanks: int = 5) -> list[Row]:
    version = actions.current_version(campaign.edition, FORM)
    host = Organisation.objects.get(slug=campaign.hosts[0])
    blank = milliseconds(lambda: write_blank(io.BytesIO(), version, host, "ky"), blanks)
    data = _filled(campaign, rows)
    door = milliseconds(lambda: _by_the_door(campaign), 3) / 1000 * rows / GROUP
    before, used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    seconds = milliseconds(partial(_bring_in, campaign, host, data)) / 1000
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    note = f"{time.process_time() - used:,.1f} s of processor; memory's peak grew by {grown} MB"
    limit = SECONDS if rows == ROWS else None
    return [
        Row(
            "sheet",
            f"{rows:,} reports brought in, checked and stored",
            seconds,
            "s",
            limit,
            door,
            FLOOR,
            note,
        ),
        Row("sheet", "a blank of 200 rows, with the villages of the country", blank, "ms"),
    ]


def _by_the_door(campaign: Campaign) -> None:
    actions.receive_submissions([campaign.incoming() for _ in range(GROUP)], by=BY)


def _bring_in(campaign: Campaign, host: Organisation, data: bytes) -> None:
    """Nothing but stored, with nothing wrong: else what is measured is not what was promised."""
    account = people.add_account("sheets@example.org", by=BY, name="Secretariat", language="en")
    people.add_membership(account, campaign.edition, Role.SECRETARIAT, by=BY, organisation=None, places=[])
    by = queries.actor_of(account)
    row = actions.start_import(campaign.edition, FORM, data=data, name="bench.xlsx", by=by, organisation=host)
    if faults := actions.check_import(row, by=by):
        raise RuntimeError(f"the bench's own answers must be right: {faults[:3]}")
    actions.store_import(row, by=by)
    if row.fresh != row.rows or row.refused:
        raise RuntimeError(f"{row.fresh} of {row.rows} stored, {row.refused} refused")


def _filled(campaign: Campaign, rows: int) -> bytes:
    """The names' row, then answers by their codes; saved as a spreadsheet does: each text once, its size in front."""
    columns = columns_of(compiled(actions.current_version(campaign.edition, FORM)))

    def lines() -> Iterator[list[str]]:
        yield [NUMBER, *(column.header for column in columns)]
        for _ in range(rows):
            answers = campaign.answers()
            if (
                answers["adm1"] == answers["adm2"]
            ):  # in Bishkek and Osh city neither district nor village is asked
                del answers["adm2"], answers["settlement"]
            yield [str(uuid7()), *(_cell(column, answers.get(column.key, "")) for column in columns)]

    book, kept = Workbook(), io.BytesIO()
    book.active.title = "Reports"
    for line in lines():
        book.active.append([cell or None for cell in line])
    book.save(kept)
    return kept.getvalue()


def _cell(column, text: str) -> str:
    if column.ticks:
        return "x" if column.ticks.name in text.split() else ""
    return text if column.part == 1 else ""
