"""A second look at a confirmed report, and notes that stay with those who review. Nothing here changes a number."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.review import locked, standing_of
from jarchy.fieldwork.models import Report, ReportNote, SecondLook
from jarchy.fieldwork.problems import WHY, Problems
from jarchy.fieldwork.rules import ReportState, SecondLookResult
from jarchy.forms.checking import public_numbers
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor
from jarchy.words.guard import secrets_in

MOST_OF_A_LOOK, MOST_OF_A_NOTE = 300, 500


@transaction.atomic
def let_stand(uuid: UUID, *, by: Actor) -> SecondLook:
    """Looked at again by another: the report stands as it was confirmed."""
    return _looked(uuid, SecondLookResult.STANDS, "", by=by)


@transaction.atomic
def ask_to_look_again(uuid: UUID, *, note: str, by: Actor) -> SecondLook:
    """Looked at again by another: the reviewers are asked to look too. The report still counts until they move it."""
    return _looked(uuid, SecondLookResult.LOOK_AGAIN, note, by=by)


def _looked(uuid: UUID, result: SecondLookResult, note: str, *, by: Actor) -> SecondLook:
    report, look = _drawn(uuid, by=by)
    if look.result == result and look.looked_by_id == by.account:
        return look
    if look.result:
        raise Problems.not_possible(why=WHY["looked_at"])
    if result == SecondLookResult.LOOK_AGAIN:
        look.note = checked_text(report.edition, note, most=MOST_OF_A_LOOK)
    look.result, look.looked_by_id = result, by.account
    look.looked_at, look.looked_on = timezone.now(), report.edition.today()
    look.save(update_fields=["result", "looked_by", "looked_at", "looked_on", "note"])
    _note(f"second look {result}", report, by=by)
    return look


@transaction.atomic
def answer_second_look(uuid: UUID, *, answer: str, by: Actor) -> SecondLook:
    """Who was asked looked again, and it stands after all. Not for whoever confirmed it: she is not asked herself."""
    report, look = _drawn(uuid, by=by)
    if look.result != SecondLookResult.LOOK_AGAIN:
        raise Problems.not_possible(why=WHY["not_asked"])
    if look.answered_on:
        return look
    look.answer = checked_text(report.edition, answer, most=MOST_OF_A_LOOK)
    look.answered_by_id, look.answered_on = by.account, report.edition.today()
    look.save(update_fields=["answer", "answered_by", "answered_on"])
    _note("second look answered", report, by=by)
    return look


def _drawn(uuid: UUID, *, by: Actor) -> tuple[Report, SecondLook]:
    """The report, locked, and its look, where this actor may look at it."""
    (report,) = locked([uuid], by=by)
    look = SecondLook.objects.filter(report=report, version=report.version).first()
    why = rules.second_look_refusal(standing_of(report), look.confirmed_by_id if look else None, by)
    if why or look is None or report.state != ReportState.CONFIRMED:
        raise Problems.not_possible(why=WHY[why or "not_drawn"])
    return report, look


@transaction.atomic
def note_on_report(uuid: UUID, *, text: str, by: Actor) -> ReportNote:
    """Keep what a reviewer was told, for those who review. Sent twice, it stands once."""
    (report,) = locked([uuid], by=by)
    _check_reviews(report, by)
    said = checked_text(report.edition, text, most=MOST_OF_A_NOTE)
    last = report.notes.order_by("-pk").first()
    if last and (last.text, last.by_id) == (said, by.account):
        return last
    note = ReportNote.objects.create(
        report=report, by_id=by.account, at=timezone.now(), on=report.edition.today(), text=said
    )
    _note("note written", report, by=by)
    return note


@transaction.atomic
def hide_note(uuid: UUID, *, by: Actor) -> ReportNote:
    """Empty a note for good, where a name slipped in. The audit line does not repeat it."""
    note = ReportNote.objects.filter(uuid=uuid).select_related("report").first()
    if note is None:
        raise Problems.no_note()
    (report,) = locked([note.report.uuid], by=by)
    _check_reviews(report, by)
    if not note.is_hidden:
        note.text, note.is_hidden = "", True
        note.save(update_fields=["text", "is_hidden"])
        _note("note hidden", report, by=by)
    return note


def checked_text(edition: Edition, text: str, *, most: int) -> str:
    """What a person wrote about a report. Raises text_missing, text_too_long, text_has_secrets."""
    said = " ".join(text.split())
    if not said:
        raise Problems.text_missing()
    if len(said) > most:
        raise Problems.text_too_long(most=most)
    if secrets_in(said, allowed=public_numbers(edition)):
        raise Problems.text_has_secrets()
    return said


def _check_reviews(report: Report, by: Actor) -> None:
    if why := rules.review_refusal(standing_of(report), by):
        raise Problems.not_possible(why=WHY[why])


def _note(verb: str, report: Report, *, by: Actor) -> None:
    audit.note(
        verb,
        kind="report",
        key=report.uuid,
        by=by,
        edition=report.edition.slug,
        edition_day=report.edition.today(),
    )
