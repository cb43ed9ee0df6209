"""What was kept and must go: a text with a name in it, a telephone after its day, what nobody could read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.forms import versions
from jarchy.forms.actions.phones import forget_apart
from jarchy.forms.bodies import emptied, without_answer
from jarchy.forms.models import (
    Attachment,
    ChatSession,
    Draft,
    FormUpload,
    HostPhone,
    Submission,
    UnreadableBody,
)
from jarchy.forms.problems import Problems
from jarchy.forms.queries import pictures_due
from jarchy.forms.rules import DRAFT_DAYS, UNREADABLE_DAYS, UPLOAD_DAYS
from jarchy.foundation import audit, files
from jarchy.foundation.jobs import every
from jarchy.foundation.narrowing import Actor, house


@transaction.atomic
def hide_text(submission: Submission, question: str, *, by: Actor) -> None:
    """Empty a text for good, in the answers and in the kept body: here, in what came with the same instance id, and in
    other corrections of the same report, which the reviewer reads beside it.

    The keyed hash stays: the phone may send the same again and it is still the same. The audit does not repeat
    the text. Raises Problems.question_unknown where it is no text question. Safe to repeat.
    """
    if question not in versions.text_questions(submission.form_version):
        raise Problems.question_unknown(question=question)
    beside = Q(instance_id=submission.instance_id) | Q(conflicts_with=submission)
    rows = Submission.objects.select_for_update(of=("self",)).filter(beside).order_by("pk")
    for row in rows:
        row.body = emptied(row.body, question)
        row.answers = without_answer(row.answers, question)
        row.hidden = sorted({*row.hidden, question})
        row.findings = [f for f in row.findings if not _is_guard_of(f, question)]
        row.save(update_fields=["body", "answers", "hidden", "findings"])
    audit.note(
        "text hidden in submission", kind="submission", key=submission.uuid, by=by,
        edition=submission.edition.slug, edition_day=submission.edition.today(), details={"question": question},
    )  # fmt: skip
    submission.refresh_from_db()


def _is_guard_of(finding: dict[str, str], question: str) -> bool:
    return finding["code"].startswith("guard.") and finding["path"].rsplit("/", 1)[-1] == question


def forget_host_phone(submission: Submission, *, by: Actor) -> None:
    """The check is done, or the host does not want to be called: the number goes now. Safe to repeat."""
    deleted, _ = HostPhone.objects.filter(submission=submission).delete()
    if deleted:
        audit.note(
            "host's telephone deleted", kind="submission", key=submission.uuid, by=by,
            edition=submission.edition.slug, edition_day=submission.edition.today(),
        )  # fmt: skip


def keep_host_phones_until(submissions: Iterable[Submission], day: date) -> None:
    """These hosts are to be called: their numbers wait until the edition's `day` at least."""
    HostPhone.objects.filter(submission__in=submissions, delete_after__lt=day).update(delete_after=day)


def forget_host_phone_by(submission: Submission, day: date) -> None:
    """The host was called: the number goes by the edition's `day` at the latest."""
    HostPhone.objects.filter(submission=submission, delete_after__gt=day).update(delete_after=day)


def forget_host_phones(edition: Edition, day: date) -> None:
    """At an edition's midnight: telephones whose last day is over. Safe to repeat."""
    HostPhone.objects.filter(submission__edition=edition, delete_after__lt=day).delete()


@every(minutes=60)
def forget_pictures() -> None:
    """Pictures and whatever else came beside answers, so many days after their edition is final. Safe to repeat.

    The files go first: a row whose file is gone says what is left to do when this was cut off, a file without a row
    would never be found again.
    """
    for edition in pictures_due():
        rows = Attachment.objects.filter(submission__edition=edition)
        going = set(rows.values_list("file_hash", flat=True))
        beside = Attachment.objects.exclude(submission__edition=edition).filter(
            file_hash__in=rows.values("file_hash")
        )
        for name in going - set(beside.values_list("file_hash", flat=True)):
            files.remove(name)
        with transaction.atomic():
            deleted, _ = rows.delete()
            audit.note(
                "pictures deleted", kind="edition", key=edition.slug, by=house("keeping times"), edition=edition.slug,
                edition_day=edition.today(), details={"pictures": deleted},
            )  # fmt: skip


@every(minutes=60)
def forget_what_is_due() -> None:
    """Hosts' telephones after their day, bodies nobody could read, drafts nobody touched. Safe to repeat."""
    now = timezone.now()
    due = Q(pk__in=[])
    for edition in Edition.objects.filter(pk__in=HostPhone.objects.values("submission__edition")):
        due |= Q(submission__edition=edition, delete_after__lt=edition.today())
    HostPhone.objects.filter(due).delete()
    UnreadableBody.objects.filter(received_at__lt=now - timedelta(UNREADABLE_DAYS)).delete()
    Draft.objects.filter(updated_at__lt=now - timedelta(DRAFT_DAYS)).delete()
    FormUpload.objects.filter(updated_at__lt=now - timedelta(UPLOAD_DAYS)).delete()
    ChatSession.objects.filter(expires_at__lt=now).delete()
    forget_apart(now=now)
