"""What is counted, by what it is broken down, who may see, and the lines that a room asks to be posted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


class Measure(StrEnum):
    """What a line counts. What is held before the edition starts or after it ends has measures of its own."""

    ACTIVITIES = "activities"
    SESSIONS = "sessions"
    ATTENDANCES = "attendances"
    FIRST_TIME = "first_time"
    ASKS_FIRST_TIME = "asks_first_time"  # activities at which it is to be asked
    ASKED_FIRST_TIME = "asked_first_time"
    HANDED_OUT = "handed_out"
    RECEIVED_IN_TIME = "received_in_time"
    MEDIA_ITEMS = "media_items"
    VIEWS = "views"
    CALLS = "calls"  # to a helpline, answered, as its operator counts
    PREPARATION_ACTIVITIES = "preparation_activities"
    PREPARATION_SESSIONS = "preparation_sessions"
    PREPARATION_ATTENDANCES = "preparation_attendances"
    PREPARATION_FIRST_TIME = "preparation_first_time"
    PREPARATION_ASKS_FIRST_TIME = "preparation_asks_first_time"
    PREPARATION_ASKED_FIRST_TIME = "preparation_asked_first_time"
    PREPARATION_HANDED_OUT = "preparation_handed_out"
    PREPARATION_RECEIVED_IN_TIME = "preparation_received_in_time"
    PREPARATION_MEDIA_ITEMS = "preparation_media_items"
    PREPARATION_VIEWS = "preparation_views"
    PREPARATION_CALLS = "preparation_calls"
    AFTER_ACTIVITIES = "after_activities"
    AFTER_SESSIONS = "after_sessions"
    AFTER_ATTENDANCES = "after_attendances"
    AFTER_FIRST_TIME = "after_first_time"
    AFTER_ASKS_FIRST_TIME = "after_asks_first_time"
    AFTER_ASKED_FIRST_TIME = "after_asked_first_time"
    AFTER_HANDED_OUT = "after_handed_out"
    AFTER_RECEIVED_IN_TIME = "after_received_in_time"
    AFTER_MEDIA_ITEMS = "after_media_items"
    AFTER_VIEWS = "after_views"
    AFTER_CALLS = "after_calls"


# The only two measures that closed activities have in public below the oblast, and there in cells.
IN_CELLS = (Measure.ACTIVITIES, Measure.ATTENDANCES)
# Counted for the country alone, and no activity stands behind them: public at the midnight after they are confirmed.
NATIONAL = (Measure.MEDIA_ITEMS, Measure.VIEWS, Measure.CALLS)
LEAST_CALLS = 10  # of one topic in one month at one helpline: fewer are in no public number
# What an oblast's row has beside its bands.
IN_ROWS = (
    Measure.ACTIVITIES, Measure.SESSIONS, Measure.ATTENDANCES, Measure.FIRST_TIME, Measure.ASKS_FIRST_TIME,
    Measure.ASKED_FIRST_TIME, Measure.HANDED_OUT, Measure.RECEIVED_IN_TIME,
)  # fmt: skip


class Breakdown(StrEnum):
    """A figure adds lines of one breakdown only."""

    TOTAL = "total"
    SEX = "sex"
    AGE = "age"
    SEX_AGE = "sex_age"
    DISABILITY = "disability"
    TOPIC = "topic"
    LANGUAGE = "language"
    ITEM = "item"


# The columns that a line of each breakdown fills; age_to may stay empty (an open band).
COLUMNS: dict[Breakdown, tuple[str, ...]] = {
    Breakdown.TOTAL: (),
    Breakdown.SEX: ("sex",),
    Breakdown.AGE: ("age_from",),
    Breakdown.SEX_AGE: ("sex", "age_from"),
    Breakdown.DISABILITY: ("disability",),
    Breakdown.TOPIC: ("topic",),
    Breakdown.LANGUAGE: ("language",),
    Breakdown.ITEM: ("item",),
}
ALL_COLUMNS = ("sex", "age_from", "age_to", "disability", "topic", "language", "item")


class Sight(StrEnum):
    """Whose eyes: the public's, or those of staff, who see everything at once."""

    PUBLIC = "public"
    EXACT = "exact"


@dataclass(frozen=True)
class Posting:
    """What is posted, in the words of the room it is from: ("report", its UUID, the how manieth posting of it)."""

    source: str
    source_id: UUID
    number: int


@dataclass(frozen=True)
class NewLine:
    """One number. `pcode` is the deepest place known; `value` is never negative: what is wrong is reversed."""

    measure: Measure
    date: date
    pcode: str
    organisation: str
    counts_nationally: bool
    is_open: bool
    kind: str
    channel: str
    supported_by: str
    counted: str
    breakdown: Breakdown
    value: int
    sex: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    disability: str | None = None
    topic: str | None = None
    language: str | None = None
    item: str | None = None


@dataclass(frozen=True)
class NewEntry:
    posting: Posting
    lines: tuple[NewLine, ...] = field(default=())
    is_illustrative: bool = False


def fault_of(entry: NewEntry) -> str:
    """Why an entry cannot be posted, as a code; "" where it can.

    no_lines, negative, columns (those of another breakdown, or one missing), openness (lines of one activity carry one
    is_open), twice (two lines of one organisation say the same).
    """
    if not entry.lines:
        return "no_lines"
    if len({line.is_open for line in entry.lines}) > 1:
        return "openness"
    said = set()
    for line in entry.lines:
        if line.value < 0:
            return "negative"
        filled = {name for name in ALL_COLUMNS if getattr(line, name) is not None}
        if filled - {"age_to"} != set(COLUMNS[line.breakdown]) or (
            "age_to" in filled and "age_from" not in filled
        ):
            return "columns"
        key = (
            line.measure,
            line.organisation,
            line.breakdown,
            *(getattr(line, name) for name in ALL_COLUMNS),
        )
        if key in said:
            return "twice"
        said.add(key)
    return ""
