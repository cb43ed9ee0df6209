"""With whom reports wait and how long it takes; a reviewer's queue in another's hands."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jarchy.fieldwork.queries import waiting
from jarchy.fieldwork.views.asked import REVIEWERS, asked_day, asked_number
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions as people
from jarchy.people.doors import Request, enter
from jarchy.people.problems import Problems
from jarchy.people.queries import handovers_of, reviewers_of


@enter(*REVIEWERS)
@require_safe
def waiting_times(request: Request) -> HttpResponse:
    """Who reviews what waits, how long it took, and whose queue is with whom."""
    return _page(request)


def _page(request: Request, fault: str = "") -> HttpResponse:
    edition, actor = request.edition, request.actor
    reviewers, times = reviewers_of(edition), waiting.waiting_by_reviewer(edition)
    is_secretariat = actor.has(Role.SECRETARIAT, edition=edition.slug)
    mine = [one for one in reviewers.values() if is_secretariat or one.account.pk == actor.account]
    context = {
        "edition": edition, "times": times, "took": waiting.how_long_it_took(edition), "fault": fault,
        "queues": [(queue, queue.days(edition.today())) for queue in times.queues],
        "from_whom": mine, "to_whom": list(reviewers.values()) if len(reviewers) > 1 else [],
        "handovers": [(row, is_secretariat or actor.account in (row.from_account_id, row.to_account_id))
                      for row in handovers_of(edition)],
        "said": request.POST,
    }  # fmt: skip
    return render(request, "fieldwork/waiting_times.html", context, status=422 if fault else 200)


@enter(*REVIEWERS)
@require_POST
def hand_over(request: Request) -> HttpResponse:
    """Her own queue, or for the Secretariat anybody's; a fault is said above the form."""
    said, reviewers = request.POST, reviewers_of(request.edition)
    chosen = [reviewers.get(asked_number(said.get(name, "")) or 0) for name in ("from", "to")]
    since, until = asked_day(said.get("since", "")), asked_day(said.get("until", ""))
    try:
        if chosen[0] is None or chosen[1] is None:
            raise Problems.not_a_reviewer()
        if since is None or until is None:
            raise Problems.wrong_handover(days=people.MOST_DAYS)
        people.hand_over_review(
            request.edition, chosen[0].account, chosen[1].account, since=since, until=until, by=request.actor
        )
    except ProblemRaised as problem:
        return _page(request, f"{problem.sentence} {problem.remedy}")
    messages.success(request, gettext("Handed over. It comes back by itself after the last day."))
    return redirect("fieldwork:waiting_times")


@enter(*REVIEWERS)
@require_POST
def take_back(request: Request, uuid: UUID) -> HttpResponse:
    people.end_handover(uuid, by=request.actor)
    messages.success(request, gettext("The queue is with its reviewer again."))
    return redirect("fieldwork:waiting_times")
