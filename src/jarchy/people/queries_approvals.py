"""What the house asks about approvals: who must agree, where a text stands, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q

from jarchy import people
from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation, Participation
from jarchy.foundation.narrowing import Actor, Role
from jarchy.people import rules
from jarchy.people.models import Account, Approval, Deputy, StandingApproval
from jarchy.people.problems import Problems
from jarchy.people.rules import Answer, ApprovalState, Stand

LEADING = (Participation.Role.LEAD, Participation.Role.AUTHORITY)
WHOLE = ("edition", "organisation", "letter", "standing__letter", "deputy")


def who_approves(edition: Edition, kind: str) -> list[Organisation]:
    """Those that campaign.toml names for this kind, else the leading bodies; in the folder's order. One query."""
    named = edition.charter.get("approvals", {}).get(kind, {}).get("by")
    parts = charter.organisations_of(edition).filter(role__in=LEADING)
    today = edition.today()
    if named:
        parts = parts.filter(organisation__slug__in=named)
    else:
        left, not_yet = Q(until__lt=today), Q(since__gt=today)
        parts = parts.filter(role=Participation.Role.LEAD).exclude(left).exclude(not_yet)
    return list({part.organisation_id: part.organisation for part in parts}.values())


def may_approve(edition: Edition, organisation: Organisation) -> bool:
    """Whether it leads the campaign or is an authority in it: others have no say over its words."""
    parts = charter.organisations_of(edition).filter(organisation=organisation, role__in=LEADING)
    return parts.exists()


def leading_bodies(edition: Edition) -> list[Organisation]:
    """All that may approve anything, in the folder's order."""
    parts = charter.organisations_of(edition).filter(role__in=LEADING)
    return list({part.organisation_id: part.organisation for part in parts}.values())


def due_days(edition: Edition, kind: str) -> int:
    return int(edition.charter.get("approvals", {}).get(kind, {}).get("due_days", rules.DUE_DAYS))


def row_of(edition: Edition, kind: str, row: str) -> people.ApprovableRow:
    """What is to be agreed to, as it is today. Raises people.no_approval."""
    found = people.approvals[kind].find(edition, row) if kind in people.approvals else None
    if found is None:
        raise Problems.no_approval()
    return found


# --- deputies


def deputyships(edition: Edition, account: int | None) -> dict[str, Deputy]:
    """For which organisations this account stands in today, by slug. One query, none for the house."""
    if account is None:
        return {}
    rows = Deputy.objects.filter(edition=edition, account=account, account__is_active=True, ended_at=None)
    today = edition.today()
    rows = rows.filter(since__lte=today, until__gte=today).select_related("organisation").order_by("pk")
    return {row.organisation.slug: row for row in rows}


def stands_in(account: Account) -> list[Deputy]:
    """For whom she stands in today, in any campaign, by its own clock. One query."""
    rows = Deputy.objects.filter(account=account, ended_at=None).select_related("edition", "organisation")
    return [
        row
        for row in rows.order_by("pk")
        if rules.stands_in(row.since, row.until, row.edition.today(), has_ended=False)
    ]


def deputies(edition: Edition, actor: Actor) -> list[Deputy]:
    """Those of today and later that this actor looks after: the Secretariat all, an approver her organisation's."""
    rows = Deputy.objects.filter(edition=edition, ended_at=None, until__gte=edition.today())
    if not actor.has(Role.SECRETARIAT, edition=edition.slug):
        own = actor.organisations(Role.APPROVER, edition=edition.slug)
        rows = rows.filter(organisation__slug__in=own)
    return list(rows.select_related("organisation", "account").order_by("since", "pk"))


def deputy(edition: Edition, uuid: UUID, actor: Actor) -> Deputy:
    """Raises people.no_deputy."""
    found = next((row for row in deputies(edition, actor) if row.uuid == uuid), None)
    if found is None:
        raise Problems.no_deputy()
    return found


def approves_for(edition: Edition, actor: Actor) -> set[str]:
    """Slugs of the organisations for which she may answer today, as approver or as deputy."""
    own = actor.organisations(Role.APPROVER, edition=edition.slug)
    return own | set(deputyships(edition, actor.account))


# --- where a text stands


@dataclass(frozen=True)
class OneStands:
    """One organisation that must agree, and where it stands."""

    organisation: Organisation
    stand: Stand
    approval: Approval | None = None


def where_it_stands(edition: Edition, kind: str, words: Mapping[str, str]) -> dict[str, Sequence[OneStands]]:
    """For each row (its public name -> hash of its words today): every organisation that must agree. Two queries.

    Nothing was asked: every one is not asked yet.
    """
    bodies = who_approves(edition, kind)
    asked = Approval.objects.filter(edition=edition, kind=kind, row__in=list(words), organisation__in=bodies)
    rows: dict[tuple[str, int], list[Approval]] = {}
    for approval in asked.select_related(*WHOLE).order_by("-pk"):
        rows.setdefault((approval.row, approval.organisation_id), []).append(approval)
    today = edition.today()
    return {
        row: [_stands(body, rows.get((row, body.pk), []), sha256, today) for body in bodies]
        for row, sha256 in words.items()
    }


def _stands(body: Organisation, found: Sequence[Approval], words: str, today: date) -> OneStands:
    answers = [Answer(one.state, one.sha256, one.due_on) for one in found]
    stand, which = rules.stand_of(answers, words, today)
    return OneStands(body, stand, None if which is None else found[which])


@dataclass(frozen=True)
class RowStands:
    kind: str
    row: str
    found: people.ApprovableRow
    stands: Sequence[OneStands]

    @property
    def title(self) -> str:
        about = people.approvals[self.kind]
        return str(about.title) if self.row == self.kind else self.found.title

    @property
    def may_be_asked(self) -> bool:
        return any(one.stand in (Stand.NOT_ASKED, Stand.EARLIER, Stand.REFUSED) for one in self.stands)


def what_can_be_asked(edition: Edition, *, limit: int = 10) -> list[RowStands]:
    """The latest rows of every kind, each with where it stands. Two queries for each kind, and what its rows need."""
    shown: list[RowStands] = []
    for kind, about in people.approvals.items():
        names = [row for row, _ in about.rows(edition)[:limit]]
        found = {row: one for row in names if (one := about.find(edition, row)) is not None}
        stands = where_it_stands(
            edition, kind, {row: rules.words_hash(one.words) for row, one in found.items()}
        )
        shown += [RowStands(kind, row, one, stands[row]) for row, one in found.items()]
    return shown


def where_a_table_stands(edition: Edition, kind: str) -> Sequence[OneStands]:
    """Of a table of the campaign file that can be approved as a whole; nothing where it was never asked for."""
    found = people.approvals[kind].find(edition, kind) if kind in people.approvals else None
    if found is None:
        return ()
    stands = where_it_stands(edition, kind, {kind: rules.words_hash(found.words)})[kind]
    return stands if any(one.stand != Stand.NOT_ASKED for one in stands) else ()


# --- what waits


def waiting(
    edition: Edition, actor: Actor, *, organisation: str = "", only_mine: bool = False
) -> list[Approval]:
    """What waits for an answer and this actor may see, longest due first. Two queries.

    only_mine: not what the Secretariat merely looks after, but what she herself may answer.
    """
    rows = visible(edition, actor).filter(state=ApprovalState.ASKED)
    if organisation:
        rows = rows.filter(organisation__slug=organisation)
    if only_mine:
        rows = rows.filter(organisation__slug__in=approves_for(edition, actor))
    return list(rows.select_related(*WHOLE).order_by("due_on", "pk"))


def answered(edition: Edition, actor: Actor, *, limit: int = 30) -> list[Approval]:
    """What was answered or withdrawn, latest first. Two queries."""
    rows = visible(edition, actor).exclude(state=ApprovalState.ASKED)
    return list(rows.select_related(*WHOLE).order_by("-decided_at", "-pk")[:limit])


def visible(edition: Edition, actor: Actor):
    """Approvals of this edition that the actor may see, in no order."""
    rows = Approval.objects.filter(edition=edition)
    return rows.visible_to(actor, standing_in=deputyships(edition, actor.account))


def approval(edition: Edition, uuid: UUID, actor: Actor) -> Approval:
    """Raises people.no_approval for whoever may not see it."""
    found = visible(edition, actor).filter(uuid=uuid).select_related(*WHOLE).first()
    if found is None:
        raise Problems.no_approval()
    return found


@dataclass(frozen=True)
class Waits:
    """How much waits for one organisation, and since when."""

    organisation: Organisation
    n: int
    since: date
    overdue: int


def waits_by_organisation(edition: Edition) -> list[Waits]:
    """Longest waiting first; for the Secretariat's day. Two queries."""
    rows = Approval.objects.filter(edition=edition, state=ApprovalState.ASKED).values("organisation_id")
    late = Q(due_on__lt=edition.today())
    found = rows.annotate(n=Count("id"), since=Min("asked_on"), overdue=Count("id", filter=late))
    numbers = list(found.order_by("since", "organisation_id"))
    bodies = Organisation.objects.in_bulk([row["organisation_id"] for row in numbers])
    return [Waits(bodies[row["organisation_id"]], row["n"], row["since"], row["overdue"]) for row in numbers]


def standing_approvals(edition: Edition, actor: Actor) -> list[StandingApproval]:
    """Those that still cover something, the one that ends first before the others.

    The Secretariat sees all, an approver her organisation's.
    """
    rows = StandingApproval.objects.filter(edition=edition, ended_on=None, until__gte=edition.today())
    if not actor.has(Role.SECRETARIAT, edition=edition.slug):
        rows = rows.filter(organisation__slug__in=actor.organisations(Role.APPROVER, edition=edition.slug))
    return list(rows.select_related("organisation", "letter").order_by("until", "pk"))


def covering(
    edition: Edition, kind: str, wording: str, bodies: Iterable[Organisation]
) -> dict[int, StandingApproval]:
    """By organisation: the standing approval that covers this wording (a hash) today. One query."""
    rows = StandingApproval.objects.filter(
        edition=edition, kind=kind, wording_sha256=wording, organisation__in=list(bodies)
    )
    day = edition.today()
    return {
        row.organisation_id: row
        for row in rows.select_related("letter").order_by("-pk")
        if rules.covers(row.wording_sha256, row.since, row.until, row.ended_on, asked=wording, day=day)
    }
