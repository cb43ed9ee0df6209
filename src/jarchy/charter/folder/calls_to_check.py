"""[checks] in campaign.toml: the rule by which calls to check are drawn. It stands in the charter before the launch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

HASH = re.compile(r"(?:[0-9a-f]{64})?\Z")
MOST_AN_OBLAST, MOST_PHONE_DAYS = 1_000, 90


def _is_share(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 < value <= 1  # type: ignore[operator]


def _is_whole(value: object, *, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


CHECKS: dict[str, Callable[[object], bool]] = {  # every key, and whether a value fits it
    "share": _is_share,
    "least_per_oblast": lambda value: _is_whole(value, least=0, most=MOST_AN_OBLAST),
    "seed_sha256": lambda value: isinstance(value, str) and bool(HASH.match(value)),
    "phone_days": lambda value: _is_whole(value, least=1, most=MOST_PHONE_DAYS),
}


def faults_of_checks(table: Mapping[str, Any]) -> Iterator[str]:
    """Keys that are missing or whose value does not fit: the rule stands whole or not at all."""
    return (name for name, fits in CHECKS.items() if name not in table or not fits(table[name]))


def kept_checks(table: Mapping[str, Any]) -> dict[str, Any]:
    """As Edition.charter keeps it; the share as its decimal digits, so that 0.10 is a tenth and no binary fraction."""
    said = {name: table[name] for name in CHECKS}
    return said | {"share": format(Decimal(str(table["share"])).normalize(), "f")}


def without_seed(text: str) -> str:
    """The file's text for a later edition, which has to make a seed of its own: whoever knows the old one could
    foresee what is drawn."""
    return re.sub(r"(?m)^(seed_sha256\s*=\s*).*$", r'\1""', text)
