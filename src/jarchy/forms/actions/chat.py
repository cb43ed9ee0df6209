"""Forms asked in a chat: a session is kept sealed between messages, survives a restart, expires, and ends in the same
door as everything else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jarchy.charter.models import Edition, Organisation
from jarchy.charter.rules import Act, may
from jarchy.forms.actions.prepare import Incoming, Outcome
from jarchy.forms.actions.receive import current_version, receive_submissions
from jarchy.forms.actions.write import written
from jarchy.forms.checking import public_numbers
from jarchy.forms.faces.chat import SKIP, Asker, Talk
from jarchy.forms.models import ChatFile, ChatSession
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import senders_of
from jarchy.forms.rules import CHAT_DAYS, Channel
from jarchy.forms.sending import may_send_for
from jarchy.forms.versions import FormLists, compiled, world_of
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import seal, unseal
from jarchy.pictures.photos import PhotoError, clean_photo


@dataclass(frozen=True)
class Said:
    """A message of a person. `message_id`: the channel's own, so that one that it delivers twice counts once ("" where
    it has none); `picture`: bytes, as the channel brought them."""

    text: str = ""
    message_id: str = ""
    picture: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What is answered. `outcome`: where it was sent, what became of it; `is_over`: the session is gone."""

    text: str
    is_over: bool = False
    outcome: Outcome | None = None


def open_chat(
    edition: Edition,
    form_id: str,
    *,
    by: Actor,
    organisation: Organisation | None = None,
    language: str = "",
    takes: frozenset[str] = frozenset(),
) -> tuple[ChatSession, Reply]:
    """Begin to ask a form; her unfinished session of it is taken up again. `takes`: what the channel carries beside
    text ("picture", "place").

    Raises Problems.form_unknown, may_not_send, no_longer_received, not_in_a_chat.
    """
    if not may(Act.SEND, edition.state):
        raise Problems.no_longer_received(edition=edition.slug)
    version = current_version(edition, form_id)
    senders = senders_of(version.purpose)
    if by.account is None or not may_send_for(
        by, edition=edition.slug, organisation=organisation, senders=senders
    ):
        raise Problems.may_not_send()
    with transaction.atomic():
        begun = ChatSession.objects.filter(
            account_id=by.account,
            form_version=version,
            organisation=organisation,
            expires_at__gt=timezone.now(),
        )
        if session := begun.select_related("edition", "organisation", "form_version").first():
            return session, Reply(session_words(session))
        row = ChatSession(
            account_id=by.account, edition=edition, organisation=organisation, form_version=version,
            takes=sorted(takes), expires_at=_expires(),
        )  # fmt: skip
        asker = asker_of(row)
        if unasked := asker.cannot():
            label = next(iter(unasked[0].label.by_language.values()), ())
            raise Problems.not_in_a_chat(question="".join(part for part in label if isinstance(part, str)))
        heard = asker.begin(language)
        row.sealed = _sealed(heard.talk, "", heard.says)
        row.save()
    return row, Reply(heard.says)


def hear(session: ChatSession, said: Said, *, by: Actor) -> Reply:
    """One message: kept, then answered. The same message again is answered the same and changes nothing; a session
    killed while sending sends the same report when it hears anything more.

    Raises Problems.chat_over where it expired, was sent or thrown away.
    """
    with transaction.atomic():
        row = _locked(session, by)
        kept = _kept(row)
        if said.message_id and said.message_id == kept["heard"]:
            return Reply(kept["says"])
        talk = Talk.from_json(kept["talk"])
        asker = asker_of(row)
        if talk.step != "sent":
            talk, says = _taken(row, asker, talk, said)
            row.sealed = _sealed(talk, said.message_id, says)
            row.expires_at = _expires()
            row.save(update_fields=["sealed", "expires_at", "updated_at"])
        if talk.step == "dropped":
            row.delete()
            return Reply(says, is_over=True)
    return _sent(row, asker, talk, by) if talk.step == "sent" else Reply(says)


def session_words(session: ChatSession) -> str:
    """What was last said to her: where she goes on."""
    says: str = _kept(session)["says"]
    return says


def asker_of(session: ChatSession) -> Asker:
    """The form of a session, ready to be asked."""
    form = compiled(session.form_version)
    lists = FormLists(session.form_version, session.organisation.slug if session.organisation else "", "")
    world = world_of(session.edition, now=timezone.now())
    return Asker(
        form, lists.ready, world, form.language_names, lists.not_offered, public_numbers(session.edition),
        frozenset(session.takes),
    )  # fmt: skip


def _locked(session: ChatSession, by: Actor) -> ChatSession:
    rows = ChatSession.objects.select_for_update(of=("self",)).select_related(
        "edition", "organisation", "form_version"
    )
    own = rows.filter(pk=session.pk, expires_at__gt=timezone.now())
    row = own.filter(account_id=by.account).first() if by.account is not None else None
    if row is None:
        raise Problems.chat_over()
    row.form_version.edition = row.edition
    return row


def _taken(row: ChatSession, asker: Asker, talk: Talk, said: Said) -> tuple[Talk, str]:
    """The talk after a message, and what is answered; of a picture its name is the answer."""
    if not said.picture:
        heard = asker.hear(talk, said.text)
        return heard.talk, heard.says
    with override(talk.language):
        question = asker.waits_for_picture(talk)
        if question is None:
            return talk, _("No picture is asked for here.")
        try:
            photo = clean_photo(said.picture)
        except PhotoError:
            return talk, _("This picture cannot be read. Send another one, or {skip} to go on.").format(
                skip=SKIP
            )
    name = f"{question.name}-{photo.sha256[:12]}.jpg"
    ChatFile.objects.update_or_create(
        session=row, path=question.path, defaults={"name": name, "sealed": seal(photo.content)}
    )
    heard = asker.hear(talk, name)
    return heard.talk, heard.says


def _sent(row: ChatSession, asker: Asker, talk: Talk, by: Actor) -> Reply:
    """Through the one door; its instance id is the session's own, so that twice is once."""
    answers = asker.counted(talk)
    body = written(
        row.form_version, answers, lists=asker.lists, instance_id=row.instance_id, replaces=None,
        started_at=row.started_at, username=str(by.account),
    )  # fmt: skip
    named = set(answers.values())
    files = {file.name: unseal(bytes(file.sealed)) for file in row.files.all() if file.name in named}
    incoming = Incoming(
        body=body, files=files, channel=Channel.CHAT, edition=row.edition.slug,
        organisation=row.organisation.slug if row.organisation else None, account=by.account,
    )  # fmt: skip
    (outcome,) = receive_submissions([incoming], by=by)
    with override(talk.language):
        if outcome.state == "refused":
            problem = outcome.problem
            says = f"{problem.sentence} {problem.remedy}" if problem else ""
            ChatSession.objects.filter(pk=row.pk).update(sealed=_sealed(_review_again(talk), "", says))
            return Reply(says, outcome=outcome)
        row.delete()
        return Reply(
            _("Thank you. It has come in; your coordinator sees it now."), is_over=True, outcome=outcome
        )


def _review_again(talk: Talk) -> Talk:
    return Talk.from_json({**talk.as_json(), "step": "review"})


def _expires() -> datetime:
    return timezone.now() + timedelta(CHAT_DAYS)


def _sealed(talk: Talk, heard: str, says: str) -> bytes:
    return seal(
        json.dumps({"talk": talk.as_json(), "heard": heard, "says": says}, ensure_ascii=False).encode()
    )


def _kept(row: ChatSession) -> Mapping[str, Any]:
    kept: Mapping[str, Any] = json.loads(unseal(bytes(row.sealed)))
    return kept
