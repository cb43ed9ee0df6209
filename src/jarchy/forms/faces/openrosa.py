"""OpenRosa 1.0: what ODK Collect and KoboCollect ask of a server, below /openrosa/.

    [key/TOKEN/]formList                                 the forms that this phone may send
    [key/TOKEN/]forms/<form>/<mark>/form.xml | manifest | media/<file>
    [key/TOKEN/]submission                               HEAD before, POST with the report

Without a token the phone signs in by Basic or Digest. Who it is, the door knows without the database; whether it was
taken back, the database says. Values in, values out: project/phones.py carries them over the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from mimetypes import guess_type
from typing import BinaryIO
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import Error as DatabaseFault
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jarchy.charter.rules import Act, may
from jarchy.forms import phone_files
from jarchy.forms.actions.phones import Fate, Taken
from jarchy.forms.models import FormVersion
from jarchy.forms.parcels import Parcel, read_parcel
from jarchy.forms.problems import Problems
from jarchy.forms.queries import title_of
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import phone_sign_in, queries_devices
from jarchy.people.devices import number_of_token
from jarchy.people.models import Device

BELOW = "/openrosa"
LIST_SPACE = "http://openrosa.org/xforms/xformsList"
MANIFEST_SPACE = "http://openrosa.org/xforms/xformsManifest"
RESPONSE_SPACE = "http://openrosa.org/http/response"
FALLBACK_LANGUAGE = "ky"

SAID: Mapping[Fate, object] = {
    Fate.KEPT: _("Received. Thank you."),
    Fate.SAME: _("Received: it had come before, and counts once."),
    Fate.CONFLICT: _("Received."),
    Fate.TOO_LATE: _("Received, and too late to be counted: it is kept apart."),
    Fate.APART: _("Received, and kept apart: the Secretariat will look at it."),
    Fate.SPOOLED: _("Received. It is put in its place as soon as the server has its list again."),
}
MORE_TO_COME = _("Received; more files are to come.")


@dataclass(frozen=True)
class Asked:
    """A request. `path` below /openrosa, as it was sent; `origin` as https://campaign.example.org."""

    method: str
    path: str
    target: str  # path and query, whole, as it was sent
    origin: str
    is_https: bool
    now: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    authorization: str = ""
    content_type: str = ""
    if_none_match: str = ""
    accept_language: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str = "text/xml; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Route:
    """Where a request leads: without the token, so that it may stand in a log."""

    name: str  # formList, form, manifest, media, submission, or ""
    token: str | None
    form_id: str = ""
    mark: str = ""
    file: str = ""


def route_of(path: str) -> Route:
    parts = [unquote(part) for part in path.strip("/").split("/")]
    token = None
    if parts[0] == "key" and len(parts) > 1:
        token, parts = parts[1], parts[2:]
    if parts in (["formList"], ["submission"]):
        return Route(parts[0], token)
    if len(parts) >= 4 and parts[0] == "forms":
        _forms, form_id, mark, *rest = parts
        if rest == ["form.xml"]:
            return Route("form", token, form_id, mark)
        if rest == ["manifest"]:
            return Route("manifest", token, form_id, mark)
        if len(rest) == 2 and rest[0] == "media":
            return Route("media", token, form_id, mark, rest[1])
    return Route("", token)


def who(asked: Asked, route: Route) -> str | Answer:
    """The number of the phone, by its signature, or the answer that asks for it. No database."""
    if route.token is not None:
        return number_of_token(route.token) or _shut_out(asked, route)
    found = phone_sign_in.signed_in(
        asked.authorization, method=asked.method, target=asked.target, now=asked.now.timestamp()
    )
    return found.number or _shut_out(asked, route, is_stale=found.is_stale)


def _shut_out(asked: Asked, route: Route, *, is_stale: bool = False, language: str = "") -> Answer:
    """401. With a token in the address no password would help, and none is asked for."""
    words = [f'Phone realm="{phone_sign_in.REALM}"']
    if route.token is None:
        words = phone_sign_in.challenges(
            now=asked.now.timestamp(), is_https=asked.is_https, is_stale=is_stale
        )
    answer = refusal(Problems.phone_shut_out(), language=language or _language_asked(asked))
    return Answer(
        answer.status, answer.body, headers=(*answer.headers, *(("www-authenticate", w) for w in words))
    )


def _language_asked(asked: Asked) -> str:
    """Where nobody knows who asks."""
    wanted = asked.accept_language[:2].lower()
    return wanted if wanted in dict(settings.LANGUAGES) else FALLBACK_LANGUAGE


def refusal(problem: ProblemRaised, *, language: str) -> Answer:
    """A problem as Collect shows it."""
    with override(language or FALLBACK_LANGUAGE):
        return _said(problem.status, f"{problem.sentence} {problem.remedy}")


def _said(status: int, message: str) -> Answer:
    body = (
        f'<OpenRosaResponse xmlns="{RESPONSE_SPACE}"><message>{escape(message)}</message></OpenRosaResponse>'
    )
    return Answer(status, _xml(body))


def _xml(body: str) -> bytes:
    # What no XML may hold would make the phone show nothing at all.
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(filter(_may_stand, body))).encode()


def _may_stand(letter: str) -> bool:
    return letter >= " " or letter in "\t\n\r"


# What a phone gets


@dataclass(frozen=True)
class Visit:
    """A phone that was let in, and what it asked."""

    asked: Asked
    route: Route
    device: Device
    actor: Actor

    @property
    def language(self) -> str:
        return queries_devices.language_of(self.device)

    def address(self, *parts: str) -> str:
        key = [] if self.route.token is None else ["key", self.route.token]
        return "/".join([self.asked.origin + BELOW, *key, *(quote(part, safe="") for part in parts)])


def give(asked: Asked, route: Route, number: str) -> Answer:
    """The answer to GET and HEAD."""
    try:
        device = queries_devices.devices_by([number]).get(number)
        if device is None:
            return _shut_out(asked, route)
        actor = queries_devices.actors_of([device])[number]
        visit = Visit(asked, route, device, actor)
        with override(visit.language):
            return _with_tag(GIVING[route.name](visit), asked)
    except ProblemRaised as problem:
        return refusal(problem, language=_language_asked(asked))
    except DatabaseFault:
        if route.name == "submission":
            return _ready()  # what comes is spooled
        return refusal(Problems.database_away(), language=_language_asked(asked))


def _with_tag(answer: Answer, asked: Asked) -> Answer:
    """ETag, and 304 where the phone has these bytes."""
    if answer.status != 200:
        return answer
    tag = f'"{phone_files.md5(answer.body)}"'
    headers = (*answer.headers, ("etag", tag), ("cache-control", "private, no-cache"))
    held = [one.strip().removeprefix("W/") for one in asked.if_none_match.split(",")]
    if tag in held:
        return Answer(304, b"", answer.content_type, headers)
    return Answer(200, answer.body, answer.content_type, headers)


def _form_list(visit: Visit) -> Answer:
    edition = visit.device.edition
    if not may(Act.SEND, edition.state):
        raise Problems.no_longer_received(edition=edition.slug)
    wanted = visit.asked.query.get("formID")
    forms = phone_files.forms_for(edition, visit.device.organisation, visit.actor)
    told = "".join(_listed(visit, form) for form in forms if wanted in (None, "", form.full_id))
    return Answer(200, _xml(f'<xforms xmlns="{LIST_SPACE}">{told}</xforms>'))


def _listed(visit: Visit, form: FormVersion) -> str:
    """One of the list: with one that is incomplete Collect throws the whole list away."""
    where = ("forms", form.full_id, phone_files.mark_of(form))
    manifest = ""
    if phone_files.media_names(form):
        manifest = f"<manifestUrl>{escape(visit.address(*where, 'manifest'))}</manifestUrl>"
    return (
        f"<xform><formID>{escape(form.full_id)}</formID><name>{escape(title_of(form) or form.full_id)}</name>"
        f"<version>{escape(form.version)}</version><hash>md5:{phone_files.form_hash(form)}</hash>"
        f"<downloadUrl>{escape(visit.address(*where, 'form.xml'))}</downloadUrl>{manifest}</xform>"
    )


def _version(visit: Visit) -> FormVersion:
    version = phone_files.version_for(visit.device.edition, visit.route.form_id, visit.route.mark)
    if version is None:
        raise Problems.form_unknown(form=visit.route.form_id)
    return version


def _form(visit: Visit) -> Answer:
    return Answer(200, _version(visit).xform.encode())


def _manifest(visit: Visit) -> Answer:
    version = _version(visit)
    where = ("forms", version.full_id, phone_files.mark_of(version), "media")
    organisation = visit.device.organisation
    told = "".join(
        f"<mediaFile><filename>{escape(name)}</filename>"
        f"<hash>md5:{phone_files.media_hash(version, name, organisation, visit.actor, language=visit.language)}</hash>"
        f"<downloadUrl>{escape(visit.address(*where, name))}</downloadUrl></mediaFile>"
        for name in phone_files.media_names(version)
    )
    return Answer(200, _xml(f'<manifest xmlns="{MANIFEST_SPACE}">{told}</manifest>'))


def _file(visit: Visit) -> Answer:
    version, name = _version(visit), visit.route.file
    if name not in phone_files.media_names(version):
        raise Problems.not_for_phones()
    data = phone_files.media_file(
        version, name, visit.device.organisation, visit.actor, language=visit.language
    )
    return Answer(200, data, guess_type(name)[0] or "application/octet-stream")


def _before_sending(visit: Visit) -> Answer:
    return (
        _ready()
        if visit.asked.method == "HEAD"
        else refusal(Problems.not_for_phones(), language=visit.language)
    )


def _ready() -> Answer:
    """Exactly 204, or Collect takes it for a redirection."""
    return Answer(204)


GIVING: Mapping[str, Callable[[Visit], Answer]] = {
    "formList": _form_list,
    "form": _form,
    "manifest": _manifest,
    "media": _file,
    "submission": _before_sending,
}


# What a phone sends


def parcel_from(asked: Asked, number: str, body: BinaryIO, length: int) -> Parcel | Answer:
    """What was posted, or why it cannot be taken; `body` is whole."""
    try:
        return read_parcel(
            body, length, content_type=asked.content_type, device=number, received_at=asked.now
        )
    except ProblemRaised as problem:
        return refusal(problem, language=_language_asked(asked))


def answer_to(asked: Asked, route: Route, parcel: Parcel, taken: Taken) -> Answer:
    """Only 201 and 202 free the phone: all that is not refused gets one of them."""
    language = taken.language or _language_asked(asked)
    if taken.fate is Fate.SHUT_OUT:
        return _shut_out(asked, route, language=language)
    if taken.fate is Fate.REFUSED and taken.problem:
        return refusal(taken.problem, language=language)
    with override(language):
        if taken.fate in (Fate.KEPT, Fate.SAME):
            return _said(201, str(MORE_TO_COME if parcel.has_more else SAID[taken.fate]))
        words = [str(SAID[taken.fate]), *([taken.problem.sentence] if taken.problem else [])]
        return _said(202, " ".join(words))
