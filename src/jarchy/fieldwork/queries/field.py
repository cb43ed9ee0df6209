"""A volunteer's and a coordinator's day: what to do first, who goes this week, what became of our reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.models import Activity, Report, ReportMove
from jarchy.fieldwork.queries.plans import WHOLE as WHOLE_PLAN
from jarchy.fieldwork.queries.reports import WHOLE, Page, last_moves
from jarchy.fieldwork.rules import ActivityState, ReportState
from jarchy.foundation.narrowing import Actor, Role

WEEK = 7
FIRST_THINGS = 3
COORDINATING = (Role.COORDINATOR, Role.REGIONAL_COORDINATOR)


@dataclass(frozen=True)
class ToDo:
    """One thing to do. what: mend, look, report (a plan of the past), today. `days`: since when it waits."""

    what: str
    days: int
    report: Report | None = None
    activity: Activity | None = None
    move: ReportMove | None = None


@dataclass(frozen=True)
class FieldDay:
    """What the first page of the field shows. `more`: how many things to do are left after the first three."""

    organisations: Sequence[Organisation]
    first: Sequence[ToDo]
    more: int
    week: Sequence[Activity]
    alone: int
    sent: int
    confirmed: int
    states: dict[str, int] = field(default_factory=dict)


def own_organisations(edition: Edition, actor: Actor) -> list[Organisation]:
    """Those for which this actor reports, by slug. One query."""
    slugs = actor.organisations(Role.VOLUNTEER, Role.COORDINATOR, edition=edition.slug)
    return list(Organisation.objects.filter(slug__in=slugs).select_related("place").order_by("slug"))


def coordinates(edition: Edition, actor: Actor) -> bool:
    return actor.has(*COORDINATING, edition=edition.slug)


def field_day(edition: Edition, actor: Actor) -> FieldDay:
    """Seven queries, however much there is."""
    things = _things_to_do(edition, actor)
    today = edition.today()
    week = list(
        _plans(edition, actor)
        .filter(date__range=(today, today + timedelta(WEEK - 1)))
        .select_related(*WHOLE_PLAN)
        .order_by("date", "pk")[:30]
    )
    mine = Report.objects.filter(edition=edition, reporter=actor.account)
    states = dict(mine.values_list("state").annotate(n=Count("id")).order_by())
    return FieldDay(
        organisations=own_organisations(edition, actor),
        first=things[:FIRST_THINGS],
        more=max(0, len(things) - FIRST_THINGS),
        week=week,
        alone=sum(1 for plan in week if plan.team == 1),
        sent=sum(states.values()),
        confirmed=states.get(ReportState.CONFIRMED, 0),
        states=states,
    )


def _plans(edition: Edition, actor: Actor):
    rows = Activity.objects.visible_to(actor)
    return rows.filter(edition=edition, state=ActivityState.PLANNED, is_retired=False)


def _things_to_do(edition: Edition, actor: Actor, *, most: int = 20) -> list[ToDo]:
    """The oldest of each kind first, then the rest: mending, looking, reporting, what is on today. Four queries."""
    today = edition.today()
    is_coordinator = coordinates(edition, actor)
    seen = Report.objects.visible_to(actor).filter(edition=edition).select_related(*WHOLE)
    sent_back = seen.filter(state=ReportState.SENT_BACK)
    if not is_coordinator:
        sent_back = sent_back.filter(reporter=actor.account)
    back = list(sent_back.order_by("moved_on", "pk")[:most])
    moves = last_moves(back)
    mend = [ToDo("mend", (today - r.moved_on).days, report=r, move=moves.get(r.pk)) for r in back]
    look = []
    if is_coordinator:
        waiting = seen.filter(state=ReportState.RECEIVED).order_by("received_on", "pk")[:most]
        look = [ToDo("look", (today - r.received_on).days, report=r) for r in waiting]
    plans = list(
        _plans(edition, actor)
        .filter(date__lte=today)
        .select_related(*WHOLE_PLAN)
        .order_by("-date", "-pk")[:most]
    )
    late = [ToDo("report", (today - p.date).days, activity=p) for p in plans if p.date < today]
    now = [ToDo("today", 0, activity=p) for p in plans if p.date == today]
    kinds = [mend, look, now, late]
    return [one[0] for one in kinds if one] + [thing for one in kinds for thing in one[1:]]


def reports_for_coordinator(edition: Edition, actor: Actor, *, after: str = "", limit: int = 25) -> Page:
    """Reports that wait for their coordinator, oldest first. One query."""
    rows = Report.objects.visible_to(actor).filter(edition=edition, state=ReportState.RECEIVED)
    if after:
        day, key = after.split("_")
        rows = rows.filter(Q(received_on__gt=date.fromisoformat(day)) | Q(received_on=day, pk__gt=int(key)))
    found = list(rows.select_related(*WHOLE).order_by("received_on", "pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], f"{last.received_on.isoformat()}_{last.pk}" if last else "")


@dataclass(frozen=True)
class PlanPage:
    """What an organisation plans: overdue first of all, then what comes, then what was called off."""

    overdue: Sequence[Activity]
    coming: Sequence[Activity]
    called_off: Sequence[Activity]
    held: int
    after: str


def plan_of(edition: Edition, actor: Actor, *, after: str = "", limit: int = 50) -> PlanPage:
    """The plans that this actor may see; coming ones paged by key. Four queries."""
    today = edition.today()
    rows = Activity.objects.visible_to(actor).filter(edition=edition, is_retired=False)
    planned = rows.filter(state=ActivityState.PLANNED).select_related(*WHOLE_PLAN)
    coming = planned.filter(date__gte=today)
    if after:
        day, key = after.split("_")
        coming = coming.filter(Q(date__gt=date.fromisoformat(day)) | Q(date=day, pk__gt=int(key)))
    found = list(coming.order_by("date", "pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    off = rows.filter(state=ActivityState.CALLED_OFF).select_related(*WHOLE_PLAN)
    return PlanPage(
        overdue=[] if after else list(planned.filter(date__lt=today).order_by("-date", "-pk")[:limit]),
        coming=found[:limit],
        called_off=[] if after else list(off.order_by("-date", "-pk")[:limit]),
        held=rows.filter(state=ActivityState.HELD).count(),
        after=f"{last.date.isoformat()}_{last.pk}" if last else "",
    )


def last_plan(edition: Edition, actor: Actor) -> Activity | None:
    """The latest activity of her own organisations until today, else the next one. Two queries at most."""
    slugs = actor.organisations(*COORDINATING, edition=edition.slug)
    rows = Activity.objects.filter(edition=edition, organisation__slug__in=slugs, is_retired=False)
    rows = rows.exclude(state=ActivityState.CALLED_OFF).select_related(*WHOLE_PLAN)
    return (
        rows.filter(date__lte=edition.today()).order_by("-date", "-pk").first()
        or rows.order_by("date", "pk").first()
    )


def recent_places(
    edition: Edition, organisation: Organisation, *, most: int = 4
) -> list[tuple[str, dict[str, str]]]:
    """(P-code, names) of the places where this organisation planned last, each once. One query."""
    rows = Activity.objects.filter(edition=edition, organisation=organisation, is_retired=False)
    found: dict[str, dict[str, str]] = {}
    for pcode, names in rows.order_by("-pk").values_list("place__pcode", "place__names")[:60]:
        found.setdefault(pcode, names)
    return list(found.items())[:most]


def the_plan(uuid, actor: Actor) -> Activity | None:
    """The planned activity, if this actor may see it."""
    rows = Activity.objects.visible_to(actor).filter(uuid=uuid, is_retired=False)
    return rows.select_related(*WHOLE_PLAN, "edition").first()
