"""Coming activities: only open ones whose organisation announces them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Choice, Edition
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.queries import plans
from jarchy.formats.numbers import month_text
from jarchy.foundation.texts import text_in
from jarchy.website.parts.taking_part import PublicNames
from jarchy.website.problems import Problems

FOLDED = ("organisation", "place", "region", "district")


@dataclass(frozen=True)
class Coming:
    """One coming activity. `key` tells the next page where to go on."""

    key: str
    date: date
    month: str
    kind: str
    place: str
    host: str
    is_illustrative: bool
    uuid: UUID


def coming(edition: Edition, language: str, *, after: str = "", limit: int) -> tuple[Sequence[Coming], str]:
    """The next activities, nearest first, and the key after which there are more ("" if none). Four queries.

    Raises website.no_such_part for an `after` that is no key.
    """
    asked = plans.open_plans(edition).filter(announced=True, date__gte=edition.today())
    if after:
        day, uuid = _read_key(after)
        asked = asked.filter(Q(date__gt=day) | Q(date=day, uuid__gt=uuid))
    rows = list(asked.select_related(*FOLDED).order_by("date", "uuid")[: limit + 1])
    kinds = charter.choices(edition, "kind", with_retired=True)
    names = PublicNames(edition, language)
    shown = [coming_of(row, kinds, names, language) for row in rows[:limit]]
    return shown, shown[-1].key if len(rows) > limit else ""


def _read_key(key: str) -> tuple[date, UUID]:
    day, _, uuid = key.partition(".")
    try:
        return date.fromisoformat(day), UUID(uuid)
    except ValueError:
        raise Problems.no_such_part() from None


def coming_of(
    row: Activity,
    kinds: Mapping[str, Choice],
    names: PublicNames,
    language: str,
) -> Coming:
    in_village = row.place != row.district
    slugs = [row.organisation.slug, *row.cohosts]
    hosts = dict.fromkeys(names.of(slug, beside_village=in_village) for slug in slugs)
    return Coming(
        key=f"{row.date}.{row.uuid}",
        date=row.date,
        month=month_text(row.date, language),
        kind=_word(kinds, row.kind, language),
        place=_place(row, language),
        host=_together(hosts),
        is_illustrative=row.is_illustrative,
        uuid=row.uuid,
    )


def _word(choices: Mapping[str, Choice], slug: str, language: str) -> str:
    return text_in(choices[slug].names, language) if slug in choices else slug


def _place(row: Activity, language: str) -> str:
    """Village, rayon, oblast: each named once."""
    line = [row.place.names, row.district.names, row.region.short_names]
    return ", ".join(dict.fromkeys(text_in(names, language) for names in line))


def _together(hosts: Iterable[str]) -> str:
    first, *others = hosts
    if not others:
        return first
    return gettext("{host}, together with {others}").format(host=first, others=", ".join(others))
