"""Plans as pages and forms ask for them: the form's list, the coming days, what is overdue, planned against done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.utils.translation import gettext, override

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Participation
from jarchy.charter.one_reading import once
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.rules import ActivityState
from jarchy.foundation.narrowing import Actor, Role, reaches
from jarchy.foundation.texts import text_in
from jarchy.ledger.rules import Sight
from jarchy.places import queries as places

WHOLE = ("organisation", "place", "region", "district")


def activities_list(edition: Edition, organisation: str, language: str) -> list[dict[str, str]]:
    """Rows of the form's activities.csv for one organisation: first `new`, then its plans, nearest days first.

    name is the work plan's id, or the UUID where it has none. Reported and called-off plans are there with `offered`
    "no", those of coming days with "later": nobody is asked about them, but a phone's older list may name them, a
    report of one may be sent again, and a sheet lies ready for weeks.
    """
    words = {}
    for code in edition.languages:
        with override(code):
            words[code] = gettext("Not in the plan")
    rows = [{"name": "new", **_labels(words, language), "venue": "", "kind": ""}]
    kinds = charter.choices(edition, "kind")
    today = edition.today()
    plans = Activity.objects.filter(edition=edition, organisation__slug=organisation)
    for plan in plans.select_related("place").order_by("-date", "pk"):
        kind = kinds.get(plan.kind)
        labels = {
            code: " · ".join(
                (
                    f"{plan.date:%d.%m}",
                    text_in(kind.names if kind else {}, code) or plan.kind,
                    text_in(plan.place.names, code),
                )
            )
            for code in edition.languages
        }
        name = plan.slug or str(plan.uuid)
        is_planned = plan.state == ActivityState.PLANNED and not plan.is_retired
        is_asked = is_planned and plan.date <= today
        offered = {} if is_asked else {"offered": "later" if is_planned else "no"}
        rows.append(
            {"name": name, **_labels(labels, language), "venue": plan.venue, "kind": plan.kind, **offered}
        )
    return rows


@dataclass
class HerPlaces:
    """What a regional coordinator may report for an organisation: what was planned, or held, in her places."""

    edition: Edition
    organisation: str
    by: Actor

    @cached_property
    def beyond(self) -> frozenset[str]:
        plans = Activity.objects.filter(edition=self.edition, organisation__slug=self.organisation)
        rows = plans.values_list("slug", "uuid", "place__pcode")
        return frozenset(slug or str(uuid) for slug, uuid, pcode in rows if not self._holds(pcode))

    def fault_of(self, answers: Mapping[str, str]) -> str:
        """The plan, else the deepest place said; one that nobody knows is no place elsewhere."""
        if answers.get("activity", "") in self.beyond:
            return "activity"
        known = places.territory().parents
        said = next((name for name in ("settlement", "adm2", "adm1") if answers.get(name, "") in known), "")
        return said if said and not self._holds(answers[said]) else ""

    def _holds(self, pcode: str) -> bool:
        grants = self.by.grants_of(Role.REGIONAL_COORDINATOR, edition=self.edition.slug)
        return reaches(grants, organisation=self.organisation, ancestors=places.ancestors(pcode))


def organisations_list(edition: Edition, organisation: str, language: str) -> list[dict[str, str]]:
    """Rows of the form's organisations.csv: first `none` (only us), then every other organisation of the edition."""
    words = {}
    for code in edition.languages:
        with override(code):
            words[code] = gettext("Only us")
    rows = [{"name": "none", **_labels(words, language)}]
    others = ((slug, names) for slug, names in _hosts(edition).items() if slug != organisation)
    return rows + [{"name": slug, **_labels(names, language)} for slug, names in others]


@once
def _hosts(edition: Edition) -> dict[str, dict[str, str]]:
    """Names of all that may hold something, by slug."""
    hosts = charter.organisations_of(edition).exclude(role=Participation.Role.FUNDING)
    return {part.organisation.slug: part.organisation.names for part in hosts}


@once
def adm2_list(edition: Edition, language: str) -> Sequence[dict[str, str]]:
    """Rows of the form's adm2.csv, the same for every organisation."""
    return places.adm2_rows(language, edition.country)


@once
def settlements_list(edition: Edition, language: str) -> Sequence[dict[str, str]]:
    """Rows of the form's settlements.csv, the same for every organisation."""
    return places.settlement_rows(language, edition.country)


def _labels(texts: dict[str, str], language: str) -> dict[str, str]:
    return {"label": text_in(texts, language), **{f"label_{code}": text for code, text in texts.items()}}


@dataclass(frozen=True)
class Overdue:
    activity: Activity
    days_late: int


def overdue_plans(edition: Edition, actor: Actor, *, limit: int | None = None) -> list[Overdue]:
    """Plans whose day has passed without a report, latest first by how late. One query."""
    today = edition.today()
    rows = Activity.objects.visible_to(actor).filter(
        edition=edition, state=ActivityState.PLANNED, date__lt=today, is_retired=False
    )
    rows = rows.select_related(*WHOLE).order_by("date", "pk")[:limit]
    return [Overdue(row, (today - row.date).days) for row in rows]


def coming_plans(edition: Edition, actor: Actor, *, days: int = 14) -> list[Activity]:
    """What this actor's organisations or places plan from today on. One query."""
    today = edition.today()
    rows = Activity.objects.visible_to(actor).filter(
        edition=edition,
        state=ActivityState.PLANNED,
        is_retired=False,
        date__range=(today, today + timedelta(days)),
    )
    return list(rows.select_related(*WHOLE).order_by("date", "pk"))


def announced_activities(edition: Edition, *, days: int | None = None) -> Iterator[Activity]:
    """Open and announced plans from today on: the only ones that the public may read one by one."""
    today = edition.today()
    rows = open_plans(edition).filter(announced=True, date__gte=today)
    if days is not None:
        rows = rows.filter(date__lte=today + timedelta(days))
    yield from rows.select_related(*WHOLE).order_by("date", "pk").iterator(chunk_size=500)


def open_plans(edition: Edition):
    """Open activities still planned, as rows."""
    return Activity.objects.filter(
        edition=edition, is_open=True, is_retired=False, state=ActivityState.PLANNED
    )


def planned_cells(
    edition: Edition, *, level: int, within: str | None = None, sight: Sight
) -> dict[str, dict[date, int]]:
    """How many plans without a report there are, by P-code of the place of this level and day. One query.

    The public sees open and announced ones by day; staff every one. Past days are those that are overdue.
    """
    column = "region__pcode" if level == 1 else "district__pcode"
    rows = Activity.objects.filter(edition=edition, is_retired=False, state=ActivityState.PLANNED)
    if sight is Sight.PUBLIC:
        rows = rows.filter(is_open=True, announced=True)
    if within:
        rows = rows.filter(Q(region__pcode=within) | Q(district__pcode=within))
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for pcode, day, number in rows.values_list(column, "date").annotate(n=Count("id")):
        found[pcode][day] = number
    return found


@dataclass(frozen=True)
class PlannedAgainstDone:
    """Numbers of activities of one place in one week (its Monday)."""

    pcode: str
    monday: date
    planned: int
    held: int
    called_off: int
    overdue: int


def planned_against_done(edition: Edition, actor: Actor, *, level: int = 1) -> list[PlannedAgainstDone]:
    """By place and week, in the order of P-code and week; `planned` counts all that were ever planned. One query."""
    column = "region__pcode" if level == 1 else "district__pcode"
    rows = Activity.objects.visible_to(actor).filter(edition=edition, is_retired=False)
    sums: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pcode, day, state, number in rows.values_list(column, "date", "state").annotate(n=Count("id")):
        cell = sums[pcode, day - timedelta(day.weekday())]
        cell["planned"] += number
        cell["held"] += number if state == ActivityState.HELD else 0
        cell["called_off"] += number if state == ActivityState.CALLED_OFF else 0
        cell["overdue"] += number if state == ActivityState.PLANNED and day < edition.today() else 0
    return [
        PlannedAgainstDone(pcode, monday, c["planned"], c["held"], c["called_off"], c["overdue"])
        for (pcode, monday), c in sorted(sums.items())
    ]


@dataclass(frozen=True)
class Silent:
    """An organisation with plans whose reports are missing."""

    organisation: str
    names: dict[str, str]
    overdue: int
    oldest: date


def who_has_not_reported(edition: Edition, actor: Actor) -> list[Silent]:
    """Organisations with overdue plans, most first. One query."""
    found: dict[str, list] = {}
    for overdue in overdue_plans(edition, actor):
        organisation = overdue.activity.organisation
        entry = found.setdefault(organisation.slug, [organisation.names, 0, overdue.activity.date])
        entry[1] += 1
    silent = [Silent(slug, names, n, oldest) for slug, (names, n, oldest) in found.items()]
    return sorted(silent, key=lambda s: (-s.overdue, s.oldest, s.organisation))


def thin_this_week(edition: Edition, actor: Actor) -> list[PlannedAgainstDone]:
    """Oblasts where some of what this week (from its Monday) planned until now has no report. One query."""
    today = edition.today()
    monday = today - timedelta(today.weekday())
    return [row for row in planned_against_done(edition, actor) if row.monday == monday and row.overdue]
