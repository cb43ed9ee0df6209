"""Calls to check: the checker's list and each call; the Secretariat's page of what came of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jarchy.fieldwork import actions
from jarchy.fieldwork.actions.checks import refusal_of_call
from jarchy.fieldwork.queries import checks
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.rules import CALLERS
from jarchy.fieldwork.shown_checks import shown_call, shown_judgement, shown_rule, shown_weeks
from jarchy.fieldwork.views.field import draft_address
from jarchy.foundation.narrowing import Role
from jarchy.people.doors import Request, enter


@enter(*CALLERS)
@require_safe
def calls(request: Request) -> HttpResponse:
    """What waits to be called, her own first; what she has called."""
    edition, actor, names = request.edition, request.actor, Names(request.edition)
    waiting = [one for one in checks.calls_to_make(edition, actor) if refusal_of_call(one, actor) is None]
    context = {
        "waiting": [shown_call(one, actor, names) for one in waiting],
        "made": [shown_call(one, actor, names) for one in checks.calls_made(edition, actor)],
        "edition": edition, "has_rule": shown_rule(edition) is not None,
        "is_secretariat": actor.has(Role.SECRETARIAT, edition=edition.slug),
    }  # fmt: skip
    return render(request, "fieldwork/calls.html", context)


@enter(*CALLERS)
@require_safe
def call(request: Request, uuid: UUID) -> HttpResponse:
    """Where and when; the host's telephone once she has taken it; both numbers once she has sent hers."""
    row = checks.the_call(uuid, request.actor)
    context = {
        "call": shown_call(row, request.actor, Names(request.edition)),
        "telephone": checks.telephone_for(row, request.actor),
        "may_take": not row.outcome and refusal_of_call(row, request.actor) is None,
    }
    return render(request, "fieldwork/call.html", context)


@enter(*CALLERS)
@require_POST
def take(request: Request, uuid: UUID) -> HttpResponse:
    actions.take_call(uuid, by=request.actor)
    return redirect("fieldwork:call", uuid)


@enter(*CALLERS)
@require_POST
def fill_in(request: Request, uuid: UUID) -> HttpResponse:
    return redirect(draft_address(actions.start_check(uuid, by=request.actor)))


@enter(*CALLERS)
@require_POST
def give_back(request: Request, uuid: UUID) -> HttpResponse:
    actions.give_back_call(uuid, by=request.actor)
    return redirect("fieldwork:calls")


@enter(Role.SECRETARIAT)
@require_safe
def came_of_it(request: Request) -> HttpResponse:
    """By week and oblast what was drawn and what came of it; what that says of all reports."""
    edition, names = request.edition, Names(request.edition)
    context = {
        "judged": shown_judgement(checks.judgement(edition)), "rule": shown_rule(edition),
        "weeks": shown_weeks(checks.check_weeks(edition), names), "edition": edition,
        "look": [shown_call(one, request.actor, names) for one in checks.calls_to_look_at(edition)],
    }  # fmt: skip
    return render(request, "fieldwork/checks.html", context)
