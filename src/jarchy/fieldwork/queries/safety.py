"""Whom somebody in the field calls when something happened: of her places, else of all. Reads; keeps no trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Helpline, SafeguardingNumber
from jarchy.fieldwork.models import Concern, Report
from jarchy.fieldwork.rules import ConcernState
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.texts import text_in
from jarchy.people.models import Membership
from jarchy.people.queries import grants_of
from jarchy.places.models import Place

FIELD = (Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR)
EMERGENCY = "emergency"


@dataclass(frozen=True)
class NumberToCall:
    """`dial` is its tel: address, "" where it must not be dialled (an example)."""

    number: str
    dial: str
    what: str
    where: str = ""  # "" is the whole country, or what `what` says already
    hours: str = ""
    languages: Sequence[str] = ()
    is_illustrative: bool = False


@dataclass(frozen=True)
class NumbersToCall:
    """`first`: those of the places asked for, then the whole country's; `others`: of the other places."""

    first: Sequence[NumberToCall]
    others: Sequence[NumberToCall]
    emergency: Sequence[NumberToCall]


def numbers_for(edition: Edition, actor: Actor) -> NumbersToCall:
    """Of the places of her roles and of her organisations; where these are none, `first` has the whole country's."""
    return numbers_at(edition, places_of(edition, actor))


def numbers_at(edition: Edition, places: Iterable[Place]) -> NumbersToCall:
    """Of these places, each with all above it. Two queries."""
    rows = charter.safeguarding_numbers(edition)
    first = _first_of(rows, places)
    return NumbersToCall(
        [_number(row, edition) for row in first],
        [_number(row, edition) for row in rows if row not in first],
        [_helpline(row, edition) for row in charter.helplines(edition) if _is_emergency(row, edition)],
    )


def first_number(edition: Edition, actor: Actor) -> str:
    """The one that stands in the head of her pages; "" for none. Two queries."""
    rows = charter.safeguarding_numbers(edition)
    return next((row.number for row in _first_of(rows, places_of(edition, actor))), "")


def _first_of(rows: Sequence[SafeguardingNumber], places: Iterable[Place]) -> list[SafeguardingNumber]:
    """Those of these places and of what lies above them, then those of the whole country."""
    near = {one.pcode for place in places for one in (place, place.district, place.region) if one}
    own = [row for row in rows if row.place and row.place.pcode in near]
    return own + [row for row in rows if row.place is None]


def places_of(edition: Edition, actor: Actor) -> list[Place]:
    """Where she works: the places of her roles, and those of her organisations. One query, none for nobody."""
    grants = actor.grants_of(*Role, edition=edition.slug)
    pcodes = {pcode for grant in grants for pcode in grant.places}
    slugs = actor.organisations(*FIELD, edition=edition.slug)
    if not pcodes and not slugs:
        return []
    asked = Q(pcode__in=pcodes) | Q(organisation__slug__in=slugs)
    return list(Place.objects.filter(asked).select_related("district", "region").distinct().order_by("pk"))


def _number(row: SafeguardingNumber, edition: Edition) -> NumberToCall:
    what, where = text_in(row.names), text_in(row.place.names) if row.place else ""
    return NumberToCall(
        number=_unbroken(row.number),
        dial=_dial(row.number) if edition.live and row.checked_on and not row.is_illustrative else "",
        what=what,
        where="" if where in what else where,
        hours=row.hours,
        languages=row.languages,
        is_illustrative=row.is_illustrative,
    )


def _helpline(row: Helpline, edition: Edition) -> NumberToCall:
    dial = _dial(row.number) if edition.live else ""
    return NumberToCall(_unbroken(row.number), dial, text_in(row.names), hours=row.hours)


def _is_emergency(row: Helpline, edition: Edition) -> bool:
    """Police, ambulance and the like, of the edition's country; in a live edition only what someone has rung."""
    is_here = EMERGENCY in row.topics and row.country == edition.country
    return is_here and (bool(row.checked_on) or not edition.live)


def _unbroken(number: str) -> str:
    return number.replace(" ", "\u00a0")


def _dial(number: str) -> str:
    return "tel:" + "".join(number.split())


def numbers_of_report(report: Report) -> NumbersToCall:
    """Of the report's place. Two queries."""
    place = report.district or report.region
    return numbers_at(report.edition, [place] if place else [])


# --- what the safeguarding person was told of

CLOSED_SHOWN = 50


@dataclass(frozen=True)
class HerList:
    """What she has to see to, the oldest first, then what she closed, the newest first."""

    waiting: Sequence[Concern]
    taken_up: Sequence[Concern]
    closed: Sequence[Concern]


def concerns(edition: Edition, actor: Actor) -> HerList:
    """Of her places. Two queries."""
    rows = Concern.objects.visible_to(actor).filter(edition=edition)
    rows = rows.select_related("report", "region", "district", "told_by").order_by("pk")
    open_ones = list(rows.exclude(state=ConcernState.CLOSED))
    return HerList(
        [row for row in open_ones if row.state == ConcernState.WAITING],
        [row for row in open_ones if row.state == ConcernState.TAKEN_UP],
        list(rows.filter(state=ConcernState.CLOSED).order_by("-moved_at", "-pk")[:CLOSED_SHOWN]),
    )


def concerns_without_person(edition: Edition) -> int:
    """How many wait at places that no safeguarding person has: the number, for whoever can bring one in."""
    waiting = Concern.objects.filter(edition=edition, state=ConcernState.WAITING)
    if not waiting.exists():
        return 0
    held = Membership.objects.live().filter(edition=edition, role=Role.SAFEGUARDING, account__is_active=True)
    grants = grants_of(held.values_list("account_id", flat=True), edition).values()
    places = [one.places for found in grants for one in found if one.role is Role.SAFEGUARDING]
    return waiting.nobody_has(places).count()
