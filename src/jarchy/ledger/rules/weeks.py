"""Weeks begin on Monday; a cell counts on one day of its week."""

from __future__ import annotations

from datetime import date, timedelta


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


def is_monday(day: date) -> bool:
    return day.weekday() == 0


def day_counted(week: date, since: date, until: date) -> date | None:
    """The first day of the week (given by its Monday) that lies in the period asked for; None where none does."""
    day = max(week, since)
    return day if day <= min(week + timedelta(6), until) else None
