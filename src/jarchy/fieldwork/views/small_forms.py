"""The press officer's media log, a partner's week in figures, and what of both waits for a reviewer."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jarchy.fieldwork import actions
from jarchy.fieldwork.actions.small_forms import small_form
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries import small_forms
from jarchy.fieldwork.queries.small_forms import MEDIA, WEEK
from jarchy.fieldwork.views.asked import REVIEWERS, asked_number, back_to
from jarchy.fieldwork.views.field import draft_address
from jarchy.forms import actions as forms
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.doors import Request, enter

PRESS = (Role.PRESS_OFFICER, *REVIEWERS)
OPERATORS = (Role.PARTNER, *REVIEWERS)


@enter(*PRESS)
@require_safe
def media(request: Request) -> HttpResponse:
    """The media log, newest first."""
    return _log(request, MEDIA, Role.PRESS_OFFICER, "fieldwork/media.html")


@enter(*OPERATORS)
@require_safe
def weeks(request: Request) -> HttpResponse:
    """Weeks in figures: a partner's own, all for staff."""
    return _log(request, WEEK, Role.PARTNER, "fieldwork/weeks.html")


def _log(request: Request, kind: str, sender: Role, template: str) -> HttpResponse:
    edition, actor = request.edition, request.actor
    page = small_forms.rows_of(edition, actor, kind, before=asked_number(request.GET.get("before", "")))
    names = small_forms.names_of(edition)
    context = {
        "shown": small_forms.shown_small(page.rows, actor, names), "after": page.after, "names": names,
        "form_id": kind, "edition": edition,
        "may_add": actor.has(sender, edition=edition.slug) and small_forms.has_form(edition, kind),
    }  # fmt: skip
    return render(request, template, context)


@enter(*REVIEWERS)
@require_safe
def waiting(request: Request) -> HttpResponse:
    """Both kinds, the oldest first."""
    edition, actor = request.edition, request.actor
    names = small_forms.names_of(edition)
    rows = small_forms.shown_small(small_forms.waiting_small_forms(edition, actor), actor, names)
    return render(request, "fieldwork/small_forms.html", {"shown": rows, "names": names, "edition": edition})


@enter(*REVIEWERS)
@require_POST
def confirm(request: Request, uuid: UUID) -> HttpResponse:
    beside = _uuid(request.POST.get("beside", ""))
    return _moved(
        request,
        lambda: actions.confirm_small_form(uuid, by=request.actor, beside=beside),
        gettext("Confirmed."),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@enter(*REVIEWERS)
@require_POST
def send_back(request: Request, uuid: UUID) -> HttpResponse:
    word = request.POST.get("word", "")
    return _moved(
        request, lambda: actions.send_back_small_form(uuid, word=word, by=request.actor),
        gettext("Sent back with your word."),
    )  # fmt: skip


@enter(*REVIEWERS)
@require_POST
def void(request: Request, uuid: UUID) -> HttpResponse:
    word = request.POST.get("word", "")
    return _moved(
        request, lambda: actions.void_small_form(uuid, word=word, by=request.actor),
        gettext("Cancelled. It is not counted."),
    )  # fmt: skip


def _moved(request: Request, move: Callable[[], object], done: str) -> HttpResponse:
    """Back to the list, with what was done, or with why it was not."""
    try:
        move()
    except ProblemRaised as problem:
        if problem.status == 404:
            raise
        messages.error(request, f"{problem.sentence} {problem.remedy}")
    else:
        messages.success(request, done)
    return redirect(back_to(request, "fieldwork:small_forms"))


@enter(Role.PRESS_OFFICER, Role.PARTNER)
@require_POST
def mend(request: Request, uuid: UUID) -> HttpResponse:
    """Open the form with what was sent, as a draft of the next version; whoever sent it."""
    kind, one = small_form(uuid, request.actor)
    if one.sender_id != request.actor.account or one.state == "void":
        raise Problems.no_small_form()
    draft = forms.start_draft(
        one.edition, kind, by=request.actor, organisation=one.organisation, corrects=one.submission
    )
    return redirect(draft_address(draft))
