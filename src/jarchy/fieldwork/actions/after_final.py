"""What is final is corrected by two people with a reason: one of the Secretariat asks, somebody else agrees."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from jarchy.charter.rules import Act
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.review import carry_out, check_reason, count_as, locked, standing_of
from jarchy.fieldwork.actions.settling import SOURCE
from jarchy.fieldwork.models import Correction, Report
from jarchy.fieldwork.problems import WHY, Problems
from jarchy.fieldwork.rules import CorrectionState, CorrectionVerb
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.ledger import actions as ledger
from jarchy.words.guard import secrets_in

LONGEST_WHY = 300


@transaction.atomic
def ask_correction(uuid: UUID, verb: CorrectionVerb, *, why: str, reason: str = "", by: Actor) -> Correction:
    """Ask that a report be cancelled, its waiting version confirmed, or be counted as closed. Nothing changes yet.

    Asked again with the same words nothing more happens. Raises no_report, edition_closed, not_possible,
    reason_missing, correction_why, correction_asked.
    """
    (report,) = locked([uuid], by=by, act=Act.CORRECT)
    if not by.has(Role.SECRETARIAT, edition=report.edition.slug):
        raise Problems.not_possible(why=WHY["not_secretariat"])
    if refused := refusal_of_correction(verb, report, by):
        raise Problems.not_possible(why=WHY[refused])
    why = " ".join(why.split())[:LONGEST_WHY]
    if not why or secrets_in(why):
        raise Problems.correction_why()
    if verb is CorrectionVerb.VOID:
        check_reason(report.edition, "void", reason)
    asked = report.corrections.filter(state=CorrectionState.ASKED).first()
    if asked is not None:
        if (asked.verb, asked.why, asked.version) == (verb, why, report.version):
            return asked
        raise Problems.correction_asked()
    row = Correction.objects.create(
        report=report, verb=verb, version=report.version, reason=reason, why=why, asked_by_id=by.account,
        asked_on=report.edition.today(),
    )  # fmt: skip
    _note("correction asked", row, by)
    return row


@transaction.atomic
def agree_correction(uuid: UUID, *, by: Actor) -> Correction:
    """The second person agrees: it is carried out and posted as a correction, with both numbers and the reason.

    Raises no_correction, edition_closed, not_possible. Twice changes nothing.
    """
    row = _locked(uuid, by)
    if row.state == CorrectionState.DONE:
        return row
    report, verb = row.report, CorrectionVerb(row.verb)
    refused = "state" if row.state != CorrectionState.ASKED or row.version != report.version else None
    refused = refused or refusal_of_correction(verb, report, by)
    refused = refused or ("asked_yourself" if by.account == row.asked_by_id else None)
    if refused:
        raise Problems.not_possible(why=WHY[refused])
    ledger.correct_final(
        report.edition, _doing(verb, row, by), source=SOURCE, source_id=report.uuid, why=row.why,
        asked_by=row.asked_by_id, agreed_by=by.account,
    )  # fmt: skip
    return _decided(row, CorrectionState.DONE, "correction agreed", by)


@transaction.atomic
def refuse_correction(uuid: UUID, *, by: Actor) -> Correction:
    """It is not to be: by a second person, or by whoever asked. Raises no_correction, not_possible."""
    row = _locked(uuid, by)
    if row.state == CorrectionState.REFUSED:
        return row
    if row.state != CorrectionState.ASKED:
        raise Problems.not_possible(why=WHY["state"])
    if by.account != row.asked_by_id and (refused := rules.review_refusal(standing_of(row.report), by)):
        raise Problems.not_possible(why=WHY[refused])
    return _decided(row, CorrectionState.REFUSED, "correction refused", by)


def refusal_of_correction(verb: CorrectionVerb, report: Report, by: Actor) -> str | None:
    """Why this actor has no part in this correction, as a code of problems.WHY; None where she may."""
    return rules.correction_refusal(verb, standing_of(report), is_open=report.is_open) or (
        rules.review_refusal(standing_of(report), by)
        or ("own_report" if by.account in standing_of(report).reporters else None)
    )


def _doing(verb: CorrectionVerb, row: Correction, by: Actor) -> Callable[[], object]:
    if verb is CorrectionVerb.CLOSE:
        return lambda: count_as(row.report, is_open=False, why=row.why, by=by)
    return lambda: carry_out([row.report], str(verb), by=by, reason=row.reason)


def _locked(uuid: UUID, by: Actor) -> Correction:
    """The correction with its report, both locked, the report first as everywhere."""
    seen = Report.objects.visible_to(by)
    found = Correction.objects.filter(uuid=uuid, report__in=seen).values_list("pk", "report__uuid").first()
    if found is None:
        raise Problems.no_correction()
    (report,) = locked([found[1]], by=by, act=Act.CORRECT)
    row = Correction.objects.select_for_update(of=("self",)).get(pk=found[0])
    row.report = report
    return row


def _decided(row: Correction, state: CorrectionState, verb: str, by: Actor) -> Correction:
    row.state, row.decided_by_id, row.decided_on = state, by.account, row.report.edition.today()
    row.save(update_fields=["state", "decided_by", "decided_on"])
    _note(verb, row, by)
    return row


def _note(verb: str, row: Correction, by: Actor) -> None:
    edition = row.report.edition
    audit.note(
        verb, kind="report", key=row.report.uuid, by=by, edition=edition.slug, edition_day=edition.today(),
        why=row.why, details={"verb": row.verb, "version": row.version},
    )  # fmt: skip
