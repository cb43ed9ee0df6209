"""What an edition may be and when it moves on; when a fact must be checked again; what an indicator's part
says.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

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


class LessonStatus(StrEnum):
    """What became of a recommendation; open and accepted ones are carried into the next campaign."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    DROPPED = "dropped"


CARRIED = (LessonStatus.OPEN, LessonStatus.ACCEPTED)


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
class CheckRule:
    """How calls to check are drawn: which share of a week's confirmed reports, at least how many an oblast, the SHA-256
    of the seed ("" until there is one), and how long after its check a host's telephone is kept.
    """

    share: Decimal
    least_per_oblast: int
    seed_sha256: str
    phone_days: int


def check_rule_of(charter: Mapping[str, Any]) -> CheckRule | None:
    """The rule as Edition.charter keeps it; None where the campaign draws no calls to check."""
    said = charter.get("checks")
    if not said:
        return None
    return CheckRule(
        Decimal(said["share"]), said["least_per_oblast"], said["seed_sha256"], said["phone_days"]
    )


@dataclass(frozen=True)
class Result:
    """What an edition came to, as its fork publishes it. `qualifier` is kept: "more than" is part of the
    value.
    """

    indicator: str
    value: Decimal
    qualifier: str = ""


def state_on(days: Days, day: date) -> EditionState:
    """The state that the dates would have on a day. Archived is never due by these: it says that people's data were
    deleted, which is a deed.
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


# --- an edition's life: people move it on, the dates say when that is due


LIFE = tuple(EditionState)  # in this order, one step at a time, never back


@dataclass(frozen=True)
class Move:
    """The next step of an edition's life. due_on None: no day is set for it."""

    to: EditionState
    due_on: date | None
    is_due: bool

    def days_left(self, day: date) -> int | None:
        return (self.due_on - day).days if self.due_on else None


def due_on(to: EditionState, days: Days, delete_people_on: date | None = None) -> date | None:
    """The first day on which an edition should stand there; None where no day is set."""
    return {
        EditionState.OPEN: days.starts,
        EditionState.LATE_ONLY: days.ends + timedelta(1),
        EditionState.PROVISIONAL: days.reports_until + timedelta(1),
        EditionState.FINAL: days.final_on,
        EditionState.ARCHIVED: delete_people_on,
    }.get(to)


def next_move(
    state: EditionState, days: Days, day: date, *, delete_people_on: date | None = None
) -> Move | None:
    """The step that comes next; None of an archived edition."""
    number = LIFE.index(state) + 1
    if number == len(LIFE):
        return None
    to = LIFE[number]
    due = due_on(to, days, delete_people_on)
    return Move(to, due, due is not None and due <= day)


class Act(StrEnum):
    """What may be done to an edition only while it stands somewhere."""

    PLAN = "plan"  # plan, change, postpone, copy
    CALL_OFF = "call_off"  # say that a planned activity will not be, or is again
    SEND = "send"  # send anything at all
    REPORT = "report"  # a new report counts once it is confirmed; else it is kept apart as too late
    REVIEW = "review"  # forward, send back, confirm, cancel, join, open, close
    HIDE = "hide"  # hide a text for good
    CORRECT = "correct"  # correct what is final: the Secretariat and a second person, with a reason
    TARGETS = "targets"  # change targets and indicators


MAY: dict[Act, frozenset[EditionState]] = {
    Act.PLAN: frozenset({EditionState.PREPARING, EditionState.OPEN}),
    Act.CALL_OFF: frozenset({EditionState.PREPARING, EditionState.OPEN, EditionState.LATE_ONLY}),
    Act.SEND: frozenset(EditionState) - {EditionState.ARCHIVED},
    Act.REPORT: frozenset({EditionState.PREPARING, EditionState.OPEN, EditionState.LATE_ONLY}),
    Act.REVIEW: frozenset(
        {EditionState.PREPARING, EditionState.OPEN, EditionState.LATE_ONLY, EditionState.PROVISIONAL}
    ),
    Act.HIDE: frozenset(EditionState) - {EditionState.ARCHIVED},
    Act.CORRECT: frozenset({EditionState.FINAL}),
    Act.TARGETS: frozenset(EditionState) - {EditionState.FINAL, EditionState.ARCHIVED},
}


def may(act: Act, state: str) -> bool:
    """Whether an edition in this state lets this be done."""
    return EditionState(state) in MAY[act]


def is_pinned(state: str) -> bool:
    """Whether the edition's figures are pinned."""
    return state in (EditionState.FINAL, EditionState.ARCHIVED)


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
