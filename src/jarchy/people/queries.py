"""What the house asks about people: who is this, what may she do, who belongs to my organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.charter.rules import EditionState
from jarchy.foundation.narrowing import Actor, Grant, Role
from jarchy.foundation.sealing import keyed_hash
from jarchy.people import rules
from jarchy.people.models import Account, Invitation, Membership, ReviewHandover, SignInCard
from jarchy.people.problems import Problems

PAGE = 50


def actor_of(account: Account, edition: Edition | None = None) -> Actor:
    """The account with all that it may do, in this edition or in all. One query, two for a reviewer: she may have
    another's queue in her hands.

    Somebody under 18 whose guardian's consent is not recorded may do nothing yet.
    """
    if account.waits_for_consent or not account.is_active:
        return Actor(account=account.pk)
    grants = grants_of([account.pk], edition).get(account.pk, frozenset())
    return Actor(account=account.pk, grants=grants | _taken_over(account.pk, grants))


def grants_of(accounts: Iterable[int], edition: Edition | None = None) -> dict[int, frozenset[Grant]]:
    """What these accounts may do, by account number, whether or not consent is missing. One query."""
    query = Membership.objects.live().filter(account__in=accounts)
    if edition is not None:
        query = query.filter(edition=edition)
    columns = ("account_id", "pk", "role", "edition__slug", "organisation__slug", "places__pcode")
    rows: dict[int, list] = {}
    for account, *row in query.values_list(*columns).order_by("account_id", "pk"):
        rows.setdefault(account, []).append(tuple(row))
    return {account: rules.grants_from(found) for account, found in rows.items()}


def _taken_over(account: int, grants: frozenset[Grant]) -> frozenset[Grant]:
    """What others' queues in her hands let her review today, beside her own: nothing for whoever is no reviewer."""
    reviewed = {grant.edition for grant in grants if grant.role is Role.REVIEWER}
    if not reviewed:
        return frozenset()
    rows = ReviewHandover.objects.filter(
        to_account=account, edition__slug__in=reviewed, ended_at__isnull=True, from_account__is_active=True
    ).select_related("edition")
    return _lent([row for row in rows if row.is_running()])


def _lent(running: Sequence[ReviewHandover]) -> frozenset[Grant]:
    """The reviewer's grants of those who handed over, each in its edition and without her own organisations."""
    if not running:
        return frozenset()
    held = grants_of({row.from_account_id for row in running})
    found: set[Grant] = set()
    for row in running:
        own = [one for one in held.get(row.from_account_id, ()) if one.edition == row.edition.slug]
        without = frozenset(one.organisation for one in own if one.organisation)
        found |= {replace(one, without=without) for one in own if one.role is Role.REVIEWER}
    return frozenset(found)


@dataclass(frozen=True)
class Reviewer:
    """One who reviews in the edition: as rules meet her, and in whose hands her queue is today (account, last day)."""

    account: Account
    actor: Actor
    away: ReviewHandover | None = None
    stands_in_for: Sequence[ReviewHandover] = ()

    @property
    def name(self) -> str:
        """What colleagues call her; never what she signs in with."""
        return self.account.name or gettext("reviewer {number}").format(number=self.account.pk)


def reviewers_of(edition: Edition) -> dict[int, Reviewer]:
    """Who reviews in this edition, by account number, those whose queue is handed over too. Four queries."""
    rows = Membership.objects.live().filter(edition=edition, role=Role.REVIEWER, account__is_active=True)
    accounts = {row.account_id: row.account for row in rows.select_related("account").order_by("account__pk")}
    grants = grants_of(accounts, edition)
    running = [row for row in handovers_of(edition) if row.is_running()]
    found = {}
    for key, account in accounts.items():
        taken = [row for row in running if row.to_account_id == key and row.from_account_id in accounts]
        actor = Actor(account=key, grants=grants.get(key, frozenset()) | _lent(taken))
        away = next(
            (row for row in running if row.from_account_id == key and row.to_account_id in accounts), None
        )
        found[key] = Reviewer(account, actor, away, taken)
    return found


def handovers_of(edition: Edition, account: int | None = None) -> list[ReviewHandover]:
    """Handed over now or from a later day on, the soonest first; of one account, from her and to her. One query."""
    rows = ReviewHandover.objects.filter(edition=edition, ended_at__isnull=True, until__gte=edition.today())
    if account is not None:
        rows = rows.filter(Q(from_account=account) | Q(to_account=account))
    return list(rows.select_related("edition", "from_account", "to_account").order_by("since", "pk"))


def account_by(text: str) -> Account:
    """The account with this e-mail address, phone or account number. Raises people.no_account."""
    text = text.strip()
    email, phone = rules.sign_in_name(text, settings.PHONE_REGION)
    asked = Q(pk__in=[])
    if text.isdecimal() and len(text) < 9:  # a phone has nine digits or more
        asked = Q(pk=int(text))
    elif email or phone:
        asked = Q(email=email) if email else Q(phone=phone)
    account = Account.objects.filter(asked, emptied_at__isnull=True).first()
    if account is None:
        raise Problems.no_account(text=text)
    return account


def demonstration_accounts() -> Sequence[Account]:
    """Accounts that `make run` made, one per role, in the order in which it made them."""
    return list(Account.objects.filter(is_demonstration=True, is_active=True).order_by("pk"))


@dataclass(frozen=True)
class Person:
    """One membership as the list of people shows it; `may_act`: whether the reader may print a card and end it."""

    membership: Membership
    has_other_roles: bool
    may_print_card: bool
    may_end: bool

    @property
    def account(self) -> Account:
        return self.membership.account


def people_of(
    edition: Edition, actor: Actor, *, after: int = 0, organisation: str = "", limit: int = PAGE
) -> list[Person]:
    """Live memberships that the actor may see, a page of them after this key, oldest first. Three queries."""
    query = Membership.objects.visible_to(actor).live().filter(edition=edition, pk__gt=after)
    if organisation:
        query = query.filter(organisation__slug=organisation)
    query = (
        query.select_related("account", "organisation", "edition").prefetch_related("places").order_by("pk")
    )
    rows = list(query[:limit])
    grants = grants_of({row.account_id for row in rows})
    return [_person(row, actor, grants.get(row.account_id, frozenset())) for row in rows]


def field_people(edition: Edition, organisations: Iterable[str]) -> list[Membership]:
    """Those who hold activities for these organisations and have an account, each once, by name. One query."""
    rows = Membership.objects.live().filter(
        edition=edition, organisation__slug__in=list(organisations), role__in=[Role.VOLUNTEER, Role.COORDINATOR],
        account__is_active=True,
    )  # fmt: skip
    found = {row.account_id: row for row in rows.select_related("account").order_by("-pk")}
    return sorted(found.values(), key=lambda row: (row.account.shown_name.casefold(), row.pk))


def _person(row: Membership, actor: Actor, grants: frozenset[Grant]) -> Person:
    return Person(
        membership=row,
        has_other_roles=len(grants) > 1,
        may_print_card=row.account.is_active and rules.may_print_card(actor, row.account_id, grants),
        may_end=row.account_id != actor.account and rules.may_give(actor, grant_of(row)),
    )


def person(uuid: UUID, actor: Actor) -> Person:
    """One of them. Raises people.no_membership for whoever may not see it."""
    query = Membership.objects.visible_to(actor).live().select_related("account", "organisation", "edition")
    row = query.filter(uuid=uuid).first()
    if row is None:
        raise Problems.no_membership()
    return _person(row, actor, grants_of([row.account_id]).get(row.account_id, frozenset()))


def grant_of(row: Membership | Invitation) -> Grant:
    """What a membership gives, or an invitation would. Reads its places: prefetch them in lists."""
    return Grant(
        Role(row.role), row.edition.slug, row.organisation.slug if row.organisation else None,
        frozenset(place.pcode for place in row.places.all()),
    )  # fmt: skip


def open_invitations(
    edition: Edition, actor: Actor, *, now: datetime | None = None, limit: int = PAGE
) -> list[Invitation]:
    """Invitations that can still be used and that the actor may see, newest first. Two queries."""
    query = Invitation.objects.visible_to(actor).filter(_is_open(now or timezone.now()), edition=edition)
    query = query.select_related("organisation", "made_by").prefetch_related("places")
    return [row for row in query.order_by("-pk")[:limit] if row.uses < row.uses_allowed]


def _is_open(now: datetime) -> Q:
    return Q(revoked_at__isnull=True, expires_at__gt=now)


def invitation(uuid: UUID, actor: Actor) -> Invitation:
    """Raises people.no_invitation for whoever may not see it."""
    found = (
        Invitation.objects.visible_to(actor)
        .filter(uuid=uuid)
        .select_related("edition", "organisation")
        .first()
    )
    if found is None:
        raise Problems.no_invitation()
    return found


def invitation_by(token: str, *, now: datetime | None = None) -> Invitation:
    """The invitation of this link, while it is open. Raises people.invitation_over."""
    query = Invitation.objects.filter(_is_open(now or timezone.now()), token_hash=keyed_hash(token.encode()))
    found = query.select_related("edition", "organisation").prefetch_related("places").first()
    if found is None or found.uses >= found.uses_allowed:
        raise Problems.invitation_over()
    return found


def card_by(secret: str, *, now: datetime | None = None) -> SignInCard:
    """The card of this link or short code, while it opens. Raises people.card_over."""
    hashed = [keyed_hash(secret.encode()), keyed_hash(rules.plain_code(secret).encode())]
    found = (
        SignInCard.objects.filter(Q(token_hash=hashed[0]) | Q(code_hash=hashed[1]))
        .filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now or timezone.now())
        .select_related("account")
        .first()
    )
    if found is None or not found.account.is_active:
        raise Problems.card_over()
    return found


def own_memberships(account: Account) -> list[Membership]:
    """Her live memberships, of the current edition first, then the newest. One query."""
    query = Membership.objects.live().filter(account=account).select_related("edition", "organisation")
    return list(query.order_by("-edition__is_current", "-edition__starts", "pk"))


def editions_past_people(*, days_late: int = 0) -> list[Edition]:
    """Editions that stand so many days, of their own clock, past the day on which their people are erased; archived
    ones too.
    """
    late = timedelta(days_late)
    return [
        row
        for row in Edition.objects.filter(Q(delete_people_on__isnull=False) | Q(state=EditionState.ARCHIVED))
        if (row.delete_people_on and row.today() - late >= row.delete_people_on)
        or (row.state == EditionState.ARCHIVED and not days_late)
    ]


def people_due(edition: Edition) -> QuerySet[Account]:
    """Who is to be erased with this edition: had a role in it, has none in an edition that keeps its people yet.

    Not administrators, who look after the machine, and not demonstration accounts, who are nobody.
    """
    going = editions_past_people()
    staying = Membership.objects.live().filter(~Q(edition__in=going) | Q(role=Role.ADMINISTRATOR))
    had_a_role = Membership.objects.filter(edition=edition)
    return Account.objects.filter(
        pk__in=had_a_role.values("account"), emptied_at__isnull=True, is_demonstration=False
    ).exclude(pk__in=staying.values("account"))


def people_overdue() -> dict[str, int]:
    """By edition: how many are not erased a day after they should have been; editions without such left out."""
    late = {row.slug: people_due(row).count() for row in editions_past_people(days_late=1)}
    return {slug: people for slug, people in late.items() if people}


def administrators_fault() -> bool:
    """Whether fewer than two administrators could let the others in: one who loses her password locks out everybody.

    Demonstration accounts open nothing beyond this machine and do not count; where only such are, none is missing.
    """
    real = Account.objects.filter(is_demonstration=False, is_active=True)
    if not real.exists():
        return False
    held = Membership.objects.live().filter(role=Role.ADMINISTRATOR, account__in=real)
    return held.values("account").distinct().count() < 2
