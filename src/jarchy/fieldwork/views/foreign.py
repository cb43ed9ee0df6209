"""Somebody else's sheet: what its columns are is said once and kept; its rows are planned, or received as reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from jarchy.charter.actions import mapping_of, save_mapping
from jarchy.charter.actions.mappings import MAPPERS
from jarchy.charter.folder.mappings import current_mappings
from jarchy.charter.foreign import sheet_mapping
from jarchy.charter.models import SheetMapping
from jarchy.fieldwork.actions import PlanSheets, check_foreign_plans, load_foreign_plans
from jarchy.fieldwork.foreign_pages import asked_of, constants_asked, labels, mapping_posted
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.views.brought import MOST_FAULTS, BroughtFile, brought_files, digest_of
from jarchy.fieldwork.views.field import FORM
from jarchy.fieldwork.views.plan_sheets import SHOWN
from jarchy.formats.filled_sheets import MOST_BYTES as MOST_OF_A_SHEET
from jarchy.formats.foreign_sheets import ForeignSheet, read_foreign
from jarchy.formats.sheet_mappings import PLANS, Mapped, SheetMap, guessed
from jarchy.forms import actions as forms
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.doors import Request, enter


@enter(*MAPPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def foreign_sheet(request: Request) -> HttpResponse:
    """A sheet comes; its columns are asked, or a kept mapping answers; then its rows are judged, all at once."""
    step = request.POST.get("step", "")
    most = {} if step in ("columns", "keep") else {"most_bytes": MOST_OF_A_SHEET}
    files, refused = brought_files(request, **most)
    if not files:
        return _page(request, refused=refused)
    kept = request.POST.get("kept", "")
    if step == "columns" or not kept:
        return _columns(request, files[0], is_kept=step == "keep")
    return _bring(request, files[0], sheet_mapping(request.edition, kept))


def _page(request: Request, *, refused: str = "", status: int = 200, **more: object) -> HttpResponse:
    context = {
        "edition": request.edition,
        "mappings": current_mappings(request.edition),
        "refused": refused,
        **more,
    }
    return render(request, "fieldwork/foreign.html", context, status=status)


def _columns(request: Request, file: BroughtFile, *, is_kept: bool) -> HttpResponse:
    """What the columns are taken for, to be mended; or the yes to it."""
    sheet, mapping = _read(request, file)
    fault = ""
    if is_kept and sheet.is_readable:
        try:
            row = save_mapping(request.edition, mapping, by=request.actor)
            messages.success(request, gettext("The mapping “{name}” is kept.").format(name=row.name))
            return _bring(request, file, row)
        except ProblemRaised as problem:
            fault = f"{problem.sentence} {problem.remedy}"
    asked = asked_of(request.edition, sheet, mapping)
    return _page(
        request, asked=asked, file=file, fault=fault, labels=labels().items(),
        constants=constants_asked(request.edition, mapping), names=Names(request.edition),
    )  # fmt: skip


def _read(request: Request, file: BroughtFile) -> tuple[ForeignSheet, SheetMap]:
    row = request.POST.get("header_row", "")
    sheet = read_foreign(file.data, file.name, header_row=int(row) if row.isdigit() and len(row) < 3 else 0)
    before = _before(request, sheet, file)
    return sheet, mapping_posted(sheet, before, request.POST.dict()) if "rows_are" in request.POST else before


def _before(request: Request, sheet: ForeignSheet, file: BroughtFile) -> SheetMap:
    """A kept mapping, to be changed, else what the house guesses."""
    kept = request.POST.get("kept", "") or request.POST.get("mapping_name", "")
    row = SheetMapping.objects.filter(edition=request.edition, name=kept, is_current=True).first()
    stem = "".join(
        sign if sign.isalnum() and sign.isascii() else "-" for sign in file.name.rpartition(".")[0].lower()
    )
    return mapping_of(row) if row else guessed(sheet, stem.strip("-")[:30].strip("-") or "sheet")


def _bring(request: Request, file: BroughtFile, row: SheetMapping) -> HttpResponse:
    """Plans are shown here and agreed to; reports go the way of every sheet of reports."""
    edition, actor, mapping = request.edition, request.actor, mapping_of(row)
    if mapping.rows_are != PLANS:
        sheet = forms.start_import(edition, FORM, data=file.data, name=file.name, by=actor, mapping=row)
        forms.check_later.enqueue(sheet.pk)
        return redirect("forms:sheet_import", FORM, sheet.uuid)
    mapped = Mapped(read_foreign(file.data, file.name, header_row=mapping.header_row), mapping, edition.slug)
    found = check_foreign_plans(edition, mapped, by=actor)
    if not found.faults and request.POST.get("agreed") == _digest(found):
        found = load_foreign_plans(edition, mapped, by=actor)
        if found.is_kept:
            done = len(found.fresh) + len(found.changed)
            said = ngettext("{n} activity planned or changed.", "{n} activities planned or changed.", done)
            messages.success(request, said.format(n=done))
            return redirect("fieldwork:foreign_sheet")
    return _page(request, file=file, mapping=row, **_shown(found, request))


def _shown(found: PlanSheets, request: Request) -> dict[str, Any]:
    is_ready = not found.faults and bool(found.fresh or found.changed)
    return {
        "found": found, "faults": found.faults[:MOST_FAULTS], "faults_in_all": len(found.faults), "is_ready": is_ready,
        "agreed": _digest(found) if is_ready else "", "fresh": found.fresh[:SHOWN], "names": Names(request.edition),
    }  # fmt: skip


def _digest(found: PlanSheets) -> str:
    return digest_of([f"{row.uuid} {row.plan}" for row in found.rows])
