"""What a hot door needs: one commit for all who wait, and a place on the disk for when there is no database.

GroupCommit   whoever arrives while a group is being stored forms the next one; nobody waits on purpose
Spool         what was acknowledged and could not be stored yet: sealed, on the disk, read and deleted later
"""

from __future__ import annotations

import os
import queue
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from django.db import close_old_connections, connections

from jarchy.foundation.ids import uuid7
from jarchy.foundation.sealing import SealBroken, seal, unseal

In = TypeVar("In")
Out = TypeVar("Out")

MOST = 100  # stored at once: more gains nothing, and the first of them would wait for the last
TOGETHER = 64 * 1024 * 1024  # bytes of the spool that are read at once
WAITING = 2000  # who comes when so many wait is told to come again


class Crowded(Exception):
    """Too many wait already."""


class GroupCommit(Generic[In, Out]):
    """One thread that stores in groups. A disk gives some hundred commits a second, however small they are: with one
    for each who comes, the door would be as slow as that.

    `store` takes what is to be stored, in the order in which it came, and gives as many outcomes, in that order.
    Whatever it raises, each of the group gets. Made in the process that uses it: a thread does not live through a fork.
    """

    def __init__(
        self, store: Callable[[Sequence[In]], Sequence[Out]], *, most: int = MOST, waiting: int = WAITING
    ):
        self.store, self.most = store, most
        self._waiting: queue.Queue[tuple[In, Future[Out]] | None] = queue.Queue(waiting)
        self._thread = threading.Thread(target=self._work, name="door", daemon=True)
        self._thread.start()

    def put(self, item: In) -> Future[Out]:
        """Its outcome, when it is stored. Raises Crowded."""
        future: Future[Out] = Future()
        try:
            self._waiting.put_nowait((item, future))
        except queue.Full:
            raise Crowded from None
        return future

    def close(self) -> None:
        """Store what waits, and end."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        is_over = False
        while not is_over:
            group, is_over = self._next()
            if group:
                self._store(group)
        connections.close_all()

    def _next(self) -> tuple[list[tuple[In, Future[Out]]], bool]:
        """All who wait, one at least, and whether that was the end."""
        found = [self._waiting.get()]
        while len(found) < self.most and found[-1] is not None:
            try:
                found.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return [one for one in found if one is not None], found[-1] is None

    def _store(self, group: Sequence[tuple[In, Future[Out]]]) -> None:
        try:
            close_old_connections()
            outcomes = self.store([item for item, _ in group])
            for (_, future), outcome in zip(group, outcomes, strict=True):
                future.set_result(outcome)
        except BaseException as fault:  # who waits must hear of it, whatever it was
            for _, future in group:
                if not future.done():
                    future.set_exception(fault)


class Spool:
    """Sealed files of a folder, oldest first. Only whole ones have a name that is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, chunks: Iterable[bytes]) -> str:
        """Its name. It is on the disk, not only in memory, when this returns. Raises OSError (a full disk)."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{uuid7()}.sealed"
        draft = self.folder / f".{secrets.token_hex(8)}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for chunk in chunks:
                    file.write(seal(chunk) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, self.folder / name)
        finally:
            draft.unlink(missing_ok=True)
        self._sync()
        return name

    def names(self, limit: int = MOST, bytes_at_most: int = TOGETHER) -> list[str]:
        """The oldest of what waits, as many as may be in memory together; one at least."""
        found: list[str] = []
        for path in sorted(self.folder.glob("*.sealed"))[:limit]:
            bytes_at_most -= path.stat().st_size
            if found and bytes_at_most < 0:
                break
            found.append(path.name)
        return found

    def waiting_since(self) -> datetime | None:
        """When the oldest of what waits was put."""
        oldest = min((path.stat().st_mtime for path in self.folder.glob("*.sealed")), default=None)
        return None if oldest is None else datetime.fromtimestamp(oldest, UTC)

    def read(self, name: str) -> Iterator[bytes]:
        """The chunks as they were put. Raises foundation.sealing.SealBroken, FileNotFoundError."""
        with (self.folder / name).open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    raise SealBroken(f"{name} ends in the middle")
                yield unseal(line[:-1])

    def drop(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self._sync()

    def _sync(self) -> None:
        """A name is kept, and a removal, only when the folder itself is written."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
