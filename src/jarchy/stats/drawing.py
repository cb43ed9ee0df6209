"""A lot drawn so that nobody can choose it beforehand and everybody can repeat it afterwards.

The seed is kept secret; its SHA-256 is made public before anything is drawn. What was to be drawn stands in a list of
texts (UUIDs). Each gets the HMAC-SHA256, with the seed as key, of "<round> <text>"; the smallest is the first drawn.
Once the seed is revealed anybody repeats it, with no program of ours:

    printf %s "$SEED" | sha256sum                                        is what was made public before
    printf %s "2018-10-08 $UUID" | openssl dgst -sha256 -hmac "$SEED"     for each; sort by what comes out

Order, time and number of those in the list change nothing about how any two of them stand to each other. Source of the
construction: RFC 2104 (HMAC); ordering by a keyed hash is simple random sampling as long as the seed was not known.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

_SHA256 = re.compile(r"[0-9a-f]{64}")


def seed_hash(seed: str) -> str:
    """SHA-256 of the seed, 64 hex digits in small letters."""
    return hashlib.sha256(seed.encode()).hexdigest()


def is_hash(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def in_drawn_order(seed: str, round_: str, texts: Iterable[str]) -> list[str]:
    """Each text once, in the order in which it is drawn; whatever order they come in."""
    lots = {text: _lot(seed, f"{round_} {text}") for text in texts}
    return sorted(lots, key=lambda text: (lots[text], text))


def _lot(seed: str, message: str) -> str:
    return hmac.new(seed.encode(), message.encode(), hashlib.sha256).hexdigest()


def how_many(of: int, *, share: Decimal, least: int) -> int:
    """How many of so many are drawn: the share, rounded up, but at least so many; all where there are fewer.

    Raises ValueError where the share is not in 0..1 or a number is negative.
    """
    if not 0 <= share <= 1 or of < 0 or least < 0:
        raise ValueError(f"share {share}, at least {least}, of {of}")
    wanted = int((share * of).to_integral_value(ROUND_CEILING))
    return min(of, max(least, wanted))


def how_many_more(of: int, *, of_before: int, before: int, share: Decimal, least: int) -> int:
    """How many of so many are drawn where `before` of `of_before` were drawn already: what is lacking for how_many of
    all of them, never more than there are.
    """
    wanted = how_many(of_before + of, share=share, least=least)
    return min(of, max(0, wanted - before))


def list_hash(texts: Iterable[str]) -> str:
    """SHA-256 of the drawn list, a line each: it shows later that the list is the one that was drawn."""
    return hashlib.sha256("".join(f"{text}\n" for text in texts).encode()).hexdigest()
