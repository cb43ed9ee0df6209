"""Files kept by what they hold: MEDIA_ROOT/ab/cd/<sha256>.<suffix>. The same bytes are kept once."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_HASH = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"[a-z0-9]{1,10}")


def keep(data: bytes, *, suffix: str) -> str:
    """Keep these bytes and give their SHA-256 (hex). They are on the disk, not only in memory, when it returns.

    suffix without its dot, as "jpg". Raises ValueError for a suffix that is not letters and digits, OSError
    when the disk is full; a half-written file never has the final name.
    """
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"“{suffix}” is no suffix of a file")
    name = name_of(data)
    folder = _folder_of(name)
    path = folder / f"{name}.{suffix}"
    if path.exists():
        return name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{secrets.token_hex(8)}"
    try:
        _write_durably(draft, data)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(folder)
    return name


def name_of(data: bytes) -> str:
    """The name under which these bytes are kept, or would be."""
    return hashlib.sha256(data).hexdigest()


def open_kept(name: str) -> BinaryIO:
    """The file with this hash, open for reading. Raises FileNotFoundError where it was removed or never was."""
    return path_of(name).open("rb")


def path_of(name: str) -> Path:
    """Where the file with this hash lies, for a server that sends it. Raises FileNotFoundError."""
    path = next(_paths_of(name), None)
    if path is None:
        raise FileNotFoundError(f"no file is kept under {name}")
    return path


def remove(name: str) -> bool:
    """Remove the file with this hash; whether there was one. The caller knows that no other row names it."""
    paths = list(_paths_of(name))
    for path in paths:
        path.unlink(missing_ok=True)
    return bool(paths)


def kept_files() -> Iterator[Path]:
    """Every kept file, in the order of their hashes; for backup and doctor."""
    paths = Path(settings.MEDIA_ROOT).glob("??/??/*.*")
    yield from sorted(path for path in paths if _HASH.fullmatch(path.stem))


def _folder_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name[:2] / name[2:4]


def _paths_of(name: str) -> Iterator[Path]:
    if not _HASH.fullmatch(name):  # what comes from an address never becomes a path of its own making
        return iter(())
    return _folder_of(name).glob(f"{name}.*")


def _write_durably(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A rename is kept only when the folder itself is written."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
