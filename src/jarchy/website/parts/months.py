"""Short names of months, as they stand over a strip and beside a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jarchy.formats.numbers import short_day_text


def months(days: Sequence[date], language: str) -> list[tuple[str, int]]:
    """Each month with the index of the day on which it begins, the first day's too."""
    starts = [(day, index) for index, day in enumerate(days) if index == 0 or day.day == 1]
    return [(month_of(day, language), index) for day, index in starts]


def month_of(day: date, language: str) -> str:
    """Only the month of “5 Nov” or “5-ноя.”."""
    return short_day_text(day, language).lstrip("0123456789 \u00a0\u2011").rstrip(".")
