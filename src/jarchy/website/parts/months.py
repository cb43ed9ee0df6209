"""Short names of months, as they stand over a strip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jarchy.formats.numbers import month_text


def months(days: Sequence[date], language: str) -> list[tuple[str, int]]:
    """Each month with the index of the day on which it begins, the first day's too."""
    starts = [(day, index) for index, day in enumerate(days) if index == 0 or day.day == 1]
    return [(month_text(day, language), index) for day, index in starts]
