"""What is done with a submission before the transaction that keeps it: reading, cutting out, checking, cleaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Literal

from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.charter.one_reading import for_one_reading
from jarchy.charter.rules import Act, may
from jarchy.forms import checking, versions
from jarchy.forms.bodies import Arrived, flat_answers, masked_rubbish, take_apart
from jarchy.forms.models import Attachment, FormVersion, Submission, UnreadableBody
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import Reach, for_nobody, senders_of
from jarchy.forms.rounds import plain
from jarchy.forms.rules import (
    STRICT,
    Channel,
    Finding,
    as_dialled,
    may_correct,
    organisation_of,
)
from jarchy.forms.sending import may_send_for, reach_of
from jarchy.foundation import files
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.sealing import keyed_hash, seal
from jarchy.pictures.photos import PhotoError, clean_photo
from jarchy.xforms.form import FILES, Form, Kind
from jarchy.xforms.hardened import UnreadableXml
from jarchy.xforms.instance import canonical

AS_SENT = FILES - {Kind.IMAGE}
UNREADABLE = {
    "cut_off": Problems.cut_off,
    "doctype": Problems.has_doctype,
    "empty": Problems.empty,
    "too_large": Problems.too_large,
}


@dataclass(frozen=True)
class Incoming:
    """A submission as it came. `files` by name; `edition` and `organisation` are slugs; `account` is the number
    of whose submission it is (None: the sender's); `received_at` None is now. `held_by`: the account of whom it was
    entered for; `is_for_someone`: entered for one without an account; `files` may read each only when it is asked for.
    """

    body: bytes
    files: Mapping[str, bytes]
    channel: str
    edition: str
    organisation: str | None = None
    account: int | None = None
    received_at: datetime | None = None
    is_illustrative: bool = False
    held_by: int | None = None
    is_for_someone: bool = False
    by: Actor | None = None  # who sends this one, where a group comes from many


@dataclass(frozen=True)
class Outcome:
    """What became of one. `findings` as in Submission.findings; `problem` where it was refused or is in conflict."""

    state: Literal["kept", "same", "conflict", "refused"]
    submission: Submission | None
    findings: Sequence[Mapping[str, str]]
    problem: ProblemRaised | None


@dataclass(frozen=True)
class KeptFile:
    """A file that lies in the house's files already; its row is not written yet."""

    name: str
    came_as: str  # keyed hash of the bytes as they came
    hash: str
    perceptual_hash: int | None
    is_sealed: bool
    is_waiting: bool = False


@dataclass(frozen=True)
class Prepared:
    """All that a row of Submission and its neighbours will say."""

    edition: Edition
    version: FormVersion
    organisation: Organisation | None
    account: int | None
    instance_id: str
    deprecated_id: str
    canonical_hash: str
    body: str
    answers: dict[str, str]
    findings: tuple[Finding, ...]
    host_phone: bytes  # sealed, empty where none was given
    files: tuple[KeptFile, ...]
    channel: str
    received_at: datetime
    edition_day: date
    is_illustrative: bool
    by: Actor
    held_by: int | None = None
    is_for_someone: bool = False

    def is_by_sender_of(self, other: Submission) -> bool:
        """Whether both come from one person or one organisation."""
        if self.account is not None and self.account == other.account_id:
            return True
        return self.organisation is not None and self.organisation.pk == other.organisation_id

    def may_correct(self, old: Submission) -> bool:
        """Whoever sent the old one, and whoever else may correct it."""
        slug = old.organisation.slug if old.organisation else None
        is_own = self.account is not None and self.account in (old.account_id, old.held_by_id)
        return is_own or may_correct(
            self.by, edition=self.edition.slug, sender=old.account_id, organisation=slug
        )


@dataclass(frozen=True)
class Refused:
    problem: ProblemRaised
    findings: tuple[Mapping[str, str], ...] = ()


@dataclass
class Preparing:
    """One batch: every edition, organisation and form version in it is asked once."""

    by: Actor
    now: datetime = field(default_factory=timezone.now)
    _editions: dict[str, Edition] = field(default_factory=dict)
    _organisations: dict[str, Organisation | None] = field(default_factory=dict)
    _versions: dict[tuple[int, str], list[FormVersion]] = field(default_factory=dict)
    _desks: dict[tuple[int, str], checking.Desk] = field(default_factory=dict)
    _reaches: dict[tuple[int, str, Actor], Reach | None] = field(default_factory=dict)
    _readings: dict[int, Edition] = field(default_factory=dict)  # what the desks of an edition ask in common

    def prepare(self, item: Incoming) -> Prepared | Refused:
        """Everything that needs no lock. What is refused and unreadable has been kept, masked, when this returns."""
        edition = self._edition(item.edition)
        if not may(Act.SEND, edition.state):
            return Refused(Problems.no_longer_received(edition=edition.slug))
        try:
            arrived = take_apart(item.body)
        except UnreadableXml as fault:
            problem = _problem_of(fault, item.body)
            self._keep_unreadable(item, edition, problem)
            return Refused(problem)
        try:
            return self._prepared(item, edition, arrived)
        except ProblemRaised as problem:
            return Refused(problem)
        except _AnswersRefused as refused:
            return Refused(refused.problem, tuple(finding.as_json() for finding in refused.findings))

    def _prepared(self, item: Incoming, edition: Edition, arrived: Arrived) -> Prepared:
        by = item.by or self.by
        version, findings = self._version(edition, arrived)
        organisation = self._sent_for(item, edition, version)
        slug = organisation.slug if organisation else None
        desk = self._desk(version, organisation)
        reach = self._reach(version, organisation, by) if item.channel in STRICT else None
        if reach and reach.fault_of(flat_answers(arrived.instance.answers, desk.form.plain_names)):
            raise Problems.beyond_her_places()
        findings += desk.findings_of(arrived.instance.answers, host_phone=arrived.host_phone)
        if findings and item.channel in STRICT:
            raise _AnswersRefused(findings)
        if (
            slug is None
            and version.purpose not in for_nobody
            and len(by.organisations(*senders_of(version.purpose), edition=edition.slug)) > 1
        ):
            findings.append(Finding("forms.organisation_unsaid"))
        canonical_hash = keyed_hash(canonical(arrived.instance))
        instance_id = arrived.instance_id or f"hash:{canonical_hash}"
        kept = self._keep_files(item, instance_id)
        findings += _findings_of_files(kept, arrived.instance.answers, item.channel, desk.form)
        return Prepared(
            edition=edition, version=version, organisation=organisation,
            account=item.account if item.account is not None else by.account,
            instance_id=instance_id, deprecated_id=arrived.deprecated_id,
            canonical_hash=canonical_hash, body=arrived.body,
            answers=flat_answers(desk.masked(arrived.instance.answers), desk.form.plain_names),
            findings=tuple(findings), files=kept,
            host_phone=seal(as_dialled(arrived.host_phone).encode()) if arrived.host_phone else b"",
            channel=item.channel, received_at=item.received_at or self.now, edition_day=edition.today(),
            is_illustrative=item.is_illustrative, by=by, held_by=item.held_by, is_for_someone=item.is_for_someone,
        )  # fmt: skip

    def _sent_for(self, item: Incoming, edition: Edition, version: FormVersion) -> Organisation | None:
        """For whom it is sent, as said or as it follows from the sender's roles. Raises Problems.may_not_send."""
        senders, by = senders_of(version.purpose), item.by or self.by
        slug = item.organisation or organisation_of(by, edition=edition.slug, senders=senders)
        slug = None if version.purpose in for_nobody else slug
        organisation = self._organisation(slug) if slug else None
        may = may_send_for(by, edition=edition.slug, organisation=organisation, senders=senders)
        if not may or (slug and organisation is None):
            raise Problems.may_not_send()
        return organisation

    def _reach(self, version: FormVersion, organisation: Organisation | None, by: Actor) -> Reach | None:
        key = (version.pk, organisation.slug if organisation else "", by)
        if key not in self._reaches:
            self._reaches[key] = reach_of(version, organisation, by)
        return self._reaches[key]

    def _edition(self, slug: str) -> Edition:
        if slug not in self._editions:
            self._editions[slug] = Edition.objects.get(slug=slug)
        return self._editions[slug]

    def _organisation(self, slug: str) -> Organisation | None:
        if slug not in self._organisations:
            self._organisations[slug] = Organisation.objects.select_related("place").filter(slug=slug).first()
        return self._organisations[slug]

    def _desk(self, version: FormVersion, organisation: Organisation | None) -> checking.Desk:
        key = (version.pk, organisation.slug if organisation else "")
        if key not in self._desks:
            edition = self._readings.setdefault(version.edition_id, for_one_reading(version.edition))
            self._desks[key] = checking.Desk(version, key[1], edition=edition, now=self.now)
        return self._desks[key]

    def _version(self, edition: Edition, arrived: Arrived) -> tuple[FormVersion, list[Finding]]:
        """The version that was answered; one that nobody knows: the newest that fits, and a finding that says so."""
        form_id = arrived.instance.form_id.removeprefix(f"{edition.slug}_")
        known = self._versions_of(edition, form_id)
        if not known:
            raise Problems.form_unknown(form=arrived.instance.form_id)
        for version in known:
            if version.version == arrived.instance.version:
                return version, []
        fitting = (version for version in known if versions.fits(version, arrived.instance.answers))
        return next(fitting, known[0]), [Finding("forms.version_unknown")]

    def _versions_of(self, edition: Edition, form_id: str) -> list[FormVersion]:
        """Newest first; the current one before all."""
        key = (edition.pk, form_id)
        if key not in self._versions:
            rows = FormVersion.objects.filter(edition=edition, form_id=form_id).order_by("-is_current", "-id")
            self._versions[key] = list(rows)
            for row in self._versions[key]:
                row.edition = edition
        return self._versions[key]

    def _keep_files(self, item: Incoming, instance_id: str) -> tuple[KeptFile, ...]:
        """Those that did not come before with this instance."""
        if not item.files:
            return ()
        # Each is read twice, so that never two of them are in memory together: phones send some twenty at once.
        coming = {(_file_name(name), keyed_hash(item.files[name])): name for name in item.files}
        rows = Attachment.objects.filter(
            submission__instance_id=instance_id, came_as__in=[key for _, key in coming]
        )
        before = set(rows.values_list("name", "came_as"))
        return tuple(
            _keep_as_sent(name, item.files[as_sent], key)
            if item.channel == Channel.PHONE
            else _keep_file(name, item.files[as_sent], key)
            for (name, key), as_sent in coming.items()
            if (name, key) not in before
        )

    def _keep_unreadable(self, item: Incoming, edition: Edition, problem: ProblemRaised) -> None:
        """Once, however often a phone tries again."""
        if not item.body.strip():
            return
        UnreadableBody.objects.get_or_create(
            edition=edition, keyed_hash=keyed_hash(item.body),
            defaults={
                "account_id": item.account if item.account is not None else (item.by or self.by).account,
                "channel": item.channel, "received_at": self.now, "code": problem.code,
                "size": len(item.body), "masked": masked_rubbish(item.body),
            },
        )  # fmt: skip


def unreadable(body: bytes) -> ProblemRaised | None:
    """Why a body cannot be read, without asking or keeping anything."""
    try:
        take_apart(body)
    except UnreadableXml as fault:
        return _problem_of(fault, body)
    return None


def _problem_of(fault: UnreadableXml, body: bytes) -> ProblemRaised:
    """Why it cannot be read. What does not even begin as XML was not cut off: it is another kind of file."""
    begins = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:4]
    if fault.code == "cut_off" and b"<" not in begins:
        return Problems.not_well_formed()
    return UNREADABLE.get(fault.code, Problems.not_well_formed)()


class _AnswersRefused(Exception):
    """The answer of the web and of sheets to answers that do not fit; nothing of them is stored."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        personal = any(finding.code.startswith("guard.") for finding in findings)
        self.problem = (
            Problems.personal_data() if personal else Problems.answers_refused(number=len(findings))
        )
        super().__init__(self.problem)


def _findings_of_files(
    kept: Sequence[KeptFile], answers: Mapping[str, str], channel: str, form: Form
) -> list[Finding]:
    """Files that no answer names, and those that should be pictures and are none; the web takes no such picture. What
    was asked for as sound, video or a file is kept as it came."""
    named = {text.strip() for text in answers.values()}
    as_sent = {
        text.strip()
        for path, text in answers.items()
        if (node := form.by_path.get(plain(path))) and node.kind in AS_SENT
    }
    unread = [file.name for file in kept if file.is_sealed and file.name not in as_sent]
    if channel == Channel.WEB and unread:
        raise Problems.picture_unreadable(name=unread[0])
    found = [Finding("forms.file_unnamed") for file in kept if file.name not in named]
    waiting = {file.name for file in kept if file.is_waiting}
    return found + [Finding("forms.picture_unreadable") for name in unread if name not in waiting]


def _keep_file(name: str, data: bytes, came_as: str) -> KeptFile:
    """Put a file into the house's files: a picture cleaned, anything else sealed. The row comes later: a file without a
    row is only waste, a row without its file would be a loss."""
    try:
        photo = clean_photo(data)
    except PhotoError:
        return KeptFile(name, came_as, files.keep(seal(data), suffix="sealed"), None, True)
    return KeptFile(name, came_as, files.keep(photo.content, suffix="jpg"), photo.perceptual_hash, False)


def _keep_as_sent(name: str, data: bytes, came_as: str) -> KeptFile:
    """A phone waits for its answer, others behind it: what it sent is looked at afterwards (actions/pictures.py)."""
    return KeptFile(name, came_as, files.keep(seal(data), suffix="sealed"), None, True, is_waiting=True)


def _file_name(name: str) -> str:
    """Without folders, whatever the sender's machine calls them."""
    return PurePosixPath(name.replace("\\", "/")).name[-255:]
