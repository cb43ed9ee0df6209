"""Corrections after the end: asked for on a page of their own, agreed to or refused by somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from jarchy.fieldwork import actions
from jarchy.fieldwork.correction_words import CORRECTIONS
from jarchy.fieldwork.queries import reports
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.rules import CorrectionVerb
from jarchy.fieldwork.shown import shown_whole
from jarchy.fieldwork.views.asked import REVIEWERS
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.doors import Request, enter


@enter(Role.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, uuid: UUID) -> HttpResponse:
    """What shall become of the report, and why, in a sentence for the public."""
    actor, names, said = request.actor, Names(request.edition), request.POST
    shown = shown_whole(reports.whole_report(uuid, actor), actor, names)
    refused = None
    if request.method == "POST":
        try:
            verb = (
                CorrectionVerb(said["verb"])
                if said.get("verb") in set(CorrectionVerb)
                else CorrectionVerb.VOID
            )
            actions.ask_correction(
                uuid, verb, why=said.get("why", ""), reason=said.get("reason", ""), by=actor
            )
        except ProblemRaised as problem:
            refused = problem
        else:
            messages.success(request, gettext("Asked for. It is done when a second person agrees."))
            return redirect("fieldwork:review", uuid)
    context = {
        "shown": shown, "said": said, "refused": refused, "reasons": names.reasons_for("void"),
        "verbs": [
            (verb, word) for verb, word in CORRECTIONS.items()
            if actions.refusal_of_correction(verb, shown.report, actor) is None
        ],
    }  # fmt: skip
    return render(request, "fieldwork/correct.html", context, status=refused.status if refused else 200)


@enter(*REVIEWERS)
@require_POST
def agree(request: Request, uuid: UUID) -> HttpResponse:
    row = actions.agree_correction(uuid, by=request.actor)
    messages.success(request, gettext("Corrected. It stands on the list of corrections from midnight on."))
    return redirect("fieldwork:review", row.report.uuid)


@enter(*REVIEWERS)
@require_POST
def refuse(request: Request, uuid: UUID) -> HttpResponse:
    row = actions.refuse_correction(uuid, by=request.actor)
    messages.success(request, gettext("Not corrected."))
    return redirect("fieldwork:review", row.report.uuid)
