"""Plans on sheets: an organisation's blank out, many filled-in sheets in, shown first, agreed to."""

from __future__ import annotations

import io

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jarchy.charter import queries as charter
from jarchy.charter.models import Organisation
from jarchy.fieldwork.actions import PlanSheets, check_plan_sheets, load_plan_sheets
from jarchy.fieldwork.plan_blank import write_plan_blank
from jarchy.fieldwork.plan_rows import plans_for
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.views.asked import SHEET_PLANNERS
from jarchy.fieldwork.views.brought import MOST_FAULTS, brought_files, digest_of
from jarchy.fieldwork.views.campaign_workbook import XLSX
from jarchy.people.doors import Request, enter

SHOWN = 100  # rows of each kind


@enter(*SHEET_PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_sheets(request: Request) -> HttpResponse:
    """What sheets would plan and change; once that was agreed to, it is planned."""
    edition, actor = request.edition, request.actor
    files, refused = brought_files(request)
    found = None
    if files:
        pairs = [(one.name, one.data) for one in files]
        found = check_plan_sheets(edition, pairs, by=actor)
        if not found.faults and request.POST.get("agreed") == _digest(found):
            found = load_plan_sheets(edition, pairs, by=actor)
            if found.is_kept:
                done = len(found.fresh) + len(found.changed)
                said = ngettext(
                    "{n} activity planned or changed.", "{n} activities planned or changed.", done
                )
                messages.success(request, said.format(n=done))
                return redirect("fieldwork:plan_sheets")
    languages = [(code, dict(settings.LANGUAGES).get(code, code)) for code in edition.languages]
    context = {
        "edition": edition, "refused": refused, "names": Names(edition), "organisations": _organisations(request),
        "languages": languages, "language": get_language(), **_shown(found, files),
    }  # fmt: skip
    return render(request, "fieldwork/plan_sheets.html", context)


def _shown(found: PlanSheets | None, files) -> dict[str, object]:
    if found is None:
        return {}
    is_ready = not found.faults and bool(found.fresh or found.changed)
    return {
        "found": found, "faults": found.faults[:MOST_FAULTS], "faults_in_all": len(found.faults),
        "is_ready": is_ready, "held": files if is_ready else [], "agreed": _digest(found) if is_ready else "",
        "fresh": found.fresh[:SHOWN], "changed": found.changed[:SHOWN], "left_out": found.left_out[:SHOWN],
    }  # fmt: skip


def _digest(found: PlanSheets) -> str:
    return digest_of(
        *([f"{row.uuid} {row.plan}" for row in rows] for rows in (found.fresh, found.changed, found.same))
    )


def _organisations(request: Request) -> list[Organisation]:
    """Those for which she plans, in the folder's order."""
    rows = charter.organisations_of(request.edition)
    return [row.organisation for row in rows if plans_for(row.organisation, request.edition, request.actor)]


@enter(*SHEET_PLANNERS)
@require_safe
def plan_blank(request: Request) -> HttpResponse:
    edition, slug = request.edition, request.GET.get("organisation", "")
    row = charter.organisation(edition, slug)
    if row is None or not plans_for(row.organisation, edition, request.actor):
        raise Problems.no_organisation(organisation=slug)
    asked = request.GET.get("language", "")
    language = asked if asked in edition.languages else edition.languages[0]
    out = io.BytesIO()
    write_plan_blank(out, edition, row.organisation, language, by=request.actor)
    answer = HttpResponse(out.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{edition.slug}-plan-{slug}-{language}.xlsx"'
    return answer
