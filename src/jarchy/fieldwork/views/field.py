"""Pages of the field: today, my reports and what became of each, our organisation."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jarchy.charter import queries as charter
from jarchy.charter.models import Organisation
from jarchy.charter.rules import may_be_named
from jarchy.fieldwork import actions, sharing
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries import field, numbers, reports
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.rules import ReportState
from jarchy.fieldwork.shown import sees_evidence, shown_reports, shown_whole
from jarchy.fieldwork.views.asked import FIELD, asked_number
from jarchy.fieldwork.views.copying import to_copy
from jarchy.fieldwork.wording import STATES
from jarchy.forms import actions as forms
from jarchy.forms.models import Draft
from jarchy.forms.queries import unfinished
from jarchy.foundation.narrowing import Role
from jarchy.people.doors import Request, enter

FORM = "activity_report"


@enter(*FIELD)
@require_safe
def today(request: Request) -> HttpResponse:
    edition, actor = request.edition, request.actor
    day, names = field.field_day(edition, actor), Names(edition)
    overdue = [one.activity for one in day.first if one.what == "report" and one.activity]
    ours = [numbers.organisation_numbers(edition, one) for one in day.organisations]
    context = {
        "day": day, "names": names, "edition": edition, "ours": ours,
        "is_coordinator": field.coordinates(edition, actor), "drafts": _begun(request),
        "reminder_label": gettext("Reminder for the group: copy for WhatsApp"),
        "reminder": sharing.reminder_of_plans(overdue, names),
    }  # fmt: skip
    return render(request, "fieldwork/today.html", context)


def _begun(request: Request) -> list[tuple[Draft, str]]:
    return [(draft, draft_address(draft)) for draft in unfinished(request.actor, request.edition, FORM)[:5]]


@enter(*FIELD)
@require_safe
def my_reports(request: Request) -> HttpResponse:
    edition, actor = request.edition, request.actor
    page = reports.my_reports(edition, actor, before=asked_number(request.GET.get("before", "")))
    names = Names(edition)
    context = {"shown": shown_reports(page.rows, names), "after": page.after, "names": names}
    return render(request, "fieldwork/my_reports.html", context)


@enter(*FIELD)
@require_safe
def one_report(request: Request, uuid: UUID) -> HttpResponse:
    edition, actor = request.edition, request.actor
    names = Names(edition)
    whole = reports.whole_report(uuid, actor)
    context = {
        "shown": shown_whole(whole, actor, names),
        "names": names,
        "share": to_copy(request, partial(sharing.share_text, whole.report)),
        "thanks": to_copy(request, partial(sharing.thanks_text, whole.report)),
        "cards": sharing.cards_of_report(whole.report, names),
        "is_coordinator": field.coordinates(edition, actor),
        "earlier": reports.earlier_report(whole.report, actor),
    }
    return render(request, "fieldwork/one_report.html", context)


@enter(*FIELD)
@require_POST
def corrects(request: Request, uuid: UUID) -> HttpResponse:
    """What a phone sent a second time is the correction of the first."""
    report = actions.take_as_correction(uuid, by=request.actor)
    messages.success(request, gettext("It is the next version of the earlier report now."))
    return redirect("fieldwork:report", report.uuid)


@enter(*FIELD)
@require_safe
def receipt(request: Request, uuid: UUID) -> HttpResponse:
    """What follows sending: it has come, what happens next, and a sentence to pass on."""
    names = Names(request.edition)
    report = reports.whole_report(uuid, request.actor).report
    share = to_copy(request, partial(sharing.share_text, report))
    context = {"report": report, "names": names, "share": share}
    return render(request, "fieldwork/receipt.html", context)


@enter(*FIELD)
@require_POST
def start(request: Request) -> HttpResponse:
    """Begin a report: of one of the plans, or of what was not planned."""
    edition, actor = request.edition, request.actor
    plan = (
        field.the_plan(request.POST["activity"], actor)
        if _is_uuid(request.POST.get("activity", ""))
        else None
    )
    initial = {"activity": plan.slug or str(plan.uuid)} if plan else {}
    draft = forms.start_draft(
        edition, FORM, by=actor, organisation=_organisation(request, plan), initial=initial
    )
    return redirect(draft_address(draft))


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _organisation(request: Request, plan) -> Organisation | None:
    """For whom it is reported: as chosen, else the plan's, else the only one."""
    ours = field.own_organisations(request.edition, request.actor)
    by_slug = {one.slug: one for one in ours}
    chosen = by_slug.get(request.POST.get("organisation", ""))
    if chosen is None and plan is not None:
        chosen = by_slug.get(plan.organisation.slug)
        if chosen is None and not ours:
            chosen = plan.organisation
    return chosen or (ours[0] if ours else None)


def draft_address(draft: Draft) -> str:
    return reverse("forms:page", args=[draft.form_version.form_id, draft.uuid, max(1, draft.page)])


@enter(*FIELD)
@require_POST
def mend(request: Request, uuid: UUID) -> HttpResponse:
    """Open the form with what was sent, as a draft of the report's next version."""
    actor = request.actor
    whole = reports.whole_report(uuid, actor)
    if (
        whole.submission is None
        or whole.report.state in (ReportState.VOID, ReportState.TOO_LATE)
        or not sees_evidence(whole.report, actor)  # the form opens with texts and picture
    ):
        raise Problems.no_report()
    draft = forms.start_draft(
        whole.report.edition,
        FORM,
        by=actor,
        organisation=whole.report.organisation,
        corrects=whole.submission,
    )
    return redirect(draft_address(draft))


@enter(*FIELD)
@require_safe
def organisation(request: Request, slug: str = "") -> HttpResponse:
    """Our numbers, our people, our plan; a sheet to print."""
    edition, actor = request.edition, request.actor
    ours = field.own_organisations(edition, actor)
    found = next((one for one in ours if one.slug == slug), None) if slug else (ours[0] if ours else None)
    if found is None:
        raise Http404
    names = Names(edition)
    context = {
        "organisation": found, "others": [one for one in ours if one != found], "names": names,
        "numbers": numbers.organisation_numbers(edition, found),
        "states": _states(reports.reports_of_organisation(edition, actor, found.slug)),
        "people_url": reverse("people:people") if field.coordinates(edition, actor) else "",
        "is_coordinator": field.coordinates(edition, actor), "edition": edition,
        "has_sheet": found.slug in actor.organisations(Role.COORDINATOR, edition=edition.slug)
        and may_be_named(charter.publicity(edition).get(found.slug, ""), beside_village=False),
    }  # fmt: skip
    return render(request, "fieldwork/organisation.html", context)


def _states(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(name), counts[state]) for state, name in STATES.items() if state in counts]
