"""A workbook published as the version of a form that is asked from now on; those before go on answering."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _

from jarchy.charter.models import Edition
from jarchy.forms.form_files import media_named, read_list
from jarchy.forms.models import FormFile, FormVersion
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import lists, purposes
from jarchy.foundation import audit, files
from jarchy.foundation.narrowing import Actor, Role
from jarchy.xforms.finding import Finding
from jarchy.xforms.form import Form
from jarchy.xforms.reading import read_form
from jarchy.xforms.workbook import load_workbook, renamed

LONGEST_ID = 50
_FORM_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Published:
    """The version; whether it is new; what to look at; pictures and sounds that are still missing, by name."""

    version: FormVersion
    is_new: bool
    advice: Sequence[Finding]
    missing: Sequence[str]


@dataclass(frozen=True)
class LookedThrough:
    """A workbook, compiled. `missing`: pictures and sounds that nobody brought yet."""

    form: Form
    form_id: str
    xform: str
    advice: tuple[Finding, ...]
    missing: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.xform.encode()).hexdigest()


def publish_form(
    edition: Edition,
    workbook: bytes,
    *,
    by: Actor,
    purpose: str = "",
    brought: Mapping[str, bytes] | None = None,
    name: str = "",
) -> Published:
    """Compile the workbook and make it the version that is asked now; the same again changes nothing, but for files
    that were missing.

    `purpose`: what becomes of its submissions; "" is: kept, checked, listed, exported, nothing more. `brought`: files
    by name, `name` that of the workbook; those of the version before are taken where none is brought. A form of 485
    questions takes a second: not inside a request.

    Raises FormRefused with all faults of the workbook; Problems.may_not_publish, purpose_unknown, form_id_unfit,
    version_taken, lists_missing, list_is_ours, list_unreadable.
    """
    if not by.is_house and not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.may_not_publish()
    brought = brought or {}
    made = looked_through(edition, workbook, purpose=purpose, brought=brought, name=name)
    workbook_file = files.keep(workbook, suffix="xlsx" if workbook.startswith(b"PK") else "xls")
    kept = {name: _file(name, data) for name, data in brought.items()}
    with transaction.atomic():
        version, is_new = _made_current(made, edition, purpose, workbook_file)
        _keep_files(version, kept)
        if is_new:
            audit.note(
                "form version published", kind="form", key=f"{version.form_id} {version.version}", by=by,
                edition=edition.slug, edition_day=edition.today(),
            )  # fmt: skip
    there = set(version.files.values_list("name", flat=True))
    return Published(version, is_new, made.advice, sorted(media_named(made.xform) - there))


def looked_through(
    edition: Edition, workbook: bytes, *, purpose: str = "", brought: Mapping[str, bytes], name: str = ""
) -> LookedThrough:
    """What publishing would make current; changes nothing. Raises as publish_form, of rights nothing."""
    if purpose and purpose not in purposes:
        raise Problems.purpose_unknown(purpose=purpose, known=", ".join(sorted(purposes)))
    made = _compiled(workbook, edition, PurePosixPath(name).stem)
    same = FormVersion.objects.filter(
        edition=edition, form_id=made.form_id, version=made.form.version
    ).first()
    if same and same.hash != made.hash:
        raise Problems.version_taken(file=made.form_id, version=made.form.version)
    there = _refuse_lists(made, edition, brought)
    return replace(made, missing=tuple(sorted(media_named(made.xform) - there)))


def _compiled(workbook: bytes, edition: Edition, stem: str) -> LookedThrough:
    """Under the id that phones know. A workbook without a version gets one from what it says: the same again is the
    same, any change another. Raises FormRefused, Problems.form_id_unfit."""
    loaded = load_workbook(workbook)
    form = loaded.form
    # pyxform's word for a workbook that names none; its file's name is what ODK takes then.
    said = stem if form.id == "data" and stem else form.id
    form_id = _UNFIT.sub("_", said).strip("_-")[:LONGEST_ID]
    if not _FORM_ID.fullmatch(form_id):
        raise Problems.form_id_unfit(form=form.id)
    advice = list(loaded.warnings)
    version = form.version or f"auto-{hashlib.sha256(loaded.xml).hexdigest()[:12]}"
    if not form.version:
        advice.insert(
            0, Finding("no_version", reason=_("It has no version; it is called {v}.").format(v=version))
        )
    if form_id != form.id:
        advice.insert(0, Finding("other_id", reason=_("Its id is written {id} here.").format(id=form_id)))
    xform = renamed(loaded.xml, f"{edition.slug}_{form_id}", version=version).decode()
    return LookedThrough(read_form(xform.encode()), form_id, xform, tuple(advice))


def _refuse_lists(made: LookedThrough, edition: Edition, brought: Mapping[str, bytes]) -> set[str]:
    """The names of all files that are there."""
    wanted = made.form.lists
    for name in sorted(wanted & brought.keys()):
        if name in lists:
            raise Problems.list_is_ours(file=name)
        read_list(name, brought[name], made.form.file_formats.get(name, "csv"))
    before = FormFile.objects.filter(form_version__edition=edition, form_version__form_id=made.form_id)
    there = set(lists) | set(brought) | set(before.values_list("name", flat=True))
    if missing := sorted(wanted - there):
        raise Problems.lists_missing(files=", ".join(missing))
    return there


def _file(name: str, data: bytes) -> FormFile:
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return FormFile(name=name, file_hash=files.keep(data, suffix="file"), md5=md5, size=len(data))


def _made_current(
    made: LookedThrough, edition: Edition, purpose: str, workbook_file: str
) -> tuple[FormVersion, bool]:
    versions = FormVersion.objects.select_for_update().filter(edition=edition, form_id=made.form_id)
    current = versions.filter(is_current=True).first()
    same = versions.filter(version=made.form.version).first()
    if same and same.hash != made.hash:
        raise Problems.version_taken(file=made.form_id, version=made.form.version)
    if same and same.is_current and same.purpose == purpose:
        return same, False
    versions.filter(is_current=True).update(is_current=False)
    row = same or FormVersion(
        edition=edition, form_id=made.form_id, version=made.form.version, xform=made.xform, hash=made.hash,
        workbook_hash=workbook_file, lists=sorted(made.form.lists),
    )  # fmt: skip
    row.purpose, row.is_current, row.workbook_file, row.is_from_folder = purpose, True, workbook_file, False
    row.save()
    if current and not same:
        _take_over_files(current, row)
    return row, True


def _take_over_files(old: FormVersion, new: FormVersion) -> None:
    """What the version before had and this one still names."""
    named = {*new.lists, *media_named(new.xform)}
    FormFile.objects.bulk_create(
        FormFile(form_version=new, name=file.name, file_hash=file.file_hash, md5=file.md5, size=file.size)
        for file in old.files.all()
        if file.name in named
    )


def _keep_files(version: FormVersion, kept: Mapping[str, FormFile]) -> None:
    for name, file in kept.items():
        FormFile.objects.update_or_create(
            form_version=version, name=name,
            defaults={"file_hash": file.file_hash, "md5": file.md5, "size": file.size},
        )  # fmt: skip
