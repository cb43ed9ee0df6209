"""A wording approved once, by letter or by click, until a day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.people import ApprovableRow, rules
from jarchy.people import queries_approvals as queries
from jarchy.people.actions.approvals import decide, locked, must_answer_for
from jarchy.people.actions.letters import LetterSaid, entered_letter
from jarchy.people.models import Approval, Letter, StandingApproval
from jarchy.people.problems import Problems
from jarchy.people.rules import ApprovalState, How


@transaction.atomic
def approve_wording(
    edition: Edition, organisation: Organisation, said: LetterSaid, *, kind: str, row: str, until: date, by: Actor,
    now: datetime | None = None,
) -> StandingApproval:  # fmt: skip
    """A letter approves the wording of this row until a day; what waits in the same wording is covered at once.

    The same again changes nothing. Raises what a letter raises, and people.wrong_days, people.no_approval.
    """
    found = queries.row_of(edition, kind, row)
    _must_run(edition, until)
    letter = entered_letter(edition, organisation, said, by=by, now=now)
    return _covered(edition, organisation, kind, found, until=until, letter=letter, by=by, now=now)


@transaction.atomic
def approve_wording_by_click(
    uuid: UUID, *, sha256: str, until: date, by: Actor, now: datetime | None = None
) -> StandingApproval:
    """The approver herself on the wording with this hash, of what she was asked; a deputy, who is there for some days,
    approves what waits and no wording. The same again changes nothing.

    Raises people.no_approval, people.not_allowed, people.not_waiting, people.words_changed, people.wrong_days.
    """
    approval = locked(uuid)
    edition = approval.edition
    if must_answer_for(approval, by) is not None:
        raise Problems.not_allowed()
    if approval.state not in rules.WORDING_IS_APPROVED_FROM:
        raise Problems.not_waiting(titles=approval.title)
    found = queries.row_of(edition, approval.kind, approval.row)
    if not sha256 == approval.wording_sha256 == rules.words_hash(found.wording or found.words):
        raise Problems.words_changed()
    _must_run(edition, until)
    return _covered(
        edition, approval.organisation, approval.kind, found, until=until, letter=None, by=by, now=now
    )


def _must_run(edition: Edition, until: date) -> None:
    if not 0 <= (until - edition.today()).days <= rules.STANDING_MOST_DAYS:
        raise Problems.wrong_days(days=rules.STANDING_MOST_DAYS)


def _covered(
    edition: Edition, organisation: Organisation, kind: str, found: ApprovableRow, *, until: date,
    letter: Letter | None, by: Actor, now: datetime | None,
) -> StandingApproval:  # fmt: skip
    """The standing approval, made or found; what waits in this wording is given by it."""
    wording = found.wording or found.words
    standing, is_new = StandingApproval.objects.get_or_create(
        edition=edition, organisation=organisation, kind=kind, wording_sha256=rules.words_hash(wording), letter=letter,
        until=until, ended_on=None,
        defaults={
            "title": found.title[:300], "wording": wording, "since": edition.today(), "entered_by": by.account,
            "entered_at": now or timezone.now(),
        },
    )  # fmt: skip
    if is_new:
        _note("wording approved", standing, by)
    waits = Approval.objects.select_for_update(of=("self",)).select_related("edition", "organisation")
    asked = waits.filter(
        edition=edition, organisation=organisation, kind=kind, state=ApprovalState.ASKED,
        wording_sha256=standing.wording_sha256,
    )  # fmt: skip
    for one in asked.order_by("pk"):
        decide(one, ApprovalState.GIVEN, by=by, now=now, how=How.STANDING, standing=standing)
    return standing


@transaction.atomic
def end_wording(uuid: UUID, edition: Edition, *, by: Actor) -> None:
    """The Secretariat or the approver: from today it covers nothing that is asked; what it covered stays.

    Twice is no fault. Raises people.no_approval, also for whoever has no say over it.
    """
    rows = StandingApproval.objects.select_for_update(of=("self",)).select_related(
        "edition", "organisation", "letter"
    )
    standing = rows.filter(edition=edition, uuid=uuid).first()
    own = by.organisations(Role.APPROVER, edition=edition.slug)
    if standing is None or not (
        by.has(Role.SECRETARIAT, edition=edition.slug) or standing.organisation.slug in own
    ):
        raise Problems.no_approval()
    if standing.ended_on is None:
        standing.ended_on = edition.today()
        standing.save(update_fields=["ended_on"])
        _note("wording ended", standing, by)


def _note(verb: str, standing: StandingApproval, by: Actor) -> None:
    details: dict[str, object] = {"organisation": standing.organisation.slug, "kind": standing.kind}
    if standing.letter:
        details["letter"] = str(standing.letter.uuid)
    audit.note(
        verb, kind="approval", key=standing.uuid, by=by, edition=standing.edition.slug,
        edition_day=standing.edition.today(), details=details,
    )  # fmt: skip
