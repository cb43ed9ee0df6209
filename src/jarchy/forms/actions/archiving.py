"""What is deleted of what was sent when its edition is archived, and what goes when the evidence is no longer kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jarchy.charter.archiving import Emptying, delete_some
from jarchy.charter.models import Edition
from jarchy.charter.rules import EditionState
from jarchy.forms.actions.phones import drop_all_apart
from jarchy.forms.actions.sheet import forget_file
from jarchy.forms.bodies import answers_without_people, body_without_people
from jarchy.forms.models import (
    Attachment,
    ChatSession,
    Draft,
    FormVersion,
    HostPhone,
    SheetImport,
    Submission,
    UnreadableBody,
)
from jarchy.forms.versions import compiled
from jarchy.foundation import audit
from jarchy.foundation.jobs import every
from jarchy.foundation.narrowing import house

AT_ONCE = 200


def drop_drafts(edition: Edition, limit: int) -> int:
    return delete_some(Draft.objects.filter(edition=edition), limit)


def drop_chats(edition: Edition, limit: int) -> int:
    return delete_some(ChatSession.objects.filter(edition=edition), limit)


def drop_host_phones(edition: Edition, limit: int) -> int:
    return delete_some(HostPhone.objects.filter(submission__edition=edition), limit)


def drop_unreadable(edition: Edition, limit: int) -> int:
    return delete_some(UnreadableBody.objects.filter(edition=edition), limit)


def drop_sheets(edition: Edition, limit: int) -> int:
    """The files first: a row whose file is gone says what is left to do, a file without a row is found by nobody."""
    going = list(SheetImport.objects.filter(edition=edition).order_by("pk")[:limit])
    for row in going:
        forget_file(row)
        row.delete()
    return len(going)


def name_attachments_anew(edition: Edition, limit: int) -> int:
    """A file's name may be somebody's; the picture itself goes on its own day."""
    rows = (
        Attachment.objects.filter(submission__edition=edition)
        .exclude(name__startswith="file-")
        .order_by("pk")
    )
    going = list(rows[:limit])
    for row in going:
        row.name = f"file-{row.pk}"
    Attachment.objects.bulk_update(going, ["name"])
    return len(going)


def empty_texts(edition: Edition, limit: int) -> int:
    """Free texts, names of users and of files, whatever else is no number, day, place or choice of the form's lists.

    Institutions stay: an evaluation needs to know where. The keyed hash stays: it says that nothing else was changed.
    """
    rows = Submission.objects.filter(edition=edition, people_gone_on__isnull=True).select_related(
        "form_version"
    )
    going = list(rows.order_by("pk").select_for_update(of=("self",))[:limit])
    kinds_of = {row.form_version_id: _kinds(row.form_version) for row in going}
    for row in going:
        kinds = kinds_of[row.form_version_id]
        row.body, row.answers = (
            body_without_people(row.body, kinds),
            answers_without_people(row.answers, kinds),
        )
        row.findings = [finding for finding in row.findings if not finding["code"].startswith("guard.")]
        row.people_gone_on = edition.today()
    Submission.objects.bulk_update(going, ["body", "answers", "findings", "people_gone_on"])
    return len(going)


def _kinds(version: FormVersion) -> dict[str, str]:
    """What each question's answer is, by its name."""
    return {node.name: str(node.kind) for node in compiled(version).nodes}


@every(minutes=60)
def forget_evidence() -> None:
    """What an archived edition's people answered, once the funder's auditors may no longer ask. Safe to repeat."""
    past = Edition.objects.filter(state=EditionState.ARCHIVED, keep_evidence_until__isnull=False)
    for edition in past:
        if edition.keep_evidence_until and edition.today() > edition.keep_evidence_until:
            while forget_answers(edition, AT_ONCE):
                pass


def forget_answers(edition: Edition, limit: int) -> int:
    """Answers and bodies of so many submissions; how many."""
    with transaction.atomic():
        rows = Submission.objects.filter(edition=edition).exclude(body="").order_by("pk")
        going = list(rows.values_list("pk", flat=True)[:limit])
        Submission.objects.filter(pk__in=going).update(body="", answers={}, findings=[])
        if going:
            audit.note(
                "evidence deleted", kind="edition", key=edition.slug, by=house("keeping times"), edition=edition.slug,
                edition_day=edition.today(), details={"submissions": len(going)},
            )  # fmt: skip
    return len(going)


EMPTYINGS = [
    Emptying("forms.Draft", _("reports begun and not sent, with their pictures"), drop_drafts),
    Emptying("forms.ChatSession", _("reports begun in a chat and not sent, with their pictures"), drop_chats),
    Emptying("forms.SheetImport", _("sheets brought in, with their files"), drop_sheets),
    Emptying("forms.HostPhone", _("telephones of hosts"), drop_host_phones),
    Emptying("forms.UnreadableBody", _("what was sent and could not be read"), drop_unreadable),
    Emptying("forms.KeptApart", _("what phones sent that could not be counted"), drop_all_apart),
    Emptying("forms.Attachment", _("names of pictures and files"), name_attachments_anew),
    Emptying("forms.Submission", _("free texts and names of users in what was sent"), empty_texts),
]
