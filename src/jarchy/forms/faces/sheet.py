"""The form as a sheet: the blank to take away, the filled-in sheet to bring in, what is wrong in it, how far it is.

Checking and storing are done by the worker; the page asks again by itself until that is through, without script.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jarchy.charter import queries as charter
from jarchy.charter.models import Organisation
from jarchy.formats.filled_sheets import MOST_BYTES
from jarchy.forms import actions, queries
from jarchy.forms.models import FormVersion
from jarchy.forms.purposes import beginnings, is_of_the_field, senders_of
from jarchy.forms.queries import labels_of
from jarchy.forms.rules import FOR_ALL, SheetState
from jarchy.forms.sending import may_send_for
from jarchy.forms.sheets.blank import write_blank
from jarchy.forms.sheets.columns import FOR_SOMEONE, has_sheet
from jarchy.forms.versions import compiled
from jarchy.foundation.narrowing import Role
from jarchy.people.doors import Request, enter
from jarchy.people.problems import Problems as PeopleProblems

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BRINGERS = (Role.COORDINATOR, Role.REGIONAL_COORDINATOR, Role.SECRETARIAT)  # of what the field sends
DOOR = (
    *BRINGERS,
    Role.PARTNER,
    Role.PRESS_OFFICER,
)  # of some form or other; which one, purposes.senders says
SHOWN_FAULTS = 200


@enter(*DOOR)
@require_http_methods(["GET", "POST"])
def sheet(request: Request, form_id: str) -> HttpResponse:
    """The blank, and the way in for a filled-in sheet. A POST brings one in."""
    version = _hers(request, form_id)
    fault = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is not None:
            row = actions.start_import(
                request.edition, form_id, data=upload.read(MOST_BYTES + 1), name=upload.name or "", by=request.actor,
                organisation=_chosen(request, version, request.POST.get("organisation", "")),
            )  # fmt: skip
            actions.check_later.enqueue(row.pk)
            return redirect("forms:sheet_import", form_id, row.uuid)
        fault = gettext("Choose a file first.")
    return render(
        request, "forms/sheet.html", _of_sheet(request, version, fault), status=422 if fault else 200
    )


def _of_sheet(request: Request, version: FormVersion, fault: str) -> dict[str, object]:
    return {
        "form_id": version.form_id, "form_title": queries.title_of(version), "fault": fault,
        "has_sheet": version.purpose not in beginnings and has_sheet(compiled(version)),
        "organisations": _organisations(request, version), "is_of_the_field": is_of_the_field(version.purpose),
        "languages": [(code, _language_name(code)) for code in request.edition.languages],
        "language": get_language(), "imports": queries.imports_of(request.edition, version.form_id, request.actor),
    }  # fmt: skip


def _language_name(code: str) -> str:
    return {"ky": "Кыргызча", "ru": "Русский", "en": "English", "uz": "O‘zbekcha"}.get(code, code)


@enter(*DOOR)
@require_GET
def blank(request: Request, form_id: str) -> HttpResponse:
    """The workbook to fill in, for one organisation in one language."""
    version = _hers(request, form_id)
    organisation = _chosen(request, version, request.GET.get("organisation", ""))
    asked = request.GET.get("language", "")
    language = asked if asked in request.edition.languages else request.edition.languages[0]
    kept = io.BytesIO()
    write_blank(kept, version, organisation, language, by=request.actor)
    response = HttpResponse(kept.getvalue(), content_type=XLSX)
    name = "-".join([form_id, *([organisation.slug] if organisation else []), language])
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@dataclass(frozen=True)
class ShownFault:
    """`label`: the question's words, "" where the fault is of the row or the file."""

    row: int | None
    label: str
    column: str
    value: str
    message: str
    remedy: str
    is_error: bool


@enter(*DOOR)
@require_GET
def one_import(request: Request, form_id: str, uuid: UUID) -> HttpResponse:
    """Where a sheet stands: looked through, at fault, waiting for a yes, being stored, stored."""
    row = actions.import_of(uuid, edition=request.edition, form_id=form_id, by=request.actor)
    faults = actions.faults_of(row)
    labels = {FOR_SOMEONE: gettext("Entered for somebody without an account"), **labels_of(row.form_version)}
    context = {
        "sheet": row, "form_id": form_id, "is_of_the_field": is_of_the_field(row.form_version.purpose),
        "is_busy": row.state in (SheetState.CHECKING, SheetState.STORING),
        "faults": [_shown(fault, labels) for fault in faults[:SHOWN_FAULTS]],
        "more": max(0, len(faults) - SHOWN_FAULTS), "percent": 100 * row.done // row.rows if row.rows else 0,
    }  # fmt: skip
    return render(request, "forms/sheet_import.html", context)


def _shown(fault: dict, labels: dict[str, str]) -> ShownFault:
    column = fault["column"] or ""
    return ShownFault(
        fault["row"], labels.get(column.partition("/")[0], ""), column, fault["value"] or "", fault["message"],
        fault["remedy"], fault["level"] == "error",
    )  # fmt: skip


@enter(*DOOR)
@require_POST
def store(request: Request, form_id: str, uuid: UUID) -> HttpResponse:
    """The yes; once more is harmless, and takes up what a killed worker has left."""
    row = actions.import_of(uuid, edition=request.edition, form_id=form_id, by=request.actor)
    actions.begin_storing(row, by=request.actor)
    actions.store_later.enqueue(row.pk)
    return redirect("forms:sheet_import", form_id, uuid)


@enter(*DOOR)
@require_POST
def drop(request: Request, form_id: str, uuid: UUID) -> HttpResponse:
    """Not wanted any more; what is stored already stays."""
    row = actions.import_of(uuid, edition=request.edition, form_id=form_id, by=request.actor)
    actions.drop_import(row, by=request.actor)
    return redirect("forms:sheet", form_id)


def _hers(request: Request, form_id: str) -> FormVersion:
    """The form, where she may bring it in on a sheet. Raises no_such_page."""
    version = actions.current_version(request.edition, form_id)
    senders = BRINGERS if is_of_the_field(version.purpose) else (*senders_of(version.purpose), *FOR_ALL)
    if not request.actor.has(*senders, edition=request.edition.slug):
        raise PeopleProblems.no_such_page()
    return version


def _organisations(request: Request, version: FormVersion) -> list[Organisation]:
    """Those for which she may send: her own, those of her places, or every one of the campaign. None of them may be
    asked for where the field does not send the form.
    """
    if not is_of_the_field(version.purpose):
        own = request.actor.organisations(*senders_of(version.purpose), edition=request.edition.slug)
        return list(Organisation.objects.filter(slug__in=own).order_by("slug"))
    rows = [row.organisation for row in charter.organisations_of(request.edition)]
    slug = request.edition.slug
    return [row for row in rows if may_send_for(request.actor, edition=slug, organisation=row)]


def _chosen(request: Request, version: FormVersion, slug: str) -> Organisation | None:
    return next((row for row in _organisations(request, version) if row.slug == slug), None)
