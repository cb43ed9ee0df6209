"""The whole campaign file as one workbook: taken away, brought back, shown beside what stands, agreed to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from jarchy.charter.actions import LoadPlan, load_folder, plan_workbook, save_workbook
from jarchy.charter.models import Edition
from jarchy.charter.wording import worded
from jarchy.fieldwork.views.brought import MOST_FAULTS, brought_files, digest_of
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.doors import Request, enter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@enter(Role.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: Request) -> HttpResponse:
    """What a workbook would add, change and retire; once that was agreed to, it is loaded."""
    edition = request.edition
    files, refused = brought_files(request)
    plan = None
    if files:
        plan = plan_workbook(files[0].data, files[0].name)
        refused = _refused(plan, edition)
        if not refused and request.POST.get("agreed") == _digest(plan):
            try:
                load_folder(files[0].name, request.actor, agreed=plan)
            except ProblemRaised as problem:
                refused = f"{problem.sentence} {problem.remedy}"
            else:
                messages.success(
                    request,
                    gettext("Loaded. Take a new workbook before you change more: this one is older now."),
                )
                return redirect("fieldwork:campaign_workbook")
    context = {"edition": edition, "refused": refused, **_shown(plan, edition, files, refused)}
    return render(request, "fieldwork/campaign_workbook.html", context)


def _refused(plan: LoadPlan, edition: Edition) -> str:
    """Why it is not even shown what it would do. One sentence."""
    slug = plan.campaign.slug
    if slug and slug != edition.slug:
        return gettext("This is the workbook of another campaign: {campaign}.").format(campaign=slug)
    return ""


def _shown(plan: LoadPlan | None, edition: Edition, files, refused: str) -> dict[str, object]:
    if plan is None or plan.campaign.slug not in ("", edition.slug):
        return {}
    faults = [worded(finding) for finding in plan.errors]
    changes = plan.changes
    lists = {
        gettext("New"): changes.added, gettext("Changed"): changes.changed, gettext("Taken out"): changes.retired
    }  # fmt: skip
    is_ready = not faults and not plan.stops and not plan.is_same and not refused
    return {
        "faults": faults[:MOST_FAULTS], "faults_in_all": len(faults), "stops": plan.stops[:50], "is_same": plan.is_same,
        "held": files if is_ready else [], "agreed": _digest(plan) if is_ready else "",
        "changes": list(lists.items()) if is_ready else [],
        "differences": changes.differences[:200] if is_ready else [],
    }  # fmt: skip


def _digest(plan: LoadPlan) -> str:
    changes = plan.changes
    return digest_of(
        changes.added, changes.changed, changes.retired, [str(one) for one in changes.differences]
    )


@enter(Role.SECRETARIAT)
@require_POST
def take(request: Request) -> HttpResponse:
    """The workbook as it is now. Copies that were taken before what was changed on the pages are older from now on."""
    edition = request.edition
    answer = HttpResponse(save_workbook(edition, request.actor), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{edition.slug}.xlsx"'
    return answer
