"""What a file may tell of who stands behind an activity: naming who carries it, or who pays, can hurt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Participation
from jarchy.charter.rules import Public, may_be_named
from jarchy.ledger.rules import Sight


def lead_of(edition: Edition) -> str:
    """Whose programme the campaign is: the first of its leading bodies; "" where none is named."""
    leads = charter.organisations_of(edition).filter(role=Participation.Role.LEAD)
    return leads.values_list("organisation__slug", flat=True).first() or ""


def local_partner() -> str:
    return gettext("local partner")


def village_of(row: Any) -> str:
    """The P-code of the village or town below the rayon; "" where the row names none."""
    return "" if row.pcode in (row.district, row.region) else str(row.pcode or "")


class Telling:
    """The rules of one file, by how far the public may know each organisation. One query at the start."""

    def __init__(self, edition: Edition, sight: Sight) -> None:
        self.is_public = sight is Sight.PUBLIC
        self._publicity: Mapping[str, str] = charter.publicity(edition) if self.is_public else {}

    def _publicity_of(self, slug: str) -> str:
        """Whoever is not in the edition is not public."""
        return self._publicity.get(slug, Public.NO)

    def may_name(self, slug: str, *, beside_village: bool = False) -> bool:
        return not self.is_public or may_be_named(self._publicity_of(slug), beside_village=beside_village)

    def is_whole(self, slug: str) -> bool:
        """Whether more than its name may be told: where it sits, who supports it."""
        return not self.is_public or self._publicity_of(slug) == Public.YES

    def hosts(self, row: Any) -> tuple[list[str], int]:
        """Those of an activity that may be named, and how many may not: they are “local partners”."""
        there, in_village = [slug for slug in row.hosts if slug], bool(village_of(row))
        named = [slug for slug in there if self.may_name(slug, beside_village=in_village)]
        return named, len(there) - len(named)

    def supporter(self, row: Any) -> str | None:
        """Whose money: in public only where every host is public without reserve, and so is the supporter's name."""
        if not row.supported_by:
            return None
        told = all(self.is_whole(slug) for slug in row.hosts) and self.may_name(row.supported_by)
        return row.supported_by if told else None
