"""The Secretariat's page of forms: what is asked now, a new version brought in, looked at and published, what came."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jarchy.charter.models import Edition
from jarchy.forms import queries
from jarchy.forms.actions import upload as actions
from jarchy.forms.comparing import What
from jarchy.forms.exporting import write_export
from jarchy.forms.models import FormUpload, FormVersion, Submission
from jarchy.forms.purposes import purposes, titles
from jarchy.forms.rules import UploadState
from jarchy.foundation.narrowing import Role
from jarchy.people.doors import Request, enter
from jarchy.xforms.form import Form, FormNode, Kind
from jarchy.xforms.reading import read_form

PUBLISHERS = (Role.SECRETARIAT,)
MOST_FILES, MOST_BYTES = 40, 20 * 1024 * 1024
MOST_CHOICES = 12  # shown of one list
IN_WORDS = {
    What.ADDED: _("new"), What.REMOVED: _("no longer asked"), What.KIND: _("asked in another way"),
    What.WORDS: _("other words"), What.CHOICES: _("other choices"), What.CONDITION: _("asked under other conditions"),
    What.REQUIRED: _("must be answered, or no longer"), What.CONSTRAINT: _("other limits"),
    What.CALCULATION: _("worked out otherwise"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A form as the list shows it."""

    version: FormVersion
    title: str
    versions: int
    submissions: int


@enter(*PUBLISHERS)
@require_GET
def all_forms(request: Request) -> HttpResponse:
    """Every form of the campaign, what came of it, and the workbooks that wait."""
    waiting = (
        FormUpload.objects.filter(edition=request.edition)
        .exclude(state=UploadState.PUBLISHED)
        .order_by("-id")
    )
    return render(
        request,
        "forms/all.html",
        {"forms": forms_of(request.edition), "waiting": waiting[:20], "purposes": _purposes()},
    )


def forms_of(edition: Edition) -> list[Asked]:
    """Those that are asked now, by id. Three queries."""
    rows = FormVersion.objects.filter(edition=edition)
    versions = dict(rows.values_list("form_id").annotate(Count("pk")))
    sent = (
        Submission.objects.filter(edition=edition).values_list("form_version__form_id").annotate(Count("pk"))
    )
    came = dict(sent)
    return [
        Asked(row, queries.title_of(row), versions[row.form_id], came.get(row.form_id, 0))
        for row in rows.filter(is_current=True).order_by("form_id")
    ]


def _purposes() -> list[tuple[str, str]]:
    return [(name, str(titles.get(name, name))) for name in sorted(purposes)]


@enter(*PUBLISHERS)
@require_POST
def bring_in(request: Request) -> HttpResponse:
    """A workbook, with the lists and pictures that it names."""
    upload = request.FILES.get("workbook")
    brought = request.FILES.getlist("files")[:MOST_FILES]
    if (
        upload is None
        or (upload.size or 0) > MOST_BYTES
        or any((one.size or 0) > MOST_BYTES for one in brought)
    ):
        fault = gettext("Choose a workbook, and no file larger than 20 MB.")
        context = {"forms": forms_of(request.edition), "fault": fault, "purposes": _purposes()}
        return render(request, "forms/all.html", context, status=422)
    purpose = request.POST.get("purpose", "")
    row = actions.start_upload(
        request.edition, upload.read(), name=upload.name or "", by=request.actor,
        purpose=purpose if purpose in purposes else "", brought={one.name or "": one.read() for one in brought},
    )  # fmt: skip
    return redirect("forms:upload", row.uuid)


@enter(*PUBLISHERS)
@require_http_methods(["GET", "POST"])
def upload(request: Request, uuid: UUID) -> HttpResponse:
    """Where a workbook stands, what is wrong in it, what it changes. A POST publishes it or throws it away."""
    row = actions.upload_of(uuid, request.edition)
    if request.method == "POST":
        if request.POST.get("do") == "drop":
            actions.drop_upload(row, by=request.actor)
            return redirect("forms:all")
        actions.begin_publishing(row, by=request.actor)
        return redirect("forms:upload", uuid)
    context = {
        "form": row, "is_busy": row.state in (UploadState.CHECKING, UploadState.PUBLISHING),
        "changes": [(IN_WORDS[What(what)], label) for what, label in row.changes],
        "is_first": row.state == UploadState.READY and not _is_asked(row),
    }  # fmt: skip
    return render(request, "forms/upload.html", context)


def _is_asked(row: FormUpload) -> bool:
    return FormVersion.objects.filter(edition=row.edition, form_id=row.form_id, is_current=True).exists()


@dataclass(frozen=True)
class Seen:
    """A question as the preview shows it; a group has `depth` alone."""

    label: str
    hint: str
    name: str
    kind: str
    is_group: bool
    depth: int
    condition: str
    choices: list[str]
    more: int


@enter(*PUBLISHERS)
@require_GET
def preview(request: Request, uuid: UUID) -> HttpResponse:
    """Every question of a workbook that waits, in the form's order, in each of its languages."""
    row = actions.upload_of(uuid, request.edition)
    if not row.xform:
        return redirect("forms:upload", uuid)
    form = read_form(row.xform.encode())
    asked = request.GET.get("language", get_language() or "")
    language = asked if asked in form.languages else form.default_language
    context = {
        "form": row, "questions": list(_seen(form, language)), "language": language,
        "languages": [(code, form.language_names.get(code) or code) for code in form.languages],
    }  # fmt: skip
    return render(request, "forms/preview.html", context)


def _seen(form: Form, language: str) -> Iterator[Seen]:
    for node in form.nodes[1:]:
        is_shown = node.is_group or node.is_asked or node.kind is Kind.NOTE
        if is_shown and not node.path.startswith(f"/{form.root}/meta"):
            choices = [choice.label(language, form.default_language) for choice in _fixed(node)]
            yield Seen(
                actions.label_of(node, form, language), _plain(node, language), node.name,
                str(KINDS.get(str(node.kind), "")),
                node.is_group, node.path.count("/") - 2, node.relevant.source if node.relevant else "",
                choices[:MOST_CHOICES], max(0, len(choices) - MOST_CHOICES),
            )  # fmt: skip


def _plain(node: FormNode, language: str) -> str:
    parts = node.hint.by_language.get(language, ())
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()


def _fixed(node: FormNode):
    return (node.itemset.fixed or ()) if node.itemset else ()


KINDS = {
    "text": _("text"), "integer": _("whole number"), "decimal": _("number"), "date": _("day"), "time": _("time"),
    "date_time": _("day and time"), "select_one": _("one choice"), "select_multiple": _("several choices"),
    "rank": _("order"), "acknowledge": _("a tick"), "image": _("picture"), "audio": _("sound"), "video": _("film"),
    "file": _("file"), "barcode": _("barcode"), "geopoint": _("place"), "geotrace": _("line on the map"),
    "geoshape": _("area on the map"), "repeat": _("asked several times"), "range": _("number on a scale"),
}  # fmt: skip


@enter(*PUBLISHERS)
@require_GET
def export(request: Request, form_id: str) -> FileResponse:
    """What came of a form, CSV in a zip. It is written to the disk first: a download that breaks off must not look
    like a whole one."""
    kept = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    write_export(request.edition, form_id, kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=f"{form_id}.zip", content_type="application/zip")
