"""Sign-ins with which a newcomer looks around: one per role, only where the address is this machine's own."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from jarchy import people
from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.narrowing import Role, house
from jarchy.people import rules
from jarchy.people.actions.accounts import add_account
from jarchy.people.actions.approvals import ask_for_approval
from jarchy.people.actions.memberships import add_membership
from jarchy.people.models import Account
from jarchy.people.problems import Problems
from jarchy.people.wording import role_name
from jarchy.places.models import Place

FILE = "demonstration.json"
BY = house("demonstration")


def make_demonstration_accounts(edition: Edition) -> list[tuple[str, str, str]]:
    """(role, sign-in name, password) of one account per role, made where missing; the same at the second run.

    The passwords lie in JARCHY_HOME, readable by its owner only. Raises people.demonstration_only_here.
    """
    if not settings.IS_LOOPBACK:
        raise Problems.demonstration_only_here()
    kept = read_passwords()
    passwords = {str(role): kept.get(str(role)) or rules.new_password() for role in Role}
    if passwords != kept:
        _keep_passwords(passwords)
    with transaction.atomic():
        return [
            (str(role), _account(edition, role, passwords[str(role)]), passwords[str(role)]) for role in Role
        ]


def make_demonstration_approvals(edition: Edition) -> int:
    """Something to decide for whoever looks around: the targets, overdue; the list of organisations, asked today.

    Returns how many answers are waited for; a second run asks nothing.
    """
    days_ago = {"targets": 2 * rules.DUE_DAYS + 1, "organisations": 0}
    asked = [
        one
        for kind, days in days_ago.items()
        if kind in people.approvals and people.approvals[kind].find(edition, kind)
        for one in ask_for_approval(edition, kind, kind, by=BY, on=edition.today() - timedelta(days))
    ]
    return len(asked)


def read_passwords() -> dict[str, str]:
    """Password by role, as kept in JARCHY_HOME; empty where no demonstration was made."""
    path = Path(settings.HOME) / FILE
    return json.loads(path.read_text()) if path.exists() else {}


def _keep_passwords(passwords: dict[str, str]) -> None:
    path = Path(settings.HOME) / FILE
    draft = path.with_name(f"{FILE}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(passwords, file)
    os.replace(draft, path)


def sign_in_name_of(role: Role) -> str:
    """example.org is kept for examples (RFC 2606): nobody gets mail at it."""
    return f"{str(role).replace('_', '-')}@example.org"


def _account(edition: Edition, role: Role, password: str) -> str:
    """The role's account with this password and its membership, made or mended; its sign-in name."""
    login = sign_in_name_of(role)
    account = Account.objects.filter(email=login).first()
    if account is None:
        with override(edition.languages[0]):
            name = role_name(role)
        account = add_account(
            login, by=BY, name=name, password=password, language=edition.languages[0], is_demonstration=True
        )
    elif account.is_demonstration and not account.check_password(password):
        account.set_password(password)
        account.save(update_fields=["password"])
    organisation, place = _where(edition)
    if role is Role.APPROVER:
        organisation = charter.lead_of(edition)
    add_membership(
        account, edition, role, by=BY,
        organisation=organisation if role in rules.NEEDS_ORGANISATION else None,
        places=[place] if place and role in rules.NEEDS_PLACES else [],
    )  # fmt: skip
    return login


def _where(edition: Edition) -> tuple[Organisation, Place | None]:
    """The organisation of the demonstration's volunteer and coordinator (the first youth one) and its oblast."""
    youth = charter.organisations_of(edition).filter(role="youth").first()
    organisation = youth.organisation if youth else charter.lead_of(edition)
    place = organisation.place
    return organisation, (place.region or place) if place else None
