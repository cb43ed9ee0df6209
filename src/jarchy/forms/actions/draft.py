"""A form that someone fills in on the web: begun, kept at each page, sent or thrown away."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.charter.rules import Act, may
from jarchy.forms.actions.prepare import Incoming, Outcome
from jarchy.forms.actions.receive import current_version, receive_submissions
from jarchy.forms.actions.write import written
from jarchy.forms.models import Draft, DraftFile, FormVersion, Submission
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import senders_of
from jarchy.forms.rounds import NONE, draft_by_path, flat_draft, plain
from jarchy.forms.rules import (
    MOST_DRAFT_BYTES,
    MOST_FILE_BYTES,
    Channel,
    may_enter_for_others,
    may_send,
)
from jarchy.forms.versions import FormLists, compiled, world_of
from jarchy.foundation import audit, files
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import seal, unseal
from jarchy.people import queries as people
from jarchy.pictures.photos import PhotoError, clean_photo
from jarchy.xforms import engine

Answers = dict[str, str]
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@transaction.atomic
def start_draft(
    edition: Edition,
    form_id: str,
    *,
    by: Actor,
    organisation: Organisation | None = None,
    initial: Mapping[str, str] | None = None,
    corrects: Submission | None = None,
    uuid: UUID | None = None,
    held_by: UUID | None = None,
    is_for_someone: bool = False,
) -> Draft:
    """An unsent form of this account with some answers filled in; its UUID is the instance id it will be sent with.

    `corrects`: a submission whose next version this is: its answers and pictures are filled in first; a draft that
    corrects the same one is taken up again. `uuid`: the instance id that it must have; her draft with it is taken up
    again. `held_by`: the membership of whom the organisation's coordinator enters it
    for; `is_for_someone`: for one without an account. Raises Problems.form_unknown, may_not_send, not_for_her.
    """
    if not may(Act.SEND, edition.state):
        raise Problems.no_longer_received(edition=edition.slug)
    version = current_version(edition, form_id)
    if by.account is None or not may_send(
        by,
        edition=edition.slug,
        organisation=organisation.slug if organisation else None,
        senders=senders_of(version.purpose),
    ):
        raise Problems.may_not_send()
    if uuid and (begun := Draft.objects.filter(uuid=uuid, account_id=by.account).first()):
        return begun
    deprecated_id = corrects.instance_id if corrects else ""
    if corrects:
        begun = Draft.objects.filter(
            account_id=by.account, edition=edition, deprecated_id=deprecated_id
        ).first()
        if begun:
            return begun
    answers = _first_answers(
        version, organisation, {**(corrects.answers if corrects else {}), **(initial or {})},
        is_correction=corrects is not None,
    )  # fmt: skip
    holder = _holder(edition, organisation, held_by, is_for_someone, by)
    draft = Draft.objects.create(
        account_id=by.account, edition=edition, organisation=organisation, form_version=version,
        deprecated_id=deprecated_id, sealed=_sealed(answers), **({"uuid": uuid} if uuid else {}),
        held_by_id=corrects.held_by_id if corrects else holder,
        is_for_someone=corrects.is_for_someone if corrects else is_for_someone and holder is None,
    )  # fmt: skip
    if corrects:
        _take_files(draft, corrects)
    return draft


def _holder(
    edition: Edition, organisation: Organisation | None, held_by: UUID | None, is_for_someone: bool, by: Actor
) -> int | None:
    """The number of the account for whom it is entered; None for the sender's own and for someone without one."""
    if held_by is None and not is_for_someone:
        return None
    slug = organisation.slug if organisation else ""
    if not may_enter_for_others(by, edition=edition.slug, organisation=slug):
        raise Problems.not_for_her()
    if held_by is None:
        return None
    holder = next((one for one in people.field_people(edition, [slug]) if one.uuid == held_by), None)
    if holder is None:
        raise Problems.not_for_her()
    return holder.account_id if holder.account_id != by.account else None


def _first_answers(
    version: FormVersion, organisation: Organisation | None, given: Mapping[str, str], *, is_correction: bool
) -> Answers:
    """The form's defaults and what was given. Of a correction rounds are those that were sent."""
    form = compiled(version)
    lists = FormLists(version, organisation.slug if organisation else "", "").ready
    begun = engine.begin(form, lists, world_of(version.edition, now=timezone.now()))
    said = draft_by_path(form, given)
    if is_correction:
        begun = {path: text for path, text in begun.items() if form.by_path[plain(path)].in_repeat is None}
        begun |= {
            f"{node.path}{NONE}": ""
            for node in form.repeats
            if node.count is None
            and not any(path.startswith((f"{node.path}/", f"{node.path}[")) for path in said)
        }
    return flat_draft(form, {**begun, **said})


def _take_files(draft: Draft, corrects: Submission) -> None:
    """The files of what is corrected, so that they need not be taken again."""
    named = set(corrects.answers.values())
    for attachment in corrects.attachments.order_by("pk"):
        if attachment.name in named:
            with files.open_kept(attachment.file_hash) as kept:
                _keep(draft, attachment.name, unseal(kept.read()) if attachment.is_sealed else kept.read())


def draft_of(uuid: UUID, *, by: Actor) -> Draft:
    """Her own draft. Raises Problems.draft_unknown, for those of others too."""
    rows = Draft.objects.select_related("edition", "organisation", "form_version")
    draft = rows.filter(uuid=uuid, account_id=by.account).first() if by.account is not None else None
    if draft is None:
        raise Problems.draft_unknown()
    draft.form_version.edition = draft.edition
    return draft


def answers_of(draft: Draft) -> Answers:
    """By the question's name where that is plain, else by path, signs of rounds among them (rounds.draft_by_path).
    host_phone, too: nothing of a draft is readable outside."""
    return json.loads(unseal(bytes(draft.sealed)))


def save_draft(draft: Draft, answers: Mapping[str, str], *, page: int) -> None:
    """Keep the answers and where she stopped. What is empty is left out; files that no answer names go."""
    draft.sealed = _sealed(answers)
    draft.page = page
    draft.save(update_fields=["sealed", "page", "updated_at"])
    draft.files.exclude(name__in=set(answers.values())).delete()


def _sealed(answers: Mapping[str, str]) -> bytes:
    said = {name: text for name, text in answers.items() if text != "" or name.endswith("]")}
    return seal(json.dumps(said, ensure_ascii=False).encode())


def keep_picture(draft: Draft, question: str, data: bytes) -> str:
    """Clean a picture and keep it sealed with the draft; its file name, which becomes the answer. Raises
    Problems.picture_unreadable."""
    try:
        photo = clean_photo(data)
    except PhotoError:
        raise Problems.picture_unreadable(name=question)
    return _keep(draft, f"{question}-{photo.sha256[:12]}.jpg", photo.content)


def keep_file(draft: Draft, question: str, data: bytes, *, called: str) -> str:
    """Keep a file sealed as it came; its file name, which becomes the answer. `called`: what the sender's machine calls
    it, of which only the ending is taken over. Raises Problems.file_too_large, files_too_large, file_empty."""
    if not data:
        raise Problems.file_empty(name=question)
    if len(data) > MOST_FILE_BYTES:
        raise Problems.file_too_large(name=question, most=MOST_FILE_BYTES // 1_000_000)
    held = draft.files.aggregate(Sum("size"))["size__sum"] or 0
    if held + len(data) > MOST_DRAFT_BYTES:
        raise Problems.files_too_large(most=MOST_DRAFT_BYTES // 1_000_000)
    ending = _ENDING.search(called)
    return _keep(draft, f"{question}-{files.name_of(data)[:12]}{ending[0].lower() if ending else ''}", data)


def _keep(draft: Draft, name: str, data: bytes) -> str:
    DraftFile.objects.update_or_create(
        draft=draft, name=name, defaults={"size": len(data), "sealed": seal(data)}
    )
    return name


def file_of(draft: Draft, name: str) -> bytes:
    """A file of a draft as it will be sent. Raises Problems.draft_unknown where there is none."""
    kept = draft.files.filter(name=name).first()
    if kept is None:
        raise Problems.draft_unknown()
    return unseal(bytes(kept.sealed))


def send_draft(draft: Draft, *, by: Actor) -> Outcome:
    """Send it through the one door and throw it away once it is kept. Twice comes to the same submission."""
    answers = answers_of(draft)
    named = set(answers.values())
    kept = {file.name: unseal(bytes(file.sealed)) for file in draft.files.filter(name__in=named)}
    lists = FormLists(draft.form_version, draft.organisation.slug if draft.organisation else "", "")
    body = written(
        draft.form_version, answers, lists=lists.ready, instance_id=draft.instance_id,
        replaces=draft.deprecated_id or None, started_at=draft.started_at, username=str(by.account),
    )  # fmt: skip
    incoming = Incoming(
        body=body, files=kept, channel=Channel.WEB,
        edition=draft.edition.slug, organisation=draft.organisation.slug if draft.organisation else None,
        account=by.account, held_by=draft.held_by_id, is_for_someone=draft.is_for_someone,
    )  # fmt: skip
    (outcome,) = receive_submissions([incoming], by=by)
    if outcome.state != "refused":
        draft.delete()
    return outcome


def drop_draft(draft: Draft, *, by: Actor) -> None:
    """Thrown away by whoever wrote it, or because it is not hers ("not me")."""
    audit.note(
        "draft thrown away", kind="draft", key=draft.uuid, by=by, edition=draft.edition.slug,
        edition_day=draft.edition.today(),
    )  # fmt: skip
    draft.delete()


def sent_by_draft(uuid: UUID, *, by: Actor) -> Submission | None:
    """What became of a draft that is gone: its submission, if she sent it."""
    if by.account is None:
        return None
    rows = Submission.objects.filter(instance_id=f"uuid:{uuid}", account_id=by.account)
    return rows.select_related("form_version", "edition").order_by("state").last()
