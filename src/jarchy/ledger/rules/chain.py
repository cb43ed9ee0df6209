"""The chain: each entry's hash is over its canonical JSON and the hash before it.

Canonical JSON holds P-codes, slugs, UUIDs, positions and account numbers, never another row's integer key, so that a
chain can be restored in another database and still verify.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

START = ""  # the hash before the first entry


@dataclass(frozen=True)
class Link:
    """An entry as it is hashed. `reverses` is the position of the entry that it takes back."""

    edition: str
    position: int
    source: str
    source_id: UUID
    number: int
    reverses: int | None
    account: int | None
    actor: str
    posted_at: datetime
    edition_day: date
    is_illustrative: bool
    contents: str  # digest of what a Monday made; "" for a report


def canonical(data: object) -> str:
    """JSON with sorted keys, no spaces, letters as they are."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(data: object) -> str:
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def hash_of(link: Link, lines: Iterable[Mapping[str, object]], before: str) -> str:
    """SHA-256, hexadecimal. The order of lines does not matter: a database promises none."""
    return digest(
        {
            "edition": link.edition,
            "position": link.position,
            "source": link.source,
            "source_id": str(link.source_id),
            "number": link.number,
            "reverses": link.reverses,
            "account": link.account,
            "actor": link.actor,
            "posted_at": link.posted_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "edition_day": link.edition_day.isoformat(),
            "is_illustrative": link.is_illustrative,
            "contents": link.contents,
            "lines": sorted(canonical(line) for line in lines),
            "before": before,
        }
    )
