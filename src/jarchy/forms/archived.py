"""What of submissions goes into the auditor's archive: hashes, and answers that are numbers, days and choices. A text
that somebody wrote, a telephone and a file's name never do, whether they are hidden or not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.forms.models import Attachment, FormVersion, Submission
from jarchy.forms.purposes import kept_back
from jarchy.forms.versions import FormLists, compiled
from jarchy.xforms.form import Kind

Row = list[Any]
CHUNK = 1000
# Kinds whose answers are codes and numbers, and how such an answer looks: longer digits may be a telephone.
_PLAIN = {
    Kind.INTEGER: re.compile(r"-?[0-9]{1,7}"),
    Kind.DECIMAL: re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,6})?"),
    Kind.DATE: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Kind.ACKNOWLEDGE: re.compile(r"OK|true|yes"),
}
_SELECTS = {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK}
_CODE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]{2}[0-9]{2,}")  # a UUID, a P-code
_CHOICE = re.compile(r"<(?:\w+:)?(?:name|value)>([^<]+)<")
_INSTANCE = re.compile(r"[a-z]{2,12}:[0-9a-f-]{32,36}")
_NO_CODE = "?"  # what no question of this kind can be answered with


def submissions(edition: Edition) -> Iterator[Row]:
    """Its header first. `instance` is the phone's own id where that is one of ours or a UUID; its SHA-256 else."""
    yield ["submission", "instance", "form", "version", "account", "organisation", "received_at", "day", "channel",
           "state", "replaces", "conflicts_with", "hidden", "keyed_hash", "body_sha256", "illustrative"]  # fmt: skip
    rows = Submission.objects.filter(edition=edition).select_related(
        "form_version", "organisation", "replaces", "conflicts_with"
    )
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        instance = row.instance_id
        yield [
            row.uuid, instance if _INSTANCE.fullmatch(instance) else _sha256(instance), row.form_version.form_id,
            row.form_version.version, row.account_id, row.organisation and row.organisation.slug,
            row.received_at, row.edition_day, row.channel, row.state, row.replaces and row.replaces.uuid,
            row.conflicts_with and row.conflicts_with.uuid, " ".join(row.hidden), row.canonical_hash,
            _sha256(row.body), row.is_illustrative,
        ]  # fmt: skip


def answers(edition: Edition) -> Iterator[Row]:
    """Its header first; one row an answer that is a number, a day or a choice, as it is now."""
    yield ["submission", "question", "answer"]
    organisations = list(charter.organisations_of(edition).values_list("organisation__slug", flat=True))
    rows = Submission.objects.filter(edition=edition).order_by("pk")
    readers: dict[int, _Reader] = {}
    for row in rows.only("uuid", "answers", "form_version_id").iterator(chunk_size=CHUNK):
        if row.form_version_id not in readers:
            version = FormVersion.objects.get(pk=row.form_version_id)
            readers[row.form_version_id] = _Reader(edition, version, organisations)
        for question, answer in readers[row.form_version_id].plain(row.answers):
            yield [row.uuid, question, answer]


def pictures(edition: Edition) -> Iterator[Row]:
    """Its header first: what came beside answers and is still kept, by its hash alone. The pictures themselves go 90
    days after the edition is final, and an archive would keep them.
    """
    yield ["submission", "sha256", "sealed", "received_at"]
    rows = Attachment.objects.filter(submission__edition=edition).order_by("submission_id", "pk")
    columns = ("submission__uuid", "file_hash", "is_sealed", "received_at")
    for row in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        yield list(row)


class _Reader:
    """Which answers of a form version are codes and numbers."""

    def __init__(self, edition: Edition, version: FormVersion, organisations: Iterable[str]) -> None:
        hidden = kept_back.get(version.purpose, ())
        self.kinds = {node.name: node.kind for node in compiled(version).nodes if node.name not in hidden}
        self.choices = {*organisations, *_CHOICE.findall(version.xform)}
        for slug in organisations:
            lists = FormLists(version, slug, edition.languages[0], edition=edition)
            self.choices |= {row["name"] for rows in lists.written.values() for row in rows}

    def plain(self, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """In the order of their names."""
        for name, answer in sorted(answers.items()):
            kind = self.kinds.get(name.rsplit("/", 1)[-1].split("[")[0])
            if answer and (kind in _PLAIN or kind in _SELECTS):
                yield name, answer if self._is_code(kind, str(answer)) else _NO_CODE

    def _is_code(self, kind: Kind | None, answer: str) -> bool:
        if kind in _PLAIN:
            return bool(_PLAIN[kind].fullmatch(answer))
        return all(word in self.choices or _CODE.fullmatch(word) for word in answer.split())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
