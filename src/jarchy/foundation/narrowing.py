"""Who asks: an Actor carries what its account may see and do, so that lower rooms narrow without importing people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    REGIONAL_COORDINATOR = "regional_coordinator"
    REVIEWER = "reviewer"
    SECRETARIAT = "secretariat"
    PARTNER = "partner"
    APPROVER = "approver"
    CHECKER = "checker"
    PRESS_OFFICER = "press_officer"
    SAFEGUARDING = "safeguarding"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Grant:
    """One role, in one edition (slug), for one organisation (slug) or in some places (P-codes, with all below them).

    organisation None: every organisation; places empty: every place. `without`: organisations left out, whatever else
    it covers: a reviewer's queue in another's hands never has her own organisation's reports.
    """

    role: Role
    edition: str
    organisation: str | None = None
    places: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """A person (account number), or the house itself (account None, name says what), with what it may do."""

    account: int | None
    grants: frozenset[Grant] = frozenset()
    is_house: bool = False
    name: str = ""

    def grants_of(self, *roles: Role, edition: str) -> list[Grant]:
        """Grants of these roles in this edition, in no order."""
        return [g for g in self.grants if g.role in roles and g.edition == edition]

    def has(self, *roles: Role, edition: str) -> bool:
        return self.is_house or any(True for _ in self.grants_of(*roles, edition=edition))

    def organisations(self, *roles: Role, edition: str) -> set[str]:
        """Slugs of the organisations for which one of these roles is held; empty where the role is for all."""
        return {g.organisation for g in self.grants_of(*roles, edition=edition) if g.organisation}


NOBODY = Actor(account=None, name="public")


def house(name: str) -> Actor:
    """The house acting by itself: a command, a midnight, a simulation. `name` stands in the audit."""
    return Actor(account=None, is_house=True, name=name)


def reaches(grants: Iterable[Grant], *, organisation: str | None, ancestors: frozenset[str]) -> bool:
    """Whether a grant covers a row of this organisation at a place with these P-codes (its own and all above)."""
    return any(
        (g.organisation is None or g.organisation == organisation)
        and (not g.places or g.places & ancestors)
        and organisation not in g.without
        for g in grants
    )
