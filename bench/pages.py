"""Promise: days x places, a figure's page and the review queue in less than 300 ms each, with a million journal lines.

Whole pages through Django's test client, compressed as browsers ask for it: address, doors, queries, template. The
floor is the page that asks least, the choice of languages. Caches are warm; the first call stands in the note.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import Client

from bench.campaign import Campaign, read, visitor
from bench.rows import Row, milliseconds, taken
from jarchy.project.frozen_public import PublicFolder
from jarchy.website import frozen

LIMIT_MS = 300
TIMES = 9
FROZEN = 60  # addresses
ANYBODY = {
    "days x places, whole country: the first page": "/en/{edition}/",
    "days x places of an oblast, by rayon": "/en/{edition}/where/KG04000000000/",
    "map and table by place": "/en/{edition}/where/",
    "figure page: attendances": "/en/{edition}/numbers/attendances/",
    "figure page: attendances of an oblast": "/en/{edition}/numbers/attendances/KG04000000000/",
    "figure page: share of women": "/en/{edition}/numbers/women_share/",
    "what a figure is made of": "/en/{edition}/numbers/attendances/made-of/",
}
REVIEWER = {
    "review queue": "/en/office/queue/",
    "review queue of an oblast, of one flag": "/en/office/queue/?place=KG04000000000&noticed=implausible",
    "figure page of the office, every line": "/en/office/numbers/attendances/",
    "coverage in the office": "/en/office/coverage/",
}


def measure(campaign: Campaign, *, times: int = TIMES) -> list[Row]:
    """One row for each page: the median of so many readings."""
    edition = campaign.published.slug
    anybody, reviewer = visitor(**{"accept-encoding": "gzip"}), campaign.reviewer
    read(anybody, "/")  # the first call reads templates
    floor = milliseconds(lambda: read(anybody, "/"), times)
    asked = [(what, anybody, address.format(edition=edition)) for what, address in ANYBODY.items()]
    asked += [(what, reviewer, address) for what, address in REVIEWER.items()]
    rows = [_row(what, client, address, floor, times) for what, client, address in asked]
    return [*rows, _frozen(campaign, floor)]


def _frozen(campaign: Campaign, floor: float) -> Row:
    """`jarchy freeze`: what an address takes to be asked, made local and written, of some spread over all."""
    edition = campaign.published
    addresses = list(frozen.addresses(edition))
    some = addresses[:: max(1, len(addresses) // FROZEN)]
    with TemporaryDirectory() as folder:
        public = PublicFolder(edition, Path(folder), base="/", progress=lambda what, done: None)
        found = taken(lambda: [public.ask(address) for address in some])
    note = f"{len(some)} of {len(addresses):,} addresses, without the later pages of lists"
    what, least = "freeze: an address", "the choice of languages"
    return Row("pages", what, found.clock / len(some), "ms", None, floor, least, note)


def _row(what: str, client: Client, address: str, floor: float, times: int) -> Row:
    first = milliseconds(lambda: read(client, address))
    found = taken(lambda: read(client, address), times)
    note = f"{found.note}; first call {first:.0f} ms"
    return Row("pages", what, found.clock, "ms", LIMIT_MS, floor, "the choice of languages", note)
