"""The secretariat's day and its lists: what must be decided, where it is thin, all reports, what was done by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.queries import safety
from jarchy.fieldwork.queries.reports import WHOLE, Page
from jarchy.fieldwork.queries.small_forms import how_many_wait
from jarchy.fieldwork.rules import ActivityState, ReportState
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Actor, Role
from jarchy.people.models import Membership


@dataclass(frozen=True)
class Narrowed:
    """What the list of all reports is narrowed to; "" or None is everything."""

    state: str = ""
    region: str = ""
    district: str = ""
    organisation: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


def all_reports(edition: Edition, actor: Actor, asked: Narrowed, *, after: str = "", limit: int = 50) -> Page:
    """Reports that this actor may see, latest day first. Two queries. `after`: the last one's key, as 2018-10-05_12."""
    rows = narrowed_reports(edition, actor, asked)
    if after:
        day, key = after.split("_")
        rows = rows.filter(Q(held_on__lt=date.fromisoformat(day)) | Q(held_on=day, pk__lt=int(key)))
    found = list(rows.select_related(*WHOLE).order_by("-held_on", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], f"{last.held_on.isoformat()}_{last.pk}" if last and last.held_on else "")


def narrowed_reports(edition: Edition, actor: Actor, asked: Narrowed):
    """The rows behind the list, in no order."""
    rows = Report.objects.visible_to(actor).filter(edition=edition)
    columns = {
        "state": asked.state, "region__pcode": asked.region, "district__pcode": asked.district,
        "organisation__slug": asked.organisation, "kind": asked.kind,
        "held_on__gte": asked.since, "held_on__lte": asked.until,
    }  # fmt: skip
    return rows.filter(**{name: value for name, value in columns.items() if value})


@dataclass(frozen=True)
class Decide:
    """What somebody must decide today, as numbers."""

    helplines: int
    facts: int
    called_off: Sequence[Activity]
    without_answer: int
    small_forms: int  # media items and weeks in figures that wait
    concerns: int  # wait at places that no safeguarding person has


def to_decide(edition: Edition, actor: Actor, *, days: int = 7) -> Decide:
    """Numbers due for a check, plans called off lately, reports sent back without an answer. Four queries."""
    again = charter.asked_again(edition)
    rows = Activity.objects.visible_to(actor).filter(edition=edition, is_retired=False)
    since = edition.today() - timedelta(days)
    off = rows.filter(state=ActivityState.CALLED_OFF, date__gte=since).select_related("organisation", "place")
    back = Report.objects.visible_to(actor).filter(
        edition=edition, state=ReportState.SENT_BACK, moved_on__lte=since
    )
    return Decide(
        helplines=len(list(again.get("helplines", ()))),
        facts=len(list(again.get("facts", ()))),
        called_off=list(off.order_by("date", "pk")[:10]),
        without_answer=back.count(),
        small_forms=how_many_wait(edition, actor),
        concerns=safety.concerns_without_person(edition) if _is_secretariat(edition, actor) else 0,
    )


def _is_secretariat(edition: Edition, actor: Actor) -> bool:
    return actor.has(Role.SECRETARIAT, edition=edition.slug)


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation of the edition with what stands of its plans and reports."""

    organisation: Organisation
    role: str
    planned: int
    held: int
    overdue: int
    waiting: int
    confirmed: int


def organisations_rows(edition: Edition, actor: Actor) -> list[OrganisationRow]:
    """Who takes part, in the folder's order, with numbers of rows this actor may see. Three queries."""
    today = edition.today()
    plans = Activity.objects.visible_to(actor).filter(edition=edition, is_retired=False)
    planned = plans.values("organisation_id").annotate(
        n=Count("id"),
        held=Count("id", filter=Q(state=ActivityState.HELD)),
        overdue=Count("id", filter=Q(state=ActivityState.PLANNED, date__lt=today)),
    )
    sums: dict[int, dict[str, int]] = {row["organisation_id"]: dict(row) for row in planned.order_by()}  # type: ignore[arg-type]
    states: dict[int, dict[str, int]] = defaultdict(dict)
    reports = Report.objects.visible_to(actor).filter(edition=edition)
    for key, state, n in reports.values_list("organisation_id", "state").annotate(n=Count("id")).order_by():
        states[key][state] = n
    rows = []
    for part in charter.organisations_of(edition):
        key = part.organisation_id
        plan, state = sums.get(key, {}), states.get(key, {})
        waits = sum(
            state.get(one, 0) for one in (ReportState.RECEIVED, ReportState.FORWARDED, ReportState.SENT_BACK)
        )
        rows.append(
            OrganisationRow(
                part.organisation, part.role, plan.get("n", 0), plan.get("held", 0), plan.get("overdue", 0),
                waits, state.get(ReportState.CONFIRMED, 0),
            )
        )  # fmt: skip
    return rows


def languages_of_coordinators(edition: Edition) -> dict[str, str]:
    """The language in which each organisation's coordinator reads, by the organisation's slug. One query."""
    rows = Membership.objects.filter(
        edition=edition, role=Role.COORDINATOR, ended_at__isnull=True, organisation__isnull=False
    )
    return dict(rows.order_by("-pk").values_list("organisation__slug", "account__language"))


@dataclass(frozen=True)
class AskedOfRecord:
    kind: str = ""
    verb: str = ""
    key: str = ""


def record(
    edition: Edition, actor: Actor, asked: AskedOfRecord, *, before: int | None = None, limit: int = 50
) -> Page:
    """Audit lines of the edition, newest first: the secretariat's all, an administrator's of accounts. One query."""
    rows = AuditLine.objects.filter(edition__in=(edition.slug, ""))
    if not actor.has(Role.SECRETARIAT, edition=edition.slug):
        rows = rows.exclude(kind__in=("report", "activity", "submission", "draft"))
    for name in ("kind", "verb", "key"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")
