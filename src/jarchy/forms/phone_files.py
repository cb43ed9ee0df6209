"""What a phone is given: the forms it may send, and the files that come with each."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache

from jarchy.charter.models import Edition, Organisation
from jarchy.forms.models import FormFile, FormVersion
from jarchy.forms.purposes import beginnings, for_nobody, lists, senders_of
from jarchy.forms.rules import organisation_of
from jarchy.forms.sending import may_send_for
from jarchy.foundation import files
from jarchy.foundation.narrowing import Actor

NOT_FOR_PHONES = "offered"  # a column that says whether a row is shown; what is not is left out


def forms_for(edition: Edition, organisation: Organisation | None, by: Actor) -> list[FormVersion]:
    """Current forms that this actor may send from a phone, by id; those that are begun from a page of ours are none.
    Two queries."""
    rows = FormVersion.objects.filter(edition=edition, is_current=True).prefetch_related("files")
    found = []
    for row in rows.order_by("form_id"):
        row.edition = edition
        of = None if row.purpose in for_nobody else organisation
        may = may_send_for(by, edition=edition.slug, organisation=of, senders=senders_of(row.purpose))
        if may and row.purpose not in beginnings:
            found.append(row)
    return found


def version_for(edition: Edition, form_id: str, mark: str) -> FormVersion | None:
    """The version with this id, as phones know it, and this beginning of its hash; older ones too: a phone may be in
    the middle of getting one when the next comes."""
    rows = FormVersion.objects.filter(edition=edition, hash__startswith=mark)
    found = next((row for row in rows if f"{edition.slug}_{row.form_id}" == form_id), None)
    if found:
        found.edition = edition
    return found


def mark_of(version: FormVersion) -> str:
    """Stands in addresses."""
    return version.hash[:16]


@lru_cache(maxsize=256)
def _form_hash(_sha256: str, xform: str) -> str:
    return md5(xform.encode())


def form_hash(version: FormVersion) -> str:
    """MD5 of exactly the bytes that are served: by it a phone sees that it has the form already."""
    return _form_hash(version.hash, version.xform)


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def media_names(version: FormVersion) -> list[str]:
    """Files that come with the form: the lists that a room fills, and what was published with the version."""
    filled = [name for name in version.lists if name in lists]
    return [*filled, *(file.name for file in version.files.all() if file.name not in filled)]


def media_file(
    version: FormVersion, name: str, organisation: Organisation | None, by: Actor, *, language: str
) -> bytes:
    """One of them, as it was published or as it is made for this organisation."""
    if published := _published(version, name):
        with files.open_kept(published.file_hash) as kept:
            return kept.read()
    slug = organisation.slug if organisation else ""
    slug = (
        slug or organisation_of(by, edition=version.edition.slug, senders=senders_of(version.purpose)) or ""
    )
    return _as_csv(lists[name](version.edition, slug, language))


def media_hash(
    version: FormVersion, name: str, organisation: Organisation | None, by: Actor, *, language: str
) -> str:
    """MD5 of those bytes."""
    if published := _published(version, name):
        return published.md5
    return md5(media_file(version, name, organisation, by, language=language))


def _published(version: FormVersion, name: str) -> FormFile | None:
    if name in version.lists and name in lists:
        return None
    return next(file for file in version.files.all() if file.name == name)


def _as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """As Collect reads it: UTF-8, the columns named first, `name` and `label` even where there is no row."""
    columns = dict.fromkeys(["name", "label", *(column for row in rows for column in row)])
    columns.pop(NOT_FOR_PHONES, None)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in rows if row.get(NOT_FOR_PHONES) != "no")
    return text.getvalue().encode()
