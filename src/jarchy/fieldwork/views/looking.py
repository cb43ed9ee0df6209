"""Second looks and notes on reports: the list, the two answers, what a reviewer was told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jarchy.charter import thresholds
from jarchy.fieldwork import actions
from jarchy.fieldwork.queries import looking
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.shown import shown_looks
from jarchy.fieldwork.views.asked import REVIEWERS
from jarchy.people.doors import Request, enter


@enter(*REVIEWERS)
@require_safe
def second_looks(request: Request) -> HttpResponse:
    """What chance has drawn for her, what the reviewers are asked, how it went so far."""
    edition, actor, names = request.edition, request.actor, Names(request.edition)
    context = {
        "edition": edition, "numbers": looking.look_numbers(edition),
        "drawn": shown_looks(looking.drawn_for(edition, actor), names),
        "asked": shown_looks(looking.asked_again(edition, actor), names),
        "percent": thresholds.value_of(edition.settings, "second_look_percent"),
    }  # fmt: skip
    return render(request, "fieldwork/second_looks.html", context)


@enter(*REVIEWERS)
@require_POST
def stands(request: Request, uuid: UUID) -> HttpResponse:
    actions.let_stand(uuid, by=request.actor)
    messages.success(request, gettext("Looked at again: it stands."))
    return redirect("fieldwork:second_looks")


@enter(*REVIEWERS)
@require_POST
def look_again(request: Request, uuid: UUID) -> HttpResponse:
    actions.ask_to_look_again(uuid, note=request.POST.get("note", ""), by=request.actor)
    messages.success(
        request, gettext("The reviewers are asked to look. It counts until they decide otherwise.")
    )
    return redirect("fieldwork:second_looks")


@enter(*REVIEWERS)
@require_POST
def stands_after_all(request: Request, uuid: UUID) -> HttpResponse:
    actions.answer_second_look(uuid, answer=request.POST.get("answer", ""), by=request.actor)
    messages.success(request, gettext("Answered: it stands."))
    return redirect("fieldwork:second_looks")


@enter(*REVIEWERS)
@require_POST
def note(request: Request, uuid: UUID) -> HttpResponse:
    actions.note_on_report(uuid, text=request.POST.get("text", ""), by=request.actor)
    messages.success(request, gettext("Noted, for those who review."))
    return redirect("fieldwork:review", uuid)


@enter(*REVIEWERS)
@require_POST
def hide_note(request: Request, uuid: UUID) -> HttpResponse:
    hidden = actions.hide_note(uuid, by=request.actor)
    messages.success(request, gettext("The note is hidden for good."))
    return redirect("fieldwork:review", hidden.report.uuid)
