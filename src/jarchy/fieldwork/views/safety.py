"""Something happened: whom to call. And the list of the safeguarding person, which nobody else reads."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jarchy.fieldwork import actions
from jarchy.fieldwork.queries import reports, safety
from jarchy.fieldwork.views.asked import REVIEWERS
from jarchy.fieldwork.wording import BECAUSE
from jarchy.foundation.narrowing import Role
from jarchy.foundation.pages import LEAVE_URL
from jarchy.people.doors import Request, confirmed, enter, signed_in


@signed_in
@require_safe
def something_happened(request: Request) -> HttpResponse:
    """Whom to call and what to do now. Nothing is asked, nothing is kept, nobody learns that it was opened.

    Open to every account, also to one whose role has ended or waits: whoever needs it must not be asked why.
    """
    context = {"call": safety.numbers_for(request.edition, request.actor), "leave_url": LEAVE_URL}
    answer = render(request, "fieldwork/something_happened.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@enter(*REVIEWERS)
@require_POST
def hide_disclosure(request: Request, uuid: UUID) -> HttpResponse:
    actions.hide_disclosure(uuid, question=request.POST.get("question", ""), by=request.actor)
    return redirect("fieldwork:told", uuid)


@enter(*REVIEWERS)
@require_safe
def told(request: Request, uuid: UUID) -> HttpResponse:
    """After hiding: her number, and what the one who read it does now."""
    report = reports.whole_report(uuid, request.actor).report
    context = {"report": report, "call": safety.numbers_of_report(report)}
    return render(request, "fieldwork/told.html", context)


@enter(Role.SAFEGUARDING)
@confirmed(minutes=15)
@require_safe
def concerns(request: Request) -> HttpResponse:
    """Her own list: which report, where, when, who passed it on."""
    found = safety.concerns(request.edition, request.actor)
    context = {"list": found, "because": BECAUSE, "edition": request.edition}
    return render(request, "fieldwork/concerns.html", context)


@enter(Role.SAFEGUARDING)
@require_POST
def take_up(request: Request, uuid: UUID) -> HttpResponse:
    actions.take_up_concern(uuid, by=request.actor)
    messages.success(request, gettext("It is yours now."))
    return redirect("fieldwork:concerns")


@enter(Role.SAFEGUARDING)
@require_POST
def close(request: Request, uuid: UUID) -> HttpResponse:
    actions.close_concern(uuid, by=request.actor)
    messages.success(request, gettext("Closed."))
    return redirect("fieldwork:concerns")
