"""The forms of a campaign folder: forms/<form_id>.xlsx, each an XLSForm. The file's name is the form's id and purpose.

What is published here (`forms publish`) is written into the folder when that is saved. On phones the id is
<edition>_<form_id>, since two editions live on one server. Any change needs a new version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jarchy.charter.folder.base import Changes, Context, Folder, error, warning
from jarchy.charter.models import Edition
from jarchy.formats.tables import Finding
from jarchy.forms.models import FormVersion
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import lists, needed, purposes
from jarchy.foundation import audit
from jarchy.foundation import files as kept_files
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.problems import Problem
from jarchy.xforms.finding import Finding as FormFinding
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.form import Form
from jarchy.xforms.workbook import load_workbook

FOLDER = "forms/"
# Named one by one only so that `files` can say what may stand in the folder.
files: tuple[str, ...] = (f"{FOLDER}*.xlsx",)
MISSING = ("-",)  # what pyxform writes where a language has no text
_FORM_ID = re.compile(r"[a-z][a-z0-9_-]{0,49}")


class Findings:
    """What `charter check` says of a form."""

    workbook = Problem(
        "forms.workbook",
        422,
        _("This form cannot be used: {reason}"),
        _("Correct the workbook and check again."),
    )
    advice = Problem(
        "forms.advice", 422, _("About this form: {reason}"), _("Look at it; nothing is stopped by it.")
    )
    name = Problem(
        "forms.file_name", 422, _("“{value}” is no name for a form's file."),
        _("Use small letters, digits and _, as activity_report.xlsx."),
    )  # fmt: skip
    no_version = Problem(
        "forms.no_version", 422, _("The form has no version."),
        _("Write one into the sheet “settings”, column “version”, as 2018090101."),
    )  # fmt: skip
    no_text = Problem(
        "forms.no_text", 422, _("The question “{value}” has no text in the language “{language}”."),
        _("Write it into the column “{what}” of that language."),
    )  # fmt: skip
    list_unknown = Problem(
        "forms.list_unknown", 422, _("The form needs the list {value}, which nothing here fills."),
        _("Take one of these: {known}. Or put the choices into the sheet “choices”."),
    )  # fmt: skip


@dataclass(frozen=True)
class ReadForm:
    """One workbook, compiled. `xform` is XML in UTF-8; `lists` the files that come with it."""

    file: str
    form_id: str
    version: str
    xform: str
    workbook_hash: str
    lists: tuple[str, ...]

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.xform.encode()).hexdigest()


def read(folder: Folder, context: Context) -> tuple[list[ReadForm], list[Finding]]:
    """All forms that can be used, and what is wrong with any. No database."""
    forms: list[ReadForm] = []
    findings: list[Finding] = []
    for file in folder.names(ending=".xlsx"):
        if file.startswith(FOLDER):
            form, found = _read_one(file, folder.files[file], context)
            forms += [form] if form else []
            findings += found
    waited_for = (one for one in purposes if one not in needed or needed[one](context.edition))
    wanted = [f"{FOLDER}{purpose}.xlsx" for purpose in waited_for]  # a room waits for it
    findings += [error(file, "table.file_missing") for file in wanted if folder.read(file) is None]
    return forms, findings


def _read_one(file: str, data: bytes, context: Context) -> tuple[ReadForm | None, list[Finding]]:
    form_id = PurePosixPath(file).stem
    if not _FORM_ID.fullmatch(form_id):
        return None, [error(file, Findings.name.code, value=form_id)]
    try:
        loaded = load_workbook(data, form_id=f"{context.edition.slug}_{form_id}")
    except FormRefused as refused:
        return None, [_said(file, found, Findings.workbook) for found in refused.findings]
    form = loaded.form
    advice = [found for found in loaded.warnings if _matters(found)]
    findings = [_said(file, found, Findings.advice) for found in advice]
    findings += _faults(file, form, context)
    read = ReadForm(
        file,
        form_id,
        form.version,
        loaded.xml.decode(),
        hashlib.sha256(data).hexdigest(),
        tuple(sorted(form.lists)),
    )
    return read, findings


def _matters(found: FormFinding) -> bool:
    """Pictures are made smaller here, whatever a phone does: pyxform's advice about max-pixels is no fault."""
    return "max-pixels" not in found.reason


def _said(file: str, found: FormFinding, problem: Problem) -> Finding:
    where = f"{found.path or found.sheet}: " if found.path or found.sheet else ""
    make = error if problem is Findings.workbook else warning
    return make(
        file, problem.code, row=found.row, column=found.column or None, value=found.value or None,
        reason=f"{where}{found.reason or found.code}",
    )  # fmt: skip


def _faults(file: str, form: Form, context: Context) -> Iterator[Finding]:
    if not form.version:
        yield error(file, Findings.no_version.code, column="version")
    for name in sorted(form.lists - set(lists)):
        yield error(file, Findings.list_unknown.code, value=name, known=", ".join(sorted(lists)))
    for node in form.nodes:
        said = {"label": node.label, "hint": node.hint, "constraint_message": node.constraint_message}
        for column, text in said.items():
            for language in context.edition.languages if text else ():
                if text.by_language.get(language, MISSING) == MISSING:
                    yield error(file, Findings.no_text.code, value=node.name, language=language, what=column)


def changes(data: list[ReadForm], edition: Edition | None) -> Changes:
    """What `load` would do."""
    found = Changes()
    rows = _current(edition)
    for form in data:
        old = rows.pop(form.form_id, None)
        word = f"{form.file}: {form.version}"
        if old is None:
            found.added.append(word)
        elif old.version != form.version or old.hash != form.hash:
            found.changed.append(word)
    found.retired += [f"{FOLDER}{form_id}.xlsx" for form_id, row in rows.items() if row.is_from_folder]
    return found


def load(data: list[ReadForm], edition: Edition, by: Actor) -> None:
    """Bring the versions to what the folder says, in the caller's transaction; the same again changes nothing.

    Raises Problems.version_taken where a form was changed and its version was not.
    """
    rows = _current(edition)
    for form in data:
        if old := rows.pop(form.form_id, None):
            if (old.version, old.hash) == (form.version, form.hash):
                FormVersion.objects.filter(pk=old.pk, is_from_folder=False).update(is_from_folder=True)
                continue
            if not old.is_from_folder:
                raise Problems.newer_here(file=form.file, version=old.version)
            old.is_current = False
            old.save(update_fields=["is_current"])
        _make_current(form, edition)
        audit.note(
            "form version loaded", kind="form", key=f"{form.form_id} {form.version}", by=by, edition=edition.slug,
            edition_day=edition.today(),
        )  # fmt: skip
    gone = [row.pk for row in rows.values() if row.is_from_folder]
    FormVersion.objects.filter(pk__in=gone).update(is_current=False)


def _current(edition: Edition | None) -> dict[str, FormVersion]:
    if edition is None:
        return {}
    return {row.form_id: row for row in FormVersion.objects.filter(edition=edition, is_current=True)}


def _make_current(form: ReadForm, edition: Edition) -> FormVersion:
    """A version that stood before may become current again; one of the same name and other content may not."""
    row, is_new = FormVersion.objects.get_or_create(
        edition=edition, form_id=form.form_id, version=form.version,
        defaults={
            "purpose": form.form_id, "xform": form.xform, "hash": form.hash, "workbook_hash": form.workbook_hash,
            "lists": list(form.lists),
        },
    )  # fmt: skip
    if not is_new:
        if row.hash != form.hash:
            raise Problems.version_taken(file=form.file, version=form.version)
        row.is_current = row.is_from_folder = True
        row.save(update_fields=["is_current", "is_from_folder"])
    row.edition = edition
    return row


def save(edition: Edition, folder: Folder) -> None:
    """Workbooks that were published here since the folder was loaded. A form under whose name no room waits stays out:
    it is this installation's own."""
    published = FormVersion.objects.filter(edition=edition, is_current=True, is_from_folder=False)
    for row in published.filter(form_id=F("purpose")):
        with kept_files.open_kept(row.workbook_file) as kept:
            folder.write(f"{FOLDER}{row.form_id}.xlsx", kept.read())


def fork(data: list[ReadForm], moved_by_days: int) -> dict[str, bytes]:
    """Taken as they are: a form knows no date, and its id gets the new edition's slug when it is compiled."""
    return {}
