"""What the rest of the house asks of a campaign: its edition, who takes part, its lists, what is counted
and aimed at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, overload

from django.db.models import QuerySet

from jarchy.charter import rules
from jarchy.charter.models import (
    Audience,
    Choice,
    Edition,
    Fact,
    Helpline,
    Indicator,
    Kind,
    Organisation,
    Participation,
    Published,
    Reason,
    Target,
    Topic,
    Venue,
)
from jarchy.charter.one_reading import is_one_reading, once
from jarchy.charter.problems import Problems
from jarchy.charter.rules import Public
from jarchy.places.queries import Territory, territory

LISTS: dict[str, type[Choice]] = {
    "topic": Topic,
    "audience": Audience,
    "venue": Venue,
    "kind": Kind,
    "reason": Reason,
}
RESERVE = (Public.YES, Public.NAME_ONLY, Public.NO)  # least first


def current_edition() -> Edition:
    """The edition that answers at `/<language>/`. Raises charter.no_current_edition where none is loaded."""
    edition = Edition.objects.filter(is_current=True).first()
    if edition is None:
        raise Problems.no_current_edition()
    return edition


def edition(slug: str) -> Edition:
    """Raises charter.no_edition."""
    found = Edition.objects.filter(slug=slug).first()
    if found is None:
        raise Problems.no_edition(edition=slug)
    return found


def editions() -> list[Edition]:
    """All of them, newest first."""
    return list(Edition.objects.order_by("-starts", "slug"))


@overload
def choices(edition: Edition, name: Literal["kind"], *, with_retired: bool = False) -> dict[str, Kind]: ...
@overload
def choices(edition: Edition, name: Literal["venue"], *, with_retired: bool = False) -> dict[str, Venue]: ...
@overload
def choices(
    edition: Edition, name: Literal["audience"], *, with_retired: bool = False
) -> dict[str, Audience]: ...
@overload
def choices(
    edition: Edition, name: Literal["reason"], *, with_retired: bool = False
) -> dict[str, Reason]: ...
@overload
def choices(edition: Edition, name: str, *, with_retired: bool = False) -> dict[str, Choice]: ...
def choices(edition: Edition, name: str, *, with_retired: bool = False) -> Mapping[str, Choice]:
    """Rows of a list (kind, venue, topic, audience, reason) by id, in the folder's order. One query.

    Kept rows may name a retired one: whoever shows those asks `with_retired`.
    """
    return _choices(edition, name, with_retired)


@once
def _choices(edition: Edition, name: str, with_retired: bool) -> dict[str, Choice]:
    query = LISTS[name]._default_manager.filter(edition=edition)
    if not with_retired:
        query = query.filter(is_retired=False)
    return {row.slug: row for row in query.order_by("is_retired", "order", "pk")}


def organisations_of(edition: Edition) -> QuerySet[Participation]:
    """Who takes part, in the folder's order, with the organisation and its place; those no longer in the
    folder are out.
    """
    query = Participation.objects.filter(edition=edition, is_retired=False)
    return query.select_related("organisation__place").order_by("order", "pk")


def organisation(edition: Edition, slug: str) -> Participation | None:
    """What this organisation does in this edition."""
    return organisations_of(edition).filter(organisation__slug=slug).first()


def lead_of(edition: Edition) -> Organisation:
    """The first of the leading bodies. Raises charter.no_edition where the edition has none."""
    found = organisations_of(edition).filter(role=Participation.Role.LEAD).first()
    if found is None:
        raise Problems.no_edition(edition=edition.slug)
    return found.organisation


def publicity(edition: Edition) -> dict[str, str]:
    """How far the public may know each organisation, by its id: yes, name, no (then “local partner”). One
    query. Of several things that it does the most reserved word counts; those no longer in the folder, where it
    does nothing else.
    """
    rows = Participation.objects.filter(edition=edition).values_list(
        "organisation__slug", "public", "is_retired"
    )
    found: dict[str, tuple[bool, int]] = {}
    for slug, public, is_retired in rows:
        said = (not is_retired, RESERVE.index(public))
        found[slug] = max(said, found.get(slug, said))
    return {slug: RESERVE[reserve] for slug, (_, reserve) in found.items()}


@once
def indicators(edition: Edition) -> list[Indicator]:
    """The definitions in use, in the folder's order."""
    return list(Indicator.objects.filter(edition=edition, is_retired=False).order_by("order", "pk"))


def indicator(edition: Edition, slug: str, *, version: int | None = None) -> Indicator | None:
    """The definition in use, or an earlier version of it."""
    if version is None and is_one_reading(edition):
        return next((row for row in indicators(edition) if row.slug == slug), None)
    query = Indicator.objects.filter(edition=edition, slug=slug)
    query = query.filter(is_retired=False) if version is None else query.filter(version=version)
    return query.first()


def targets(edition: Edition, indicator: str | None = None, *, of: str = "value") -> list[Target]:
    """Targets of one indicator (or of all): the country's first, then places in the register's order. One
    query.

    `of`: the value itself; `asked_share` and `gain` are aims of another kind and never stand beside the
    value.
    """
    if indicator is not None and is_one_reading(edition):
        return [row for row in _all_targets(edition, of) if row.indicator == indicator]
    query = Target.objects.filter(edition=edition, is_retired=False, of=of).select_related("place")
    if indicator is not None:
        query = query.filter(indicator=indicator)
    return sorted(
        query, key=lambda target: (target.indicator, target.place.order + 1 if target.place else 0, target.pk)
    )


@once
def _all_targets(edition: Edition, of: str) -> list[Target]:
    return targets(edition, of=of)


@once
def register(edition: Edition) -> Territory:
    """The territory's snapshot, of the edition's country, of one moment for all parts of a page."""
    return territory(edition.country)


def target_values(edition: Edition, indicator: str) -> dict[str, Target]:
    """The same by P-code, "" for the country."""
    return {target.place.pcode if target.place else "": target for target in targets(edition, indicator)}


def helplines(edition: Edition) -> list[Helpline]:
    """Those attested by the edition's today, in the folder's order; each gets `is_overdue`.

    One whose source is later than today is left out: in 2018 nobody could know a number of 2021.
    """
    today = edition.today()
    found = []
    for line in Helpline.objects.filter(edition=edition, is_retired=False).order_by("order", "pk"):
        if rules.attested_from(line.source_date, line.source_date_known_to) <= today:
            line.is_overdue = is_overdue(line, today)  # type: ignore[attr-defined]
            found.append(line)
    return found


def facts(edition: Edition, *, group: str | None = None, topic: str | None = None) -> list[Fact]:
    """Facts whose source is not later than the edition's today and that are not outdated; each gets
    `is_overdue`.
    """
    today = edition.today()
    query = (
        Fact.objects.filter(edition=edition, is_retired=False).select_related("place").order_by("order", "pk")
    )
    if group is not None:
        query = query.filter(group=group)
    if topic is not None:
        query = query.filter(topic=topic)
    found = []
    for fact in query:
        known = rules.attested_from(fact.source_date, fact.source_date_known_to) <= today
        if (
            known
            and (fact.valid_to is None or fact.valid_to >= today)
            and (fact.valid_from is None or fact.valid_from <= today)
        ):
            fact.is_overdue = is_overdue(fact, today)  # type: ignore[attr-defined]
            found.append(fact)
    return found


def fact_text(edition: Edition, slug: str, language: str) -> str:
    """A fact's words for a page, a message or a document; "" where it may not be shown today."""
    return next((fact.names.get(language, "") for fact in facts(edition) if fact.slug == slug), "")


def is_overdue(row: Fact | Helpline, today: date) -> bool:
    """Whether it must be checked again before it is relied upon."""
    return row.must_be_checked or row.check_again_on <= today


def published(edition: Edition, *, series: str | None = None) -> list[Published]:
    """What was published before, in the folder's order."""
    query = Published.objects.filter(edition=edition, is_retired=False).order_by("order", "pk")
    return list(query.filter(series=series) if series else query)


def asked_again(edition: Edition) -> dict[str, Iterable[Fact | Helpline]]:
    """Facts and helplines that are due for a check, for the secretariat: also those that the public does
    not see.
    """
    today = edition.today()
    by_kind: dict[str, Iterable[Fact | Helpline]] = {}
    for name, model in (("helplines", Helpline), ("facts", Fact)):
        rows = model._default_manager.filter(edition=edition, is_retired=False).order_by(
            "check_again_on", "pk"
        )
        by_kind[name] = [row for row in rows if is_overdue(row, today)]
    return by_kind
