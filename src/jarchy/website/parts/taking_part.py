"""Who takes part, as far as each may be named: naming who pays or who carries can hurt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation, Participation
from jarchy.charter.rules import Public
from jarchy.foundation.texts import text_in
from jarchy.ledger.rules import Sight
from jarchy.publications.telling import Telling, local_partner

Role = Participation.Role
FEW = 12  # a role with more bodies is told as a number, the names stand on a page of their own


@dataclass(frozen=True)
class Body:
    """An organisation that may be named; `place` is "" where only its name may."""

    name: str
    place: str
    is_illustrative: bool


@dataclass(frozen=True)
class TakingPart:
    """What some bodies do, those that may be named, and how many may not (said as “local partners”)."""

    role: str
    title: str
    bodies: Sequence[Body]
    unnamed: str

    @property
    def is_long(self) -> bool:
        return len(self.bodies) > FEW


def taking_part(edition: Edition, language: str) -> list[TakingPart]:
    """By role, in the order of the campaign's file. One query."""
    titles = {
        Role.LEAD: gettext("Lead"), Role.AUTHORITY: gettext("Authorities"), Role.YOUTH: gettext("Carried by"),
        Role.COOPERATING: gettext("In cooperation with"), Role.FUNDING: gettext("Funded by"),
    }  # fmt: skip
    rows = list(charter.organisations_of(edition))
    found = []
    for role, title in titles.items():
        of_role = [row for row in rows if row.role == role]
        if of_role:
            named = [_body(row, language) for row in of_role if row.public != Public.NO]
            found.append(TakingPart(str(role), title, named, _unnamed(len(of_role) - len(named))))
    return found


class PublicNames:
    """Under which name the public reads of each organisation. Two queries at the start."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.telling = Telling(edition, Sight.PUBLIC)
        bodies = Organisation.objects.filter(participations__edition=edition).distinct()
        self.names = {slug: text_in(names, language) for slug, names in bodies.values_list("slug", "names")}

    def of(self, slug: str, *, beside_village: bool) -> str:
        named = self.telling.may_name(slug, beside_village=beside_village)
        return self.names.get(slug, slug) if named else local_partner()


def _body(row: Participation, language: str) -> Body:
    place = row.organisation.place if row.public == Public.YES else None
    return Body(
        text_in(row.organisation.names, language),
        text_in(place.short_names, language) if place else "",
        row.organisation.is_illustrative,
    )


def _unnamed(number: int) -> str:
    if not number:
        return ""
    return ngettext("{n} local partner", "{n} local partners", number).format(n=number)
