"""What a file may tell of who stands behind an activity: naming who carries it, or who pays, can hurt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Participation
from jarchy.ledger.rules import Sight

Public = Participation.Public


def lead_of(edition: Edition) -> str:
    """Whose programme the campaign is: the first of its leading bodies; "" where none is named."""
    leads = charter.organisations_of(edition).filter(role=Participation.Role.LEAD)
    return leads.values_list("organisation__slug", flat=True).first() or ""


class Telling:
    """The rules of one file, by how far the public may know each organisation. One query at the start."""

    def __init__(self, edition: Edition, sight: Sight) -> None:
        self.is_public = sight is Sight.PUBLIC
        self._publicity: Mapping[str, str] = charter.publicity(edition) if self.is_public else {}

    def _is(self, slug: str, *degrees: str) -> bool:
        """Whoever is not in the edition is not public."""
        return self._publicity.get(slug, Public.NO) in degrees

    def may_name(self, slug: str) -> bool:
        return not self.is_public or self._is(slug, Public.YES, Public.NAME_ONLY)

    def is_whole(self, slug: str) -> bool:
        """Whether more than its name may be told: where it sits, who supports it."""
        return not self.is_public or self._is(slug, Public.YES)

    def hosts(self, slugs: Iterable[str]) -> tuple[list[str], int]:
        """Those that may be named, and how many may not: they are “local partners”."""
        there = [slug for slug in slugs if slug]
        named = [slug for slug in there if self.may_name(slug)]
        return named, len(there) - len(named)

    def place(self, row: Any) -> str:
        """The P-code of the village or town below the rayon; "" where there is none, or where one of the hosts is
        public by its name only: a name and a village point at a person.
        """
        if not row.pcode or row.pcode in (row.district, row.region):
            return ""
        by_name = self.is_public and any(self._is(slug, Public.NAME_ONLY) for slug in row.hosts)
        return "" if by_name else str(row.pcode)

    def supporter(self, row: Any) -> str | None:
        """Whose money: in public only where every host is public without reserve, and so is the supporter's name."""
        if not row.supported_by:
            return None
        told = all(self.is_whole(slug) for slug in row.hosts) and self.may_name(row.supported_by)
        return row.supported_by if told else None
