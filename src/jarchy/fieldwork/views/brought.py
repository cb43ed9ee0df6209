"""Files that come with a form, and come back with the agreement to what they would do.

Between the two nothing is kept here: what nobody agreed to needs no cleaning up. What comes back is read and judged
anew, as if it came for the first time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

MOST_BYTES = 1_400_000  # of a file that comes back as text: it must fit into one request
MOST_FAULTS = 200  # shown


@dataclass(frozen=True)
class BroughtFile:
    name: str
    data: bytes

    @property
    def text(self) -> str:
        """For a hidden field."""
        return base64.urlsafe_b64encode(self.data).decode()


def brought_files(request: HttpRequest, *, most_bytes: int = MOST_BYTES) -> tuple[list[BroughtFile], str]:
    """The files of the form, or those that came back; and why they cannot be taken, "" where they can."""
    if request.method != "POST":
        return [], ""
    uploads = request.FILES.getlist("file")
    if sum(upload.size or 0 for upload in uploads) > most_bytes:
        return [], gettext("The files are larger than a page can take. Bring them in one by one.")
    files = [BroughtFile(upload.name or "", upload.read()) for upload in uploads]
    files = files or _held(request)
    return files, "" if files else gettext("Choose a file first.")


def _held(request: HttpRequest) -> list[BroughtFile]:
    names, texts = request.POST.getlist("name"), request.POST.getlist("held")
    try:
        return [
            BroughtFile(name, base64.b64decode(text, altchars=b"-_", validate=True))
            for name, text in zip(names, texts, strict=True)
        ]
    except (ValueError, binascii.Error):
        return []


def digest_of(*said: Sequence[str]) -> str:
    """Of what somebody is shown, so that she agrees to that and to nothing else."""
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
