"""Pages of the plan: what comes, add, change, copy the last one, call off, postpone."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jarchy.charter.models import Organisation
from jarchy.charter.rules import Act, may
from jarchy.fieldwork import actions, sharing
from jarchy.fieldwork.forms import PlanForm, said_of
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries import field
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.views.asked import FIELD, PLANNERS, asked_day, asked_key, asked_uuids
from jarchy.fieldwork.views.copying import to_copy
from jarchy.people.doors import Request, enter


@enter(*FIELD)
@require_safe
def plan(request: Request) -> HttpResponse:
    edition, actor = request.edition, request.actor
    from_key = asked_key(request, date, int)
    page = field.plan_of(edition, actor, after=from_key)
    names = Names(edition)
    ours = field.own_organisations(edition, actor)
    context = {
        "week": to_copy(request, partial(sharing.week_text, page.coming, today=edition.today())) if ours else None,
        "page": page, "last": field.last_plan(edition, actor), "names": names, "edition": edition,
        "may_plan": field.coordinates(edition, actor) and may(Act.PLAN, edition.state),
        "may_remind": field.coordinates(edition, actor),
        "reminder": sharing.reminder_of_plans(page.overdue[:10], names),
        "names_whom": not ours,
    }  # fmt: skip
    return render(request, "fieldwork/plan.html", context)


@enter(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    edition, actor = request.edition, request.actor
    organisation = _organisation(request)
    first = {"date": edition.today() + timedelta(1), "is_open": True, "team": 2}
    form = PlanForm(
        request.POST or None, initial=first, edition=edition, organisation=organisation, names=Names(edition)
    )
    if request.method == "POST" and form.is_valid():
        planned = actions.plan_activity(edition, organisation, form.planned(), by=actor)
        messages.success(request, gettext("Planned. It stands in the list."))
        return redirect("fieldwork:planned", planned.uuid)
    return render(request, "fieldwork/plan_form.html", {"form": form, "organisation": organisation})


def _organisation(request: Request) -> Organisation:
    """For whom: as asked, else the first of hers. A regional coordinator names one."""
    ours = field.own_organisations(request.edition, request.actor)
    asked = request.GET.get("organisation", "")
    found = next((one for one in ours if one.slug == asked), None) or (ours[0] if ours else None)
    if found is None and asked:
        found = Organisation.objects.filter(slug=asked, participations__edition=request.edition).first()
    if found is None:
        raise Problems.no_activity()
    return found


def _planned(request: Request, uuid: UUID) -> Activity:
    found = field.the_plan(uuid, request.actor)
    if found is None:
        raise Problems.no_activity()
    return found


@enter(*FIELD)
@require_safe
def planned(request: Request, uuid: UUID) -> HttpResponse:
    """One planned activity, with what to pass on about it."""
    edition, actor = request.edition, request.actor
    activity, names = _planned(request, uuid), Names(edition)
    context = {
        "activity": activity, "names": names, "edition": edition,
        "may_plan": field.coordinates(edition, actor) and may(Act.CALL_OFF, edition.state),
        "may_change": may(Act.PLAN, edition.state),
        "words": to_copy(request, partial(sharing.plan_text, activity)),
        "is_past": activity.date <= edition.today(), "cards": sharing.cards_of_plan(activity),
        "cohosts": [names.organisations.get(slug, slug) for slug in activity.cohosts],
        "topics": [names.topics.get(slug, slug) for slug in activity.topics],
    }  # fmt: skip
    return render(request, "fieldwork/planned.html", context)


@enter(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, uuid: UUID) -> HttpResponse:
    activity = _planned(request, uuid)
    form = PlanForm(
        request.POST or None, initial=said_of(activity), edition=activity.edition, organisation=activity.organisation,
        names=Names(activity.edition), plan=activity,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.plan_activity(
            activity.edition, activity.organisation, form.planned(), by=request.actor, uuid=uuid
        )
        messages.success(request, gettext("Changed."))
        return redirect("fieldwork:planned", uuid)
    context = {"form": form, "organisation": activity.organisation, "activity": activity}
    return render(request, "fieldwork/plan_form.html", context)


@enter(*PLANNERS)
@require_POST
def copy(request: Request, uuid: UUID) -> HttpResponse:
    """The same again, a week later; then its form, to set the day."""
    last = _planned(request, uuid)
    day = min(max(last.date, last.edition.today()) + timedelta(7), last.edition.ends)
    made = actions.copy_activity(uuid, to=day, by=request.actor)
    messages.success(request, gettext("Copied, a week later. Set the day, or leave it."))
    return redirect("fieldwork:change", made.uuid)


@enter(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: Request, uuid: UUID) -> HttpResponse:
    """Asks why on a page of its own; afterwards it can be planned again."""
    activity, names = _planned(request, uuid), Names(request.edition)
    if request.method == "POST":
        actions.call_off_activity(uuid, reason=request.POST.get("reason", ""), by=request.actor)
        messages.success(request, gettext("Called off. It can be planned again."))
        return redirect("fieldwork:planned", uuid)
    context = {"activity": activity, "names": names, "reasons": names.reasons_for("call_off")}
    return render(request, "fieldwork/call_off.html", context)


@enter(*PLANNERS)
@require_POST
def plan_again(request: Request, uuid: UUID) -> HttpResponse:
    actions.plan_again(uuid, by=request.actor)
    messages.success(request, gettext("Planned again."))
    return redirect("fieldwork:planned", uuid)


@enter(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: Request) -> HttpResponse:
    """One or many at once: first which (from the list), then to which day and why."""
    edition, actor = request.edition, request.actor
    uuids, names = asked_uuids(request, "activity"), Names(edition)
    chosen = [plan for plan in (field.the_plan(uuid, actor) for uuid in uuids[:50]) if plan]
    if not chosen:
        messages.info(request, gettext("Tick the activities that move first."))
        return redirect("fieldwork:plan")
    fault, to = "", asked_day(request.POST.get("to", ""))
    if request.method == "POST":
        fault = _fault_of_day(edition, to) or ("" if request.POST.get("reason") else gettext("Say why."))
        if not fault and to:
            moved = actions.postpone_activities(
                [p.uuid for p in chosen], to=to, reason=request.POST["reason"], by=actor
            )
            said = ngettext("{n} activity postponed.", "{n} activities postponed.", len(moved))
            messages.success(request, said.format(n=len(moved)))
            return redirect("fieldwork:plan")
    context = {
        "chosen": chosen, "names": names, "reasons": names.reasons_for("postpone"), "fault": fault, "to": to,
        "edition": edition, "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "fieldwork/postpone.html", context)


def _fault_of_day(edition, to) -> str:
    if to is None:
        return gettext("Say to which day.")
    return (
        "" if edition.prepares_from <= to <= edition.ends else gettext("This day lies outside the campaign.")
    )
