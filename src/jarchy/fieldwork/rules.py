"""What may be done to a report, what is noticed about it, how it is counted. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from jarchy.foundation.narrowing import Actor, Role, reaches


class ActivityState(StrEnum):
    """Planned until a report of it is received; postponing keeps it planned, on another day."""

    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called_off"


class ReportState(StrEnum):
    RECEIVED = "received"
    FORWARDED = "forwarded"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    VOID = "void"


# From where each verb leads; a verb asked again where it already led is no fault and changes nothing.
MOVES: dict[str, tuple[frozenset[ReportState], ReportState]] = {
    "forward": (frozenset({ReportState.RECEIVED}), ReportState.FORWARDED),
    "confirm": (frozenset({ReportState.FORWARDED, ReportState.RECEIVED}), ReportState.CONFIRMED),
    "send-back": (
        frozenset({ReportState.RECEIVED, ReportState.FORWARDED, ReportState.CONFIRMED}),
        ReportState.SENT_BACK,
    ),
    "void": (frozenset(ReportState) - {ReportState.VOID}, ReportState.VOID),
}

DAYS_UNTIL_REVIEWER_MAY_ACT = 5


@dataclass(frozen=True)
class Standing:
    """What a decision about a report needs to know. `ancestors`: P-codes of its place and of all above it."""

    edition: str
    organisation: str
    state: ReportState
    ancestors: frozenset[str]
    days_waiting: int
    hosts: frozenset[str] = frozenset()
    is_counted: bool = False  # a confirmed version counts, whatever was sent since
    reporters: frozenset[int] = frozenset()  # account numbers of all who sent one of its versions


def refusal(verb: str, report: Standing, actor: Actor) -> str | None:
    """Why this actor may not do this to this report: a code of problems.WHY; None where she may."""
    if verb not in MOVES:
        raise ValueError(verb)
    came_from, leads_to = MOVES[verb]
    if report.state != leads_to and report.state not in came_from:
        return "state"
    if actor.is_house:
        return None
    if verb == "forward":
        return None if _coordinates(report, actor) else "not_coordinator"
    is_new = report.state == ReportState.RECEIVED and not report.is_counted
    if verb in ("void", "send-back") and is_new and _coordinates(report, actor):
        return None
    if why := review_refusal(report, actor):
        return why
    if verb == "confirm" and actor.account in report.reporters:
        return "own_report"
    is_early = report.state == ReportState.RECEIVED and report.days_waiting < DAYS_UNTIL_REVIEWER_MAY_ACT
    return "not_forwarded" if verb == "confirm" and is_early else None


def _coordinates(report: Standing, actor: Actor) -> bool:
    roles = (Role.COORDINATOR, Role.REGIONAL_COORDINATOR, Role.SECRETARIAT)
    grants = actor.grants_of(*roles, edition=report.edition)
    return reaches(grants, organisation=report.organisation, ancestors=report.ancestors)


def review_refusal(report: Standing, actor: Actor) -> str | None:
    """Why this actor does not review this report (join it, open or close it, hide its text); None where she does."""
    if actor.is_house:
        return None
    grants = actor.grants_of(Role.REVIEWER, Role.SECRETARIAT, edition=report.edition)
    if not reaches(grants, organisation=report.organisation, ancestors=report.ancestors):
        return "not_reviewer"
    own = {g.organisation for g in actor.grants if g.edition == report.edition and g.organisation}
    return "own_organisation" if own & (report.hosts | {report.organisation}) else None


# ---------------------------------------------------------------- what is noticed


class Flag(StrEnum):
    SAME_ACTIVITY = "same_activity"
    OUTSIDE_AREA = "outside_area"
    OUTSIDE_PERIOD = "outside_period"
    IMPLAUSIBLE = "implausible"
    TOO_ROUND = "too_round"
    PICTURE_SEEN = "picture_seen"
    ALONE = "alone"
    FORM_FAULTS = "form_faults"
    PERSONAL_DATA = "personal_data"
    OTHER_ANSWERS = "other_answers"


WEIGHTS = {
    Flag.PERSONAL_DATA: 8, Flag.SAME_ACTIVITY: 6, Flag.PICTURE_SEEN: 6, Flag.IMPLAUSIBLE: 5, Flag.OTHER_ANSWERS: 5,
    Flag.FORM_FAULTS: 4, Flag.OUTSIDE_AREA: 3, Flag.OUTSIDE_PERIOD: 3, Flag.TOO_ROUND: 1, Flag.ALONE: 1,
}  # fmt: skip


@dataclass(frozen=True)
class ReportFacts:
    """What flags look at. Days are the edition's; `photo_hash` is 64 bits of how the picture looks."""

    uuid: UUID
    organisation: str
    held_on: date
    district: str
    region: str
    kind: str
    total: int
    counted: str = ""
    women: int | None = None
    ages: Mapping[str, int] = field(default_factory=dict)
    photo_hash: int | None = None
    team: int | None = None
    form_faults: int = 0
    has_personal_data: bool = False
    is_void: bool = False
    joined_with: UUID | None = None


@dataclass(frozen=True)
class Usual:
    """Thresholds of the edition for one kind: the usual range of attendances (quartiles or the charter's own)."""

    starts: date
    ends: date
    low: int | None
    high: int | None
    areas: frozenset[str]  # regions in which the organisation works; empty: everywhere
    picture_distance: int = 6
    settlement_people: int | None = None


@dataclass(frozen=True)
class Notice:
    flag: Flag
    values: dict[str, object]

    @property
    def weight(self) -> int:
        return WEIGHTS[self.flag]


def flags_of(report: ReportFacts, others: Sequence[ReportFacts], usual: Usual) -> list[Notice]:
    """What a person should look at, heaviest first. `others`: reports of the same days, place or picture."""
    found = [
        *_same_activity(report, others),
        *_outside(report, usual),
        *_implausible(report, usual),
        *_too_round(report),
        *_picture_seen(report, others, usual.picture_distance),
    ]
    if report.team == 1:
        found.append(Notice(Flag.ALONE, {}))
    if report.form_faults:
        found.append(Notice(Flag.FORM_FAULTS, {"faults": report.form_faults}))
    if report.has_personal_data:
        found.append(Notice(Flag.PERSONAL_DATA, {}))
    return sorted(found, key=lambda notice: (-notice.weight, notice.flag))


def _same_activity(report: ReportFacts, others: Sequence[ReportFacts]) -> list[Notice]:
    same = [
        o for o in others
        if o.uuid != report.uuid and not o.is_void
        and (o.held_on, o.district, o.kind) == (report.held_on, report.district, report.kind)
        and (report.joined_with or report.uuid) != (o.joined_with or o.uuid)
    ]  # fmt: skip
    if not same:
        return []
    nearest = min(
        same, key=lambda o: (o.organisation != report.organisation, abs(o.total - report.total), str(o.uuid))
    )
    values: dict[str, object] = {
        "other": str(nearest.uuid),
        "organisation": nearest.organisation,
        "total": nearest.total,
    }
    return [Notice(Flag.SAME_ACTIVITY, values | {"how_many": len(same)})]


def _outside(report: ReportFacts, usual: Usual) -> list[Notice]:
    found = []
    if usual.areas and report.region not in usual.areas:
        found.append(Notice(Flag.OUTSIDE_AREA, {"region": report.region}))
    if not usual.starts <= report.held_on <= usual.ends:
        found.append(Notice(Flag.OUTSIDE_PERIOD, {"date": report.held_on.isoformat()}))
    return found


def _implausible(report: ReportFacts, usual: Usual) -> list[Notice]:
    if usual.high is not None and report.total > 2 * usual.high:
        return [Notice(Flag.IMPLAUSIBLE, {"total": report.total, "low": usual.low, "high": usual.high})]
    if usual.settlement_people is not None and report.total > usual.settlement_people:
        return [Notice(Flag.IMPLAUSIBLE, {"total": report.total, "people": usual.settlement_people})]
    return []


def _too_round(report: ReportFacts) -> list[Notice]:
    numbers = [report.total, *(n for n in (report.women, *report.ages.values()) if n)]
    if report.total < 50 or report.counted == "estimate" or not all(n % 10 == 0 for n in numbers):
        return []
    return [Notice(Flag.TOO_ROUND, {"total": report.total})]


def _picture_seen(report: ReportFacts, others: Sequence[ReportFacts], distance: int) -> list[Notice]:
    if report.photo_hash is None:
        return []
    for other in others:
        if other.uuid == report.uuid or other.photo_hash is None or other.is_void:
            continue
        if ((report.photo_hash ^ other.photo_hash) & (1 << 64) - 1).bit_count() <= distance:
            return [Notice(Flag.PICTURE_SEEN, {"other": str(other.uuid), "date": other.held_on.isoformat()})]
    return []


# ---------------------------------------------------------------- open or closed


def is_open(*, venue_closed: bool, audience_closed: bool = False, said_open: bool | None = None) -> bool:
    """How an activity counts in public: closed if its venue or audience is; what its organisation said can only close.

    Source: house.md, Activity: schools, homes and returned migrants are closed by default.
    """
    if venue_closed or audience_closed:
        return False
    return said_open is not False


class ConcernState(StrEnum):
    """Where something stands that the safeguarding person was told of."""

    WAITING = "waiting"
    TAKEN_UP = "taken_up"
    CLOSED = "closed"


class Because(StrEnum):
    """Why she was told. Never what happened."""

    DISCLOSURE = "disclosure"  # someone told of trouble: a text of the report was hidden
    CHECK = (
        "check"  # whoever was called for a check said that people were afraid of something or did not like it
    )


CONCERN_MOVES = {
    "take_up": (frozenset({ConcernState.WAITING}), ConcernState.TAKEN_UP),
    "close": (frozenset({ConcernState.WAITING, ConcernState.TAKEN_UP}), ConcernState.CLOSED),
}


# ---------------------------------------------------------------- the small forms

SMALL_MOVES = {
    "confirm": (frozenset({ReportState.RECEIVED}), ReportState.CONFIRMED),
    "send-back": (frozenset({ReportState.RECEIVED, ReportState.CONFIRMED}), ReportState.SENT_BACK),
    "void": (
        frozenset({ReportState.RECEIVED, ReportState.SENT_BACK, ReportState.CONFIRMED}), ReportState.VOID,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class SmallStanding:
    """What a decision about the media log or a week in figures needs to know."""

    edition: str
    organisation: str
    state: ReportState
    sender: int | None


def small_refusal(verb: str, one: SmallStanding, actor: Actor) -> str | None:
    """Why this actor may not do this to it: a code of problems.WHY; None where she may. Any other reviewer may."""
    came_from, leads_to = SMALL_MOVES[verb]
    if one.state != leads_to and one.state not in came_from:
        return "state"
    if actor.is_house:
        return None
    if not actor.has(Role.REVIEWER, Role.SECRETARIAT, edition=one.edition):
        return "not_reviewer"
    if verb == "confirm" and one.sender is not None and one.sender == actor.account:
        return "own_report"
    own = actor.organisations(*Role, edition=one.edition)
    return "own_organisation" if one.organisation and one.organisation in own else None
