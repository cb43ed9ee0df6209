"""What an edition may be and when it moves on."""

from __future__ import annotations

from enum import StrEnum


class EditionState(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    LATE_ONLY = "late"
    PROVISIONAL = "provisional"
    FINAL = "final"
    ARCHIVED = "archived"
