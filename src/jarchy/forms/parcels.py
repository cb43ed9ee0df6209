"""What a phone hands over in one post: the XML and the files beside it, and how that lies on the disk meanwhile."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, BinaryIO, cast

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from jarchy.forms.problems import Problems
from jarchy.xforms.hardened import LARGEST

XML_PART = "xml_submission_file"
MORE_TO_COME = "*isIncomplete*"
IN_MEMORY = 256 * 1024  # bytes of a part before it goes into a file without a name
CHUNK = 1024 * 1024


class Files(Mapping[str, bytes]):
    """Files by name, each read when it is asked for; what came under a name that was taken gets a number before it."""

    def __init__(self, uploads: Iterable[tuple[str, BinaryIO]] = ()) -> None:
        self._files: dict[str, BinaryIO] = {}
        for name, file in uploads:
            again = 1
            free = name
            while free in self._files:
                again += 1
                free = f"{again}-{name}"
            self._files[free] = file

    def __getitem__(self, name: str) -> bytes:
        file = self._files[name]
        file.seek(0)
        return file.read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@dataclass(frozen=True)
class Parcel:
    """`device` is the number of the phone, which bears our signature; `has_more`: the phone will send more files."""

    device: str
    body: bytes
    received_at: datetime
    files: Mapping[str, bytes] = field(default_factory=dict)
    has_more: bool = False

    def packed(self) -> Iterator[bytes]:
        """As it is sealed: what it consists of as JSON, then the bytes, a megabyte at most at a time."""
        sizes = [[name, len(self.files[name])] for name in self.files]
        head = {
            "device": self.device,
            "received_at": self.received_at.isoformat(),
            "has_more": self.has_more,
            "body": len(self.body),
            "files": sizes,
        }
        yield json.dumps(head).encode()
        for part in chain([self.body], (self.files[name] for name in self.files)):
            for start in range(0, len(part), CHUNK):
                yield part[start : start + CHUNK]


def unpacked(chunks: Iterable[bytes]) -> Parcel:
    """The parcel that was packed so."""
    rest = iter(chunks)
    head: dict[str, Any] = json.loads(next(rest))
    whole = b"".join(rest)
    body, start = whole[: head["body"]], head["body"]
    files = {}
    for name, size in head["files"]:
        files[name], start = whole[start : start + size], start + size
    return Parcel(head["device"], body, datetime.fromisoformat(head["received_at"]), files, head["has_more"])


def read_parcel(
    stream: BinaryIO, length: int, *, content_type: str, device: str, received_at: datetime
) -> Parcel:
    """What was posted: multipart, or the XML alone. Raises Problems.cut_off, too_large, empty, not_well_formed."""
    if not content_type.lower().startswith("multipart/"):
        if length > LARGEST:
            raise Problems.too_large()
        return Parcel(device, stream.read(), received_at)
    fields, uploads = _parts(stream, length, content_type)
    xml: UploadedFile | None = None
    files: list[tuple[str, BinaryIO]] = []
    for part, upload in uploads:
        if part == XML_PART and xml is None:
            xml = upload
        else:
            files.append((upload.name or part, cast(BinaryIO, upload.file)))
    if xml is not None and (xml.size or 0) > LARGEST:
        raise Problems.too_large()
    body = xml.read() if xml is not None else str(fields.get(XML_PART, "")).encode()
    if not body.strip():
        raise Problems.empty()
    return Parcel(device, body, received_at, Files(files), str(fields.get(MORE_TO_COME, "")) == "yes")


def _parts(
    stream: BinaryIO, length: int, content_type: str
) -> tuple[Mapping[str, object], Sequence[tuple[str, UploadedFile]]]:
    meta = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(length)}
    try:
        parser = MultiPartParser(meta, cast(Any, stream), [ToDisk()], "utf-8")
        fields, files = parser.parse()
    except (MultiPartParserError, SuspiciousOperation) as fault:
        raise Problems.not_well_formed() from fault
    if not _has_its_end(stream, length, content_type):
        raise Problems.cut_off()
    return fields, [(name, one) for name, several in files.lists() for one in several]


def _has_its_end(stream: BinaryIO, length: int, content_type: str) -> bool:
    """Whether the last boundary came: else the last picture may be half a one."""
    boundary = content_type.partition("boundary=")[2].split(";")[0].strip().strip('"')
    stream.seek(max(0, length - len(boundary) - 64))
    return f"--{boundary}--".encode() in stream.read()


class ToDisk(FileUploadHandler):
    """A part goes into a file that has no name: a server that is killed leaves nothing readable behind."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the part's reader closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.kept.seek(0)
        return UploadedFile(cast(Any, self.kept), self.file_name, self.content_type, file_size, self.charset)
