"""A form's workbook brought in on a page: looked through by the worker, shown, published by a yes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from jarchy.charter.models import Edition
from jarchy.forms.actions.publish import looked_through, publish_form
from jarchy.forms.comparing import changes_between
from jarchy.forms.models import FormUpload, FormVersion
from jarchy.forms.problems import Problems
from jarchy.forms.rules import UploadState
from jarchy.forms.versions import compiled
from jarchy.foundation import audit, files
from jarchy.foundation.jobs import later
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import queries as people
from jarchy.xforms.finding import Finding, FormRefused
from jarchy.xforms.form import Form, FormNode

Said = dict[str, str]


def start_upload(
    edition: Edition,
    workbook: bytes,
    *,
    name: str,
    by: Actor,
    purpose: str = "",
    brought: Mapping[str, bytes],
) -> FormUpload:
    """Keep the files and have them looked through; nothing is asked from them yet. Raises Problems.may_not_publish."""
    _refuse(edition, by)
    with transaction.atomic():
        row = FormUpload.objects.create(
            edition=edition, account_id=by.account, file_name=_file_name(name), purpose=purpose,
            workbook_file=files.keep(workbook, suffix="xlsx"), language=get_language() or "",
            brought={_file_name(key): files.keep(data, suffix="file") for key, data in brought.items()},
        )  # fmt: skip
        _note(row, "form brought in", by)
        check_upload_later.enqueue(row.pk)
    return row


def upload_of(uuid: UUID, edition: Edition) -> FormUpload:
    """Raises Problems.upload_unknown."""
    row = FormUpload.objects.select_related("edition", "account").filter(uuid=uuid, edition=edition).first()
    if row is None:
        raise Problems.upload_unknown()
    return row


def begin_publishing(row: FormUpload, *, by: Actor) -> None:
    """The yes; twice is harmless. Raises Problems.may_not_publish."""
    _refuse(row.edition, by)
    with transaction.atomic():
        ready = FormUpload.objects.filter(pk=row.pk, state__in=(UploadState.READY, UploadState.PUBLISHING))
        if ready.update(state=UploadState.PUBLISHING, account_id=by.account):
            publish_upload_later.enqueue(row.pk)


def drop_upload(row: FormUpload, *, by: Actor) -> None:
    """Not wanted any more; what was published stays."""
    _refuse(row.edition, by)
    with transaction.atomic():
        _note(row, "form thrown away", by)
        row.delete()


@later
def check_upload_later(pk: int) -> None:
    """Look it through; safe to repeat."""
    row = FormUpload.objects.select_related("edition").filter(pk=pk, state=UploadState.CHECKING).first()
    if row is not None:
        with override(row.language or None):
            _check(row)
        row.save()


@later
def publish_upload_later(pk: int) -> None:
    """Publish it; safe to repeat."""
    rows = FormUpload.objects.select_related("edition", "account")
    row = rows.filter(pk=pk, state=UploadState.PUBLISHING).first()
    if row is None or row.account is None:
        return
    with override(row.language or None):
        try:
            made = publish_form(
                row.edition, _bytes(row.workbook_file), by=people.actor_of(row.account, row.edition),
                purpose=row.purpose, brought=_brought(row), name=row.file_name,
            )  # fmt: skip
        except (FormRefused, ProblemRaised) as fault:
            row.state, row.faults = UploadState.FAULTY, _faults(fault)
        else:
            row.state, row.missing, row.xform = UploadState.PUBLISHED, list(made.missing), ""
    row.save()


def _check(row: FormUpload) -> None:
    try:
        seen = looked_through(
            row.edition,
            _bytes(row.workbook_file),
            purpose=row.purpose,
            brought=_brought(row),
            name=row.file_name,
        )
    except (FormRefused, ProblemRaised) as fault:
        row.state, row.faults = UploadState.FAULTY, _faults(fault)
        return
    row.state, row.faults = UploadState.READY, []
    row.form_id, row.version, row.xform = seen.form_id, seen.form.version, seen.xform
    row.missing = list(seen.missing)
    row.advice = [_said(found) for found in seen.advice]
    current = FormVersion.objects.filter(edition=row.edition, form_id=seen.form_id, is_current=True).first()
    if current is not None:
        row.changes = [
            [str(change.what), label_of(change.node, seen.form, row.language)]
            for change in changes_between(compiled(current), seen.form)
        ]


def label_of(node: FormNode, form: Form, language: str) -> str:
    """What it asks, without the values put in; its name where nobody reads it."""
    parts = node.label.by_language.get(language) or node.label.by_language.get(form.default_language) or ()
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip() or node.name


def _faults(fault: FormRefused | ProblemRaised) -> list[Said]:
    if isinstance(fault, FormRefused):
        return [_said(found) for found in fault.findings]
    return [{"where": "", "message": fault.sentence, "remedy": fault.remedy}]


def _said(found: Finding) -> Said:
    row = [_("row {row}").format(row=found.row)] if found.row else []
    where = [part for part in (found.sheet, *row, found.column, found.path) if part]
    return {"where": ", ".join(map(str, where)), "message": found.reason or found.code, "remedy": ""}


def _refuse(edition: Edition, by: Actor) -> None:
    if not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.may_not_publish()


def _bytes(file_hash: str) -> bytes:
    with files.open_kept(file_hash) as kept:
        return kept.read()


def _brought(row: FormUpload) -> dict[str, bytes]:
    return {name: _bytes(file_hash) for name, file_hash in row.brought.items()}


def _file_name(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name[-120:]


def _note(row: FormUpload, verb: str, by: Actor) -> None:
    audit.note(
        verb,
        kind="form upload",
        key=row.uuid,
        by=by,
        edition=row.edition.slug,
        edition_day=row.edition.today(),
    )
