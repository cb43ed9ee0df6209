"""What is planned: by an organisation on the pages, called off, postponed, copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from jarchy.charter import queries as charter
from jarchy.charter.actions import check_may, note_change_on_pages
from jarchy.charter.models import Choice, Edition, Organisation
from jarchy.charter.rules import Act
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.review import check_reason
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.problems import WHY, Problems
from jarchy.fieldwork.rules import ActivityState
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role, reaches
from jarchy.places.models import Place

PLANNERS = (Role.COORDINATOR, Role.REGIONAL_COORDINATOR, Role.SECRETARIAT)


@dataclass(frozen=True)
class PlannedActivity:
    """What somebody plans. `said_open`: what the organisation says; it can only close what would be open."""

    date: date
    pcode: str
    kind: str
    venue: str
    audience: str = ""
    topics: tuple[str, ...] = ()
    cohosts: tuple[str, ...] = field(default=())
    expected: int | None = None
    team: int | None = None
    said_open: bool = True
    announced: bool = False
    supported_by: str = ""
    sessions: int | None = None  # times it is held that day


class PlanLists:
    """What plans may name, each list asked once for many of them. `pcodes`: those of their places."""

    def __init__(self, edition: Edition, pcodes: Iterable[str]) -> None:
        self.venues, self.audiences = charter.choices(edition, "venue"), charter.choices(edition, "audience")
        self.by_name: dict[str, Mapping[str, Choice]] = {
            "kind": charter.choices(edition, "kind"),
            "venue": self.venues,
            "audience": self.audiences,
            "topic": charter.choices(edition, "topic"),
        }
        rows = Place.objects.filter(pcode__in=set(pcodes)).select_related("region", "district")
        self.places = {place.pcode: place for place in rows}

    def filled(self, activity: Activity, plan: PlannedActivity) -> Activity:
        """The activity with what is planned, which has no faults."""
        place, venue = self.places[plan.pcode], self.venues[plan.venue]
        audience = self.audiences.get(plan.audience)
        activity.date, activity.place = plan.date, place
        activity.region, activity.district = place.region or place, place.district or place.region or place
        for name in ("kind", "venue", "audience", "expected", "team", "said_open", "supported_by",
                     "sessions"):  # fmt: skip
            setattr(activity, name, getattr(plan, name))
        activity.topics, activity.cohosts = list(plan.topics), list(plan.cohosts)
        activity.is_open = rules.is_open(
            venue_closed=venue.is_closed,
            audience_closed=bool(audience and audience.is_closed),
            said_open=plan.said_open,
        )
        activity.said_announced, activity.announced = plan.announced, plan.announced and activity.is_open
        return activity


def faults_of(plan: PlannedActivity, edition: Edition, lists: PlanLists | None = None) -> dict[str, str]:
    """What is wrong with it, by field, as codes; {} where nothing is. All at once."""
    lists = lists or PlanLists(edition, [plan.pcode])
    found: dict[str, str] = {}
    if not edition.prepares_from <= plan.date <= edition.ends:
        found["date"] = "outside"
    for name, slug in (("kind", plan.kind), ("venue", plan.venue), ("audience", plan.audience)):
        if (slug or name != "audience") and slug not in lists.by_name[name]:
            found[name] = "unknown"
    if unknown := set(plan.topics) - set(lists.by_name["topic"]):
        found["topics"] = f"unknown: {', '.join(sorted(unknown))}"
    if plan.pcode not in lists.places:
        found["place"] = "unknown"
    if plan.team is not None and plan.team < 1:
        found["team"] = "nobody"
    return found


@transaction.atomic
def plan_activity(edition: Edition, organisation: Organisation, plan: PlannedActivity, *, by: Actor,
                  uuid: UUID | None = None) -> Activity:  # fmt: skip
    """Plan an activity, or change the one of this UUID while it is planned."""
    check_may(edition, Act.PLAN)
    lists = PlanLists(edition, [plan.pcode])
    if faults := faults_of(plan, edition, lists):
        raise Problems.wrong_plan(why="; ".join(f"{name} {fault}" for name, fault in faults.items()))
    activity = _mine(uuid, by) if uuid else Activity(edition=edition, organisation=organisation)
    _still_planned(activity)
    lists.filled(activity, plan)
    _check_may_plan(activity, by)
    activity.save()
    note_plans("activity planned" if uuid is None else "activity changed", [activity], by)
    return activity


@transaction.atomic
def call_off_activity(uuid: UUID, *, reason: str, by: Actor) -> Activity:
    """It will not be held, and why. Again: nothing more happens."""
    activity = _mine(uuid, by)
    check_may(activity.edition, Act.CALL_OFF)
    check_reason(activity.edition, "call_off", reason)
    if activity.state == ActivityState.CALLED_OFF and activity.reason == reason:
        return activity
    _still_planned(activity)
    activity.state, activity.reason = ActivityState.CALLED_OFF, reason
    activity.save(update_fields=["state", "reason"])
    note_plans("activity called off", [activity], by, why=reason)
    return activity


@transaction.atomic
def plan_again(uuid: UUID, *, by: Actor) -> Activity:
    """Undo: what was called off is planned again."""
    activity = _mine(uuid, by)
    check_may(activity.edition, Act.CALL_OFF)
    if activity.state == ActivityState.CALLED_OFF:
        activity.state, activity.reason = ActivityState.PLANNED, ""
        activity.save(update_fields=["state", "reason"])
        note_plans("activity planned again", [activity], by)
    return activity


@transaction.atomic
def postpone_activities(uuids: Sequence[UUID], *, to: date, reason: str, by: Actor) -> list[Activity]:
    """Move these to another day, all or none; each remembers the day on which it was to be first."""
    activities = [_mine(uuid, by) for uuid in uuids]
    for activity in activities:
        check_may(activity.edition, Act.PLAN)
        check_reason(activity.edition, "postpone", reason)
        _still_planned(activity)
        if not activity.edition.prepares_from <= to <= activity.edition.ends:
            raise Problems.wrong_plan(why=f"date {to} outside")
    for activity in activities:
        if activity.date != to:
            activity.postponed_from = activity.postponed_from or activity.date
            activity.date, activity.reason = to, reason
            activity.save(update_fields=["date", "reason", "postponed_from"])
    note_plans("activity postponed", activities, by, why=reason)
    return activities


@transaction.atomic
def copy_activity(uuid: UUID, *, to: date, by: Actor) -> Activity:
    """The same again on another day: five a month are planned by copying the last."""
    last = _mine(uuid, by)
    check_may(last.edition, Act.PLAN)
    if not last.edition.prepares_from <= to <= last.edition.ends:
        raise Problems.wrong_plan(why=f"date {to} outside")
    columns = ("edition", "organisation", "place", "region", "district", "kind", "venue", "audience", "topics",
               "cohosts", "expected", "sessions", "said_open", "is_open", "said_announced", "announced", "supported_by",
               "team")  # fmt: skip
    activity = Activity.objects.create(date=to, **{name: getattr(last, name) for name in columns})
    note_plans("activity planned", [activity], by)
    return activity


def _mine(uuid: UUID, by: Actor) -> Activity:
    """The activity, locked, if this actor may change it; else a problem that tells nothing of what exists."""
    rows = Activity.objects.visible_to(by).filter(uuid=uuid, is_retired=False)
    key = rows.values_list("pk", flat=True).first()
    if key is None:
        raise Problems.no_activity()
    whole = Activity.objects.select_related("edition", "organisation", "place", "region", "district")
    activity = whole.select_for_update(of=("self",)).get(pk=key)
    _check_may_plan(activity, by)
    return activity


def may_plan(activity: Activity, by: Actor) -> bool:
    if by.is_house:
        return True
    ancestors = frozenset({activity.place.pcode, activity.district.pcode, activity.region.pcode})
    grants = by.grants_of(*PLANNERS, edition=activity.edition.slug)
    return reaches(grants, organisation=activity.organisation.slug, ancestors=ancestors)


def _check_may_plan(activity: Activity, by: Actor) -> None:
    if not may_plan(activity, by):
        raise Problems.not_possible(why=WHY["not_coordinator"])


def _still_planned(activity: Activity) -> None:
    if activity.state == ActivityState.HELD:
        raise Problems.reported_already()


def note_plans(verb: str, activities: Sequence[Activity], by: Actor, why: str = "") -> None:
    """One audit line each, and a change on the pages, which stops an older folder."""
    edition = activities[0].edition
    if not by.is_house:  # `simulate` lives what the folder says; it changes nothing on pages
        note_change_on_pages(edition)
    audit.note_many(
        verb, kind="activity", by=by, edition=edition.slug, edition_day=edition.today(), why=why,
        rows=[(activity.uuid, {"date": activity.date.isoformat()}) for activity in activities],
    )  # fmt: skip
