"""What an edition may be and when it moves on; when a fact must be checked again; what an indicator's part
says.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

REVIEW_MONTHS = 6  # where campaign.toml does not say


class EditionState(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    LATE_ONLY = "late"
    PROVISIONAL = "provisional"
    FINAL = "final"
    ARCHIVED = "archived"


class Public(StrEnum):
    """How far the public may know an organisation: all of it, its name alone, only that there is one."""

    YES = "yes"
    NAME_ONLY = "name"
    NO = "no"


class Computed(StrEnum):
    """How an indicator's value comes about; `later` has no source yet."""

    SUM = "sum"
    DISTINCT = "distinct"
    SHARE = "share"
    ASKED = "asked"
    LATER = "later"


@dataclass(frozen=True)
class Days:
    """The days of an edition that move its state."""

    starts: date
    ends: date
    reports_until: date
    final_on: date


@dataclass(frozen=True)
class Result:
    """What an edition came to, as its fork publishes it. `qualifier` is kept: "more than" is part of the
    value.
    """

    indicator: str
    value: Decimal
    qualifier: str = ""


def state_on(days: Days, day: date) -> EditionState:
    """The state on a day. Archived is never reached by a date: it says that people's data were deleted,
    which is a deed.
    """
    if day < days.starts:
        return EditionState.PREPARING
    if day <= days.ends:
        return EditionState.OPEN
    if day <= days.reports_until:
        return EditionState.LATE_ONLY
    if day < days.final_on:
        return EditionState.PROVISIONAL
    return EditionState.FINAL


def may_be_named(public: str, *, beside_village: bool) -> bool:
    """Whether the public reads an organisation's name there, or “local partner”.

    One of which the name alone is public is not named beside a village: there a name points at a person.
    """
    return public == Public.YES or (public == Public.NAME_ONLY and not beside_village)


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where it has none such."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def check_again_on(source_date: date, checked_on: date | None, *, months: int) -> date:
    """When a fact or a helpline must be looked at again: so many months after its source or its last
    check.
    """
    return months_later(max(source_date, checked_on or source_date), months)


def attested_from(source_date: date, known_to: str) -> date:
    """The first day on which a statement was surely made: the last of its month or year where no more is
    known.
    """
    if known_to == "year":
        return date(source_date.year, 12, 31)
    if known_to == "month":
        return months_later(source_date.replace(day=1), 1) - timedelta(days=1)
    return source_date


def part_of_text(text: str) -> dict[str, str] | None:
    """What an indicator's numerator keeps: "breakdown=sex sex=female" as a dictionary; None where it is not
    so written.
    """
    pairs = [word.partition("=") for word in text.split()]
    if any(not (name and equals and value) for name, equals, value in pairs):
        return None
    return {name: value for name, _, value in pairs}


def text_of_part(part: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in part.items())


def is_nobodys(number: str) -> bool:
    """Whether a number is one that cannot be anybody's: no number of the country begins with four zeros."""
    return "".join(sign for sign in number if sign.isdigit()).startswith("0000")
