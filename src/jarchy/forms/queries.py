"""What pages and exports read of submissions and drafts. Who may see which, the room above asks of its own rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from jarchy.charter.models import Edition
from jarchy.forms.models import (
    Attachment,
    Draft,
    FormVersion,
    HostPhone,
    KeptApart,
    SheetImport,
    Submission,
)
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import titles
from jarchy.forms.rules import HOST_PHONE, SubmissionState, pictures_go_on
from jarchy.forms.versions import FormLists, by_path, compiled, text_questions, world_of
from jarchy.forms.wording import remedy_of_kept, said_in_words, sentence_of_kept
from jarchy.foundation import files
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import unseal
from jarchy.xforms import engine
from jarchy.xforms.form import Form


@dataclass(frozen=True)
class Told:
    """A question and what was answered, in words."""

    name: str
    label: str
    text: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Noted:
    """Something that does not fit: the question's label ("" for the whole), a sentence, what to do; its code and path
    are for programs.
    """

    label: str
    sentence: str
    remedy: str
    code: str
    path: str


def title_of(version: FormVersion) -> str:
    """What the form is called, in the reader's language."""
    return str(titles.get(version.purpose) or compiled(version).title)


def file_of_version(version: FormVersion, name: str) -> bytes:
    """A file that was published with a version. Raises Problems.draft_unknown where it was not, or is lost."""
    row = version.files.filter(name=name).first()
    if row is None:
        raise Problems.draft_unknown()
    try:
        with files.open_kept(row.file_hash) as kept:
            return kept.read()
    except FileNotFoundError:
        raise Problems.draft_unknown() from None


def answers_in_words(submission: Submission) -> list[Told]:
    """What was answered, in the form's order and the reader's language; metadata and computed values aside.

    One query for each list of the form.
    """
    form = compiled(submission.form_version)
    language = get_language() or form.default_language
    slug = submission.organisation.slug if submission.organisation else ""
    lists = FormLists(submission.form_version, slug, language)
    world = world_of(submission.edition, now=timezone.now(), language=language)
    state = engine.evaluate(form, by_path(form, submission.answers), lists.ready, world)
    texts = text_questions(submission.form_version)
    told = []
    for question in state.by_path.values():
        name, is_hidden = question.name, question.name in submission.hidden
        if not question.form_node.is_asked or name == HOST_PHONE or not (question.draft or is_hidden):
            continue
        said = "" if name in texts else said_in_words(question, language)
        told.append(Told(name, question.label(language), said or question.draft, is_hidden))
    return told


def findings_in_words(submission: Submission) -> list[Noted]:
    """What was noticed when it came, in the reader's language."""
    form = compiled(submission.form_version)
    labels = labels_by_path(form)
    kinds = {path: str(node.kind) for path, node in form.by_path.items()}
    return [
        Noted(
            labels.get(finding["path"], ""),
            sentence_of_kept(finding, kinds.get(finding["path"], "")),
            remedy_of_kept(finding),
            finding["code"],
            finding["path"],
        )
        for finding in submission.findings
    ]


def labels_of(version: FormVersion) -> dict[str, str]:
    """What each question asks, by its name, in the reader's language."""
    form = compiled(version)
    labels = labels_by_path(form)
    return {node.name: labels[node.path] for node in form.questions}


def labels_by_path(form: Form) -> Mapping[str, str]:
    """Of questions whose words need no answers."""
    language = get_language() or form.default_language
    found = {}
    for node in form.nodes:
        parts = (
            node.label.by_language.get(language) or node.label.by_language.get(form.default_language) or ()
        )
        found[node.path] = "".join(part for part in parts if isinstance(part, str))
    return found


def pictures_due(*, days_late: int = 0) -> list[Edition]:
    """Editions that still have pictures so many days, of their own clock, after these should have gone."""
    holding = Edition.objects.filter(pk__in=Attachment.objects.values("submission__edition"))
    late = timedelta(days_late)
    return [edition for edition in holding if edition.today() - late >= pictures_go_on(edition.final_on)]


def pictures_overdue() -> dict[str, int]:
    """By edition: how many are there a day after they should have gone."""
    late = pictures_due(days_late=1)
    return {row.slug: Attachment.objects.filter(submission__edition=row).count() for row in late}


def open_picture(attachment: Attachment) -> BinaryIO:
    """The cleaned JPEG. Raises FileNotFoundError where it was removed, or is no picture (sealed)."""
    if attachment.is_sealed:
        raise FileNotFoundError(attachment.name)
    return files.open_kept(attachment.file_hash)


def host_phones(submissions: Iterable[int]) -> dict[int, str]:
    """Telephones of hosts that are still kept, as dialled, by the submission's key. One query.

    For the drawing of calls and for the checker whose call it is; whoever shows one notes it in the audit.
    """
    rows = HostPhone.objects.filter(submission__in=list(submissions))
    return {row.submission_id: unseal(bytes(row.sealed)).decode() for row in rows}


def unfinished(by: Actor, edition: Edition, form_id: str | None = None) -> list[Draft]:
    """Her own drafts, the one last touched first."""
    if by.account is None:
        return []
    rows = Draft.objects.filter(account_id=by.account, edition=edition).select_related(
        "form_version", "organisation"
    )
    if form_id:
        rows = rows.filter(form_version__form_id=form_id)
    return list(rows.order_by("-updated_at"))


def conflicts_of(submission: Submission) -> Sequence[Submission]:
    """What came with the same instance id and other answers, or as another correction of the same; oldest first."""
    return list(submission.conflicting.order_by("pk"))


def kept_apart(edition: Edition) -> QuerySet[KeptApart]:
    """What phones sent and nothing counts, the newest first."""
    rows = KeptApart.objects.filter(edition=edition).select_related("device__account", "device__organisation")
    return rows.order_by("-pk")


def edits_of_nothing(edition: Edition, *, limit: int = 200) -> Sequence[Submission]:
    """Corrections from phones of reports that did not come here, or not yet; the newest first."""
    rows = Submission.objects.filter(
        edition=edition, state=SubmissionState.CONFLICT, conflicts_with__isnull=True
    )
    return list(rows.select_related("account", "organisation").order_by("-pk")[:limit])


def differences(one: Submission, other: Submission) -> list[tuple[str, str, str]]:
    """Name of the question, what `one` says, what `other` says, where they differ."""
    names = dict.fromkeys([*one.answers, *other.answers])
    pairs = ((name, one.answers.get(name, ""), other.answers.get(name, "")) for name in names)
    return [(name, a, b) for name, a, b in pairs if a != b]


def imports_of(edition: Edition, form_id: str, by: Actor, *, limit: int = 10) -> list[SheetImport]:
    """Sheets that she brought in, the newest first."""
    if by.account is None:
        return []
    rows = SheetImport.objects.filter(edition=edition, account_id=by.account, form_version__form_id=form_id)
    return list(rows.select_related("organisation").order_by("-id")[:limit])
