"""What documents for official use say of plans and reports, in numbers: no report, no person, no village."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import get_language

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.queries.checks import CheckNumbers, check_numbers
from jarchy.fieldwork.queries.plans import Silent, who_has_not_reported
from jarchy.fieldwork.queries.reports import waiting_numbers
from jarchy.fieldwork.rules import ActivityState
from jarchy.fieldwork.shown_checks import checks_sentence
from jarchy.foundation.narrowing import Actor

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class PlanNumbers:
    """Of plans until today (`due`, those called off not among them); `coming`: of the seven days from today on."""

    due: int
    held: int
    overdue: int
    called_off: int
    coming: int


def plan_numbers(
    edition: Edition, actor: Actor, *, place: str | None = None, organisation: str | None = None
) -> PlanNumbers:
    """For the country, an oblast or rayon, or one organisation. One query."""
    today = edition.today()
    rows = Activity.objects.visible_to(actor).filter(edition=edition, is_retired=False)
    if place:
        rows = rows.filter(Q(region__pcode=place) | Q(district__pcode=place))
    if organisation:
        rows = rows.filter(organisation__slug=organisation)
    past, off = Q(date__lt=today) | Q(state=ActivityState.HELD), Q(state=ActivityState.CALLED_OFF)
    planned = Q(state=ActivityState.PLANNED)
    sums = rows.aggregate(
        due=Count("id", filter=past & ~off),
        held=Count("id", filter=Q(state=ActivityState.HELD)),
        overdue=Count("id", filter=planned & Q(date__lt=today)),
        called_off=Count("id", filter=off & Q(date__lte=today)),
        coming=Count("id", filter=planned & Q(date__gte=today, date__lt=today + WEEK)),
    )
    return PlanNumbers(**sums)


def silent(edition: Edition, actor: Actor) -> Sequence[Silent]:
    """Organisations whose reports are missing, most first. One query."""
    return who_has_not_reported(edition, actor)


def checks(edition: Edition) -> str:
    """What calls to check came to in the whole country, as a sentence; "" where none was drawn. One query.

    May stand at either door: sums of the country, and no number of people.
    """
    numbers = check_numbers(edition) if charter.check_rule(edition) else CheckNumbers()
    return checks_sentence(numbers, get_language() or "en") if numbers.drawn else ""


@dataclass(frozen=True)
class Waiting:
    """Reports that wait: for a reviewer (the oldest since `oldest`), and for their coordinators."""

    reviewer: int
    oldest: date | None
    coordinators: int


def waiting(edition: Edition, actor: Actor) -> Waiting:
    """Three queries."""
    said = waiting_numbers(edition, actor)
    return Waiting(int(said["waiting"] or 0), said["oldest"], int(said["unforwarded"] or 0))  # type: ignore[arg-type]
