"""What phones send: many at once from many phones, each with its own rights; what cannot be counted is kept apart."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.charter.rules import Act, may
from jarchy.forms.actions.prepare import Incoming, Outcome, unreadable
from jarchy.forms.actions.receive import receive_submissions
from jarchy.forms.bodies import take_apart
from jarchy.forms.models import KeptApart
from jarchy.forms.parcels import Parcel, unpacked
from jarchy.forms.problems import Problems
from jarchy.forms.rules import APART_DAYS, Channel
from jarchy.foundation import audit, files
from jarchy.foundation.door import Spool
from jarchy.foundation.jobs import every
from jarchy.foundation.narrowing import Actor, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.sealing import SealBroken, keyed_hash, seal, unseal
from jarchy.people import actions as people
from jarchy.people import queries_devices
from jarchy.people.models import Device

log = logging.getLogger(__name__)
BY = house("phones")
# What a phone is refused, for it would be refused whenever it tried again. All else is accepted and kept.
REFUSED = {
    "forms.cut_off", "forms.not_well_formed", "forms.has_doctype", "forms.too_large", "forms.empty",
    "forms.no_longer_received",
}  # fmt: skip
SPOOLED_AT_MOST = timedelta(
    days=1
)  # what fails for so long with a database that answers is a matter for people


class Fate(StrEnum):
    """What became of what a phone sent."""

    KEPT = "kept"
    SAME = "same"
    CONFLICT = "conflict"
    TOO_LATE = "too_late"
    APART = "apart"
    SPOOLED = "spooled"
    REFUSED = "refused"
    SHUT_OUT = "shut_out"


@dataclass(frozen=True)
class Taken:
    """`problem` where there is something to say; `language`: the reporter's, "" where the database was not asked."""

    fate: Fate
    problem: ProblemRaised | None = None
    language: str = ""


def take_in(parcels: Sequence[Parcel]) -> list[Taken]:
    """Store them, or put them onto the disk while the database is away; one fate each, in order.

    When this returns, whatever is not refused or shut out is on durable storage.
    """
    try:
        return [
            taken if taken.fate != Fate.SPOOLED else _spooled(parcel, taken.language)
            for parcel, taken in zip(parcels, receive_from_phones(parcels), strict=True)
        ]
    except DatabaseFault as fault:
        log.error("The database is away: what phones send goes into the spool", exc_info=fault)
        return [_spooled(parcel) for parcel in parcels]


def receive_from_phones(parcels: Sequence[Parcel]) -> list[Taken]:
    """Store them in one transaction; a fate each, in order. `spooled`: could not be stored, and is to be tried again.

    Raises what the database raises while it is away.
    """
    devices = queries_devices.devices_by(parcel.device for parcel in parcels)
    actors = queries_devices.actors_of(devices.values())
    known = [parcel for parcel in parcels if parcel.device in devices]
    incoming = [_incoming(parcel, devices[parcel.device], actors[parcel.device]) for parcel in known]
    outcomes = receive_submissions(incoming, by=BY)
    people.note_seen(devices.values(), now=timezone.now())
    found = {
        id(parcel): _taken(parcel, outcome, devices[parcel.device])
        for parcel, outcome in zip(known, outcomes, strict=True)
    }
    return [found.get(id(parcel)) or Taken(Fate.SHUT_OUT, Problems.phone_shut_out()) for parcel in parcels]


def _incoming(parcel: Parcel, device: Device, by: Actor) -> Incoming:
    return Incoming(
        parcel.body, parcel.files, Channel.PHONE, device.edition.slug, received_at=parcel.received_at, by=by,
        organisation=device.organisation.slug if device.organisation else None,
    )  # fmt: skip


def _taken(parcel: Parcel, outcome: Outcome, device: Device) -> Taken:
    language = queries_devices.language_of(device)
    if outcome.state == "refused" and outcome.problem:
        if outcome.problem.code == Problems.not_kept.code:
            return Taken(Fate.SPOOLED, language=language)
        if outcome.problem.code in REFUSED:
            return Taken(Fate.REFUSED, outcome.problem, language)
        keep_apart(parcel, device, why=outcome.problem.code)
        return Taken(Fate.APART, outcome.problem, language)
    if outcome.state == "conflict":
        return Taken(Fate.CONFLICT, outcome.problem, language)
    if not may(Act.REPORT, device.edition.state):
        return Taken(Fate.TOO_LATE, language=language)
    return Taken(Fate.SAME if outcome.state == "same" else Fate.KEPT, language=language)


@transaction.atomic
def keep_apart(parcel: Parcel, device: Device, *, why: str) -> KeptApart:
    """Keep it sealed for the Secretariat, once for the same bytes: it is neither counted nor lost. `why`: a code."""
    edition, chunks = device.edition, list(parcel.packed())
    beside = b"".join(name.encode() + hashlib.sha256(parcel.files[name]).digest() for name in parcel.files)
    key = keyed_hash(parcel.body + beside)
    if before := KeptApart.objects.filter(edition=edition, keyed_hash=key).first():
        return before
    row, is_new = KeptApart.objects.get_or_create(
        edition=edition, keyed_hash=key,
        defaults={
            "device": device, "why": why, "received_at": parcel.received_at, "edition_day": edition.today(),
            "file_hash": files.keep(seal(b"".join(chunks)), suffix="sealed"), "head": len(chunks[0]),
        },
    )  # fmt: skip
    if is_new:
        audit.note(
            "submission kept apart", kind="kept apart", key=row.uuid, by=BY, edition=edition.slug,
            edition_day=row.edition_day, details={"why": why, "device": device.number},
        )  # fmt: skip
    return row


def parcel_of(row: KeptApart) -> Parcel:
    """What was sent. Raises FileNotFoundError, SealBroken."""
    with files.open_kept(row.file_hash) as kept:
        whole = unseal(kept.read())
    return unpacked([whole[: row.head], whole[row.head :]])


def read_apart(row: KeptApart, *, by: Actor) -> str:
    """Its XML, the host's telephone cut out; that somebody read it is noted. Raises Problems.no_longer_apart."""
    body = take_apart(_opened(row).body).body
    audit.note("kept apart read", kind="kept apart", key=row.uuid, by=by, edition=row.edition.slug,
               edition_day=row.edition.today())  # fmt: skip
    return body


def take_in_again(row: KeptApart, *, by: Actor) -> Taken:
    """Receive it after all, as its phone sent it: the form is known now, or the role is there again. That the phone was
    taken back meanwhile is no hindrance: a person has looked. Raises why it cannot be taken in still."""
    device, parcel = row.device, _opened(row)
    actor = queries_devices.actors_of([device])[device.number]
    (outcome,) = receive_submissions([_incoming(parcel, device, actor)], by=BY)
    if outcome.state == "refused" and outcome.problem:
        raise outcome.problem
    audit.note("kept apart taken in", kind="kept apart", key=row.uuid, by=by, edition=row.edition.slug,
               edition_day=row.edition.today())  # fmt: skip
    drop_apart(row)
    return _taken(parcel, outcome, device)


def _opened(row: KeptApart) -> Parcel:
    try:
        return parcel_of(row)
    except FileNotFoundError as fault:
        raise Problems.no_longer_apart() from fault


def drop_apart(row: KeptApart) -> None:
    """The file first: a row without its file says what is left to do."""
    files.remove(row.file_hash)
    row.delete()


def forget_apart(*, now: datetime) -> None:
    """What was kept apart and nobody took up. Safe to repeat."""
    for row in KeptApart.objects.filter(received_at__lt=now - timedelta(APART_DAYS)):
        drop_apart(row)


def drop_all_apart(edition: Edition, limit: int) -> int:
    going = list(KeptApart.objects.filter(edition=edition).order_by("pk")[:limit])
    for row in going:
        drop_apart(row)
    return len(going)


def spool() -> Spool:
    """Of this installation: beside the database, left out of backups."""
    return Spool(Path(settings.HOME) / "spool")


def _spooled(parcel: Parcel, language: str = "") -> Taken:
    """What can be said without the database is said now; all else when the spool is read."""
    if problem := unreadable(parcel.body):
        return Taken(Fate.REFUSED, problem, language)
    spool().put(parcel.packed())
    return Taken(Fate.SPOOLED, language=language)


@every(minutes=1)
def read_spool(*, now: datetime) -> None:
    """Store what came while the database was away; revocation, form and rights are looked at now. Safe to repeat, and
    when it is killed: what is stored is deleted from the spool afterwards, and is the same if it is read again."""
    waiting = spool()
    while names := waiting.names():
        readable = {name: parcel for name in names if (parcel := _read(waiting, name))}
        left = set(names) - set(readable)
        for (name, parcel), taken in zip(
            readable.items(), receive_from_phones(list(readable.values())), strict=True
        ):
            if _is_settled(parcel, taken, now=now):
                waiting.drop(name)
            else:
                left.add(name)
        if left:
            return  # tried again when this comes round


def _read(waiting: Spool, name: str) -> Parcel | None:
    try:
        return unpacked(waiting.read(name))
    except FileNotFoundError:
        return None
    except SealBroken:
        log.error("%s in the spool cannot be opened with this installation's key", name)
        return None


def _is_settled(parcel: Parcel, taken: Taken, *, now: datetime) -> bool:
    """Whether it need not stay in the spool. It was acknowledged: what fails now is kept for the Secretariat."""
    if taken.fate == Fate.SPOOLED and now - parcel.received_at < SPOOLED_AT_MOST:
        return False
    if taken.fate in (Fate.SPOOLED, Fate.SHUT_OUT, Fate.REFUSED):
        code = taken.problem.code if taken.problem else Problems.not_kept.code
        device = Device.objects.filter(number=parcel.device).select_related("edition").first()
        if device is None:
            log.error("A phone that is in no list has sent something: it stays in the spool")
            return False
        if code == Problems.no_longer_received.code:
            audit.note(
                "submission of an archived edition deleted", kind="device", key=device.number, by=BY,
                edition=device.edition.slug, edition_day=device.edition.today(),
            )  # fmt: skip
        else:
            keep_apart(parcel, device, why=code)
    return True
