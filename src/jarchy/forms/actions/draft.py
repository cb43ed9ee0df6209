"""A form that someone fills in on the web: begun, kept at each page, sent or thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.charter.rules import Act, may
from jarchy.forms.actions.prepare import Incoming, Outcome
from jarchy.forms.actions.receive import current_version, receive_submissions
from jarchy.forms.actions.write import written
from jarchy.forms.models import Draft, DraftPicture, FormVersion, Submission
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import senders_of
from jarchy.forms.rules import Channel, may_enter_for_others, may_send
from jarchy.forms.versions import FormLists, compiled, world_of
from jarchy.foundation import audit, files
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import seal, unseal
from jarchy.people import queries as people
from jarchy.pictures.photos import PhotoError, clean_photo
from jarchy.xforms import engine

Answers = dict[str, str]


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
        version, organisation, {**(corrects.answers if corrects else {}), **(initial or {})}
    )
    holder = _holder(edition, organisation, held_by, is_for_someone, by)
    draft = Draft.objects.create(
        account_id=by.account, edition=edition, organisation=organisation, form_version=version,
        deprecated_id=deprecated_id, sealed=_sealed(answers), **({"uuid": uuid} if uuid else {}),
        held_by_id=corrects.held_by_id if corrects else holder,
        is_for_someone=corrects.is_for_someone if corrects else is_for_someone and holder is None,
    )  # fmt: skip
    if corrects:
        _take_pictures(draft, corrects)
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
    version: FormVersion, organisation: Organisation | None, given: Mapping[str, str]
) -> Answers:
    """The form's defaults and what was given, of questions that a person is asked."""
    form = compiled(version)
    lists = FormLists(version, organisation.slug if organisation else "", "")
    begun = engine.begin(form, lists.ready, world_of(version.edition, now=timezone.now()))
    defaults = {form.by_path[path].name: text for path, text in begun.items()}
    asked = {node.name for node in form.questions}
    return {name: text for name, text in {**defaults, **given}.items() if name in asked}


def _take_pictures(draft: Draft, corrects: Submission) -> None:
    """The pictures of what is corrected, so that they need not be taken again."""
    questions = {text: name for name, text in corrects.answers.items()}
    for attachment in corrects.attachments.filter(is_sealed=False).order_by("pk"):
        if question := questions.get(attachment.name):
            with files.open_kept(attachment.file_hash) as kept:
                DraftPicture.objects.update_or_create(
                    draft=draft, question=question,
                    defaults={"name": attachment.name, "sealed": seal(kept.read())},
                )  # fmt: skip


def draft_of(uuid: UUID, *, by: Actor) -> Draft:
    """Her own draft. Raises Problems.draft_unknown, for those of others too."""
    rows = Draft.objects.select_related("edition", "organisation", "form_version")
    draft = rows.filter(uuid=uuid, account_id=by.account).first() if by.account is not None else None
    if draft is None:
        raise Problems.draft_unknown()
    draft.form_version.edition = draft.edition
    return draft


def answers_of(draft: Draft) -> Answers:
    """By the question's name; host_phone among them, since nothing of a draft is readable outside."""
    return json.loads(unseal(bytes(draft.sealed)))


def save_draft(draft: Draft, answers: Mapping[str, str], *, page: int) -> None:
    """Keep the answers and where she stopped. What is empty is left out."""
    draft.sealed = _sealed(answers)
    draft.page = page
    draft.save(update_fields=["sealed", "page", "updated_at"])


def _sealed(answers: Mapping[str, str]) -> bytes:
    said = {name: text for name, text in answers.items() if text != ""}
    return seal(json.dumps(said, ensure_ascii=False).encode())


def keep_picture(draft: Draft, question: str, data: bytes) -> str:
    """Clean a picture and keep it sealed with the draft; its file name. Raises Problems.picture_unreadable."""
    try:
        photo = clean_photo(data)
    except PhotoError:
        raise Problems.picture_unreadable(name=question)
    name = f"{question}-{photo.sha256[:12]}.jpg"
    DraftPicture.objects.update_or_create(
        draft=draft, question=question, defaults={"name": name, "sealed": seal(photo.content)}
    )
    return name


def drop_picture(draft: Draft, question: str) -> None:
    DraftPicture.objects.filter(draft=draft, question=question).delete()


def picture_of(draft: Draft, question: str) -> bytes:
    """JPEG. Raises Problems.draft_unknown where there is none."""
    picture = DraftPicture.objects.filter(draft=draft, question=question).first()
    if picture is None:
        raise Problems.draft_unknown()
    return unseal(bytes(picture.sealed))


def send_draft(draft: Draft, *, by: Actor) -> Outcome:
    """Send it through the one door and throw it away once it is kept. Twice comes to the same submission."""
    answers = answers_of(draft)
    pictures = {picture.name: unseal(bytes(picture.sealed)) for picture in draft.pictures.all()}
    named = set(answers.values())
    lists = FormLists(draft.form_version, draft.organisation.slug if draft.organisation else "", "")
    body = written(
        draft.form_version, answers, lists=lists.ready, instance_id=draft.instance_id,
        replaces=draft.deprecated_id or None, started_at=draft.started_at, username=str(by.account),
    )  # fmt: skip
    incoming = Incoming(
        body=body, files={name: data for name, data in pictures.items() if name in named}, channel=Channel.WEB,
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
