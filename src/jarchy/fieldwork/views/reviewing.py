"""The reviewer's pages: the queue, one report with all that stands behind it, the verbs."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from jarchy.charter.rules import Act, may
from jarchy.fieldwork import actions, sharing
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries import looking, office, reports
from jarchy.fieldwork.queries.life import corrections_of
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.rules import Flag
from jarchy.fieldwork.shown import sees_evidence, shown_waiting, shown_whole
from jarchy.fieldwork.views.asked import FIELD, READERS, REVIEWERS, asked_key, asked_uuids, back_to
from jarchy.fieldwork.views.copying import ToCopy, to_copy
from jarchy.fieldwork.wording import FLAGS
from jarchy.forms import queries as forms
from jarchy.foundation import files
from jarchy.foundation.narrowing import Role
from jarchy.foundation.texts import text_in
from jarchy.people.doors import Request, enter
from jarchy.people.queries import handovers_of
from jarchy.places.queries import territory


@enter(*REVIEWERS)
@require_safe
def queue(request: Request) -> HttpResponse:
    """What waits, worst first, then oldest; several are confirmed at once."""
    edition, actor = request.edition, request.actor
    region, noticed = request.GET.get("place", ""), request.GET.get("noticed", "")
    noticed = noticed if noticed in {"none", *Flag} else ""
    page = reports.reports_waiting(
        edition, actor, region=region, noticed=noticed, after=asked_key(request, int, date, int)
    )
    names = Names(edition)
    context = {
        "shown": shown_waiting(page.rows, names),
        "after": page.after, "names": names, "region": region, "noticed": noticed, "edition": edition,
        "regions": [(one.pcode, text_in(one.short_names or one.names)) for one in territory(edition.country).regions],
        "flags": FLAGS.items(), "numbers": reports.waiting_numbers(edition, actor),
        "to_look_at": looking.how_many_to_look_at(edition, actor), "handed_over": handovers_of(edition, actor.account),
    }  # fmt: skip
    return render(request, "fieldwork/queue.html", context)


@enter(*REVIEWERS)
@require_POST
def confirm(request: Request) -> HttpResponse:
    """Confirm one (its own button) or those that are ticked: all or none."""
    only = asked_uuids(request, "only")
    uuids = only or asked_uuids(request, "report")
    if not uuids:
        messages.info(request, gettext("Tick the reports to confirm first."))
        return redirect(back_to(request, _queue()))
    confirmed = actions.confirm_reports(uuids, by=request.actor)
    said = ngettext("{n} report confirmed.", "{n} reports confirmed.", len(confirmed))
    messages.success(request, said.format(n=len(confirmed)))
    return redirect(back_to(request, _queue()))


def _queue() -> str:
    return "fieldwork:queue"


@enter(*READERS)
@require_safe
def review(request: Request, uuid: UUID) -> HttpResponse:
    """One report: numbers beside the plan and the usual range, the picture, what was noticed, its way, the verbs."""
    actor, names = request.actor, Names(request.edition)
    whole = reports.whole_report(uuid, actor)
    shown = shown_whole(whole, actor, names)
    others = [one for one in shown.row.flags if one.flag == Flag.SAME_ACTIVITY and one.other]
    other = Report.objects.visible_to(actor).filter(uuid=others[0].other).first() if others else None
    context = {
        "shown": shown, "names": names, "other": reports.whole_report(other.uuid, actor).report if other else None,
        "send_back_reasons": names.reasons_for("send_back"), "edition": request.edition,
        "thanks": _thanks(request, whole.report), "cards": sharing.cards_of_report(whole.report, names),
        "sees_record": actor.has(Role.SECRETARIAT, edition=request.edition.slug),
    }  # fmt: skip
    if shown.verbs["review"].may:
        context |= {"second": looking.look_here(whole.report, actor), "notes": looking.notes_on(whole.report)}
    if may(Act.CORRECT, request.edition.state) and shown.verbs["review"].may:
        context |= {"is_final": True, "corrections": corrections_of(whole.report, actor)}
    if request.GET.get("all") and shown.verbs["review"].may and whole.submission:
        sent = whole.submission
        context["answers"] = forms.answers_in_words(sent)
        context["findings"] = forms.findings_in_words(sent)
        context["rivals"] = [forms.differences(sent, rival) for rival in forms.conflicts_of(sent)]
    return render(request, "fieldwork/review.html", context)


def _thanks(request: Request, report: Report) -> ToCopy | None:
    """In the language of the organisation's coordinator; nothing for a partner, who did not work with them."""
    if not request.actor.has(*REVIEWERS, edition=request.edition.slug):
        return None
    languages = office.languages_of_coordinators(request.edition)
    default = languages.get(report.organisation.slug, "")
    return to_copy(request, partial(sharing.thanks_text, report), default=default)


@enter(*REVIEWERS)
@require_POST
def same(request: Request, uuid: UUID) -> HttpResponse:
    """Both reports are of one activity: the one of the address counts, both are credited."""
    others = asked_uuids(request, "other")
    if not others:
        raise Problems.no_report()
    actions.same_activity(uuid, others[0], by=request.actor)
    messages.success(request, gettext("Joined: one of them counts, whoever reported is credited."))
    return redirect("fieldwork:review", uuid)


@enter(*REVIEWERS)
@require_POST
def separate(request: Request, uuid: UUID) -> HttpResponse:
    actions.separate_activity(uuid, by=request.actor)
    messages.success(request, gettext("It counts for itself again."))
    return redirect("fieldwork:review", uuid)


@enter(*REVIEWERS)
@require_POST
def hide_text(request: Request, uuid: UUID) -> HttpResponse:
    actions.hide_text(uuid, question=request.POST.get("question", ""), by=request.actor)
    messages.success(request, gettext("The text is hidden for good."))
    return redirect("fieldwork:review", uuid)


@enter(*REVIEWERS)
@require_POST
def openness(request: Request, uuid: UUID) -> HttpResponse:
    """Count it as open or as closed; after confirming this is a correction."""
    is_open = request.POST.get("count_as") == "open"
    actions.change_openness(uuid, is_open=is_open, why=request.POST.get("why", "")[:300], by=request.actor)
    messages.success(
        request, gettext("Counted as open now.") if is_open else gettext("Counted as closed now.")
    )
    return redirect("fieldwork:review", uuid)


@enter(*FIELD, *REVIEWERS)
@require_safe
def photo(request: Request, uuid: UUID) -> HttpResponseBase:
    """The picture, to those who may see it: never by a public address, never kept on the way."""
    report = reports.whole_report(uuid, request.actor).report
    if not report.photo or not sees_evidence(report, request.actor):
        raise Http404
    try:
        answer = FileResponse(files.open_kept(report.photo), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer
