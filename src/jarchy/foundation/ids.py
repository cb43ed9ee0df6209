"""Identifiers that leave the house."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def uuid7(milliseconds: int | None = None) -> UUID:
    """A UUID of version 7: 48 bits of Unix time in milliseconds, then chance. Sorts by when it was made.

    Source: RFC 9562, section 5.7. Python has uuid.uuid7 from 3.14; this goes when 3.14 is the floor.
    """
    moment = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    number = (moment & (1 << 48) - 1) << 80 | secrets.randbits(76)
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(0b11 << 62) | 0b10 << 62
    return UUID(int=number)
