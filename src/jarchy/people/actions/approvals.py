"""Approvals asked for, given, refused, withdrawn. Nothing is ever given by silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy import people
from jarchy.charter.models import Edition, Organisation
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.people import queries_approvals as queries
from jarchy.people import rules
from jarchy.people.models import Approval, Deputy, StandingApproval
from jarchy.people.problems import Problems
from jarchy.people.rules import ApprovalState, How


@transaction.atomic
def ask_for_approval(
    edition: Edition, kind: str, row: str, *, by: Actor, now: datetime | None = None, on: date | None = None
) -> list[Approval]:
    """Ask every organisation that must agree to these words as they are now; asking again changes nothing.

    Whoever was asked for earlier words is asked anew; whom a standing approval covers has given it at once. `on`: the
    day of the asking, where it is not the edition's today (an example that is made). Raises people.not_allowed,
    people.no_approval, people.nobody_approves.
    """
    if not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.not_allowed()
    Edition.objects.select_for_update().get(pk=edition.pk)  # two who ask at once ask once
    found = queries.row_of(edition, kind, row)
    bodies = queries.who_approves(edition, kind)
    if not bodies:
        raise Problems.nobody_approves(kind=kind)
    covered = queries.covering(edition, kind, rules.words_hash(found.wording or found.words), bodies)
    moment = now or timezone.now()
    return [
        _ask(edition, body, (kind, row), found, by=by, now=moment, on=on, standing=covered.get(body.pk))
        for body in bodies
    ]


def _ask(
    edition: Edition, body: Organisation, what: tuple[str, str], found: people.ApprovableRow, *, by: Actor,
    now: datetime, on: date | None, standing: StandingApproval | None,
) -> Approval:  # fmt: skip
    kind, row = what
    sha256, day = rules.words_hash(found.words), on or edition.today()
    earlier = Approval.objects.filter(edition=edition, organisation=body, kind=kind, row=row).order_by("-pk")
    last = earlier.exclude(state=ApprovalState.WITHDRAWN).first()
    if last and last.sha256 == sha256 and last.state != ApprovalState.REFUSED:
        return last
    if last and last.state == ApprovalState.ASKED:
        decide(last, ApprovalState.WITHDRAWN, by=by, now=now, reason="")
    approval = Approval.objects.create(
        edition=edition, organisation=body, kind=kind, row=row, title=found.title[:300], words=found.words,
        sha256=sha256, wording_sha256=rules.words_hash(found.wording or found.words), asked_by=by.account,
        asked_at=now, asked_on=day, due_on=day + timedelta(queries.due_days(edition, kind)),
    )  # fmt: skip
    _note("approval asked", approval, by=by)
    if standing is not None:
        decide(approval, ApprovalState.GIVEN, by=by, now=now, how=How.STANDING, standing=standing)
    return approval


@transaction.atomic
def give_approval(uuid: UUID, *, sha256: str, by: Actor, now: datetime | None = None) -> Approval:
    """Her own click, or her deputy's, on the words with this hash. Twice is no fault.

    Raises people.no_approval, people.not_allowed, people.not_waiting, people.words_changed.
    """
    approval = locked(uuid)
    deputy = must_answer_for(approval, by)
    if approval.state == ApprovalState.GIVEN and approval.sha256 == sha256:
        return approval
    _must_wait(approval)
    found = queries.row_of(approval.edition, approval.kind, approval.row)
    if sha256 != approval.sha256 or rules.words_hash(found.words) != approval.sha256:
        raise Problems.words_changed()
    return decide(approval, ApprovalState.GIVEN, by=by, now=now, how=How.CLICK, deputy=deputy)


@transaction.atomic
def refuse_approval(uuid: UUID, *, reason: str, by: Actor, now: datetime | None = None) -> Approval:
    """Raises people.no_approval, people.not_allowed, people.not_waiting, people.reason_missing."""
    approval = locked(uuid)
    deputy = must_answer_for(approval, by)
    if approval.state == ApprovalState.REFUSED and approval.reason == reason.strip():
        return approval
    _must_wait(approval)
    if not reason.strip():
        raise Problems.reason_missing()
    return decide(
        approval,
        ApprovalState.REFUSED,
        by=by,
        now=now,
        how=How.CLICK,
        deputy=deputy,
        reason=reason.strip()[:500],
    )


@transaction.atomic
def withdraw_approval(uuid: UUID, *, reason: str = "", by: Actor, now: datetime | None = None) -> Approval:
    """The Secretariat takes back its question; whoever gave an approval takes it back with a reason.

    Raises people.no_approval, people.not_allowed, people.not_waiting, people.reason_missing.
    """
    approval = locked(uuid)
    if not by.has(Role.SECRETARIAT, edition=approval.edition.slug):
        must_answer_for(approval, by)
        if approval.state == ApprovalState.ASKED:
            raise Problems.not_allowed()
    if approval.state == ApprovalState.WITHDRAWN:
        return approval
    if not rules.may_move(approval.state, ApprovalState.WITHDRAWN):
        raise Problems.not_waiting(titles=approval.title)
    if approval.state == ApprovalState.GIVEN and not reason.strip():
        raise Problems.reason_missing()
    return decide(approval, ApprovalState.WITHDRAWN, by=by, now=now, reason=reason.strip()[:500])


def locked(uuid: UUID) -> Approval:
    """The row under its lock, in the caller's transaction. Raises people.no_approval."""
    rows = Approval.objects.select_for_update(of=("self",)).select_related("edition", "organisation")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Problems.no_approval()
    return found


def must_answer_for(approval: Approval, by: Actor) -> Deputy | None:
    """None where she is its approver herself, else the row that makes her the deputy today.

    Raises people.no_approval: whoever may do neither does not learn that there is one; people.not_allowed.
    """
    slug = approval.organisation.slug
    if slug in by.organisations(Role.APPROVER, edition=approval.edition.slug):
        return None
    deputy = queries.deputyships(approval.edition, by.account).get(slug)
    if deputy is not None:
        return deputy
    if by.has(Role.SECRETARIAT, edition=approval.edition.slug):  # she sees it, and answers by letter only
        raise Problems.not_allowed()
    raise Problems.no_approval()


def _must_wait(approval: Approval) -> None:
    if approval.state != ApprovalState.ASKED:
        raise Problems.not_waiting(titles=approval.title)


def decide(
    approval: Approval, state: ApprovalState, *, by: Actor, now: datetime | None, **said: object
) -> Approval:
    """Write the answer, in the transaction of the caller, who has seen to the right and the state."""
    approval.state = state
    approval.decided_by, approval.decided_at = by.account, now or timezone.now()
    approval.decided_on = approval.edition.today()
    for name, value in said.items():
        setattr(approval, name, value)
    approval.save()
    _note(f"approval {state}", approval, by=by)
    return approval


def _note(verb: str, approval: Approval, *, by: Actor) -> None:
    details: dict[str, object] = {
        "kind": approval.kind, "row": approval.row, "organisation": approval.organisation.slug,
        "sha256": approval.sha256, "how": str(approval.how),
    }  # fmt: skip
    if approval.letter:
        details["letter"] = str(approval.letter.uuid)
    if approval.standing:
        details["standing"] = str(approval.standing.uuid)
    if approval.deputy:
        details["deputy"] = str(approval.deputy.uuid)
    audit.note(
        verb, kind="approval", key=approval.uuid, by=by, edition=approval.edition.slug,
        edition_day=approval.edition.today(), details=details,
    )  # fmt: skip
