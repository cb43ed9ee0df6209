"""A coordinator's pages: what waits for her, forward it, send it back, cancel it, reminders to paste."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jarchy.fieldwork import actions, sharing
from jarchy.fieldwork.queries import field, plans, reports
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.queries.noticing import noticed_before
from jarchy.fieldwork.shown import shown_reports, shown_whole
from jarchy.fieldwork.views.asked import COORDINATORS, REVIEWERS, asked_key
from jarchy.people.doors import Request, enter


@enter(*COORDINATORS)
@require_safe
def waiting(request: Request) -> HttpResponse:
    """Reports that wait for their coordinator, with what was noticed."""
    edition, actor = request.edition, request.actor
    page, names = (
        field.reports_for_coordinator(edition, actor, after=asked_key(request, date, int)),
        Names(edition),
    )
    flags = noticed_before([report.uuid for report in page.rows])
    context = {"shown": shown_reports(page.rows, names, flags), "after": page.after, "names": names}
    return render(request, "fieldwork/waiting.html", context)


@enter(*COORDINATORS)
@require_POST
def forward(request: Request, uuid: UUID) -> HttpResponse:
    actions.forward_report(uuid, by=request.actor)
    messages.success(request, gettext("Forwarded. A reviewer looks at it next."))
    return redirect("fieldwork:waiting")


@enter(*COORDINATORS, *REVIEWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: Request, uuid: UUID) -> HttpResponse:
    """Asks what is to be completed: a reason of the list and a word."""
    return _with_reason(request, uuid, "send-back", "fieldwork/send_back.html")


@enter(*COORDINATORS, *REVIEWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: Request, uuid: UUID) -> HttpResponse:
    """Cancelling cannot be undone: it is asked on a page of its own."""
    return _with_reason(request, uuid, "void", "fieldwork/void.html")


def _with_reason(request: Request, uuid: UUID, verb: str, template: str) -> HttpResponse:
    actor, names = request.actor, Names(request.edition)
    list_name = verb.replace("-", "_")
    reason, word = request.POST.get("reason", ""), request.POST.get("word", "").strip()[:500]
    fault = ""
    if request.method == "POST":
        if reason in dict(names.reasons_for(list_name)):
            move = actions.send_back_report if verb == "send-back" else actions.void_report
            move(uuid, reason=reason, word=word, by=actor)
            done = (
                gettext("Sent back with your word.")
                if verb == "send-back"
                else gettext("Cancelled. It is not counted.")
            )
            messages.success(request, done)
            return redirect(
                request.POST.get("where") == "office" and "fieldwork:queue" or "fieldwork:waiting"
            )
        fault = gettext("Choose a reason.")
    shown = shown_whole(reports.whole_report(uuid, actor), actor, names)
    context = {
        "shown": shown, "reasons": names.reasons_for(list_name), "reason": reason, "word": word, "fault": fault,
        "where": request.GET.get("where", request.POST.get("where", "")),
    }  # fmt: skip
    return render(request, template, context)


@enter(*COORDINATORS)
@require_safe
def reminders(request: Request) -> HttpResponse:
    """What is still to be reported, as a text to paste into the group."""
    edition, actor = request.edition, request.actor
    overdue, names = plans.overdue_plans(edition, actor, limit=50), Names(edition)
    context = {
        "overdue": overdue, "names": names,
        "text": sharing.reminder_of_plans([one.activity for one in overdue], names),
    }  # fmt: skip
    return render(request, "fieldwork/reminders.html", context)
