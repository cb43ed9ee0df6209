"""Letters: one approves many at once; a wording until a day is wordings.py."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation import audit, files
from jarchy.foundation.narrowing import Actor, Role
from jarchy.people.actions.approvals import decide
from jarchy.people.models import Approval, Letter
from jarchy.people.problems import Problems
from jarchy.people.rules import ApprovalState, How
from jarchy.pictures.photos import PhotoError, clean_photo

MOST_SCAN_BYTES = 10_000_000
LONGEST_SIDE = 2400  # pixels: a page's small print stays readable


@dataclass(frozen=True)
class LetterSaid:
    """What stands on a letter; scan: the file's bytes, b"" where none is at hand."""

    number: str
    dated_on: date
    scan: bytes = b""


@transaction.atomic
def enter_letter(
    edition: Edition, organisation: Organisation, said: LetterSaid, *, approvals: Collection[UUID], by: Actor,
    now: datetime | None = None,
) -> Letter:  # fmt: skip
    """One letter gives all of these at once, or none of them. The same letter again changes nothing.

    Raises people.not_allowed, people.letter_wrong, people.letter_known, people.scan_refused, people.no_approval,
    people.not_waiting (naming all that do not wait).
    """
    if not approvals:
        raise Problems.letter_wrong()
    letter = entered_letter(edition, organisation, said, by=by, now=now)
    rows = Approval.objects.select_for_update(of=("self",)).select_related(
        "edition", "organisation", "letter"
    )
    found = list(rows.filter(edition=edition, organisation=organisation, uuid__in=approvals).order_by("pk"))
    if len(found) != len(set(approvals)):
        raise Problems.no_approval()
    due = [row for row in found if not (row.state == ApprovalState.GIVEN and row.letter_id == letter.pk)]
    if gone := [row.title for row in due if row.state != ApprovalState.ASKED]:
        raise Problems.not_waiting(titles=", ".join(gone))
    for row in due:
        decide(row, ApprovalState.GIVEN, by=by, now=now, how=How.LETTER, letter=letter)
    return letter


def entered_letter(
    edition: Edition, organisation: Organisation, said: LetterSaid, *, by: Actor, now: datetime | None
) -> Letter:
    """The letter's row, made or found, in the caller's transaction; its scan is on the disk before it."""
    if not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.not_allowed()
    number = said.number.strip()
    if not number or len(number) > 60 or said.dated_on > edition.today():
        raise Problems.letter_wrong()
    data, suffix = cleaned_scan(said.scan) if said.scan else (b"", "")
    sha256 = files.keep(data, suffix=suffix) if data else ""
    letter, is_new = Letter.objects.select_for_update(of=("self",)).get_or_create(
        edition=edition, organisation=organisation, number=number, dated_on=said.dated_on,
        defaults={
            "scan_sha256": sha256, "scan_suffix": suffix, "entered_by": by.account,
            "entered_at": now or timezone.now(),
        },
    )  # fmt: skip
    if is_new:
        _note(
            "letter entered", letter.uuid, edition, by, organisation, letter=str(letter.uuid), sha256=sha256
        )
    elif sha256 and sha256 != letter.scan_sha256:
        if letter.scan_sha256:
            raise Problems.letter_known()
        letter.scan_sha256, letter.scan_suffix = sha256, suffix
        letter.save(update_fields=["scan_sha256", "scan_suffix"])
        _note("scan added", letter.uuid, edition, by, organisation, letter=str(letter.uuid), sha256=sha256)
    return letter


def cleaned_scan(data: bytes) -> tuple[bytes, str]:
    """A picture written anew from its pixels, a PDF as it came (it is only ever handed out as a file to keep).

    Raises people.scan_refused.
    """
    if len(data) > MOST_SCAN_BYTES:
        raise Problems.scan_refused()
    if data.startswith(b"%PDF-"):
        return data, "pdf"
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Problems.scan_refused()
    try:
        return clean_photo(data, longest_side=LONGEST_SIDE).content, "jpg"
    except PhotoError as fault:
        raise Problems.scan_refused() from fault


def _note(
    verb: str, key: UUID, edition: Edition, by: Actor, organisation: Organisation, **details: object
) -> None:
    audit.note(
        verb, kind="approval", key=key, by=by, edition=edition.slug, edition_day=edition.today(),
        details={"organisation": organisation.slug, **details},
    )  # fmt: skip
