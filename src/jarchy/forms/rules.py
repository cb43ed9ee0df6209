"""What a submission may become, and who may send one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from jarchy.foundation.narrowing import Actor, Role

HOST_PHONE = "host_phone"  # the question whose answer is never kept with the others
LINK = "link"  # the question whose answer may be a web address: long numbers in it are nobody's telephone
HOST_PHONE_DAYS = 30  # how long after it came a host may still be called; then the number is deleted
PICTURE_DAYS = 90  # how long after its edition's final day a picture is kept
UNREADABLE_DAYS = 90  # how long a body that nobody could read is kept
APART_DAYS = 90  # how long what a phone sent and could not be counted waits for somebody to take it up
DRAFT_DAYS = 30  # how long a draft waits after it was last touched
MOST_FILE_BYTES = 20_000_000  # of a sound, video or other file of a draft
MOST_DRAFT_BYTES = 80_000_000  # of all files of a draft together
UPLOAD_DAYS = 30  # how long a form's workbook waits to be published
CHAT_DAYS = 7  # how long a chat waits for the next message


def as_dialled(phone: str) -> str:
    """0555 123 456 and +996 (555) 12-34-56 as they are dialled: digits, and the plus before a country's code."""
    return phone.translate(str.maketrans("", "", " ()-"))


def pictures_go_on(final_on: date) -> date:
    """The edition's day on which its pictures are deleted."""
    return final_on + timedelta(PICTURE_DAYS)


class SubmissionState(StrEnum):
    """`conflict`: the same instance with other answers, or a second correction of the same one. Kept for review."""

    KEPT = "kept"
    CONFLICT = "conflict"


class Channel(StrEnum):
    """How a submission came."""

    WEB = "web"
    FILE = "file"
    PHONE = "phone"
    CHAT = "chat"
    SHEET = "sheet"


# Those that can ask again: only there is a wrong answer refused.
STRICT = (Channel.WEB, Channel.SHEET)


class SheetState(StrEnum):
    """Of an import: looked through; at fault (nothing is stored); waits for a yes; being stored; stored."""

    CHECKING = "checking"
    FAULTY = "faulty"
    CHECKED = "checked"
    STORING = "storing"
    STORED = "stored"


class UploadState(StrEnum):
    """Of a form's workbook: looked through; at fault; waits for a yes; is being published; is asked now."""

    CHECKING = "checking"
    FAULTY = "faulty"
    READY = "ready"
    PUBLISHING = "publishing"
    PUBLISHED = "published"


class RowKind(StrEnum):
    """What a row of a sheet is beside what was sent before. `overtaken`: the same as a version that was corrected."""

    FRESH = "fresh"
    SAME = "same"
    OVERTAKEN = "overtaken"
    CORRECTED = "corrected"


SHEET_GROUP = 100  # rows stored together
SHEET_DAYS = 30  # how long a file that was not stored is kept
MOST_FAULTS = 5000  # kept of one file; how many there are is counted

# Not the reviewer: she would confirm what she sent. The Secretariat sends files, for any organisation.
SENDERS = (Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR)
FOR_ALL = (Role.SECRETARIAT,)
# Who fills in some form or other on the web; which one, purposes.senders says.
ON_THE_WEB = (*SENDERS, Role.SECRETARIAT, Role.CHECKER, Role.PARTNER, Role.PRESS_OFFICER)


def may_send(
    by: Actor, *, edition: str, organisation: str | None, senders: Collection[Role] = SENDERS
) -> bool:
    """Whether this actor may send for this organisation; None: for whichever of her own it turns out to be.

    `senders`: the roles that send this form.
    """
    if by.is_house or by.has(*FOR_ALL, edition=edition):
        return True
    if organisation is None:
        return by.has(*senders, edition=edition)
    return organisation in by.organisations(*senders, edition=edition)


def may_correct(by: Actor, *, edition: str, sender: int | None, organisation: str | None) -> bool:
    """Whether this actor may send the next version of what `sender` sent for `organisation`: that one, the
    organisation's coordinators, and staff."""
    if by.is_house or by.has(*FOR_ALL, edition=edition):
        return True
    if sender is not None and sender == by.account:
        return True
    return organisation is not None and organisation in by.organisations(Role.COORDINATOR, edition=edition)


def may_enter_for_others(by: Actor, *, edition: str, organisation: str | None) -> bool:
    """Whether this actor may enter what another has held: that organisation's coordinators, whatever the channel."""
    return by.is_house or (organisation or "") in by.organisations(Role.COORDINATOR, edition=edition)


def organisation_of(by: Actor, *, edition: str, senders: Collection[Role] = SENDERS) -> str | None:
    """The organisation for which she sends where nobody said: her only one; None if there are none or several."""
    own = by.organisations(*senders, edition=edition)
    return next(iter(own)) if len(own) == 1 else None


@dataclass(frozen=True)
class Finding:
    """Something about a submission that does not fit. `path` is the question's, "" for the whole; `message` says it in
    the edition's first language. Never an answer's own text: it may have to be hidden one day."""

    code: str
    path: str = ""
    message: str = ""

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "path": self.path, "message": self.message}


Item = TypeVar("Item")


def in_waves(items: Sequence[Item], *, key: Callable[[Item], tuple[str, str]]) -> list[list[Item]]:
    """The items parted so that what an item corrects stands in an earlier wave than itself; else in their order.

    `key` gives an item's own id and the id that it corrects ("" for none). Those that correct each other in a ring
    come last, together.
    """
    waves: list[list[Item]] = []
    waiting = list(items)
    while waiting:
        ids = {key(item)[0] for item in waiting}
        wave = [item for item in waiting if key(item)[1] not in ids] or waiting
        taken = {id(item) for item in wave}
        waiting = [item for item in waiting if id(item) not in taken]
        waves.append(wave)
    return waves
