"""The cast: people who act in every room's tests, brought in by the real actions.

In youth-naryn Aigul volunteers and Bakyt is her coordinator; Farkhad coordinates youth-talas, another organisation.
Cholpon reviews, Daniyar and his colleagues are the Secretariat, Elena is a partner's officer, Gulnara coordinates
all organisations of Naryn oblast, Islam makes calls to check, Lola is the safeguarding person of Naryn oblast, Maksat
the press officer, Jyldyz and Kanat look after accounts. Zarina approves for
the leading agency.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.test import Client

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.narrowing import Actor, Role, house
from jarchy.people import actions, queries
from jarchy.people.models import Account
from jarchy.places.models import Place
from tests.tiny import AGENCY, NARYN, YOUTH_NARYN, YOUTH_TALAS

ROLES = {  # who: role, organisation, places
    "aigul": (Role.VOLUNTEER, YOUTH_NARYN, []),
    "bakyt": (Role.COORDINATOR, YOUTH_NARYN, []),
    "cholpon": (Role.REVIEWER, None, []),
    "daniyar": (Role.SECRETARIAT, None, []),
    "elena": (Role.PARTNER, None, []),
    "farkhad": (Role.COORDINATOR, YOUTH_TALAS, []),
    "gulnara": (Role.REGIONAL_COORDINATOR, None, [NARYN]),
    "islam": (Role.CHECKER, None, []),
    "jyldyz": (Role.ADMINISTRATOR, None, []),
    "kanat": (Role.ADMINISTRATOR, None, []),
    "zarina": (Role.APPROVER, AGENCY, []),
    "lola": (Role.SAFEGUARDING, None, [NARYN]),
    "maksat": (Role.PRESS_OFFICER, None, []),
}


@dataclass(frozen=True)
class Cast:
    edition: Edition
    aigul: Account
    bakyt: Account
    cholpon: Account
    daniyar: Account
    elena: Account
    farkhad: Account
    gulnara: Account
    islam: Account
    jyldyz: Account
    kanat: Account
    zarina: Account
    lola: Account
    maksat: Account

    @property
    def administrator(self) -> Account:
        return self.jyldyz

    def actor(self, account: Account) -> Actor:
        """The person as rules and actions meet her."""
        return queries.actor_of(account)

    def client(self, account: Account | None = None) -> Client:
        """A browser in which this person has just signed in with her password; without one, anybody's."""
        client = Client()
        if account is not None:
            client.force_login(account, backend="jarchy.people.signing_in.SignInBackend")
            session = client.session
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
            session["account_authentication_methods_user"] = str(account.pk)
            session.save()
        return client

    def by_role(self) -> dict[Role, Account]:
        """One person of each role."""
        return {role: getattr(self, who) for who, (role, _, _) in reversed(ROLES.items())}

    def __iter__(self) -> Iterator[Account]:
        return (getattr(self, field.name) for field in fields(self) if field.name != "edition")


def bring_in(edition: Edition) -> Cast:
    """The cast of this edition, which must be tests.tiny's. No password is set: hashing ten takes half a second."""
    by = house("test")
    people = {}
    for who, (role, organisation, pcodes) in ROLES.items():
        account = actions.add_account(f"{who}@example.org", by=by, name=who.capitalize(), language="en")
        actions.add_membership(
            account, edition, role, by=by,
            organisation=Organisation.objects.get(slug=organisation) if organisation else None,
            places=list(Place.objects.filter(pcode__in=pcodes)),
        )  # fmt: skip
        people[who] = account
    return Cast(edition, **people)
