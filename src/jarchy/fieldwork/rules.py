"""What may be done to a report, what is noticed about it, how it is counted. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from jarchy.charter import thresholds
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
    TOO_LATE = "too_late"  # came when reports were no longer taken: kept apart, never counted


# From where each verb leads; a verb asked again where it already led is no fault and changes nothing.
MOVES: dict[str, tuple[frozenset[ReportState], ReportState]] = {
    "forward": (frozenset({ReportState.RECEIVED}), ReportState.FORWARDED),
    "confirm": (frozenset({ReportState.FORWARDED, ReportState.RECEIVED}), ReportState.CONFIRMED),
    "send-back": (
        frozenset({ReportState.RECEIVED, ReportState.FORWARDED, ReportState.CONFIRMED}),
        ReportState.SENT_BACK,
    ),
    "void": (frozenset(ReportState) - {ReportState.VOID, ReportState.TOO_LATE}, ReportState.VOID),
}


class CorrectionVerb(StrEnum):
    """What a correction after the end does to a report."""

    VOID = "void"
    CONFIRM = "confirm"
    CLOSE = "close"


class CorrectionState(StrEnum):
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


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
    hosts = report.hosts | {report.organisation}
    held = actor.grants_of(Role.REVIEWER, Role.SECRETARIAT, edition=report.edition)
    grants = [grant for grant in held if not grant.without & hosts]
    if not reaches(grants, organisation=report.organisation, ancestors=report.ancestors):
        return "not_reviewer"
    own = {g.organisation for g in actor.grants if g.edition == report.edition and g.organisation}
    return "own_organisation" if own & hosts else None


def assigned_to(report: Standing, way_up: Sequence[str], reviewers: Mapping[int, Actor]) -> tuple[int, ...]:
    """Account numbers of the reviewers with whom it waits: those who look after the smallest place around it.

    `way_up`: P-codes of its place and of those above, from below. Several share it; () where nobody may review it.
    """
    found: dict[int, list[int]] = {}
    for account, actor in reviewers.items():
        if account in report.reporters or review_refusal(report, actor):
            continue
        covering = [
            _height(grant.places, way_up)
            for grant in actor.grants_of(Role.REVIEWER, edition=report.edition)
            if reaches([grant], organisation=report.organisation, ancestors=report.ancestors)
        ]
        if covering:
            found.setdefault(min(covering), []).append(account)
    return tuple(sorted(found[min(found)])) if found else ()


def _height(places: frozenset[str], way_up: Sequence[str]) -> int:
    """How far above the report's place a role's own place lies; a role without places lies above all."""
    return next((height for height, pcode in enumerate(way_up) if pcode in places), len(way_up))


# ---------------------------------------------------------------- second look


class SecondLookResult(StrEnum):
    STANDS = "stands"
    LOOK_AGAIN = "look_again"


def is_drawn(keyed: str, percent: int) -> bool:
    """Whether chance takes this one: `keyed` is the installation's keyed hash of it (64 hex digits).

    The same whenever and in whatever order it is asked, and nobody without the key can tell before.
    """
    return int(keyed[:16], 16) * 100 < percent << 64


def second_look_refusal(report: Standing, confirmed_by: int | None, actor: Actor) -> str | None:
    """Why this actor does not look at it again: a code of problems.WHY; None where she does."""
    if why := review_refusal(report, actor):
        return why
    if actor.account is not None and actor.account == confirmed_by:
        return "own_confirmation"
    if actor.account in report.reporters:
        return "own_report"
    return None


def correction_refusal(verb: CorrectionVerb, report: Standing, *, is_open: bool) -> str | None:
    """Why a report cannot be corrected so after the end; None where it can. Who may, review_refusal says."""
    waits = report.state in MOVES["confirm"][0]
    fits = {
        CorrectionVerb.VOID: report.is_counted and report.state in MOVES["void"][0],
        CorrectionVerb.CONFIRM: waits,
        CorrectionVerb.CLOSE: report.is_counted and is_open,
    }
    return None if fits[verb] else "state"


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


@dataclass(frozen=True)
class Thresholds:
    """From where on something is noticed, as `[flags]` of campaign.toml says; a weight of 0: it never is."""

    picture_distance: int
    times_usual: int
    percent_of_inhabitants: int
    round_from: int
    round_to: int
    team_least: int
    form_faults_from: int
    weights: Mapping[Flag, int]


def thresholds_from(settings: Mapping[str, int]) -> Thresholds:
    """Of an edition's settings; what they do not say is as usual."""
    said = {name: thresholds.value_of(settings, name) for name in thresholds.FLAGS}
    weights = {flag: said.pop(f"weight_{flag}") for flag in Flag}
    return Thresholds(**said, weights=weights)


USUAL_THRESHOLDS = thresholds_from({})


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
    settlement_people: int | None = None
    thresholds: Thresholds = USUAL_THRESHOLDS


@dataclass(frozen=True)
class Notice:
    flag: Flag
    values: dict[str, object]
    weight: int = 0


def flags_of(report: ReportFacts, others: Sequence[ReportFacts], usual: Usual) -> list[Notice]:
    """What a person should look at, heaviest first. `others`: reports of the same days, place or picture."""
    found = [
        *_same_activity(report, others),
        *_outside(report, usual),
        *_implausible(report, usual),
        *_too_round(report, usual.thresholds),
        *_picture_seen(report, others, usual.thresholds.picture_distance),
    ]
    if report.team is not None and 0 < report.team < usual.thresholds.team_least:
        found.append(Notice(Flag.ALONE, {"team": report.team}))
    if report.form_faults >= usual.thresholds.form_faults_from:
        found.append(Notice(Flag.FORM_FAULTS, {"faults": report.form_faults}))
    if report.has_personal_data:
        found.append(Notice(Flag.PERSONAL_DATA, {}))
    return weighed(found, usual.thresholds)


def weighed(found: Sequence[Notice], by: Thresholds) -> list[Notice]:
    """With their weights, heaviest first; what weighs nothing in this campaign is left out."""
    heavy = [Notice(one.flag, one.values, by.weights[one.flag]) for one in found if by.weights[one.flag]]
    return sorted(heavy, key=lambda notice: (-notice.weight, notice.flag))


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
    by = usual.thresholds
    if usual.high is not None and report.total > by.times_usual * usual.high:
        return [Notice(Flag.IMPLAUSIBLE, {"total": report.total, "low": usual.low, "high": usual.high})]
    people = usual.settlement_people
    if people is not None and report.total * 100 > people * by.percent_of_inhabitants:
        return [Notice(Flag.IMPLAUSIBLE, {"total": report.total, "people": people})]
    return []


def _too_round(report: ReportFacts, by: Thresholds) -> list[Notice]:
    numbers = [report.total, *(n for n in (report.women, *report.ages.values()) if n)]
    is_round = all(number % by.round_to == 0 for number in numbers)
    if report.total < by.round_from or report.counted == "estimate" or not is_round:
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


# ---------------------------------------------------------------- calls to check

EXAMPLE_SEED = (
    "an example's seed, known to everybody"  # of editions that are not live; a live one has a secret one
)
NEAR_PEOPLE, NEAR_PART = 10, 3  # as reported: within so many, or within a third
HOST_REST_DAYS = 30  # for so long no host is called again
TAKEN_DAYS = 7  # a call that was taken and not made goes back after so long
CALLERS = (Role.CHECKER, Role.SECRETARIAT)


class Outcome(StrEnum):
    AS_REPORTED = "as_reported"
    DIFFERS = "differs"
    NOT_CONFIRMED = "not_confirmed"
    OPEN = "open"


def check_outcome(*, reached: str, held: str, people: int | None, reported: int) -> Outcome:
    """What came of a call, computed and never typed. Answers as in the form activity_check.

    Source: kg-2018.md, “The check by telephone”: as reported is within a third of the total or within 10 of it.
    """
    if reached not in ("spoke", "visited"):
        return Outcome.OPEN
    if held == "no":
        return Outcome.NOT_CONFIRMED
    if held != "yes" or people is None:
        return Outcome.OPEN
    apart = abs(people - reported)
    is_near = apart <= NEAR_PEOPLE or NEAR_PART * apart <= reported
    return Outcome.AS_REPORTED if is_near else Outcome.DIFFERS


def call_refusal(report: Standing, actor: Actor) -> str | None:
    """Why this actor does not check this report: a code of problems.WHY_NO_CALL; None where she may."""
    if actor.is_house:
        return None
    if not actor.has(*CALLERS, edition=report.edition):
        return "not_checker"
    if actor.account in report.reporters:
        return "own_report"
    own = {g.organisation for g in actor.grants if g.edition == report.edition and g.organisation}
    return "own_organisation" if own & (report.hosts | {report.organisation}) else None


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
