"""Promise: days x places, a figure's page and the review queue in less than 300 ms each, with a million journal lines.

Whole pages through Django's test client, compressed as browsers ask for it: address, doors, queries, template. The
floor is the page that asks least, the choice of languages. Caches are warm; the first call stands in the note.
"""

from __future__ import annotations

from django.test import Client

from bench.campaign import Campaign, read, visitor
from bench.rows import Row, milliseconds, taken

LIMIT_MS = 300
TIMES = 9
ANYBODY = {
    "days x places, whole country: the first page": "/en/kg-2018/",
    "days x places of an oblast, by rayon": "/en/kg-2018/where/KG04000000000/",
    "figure page: attendances": "/en/kg-2018/numbers/attendances/",
    "figure page: attendances of an oblast": "/en/kg-2018/numbers/attendances/KG04000000000/",
    "figure page: share of women": "/en/kg-2018/numbers/women_share/",
    "what a figure is made of": "/en/kg-2018/numbers/attendances/made-of/",
}
REVIEWER = {
    "review queue": "/en/office/queue/",
    "review queue of an oblast, of one flag": "/en/office/queue/?place=KG04000000000&noticed=implausible",
    "figure page of the office, every line": "/en/office/numbers/attendances/",
}
SHOWN = {"days x places by place": "/en/kg-2018/where/", "coverage in the office": "/en/office/coverage/"}


def measure(campaign: Campaign, *, times: int = TIMES) -> list[Row]:
    """One row for each page: the median of so many readings."""
    assert campaign.published
    anybody, reviewer = visitor(**{"accept-encoding": "gzip"}), campaign.reviewer
    floor = milliseconds(lambda: read(anybody, "/"), times)
    rows = [_row(what, anybody, address, floor, LIMIT_MS, times) for what, address in ANYBODY.items()]
    rows += [_row(what, reviewer, address, floor, LIMIT_MS, times) for what, address in REVIEWER.items()]
    rows += [_row(what, reviewer, address, floor, None, times) for what, address in SHOWN.items()]
    return rows


def _row(what: str, client: Client, address: str, floor: float, limit: int | None, times: int) -> Row:
    first = milliseconds(lambda: read(client, address))
    found = taken(lambda: read(client, address), times)
    note = f"{found.note}; first call {first:.0f} ms"
    return Row("pages", what, found.clock, "ms", limit, floor, "the choice of languages", note)
