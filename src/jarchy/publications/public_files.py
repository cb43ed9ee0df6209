"""The files that the public downloads: each made once for as long as it stays true, then given from the disk.

Making one of a whole campaign takes seconds, and anybody may ask. They lie under JARCHY_HOME/downloads/, named by what
they are made of; they can be made again at any time and are in no backup.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db.models import Count, Max

from jarchy.charter.models import Edition
from jarchy.foundation.models import AuditLine
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.publications.coming import coming_calendar
from jarchy.publications.five_w import five_w, five_w_csv, five_w_xlsx
from jarchy.publications.public_json import public_json


def _write(out: BinaryIO, pieces: Iterable[str]) -> None:
    for piece in pieces:
        out.write(piece.encode())


def _csv(edition: Edition, language: str, out: BinaryIO) -> None:
    _write(out, five_w_csv(five_w(edition, language, sight=Sight.PUBLIC)))


def _xlsx(edition: Edition, language: str, out: BinaryIO) -> None:
    five_w_xlsx(five_w(edition, language, sight=Sight.PUBLIC), out)


def _calendar(edition: Edition, language: str, out: BinaryIO) -> None:
    out.write(coming_calendar(edition, language))


def _json(edition: Edition, language: str, out: BinaryIO) -> None:
    _write(out, public_json(edition))


MAKERS: dict[str, Callable[[Edition, str, BinaryIO], None]] = {
    "5w.csv": _csv, "5w.xlsx": _xlsx, "coming.ics": _calendar, "public.json": _json,
}  # fmt: skip


def state_of(edition: Edition) -> str:
    """A hash of all that a public file is made of: the position that the public reads, the last midnight's (which
    corrections of final figures are read at), the day, and the audit, which knows of every change to plans, lists and
    organisations. Counted too: of two lines written at once the first may come later; with its moment, since another
    database in the same folder counts from one again.
    """
    published = ledger.published_position(edition)
    changes = AuditLine.objects.aggregate(last=Max("pk"), number=Count("pk"), at=Max("at"))
    midnight = ledger.last_midnight(edition)
    positions = [one and one.position for one in (published, midnight)]
    state = [version("jarchy"), *positions, edition.today(), *changes.values()]
    return hashlib.sha256(repr(state).encode()).hexdigest()[:32]


def public_file(edition: Edition, language: str, name: str) -> BinaryIO:
    """One of MAKERS, open for reading; made now if nobody asked since something changed.

    Whoever asks while it is being made waits for it, so that a crowd makes it once. A half-made one never has the
    final name, and the one that it takes the place of goes when it is whole.
    """
    folder = Path(settings.HOME) / "downloads" / edition.slug / language
    path = folder / f"{state_of(edition)}-{name}"
    try:
        return path.open("rb")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder / f"{name}.lock"):
        if not path.exists():
            _make(edition, language, name, path)
        return path.open("rb")


def _make(edition: Edition, language: str, name: str, path: Path) -> None:
    draft = path.with_name(f".{secrets.token_hex(8)}-{name}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            MAKERS[name](edition, language, out)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    for old in path.parent.glob(f"*-{name}"):
        if old != path:
            old.unlink(missing_ok=True)  # whoever reads it still has it; a draft left by a kill goes too


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
