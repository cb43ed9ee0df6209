"""Static files: found in the rooms, held in memory with their compressed siblings, addressed with their hash.

Scripts are sent without their comments; their hash is that of the file as it lies in its room.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from jarchy.project.scripts import without_comments

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}
PACKED = {".css", ".js", ".json", ".svg", ".txt", ".html"}  # the others are compressed already
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent: `bodies` by content coding, with "" for the plain one."""

    content_type: str
    version: str
    bodies: Mapping[str, bytes]

    def best(self, accepted: str) -> str:
        """The smallest of its codings that the reader accepts (value of Accept-Encoding)."""
        wanted = {
            part.split(";")[0].strip(): "q=0" not in part.replace(" ", "") for part in accepted.split(",")
        }
        return min((c for c in self.bodies if not c or wanted.get(c)), key=lambda c: len(self.bodies[c]))


class VersionedStorage(StaticFilesStorage):
    """Addresses carry the hash of what they name, as look.css?v=3f9a0c2b41d7: kept for ever, and new when changed."""

    def url(self, name: str | None) -> str:
        plain = super().url(name)
        version = version_of(name or "")
        return f"{plain}?v={version}" if version else plain


@cache
def version_of(name: str) -> str:
    """First digits of the file's SHA-256; "" where no room has such a file (a house test finds those)."""
    path = finders.find(name)
    return _version(Path(path).read_bytes()) if isinstance(path, str) else ""


def load() -> dict[str, StaticFile]:
    """Every static file by its address, as /static/foundation/look.css. Read once, when the server starts."""
    return {f"{settings.STATIC_URL}{name}": _file(name, content) for name, content in _found()}


def _found() -> Iterator[tuple[str, bytes]]:
    for finder in finders.get_finders():
        for name, storage in finder.list(None):
            with storage.open(name) as file:
                yield name.replace("\\", "/"), file.read()


def _file(name: str, content: bytes) -> StaticFile:
    suffix = PurePosixPath(name).suffix.lower()
    is_written = suffix == ".js" and not name.endswith(".min.js")
    sent = without_comments(content.decode()).encode() if is_written else content
    bodies = {"": sent}
    if suffix in PACKED:
        packed = {"br": brotli.compress(sent, quality=11), "gzip": gzip.compress(sent, 9, mtime=0)}
        bodies |= {coding: body for coding, body in packed.items() if len(body) < len(sent) * 0.9}
    return StaticFile(TYPES.get(suffix, "application/octet-stream"), _version(content), bodies)


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
