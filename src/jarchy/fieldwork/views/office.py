"""The secretariat's pages: today, coverage, plan against done, who is silent, reports, organisations, record."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jarchy.fieldwork import decide, sharing
from jarchy.fieldwork.coverage import Coverage, coverage_of, weeks_of
from jarchy.fieldwork.coverage_card import coverage_card
from jarchy.fieldwork.life_words import next_step_told
from jarchy.fieldwork.queries import looking, noticing, numbers, office, on_paper, plans, reports, waiting
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.rules import ReportState, thresholds_from
from jarchy.fieldwork.shown import shown_reports, shown_waiting
from jarchy.fieldwork.views.asked import (
    NUMBER_READERS,
    READERS,
    REVIEWERS,
    asked_day,
    asked_key,
    asked_number,
)
from jarchy.fieldwork.views.copying import in_this_language, language_of_words
from jarchy.fieldwork.wording import FLAGS, HOUSE, KINDS, MADE_BY, STATES, flag_name, threshold_sentence
from jarchy.formats.pdf import png
from jarchy.foundation.narrowing import Role
from jarchy.foundation.texts import text_in
from jarchy.people.doors import Request, enter
from jarchy.people.problems import Problems
from jarchy.people.queries import handovers_of
from jarchy.pictures.cards import WIDTH, height_of
from jarchy.places.queries import territory

PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
STAFF = (Role.REGIONAL_COORDINATOR, *REVIEWERS)


@enter(*REVIEWERS)
@require_safe
def today(request: Request) -> HttpResponse:
    """The day in one sentence, then what must be decided, what waits, where it is thin, the numbers."""
    edition, actor, names = request.edition, request.actor, Names(request.edition)
    page = reports.reports_waiting(edition, actor, limit=6)
    coverage, overdue = coverage_of(edition, level=1), plans.overdue_plans(edition, actor)
    context = {
        "edition": edition, "names": names, "numbers": reports.waiting_numbers(edition, actor),
        "shown": shown_waiting(page.rows, names), "more": page.after,
        "decide": office.to_decide(edition, actor),
        "more_to_decide": [line for lines in decide for line in lines(edition, actor)],
        "coverage": coverage, "thin": plans.thin_this_week(edition, actor),
        "overdue": overdue[:8], "late": len(overdue), "silent": plans.who_has_not_reported(edition, actor)[:5],
        "is_secretariat": actor.has(Role.SECRETARIAT, edition=edition.slug), "checks": on_paper.checks(edition),
        "times": waiting.waiting_by_reviewer(edition), "to_look_at": looking.how_many_to_look_at(edition, actor),
        "handed_over": handovers_of(edition, actor.account),
        "figures": numbers.main_figures(edition), "nothing_yet": coverage_of(edition, level=2).nothing_yet,
    }  # fmt: skip
    context |= next_step_told(edition)
    return render(request, "fieldwork/office_today.html", context)


@enter(*STAFF)
@require_safe
def coverage(request: Request, pcode: str = "") -> HttpResponse:
    """Days by places, exactly: nine rows, or the rayons of one oblast; a regional coordinator's own places only."""
    edition, actor = request.edition, request.actor
    shown, only = _covered(request, pcode)
    context = {
        "edition": edition, "names": Names(edition), "coverage": shown, "pcode": pcode,
        "overdue": [
            one for one in plans.overdue_plans(edition, actor) if not pcode or one.activity.region.pcode == pcode
        ][:50],
        "nothing_yet": (shown if pcode else coverage_of(edition, level=2, only=only)).nothing_yet,
        "may_open_reports": actor.has(*READERS, edition=edition.slug),
    }  # fmt: skip
    return render(request, "fieldwork/coverage.html", context)


@enter(*STAFF)
@require_safe
def coverage_picture(request: Request, ending: str, pcode: str = "") -> HttpResponse:
    """The picture of that page, to be changed (SVG) or shown (PNG)."""
    if ending not in PICTURE_TYPES:
        raise Problems.no_such_page()
    shown, _only = _covered(request, pcode)
    svg = coverage_card(request.edition, shown, pcode=pcode)
    data = svg.encode() if ending == "svg" else png(svg, width=WIDTH, height=height_of(svg), ppi=200)
    words = (request.edition.slug, "official", "days", pcode, get_language())
    response = HttpResponse(data, content_type=PICTURE_TYPES[ending])
    name = "-".join(word for word in words if word)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _covered(request: Request, pcode: str) -> tuple[Coverage, frozenset[str]]:
    """What she may see of these places, and which she looks after."""
    only = _own_places(request)
    shown = coverage_of(request.edition, level=2 if pcode else 1, within=pcode or None, only=only)
    if pcode and not shown.rows:
        raise Problems.no_such_page()
    if not shown.rows:  # she looks after rayons, not after an oblast
        shown = coverage_of(request.edition, level=2, only=only)
    return shown, only


def _own_places(request: Request) -> frozenset[str]:
    """Codes of the places whose coverage she reads; empty for whoever reads all."""
    actor, slug = request.actor, request.edition.slug
    if actor.has(*REVIEWERS, edition=slug):
        return frozenset()
    return frozenset().union(
        *(grant.places for grant in actor.grants_of(Role.REGIONAL_COORDINATOR, edition=slug))
    )


@enter(*STAFF)
@require_safe
def against_plan(request: Request) -> HttpResponse:
    """Planned against done, by place and week."""
    level = 2 if request.GET.get("by") == "rayon" else 1
    rows = plans.planned_against_done(request.edition, request.actor, level=level)
    context = {
        "weeks": weeks_of(rows),
        "level": level,
        "names": Names(request.edition),
        "edition": request.edition,
    }
    return render(request, "fieldwork/against_plan.html", context)


@enter(*STAFF)
@require_safe
def silent(request: Request) -> HttpResponse:
    """Who has not reported, each with a reminder in the coordinator's language."""
    edition = request.edition
    languages = office.languages_of_coordinators(edition)
    late: dict[str, list] = {}
    for overdue in plans.overdue_plans(edition, request.actor):
        late.setdefault(overdue.activity.organisation.slug, []).append(overdue.activity)
    names, default = Names(edition), edition.languages[0]
    rows = []
    for one in plans.who_has_not_reported(edition, request.actor):
        language = language_of_words(request, languages.get(one.organisation, default))
        text = sharing.reminder_of_plans(late[one.organisation], names, language=language)
        rows.append((one, in_this_language(request, text, language)))
    return render(request, "fieldwork/silent.html", {"rows": rows, "edition": edition})


@enter(*READERS)
@require_safe
def all_reports(request: Request) -> HttpResponse:
    """Every report that this reader may see, narrowed by state, place, organisation, kind and days."""
    edition, actor, names = request.edition, request.actor, Names(request.edition)
    asked = _narrowed(request)
    page = office.all_reports(edition, actor, asked, after=asked_key(request, date, int))
    context = {
        "shown": shown_reports(page.rows, names), "after": page.after, "asked": asked, "names": names,
        "query": _without_after(request), "states": STATES.items(), "edition": edition,
        "regions": [(one.pcode, text_in(one.short_names or one.names)) for one in territory(edition.country).regions],
        "count": office.narrowed_reports(edition, actor, asked).count(),
        "is_partner": not actor.has(*REVIEWERS, edition=edition.slug),
    }  # fmt: skip
    return render(request, "fieldwork/all_reports.html", context)


def _narrowed(request: Request) -> office.Narrowed:
    said = request.GET
    state = said.get("state", "")
    return office.Narrowed(
        state=state if state in set(ReportState) else "", region=said.get("region", ""),
        district=said.get("district", ""),
        organisation=said.get("organisation", ""), kind=said.get("kind", ""),
        since=asked_day(said.get("since", "")), until=asked_day(said.get("until", "")),
    )  # fmt: skip


def _without_after(request: Request) -> str:
    said = request.GET.copy()
    said.pop("after", None)
    return said.urlencode()


@enter(*REVIEWERS)
@require_safe
def organisations(request: Request) -> HttpResponse:
    edition = request.edition
    return render(
        request, "fieldwork/organisations.html",
        {"rows": office.organisations_rows(edition, request.actor), "edition": edition},
    )  # fmt: skip


@enter(*NUMBER_READERS)
@require_safe
def all_numbers(request: Request) -> HttpResponse:
    """Every indicator, exactly, with its target."""
    return render(
        request,
        "fieldwork/numbers.html",
        {
            "figures": numbers.all_figures(request.edition),
            "edition": request.edition,
            "checks": on_paper.checks(request.edition),
        },  # fmt: skip
    )


@enter(*NUMBER_READERS)
@require_safe
def one_number(request: Request, indicator: str) -> HttpResponse:
    """One number by place, each row opening to the reports behind it."""
    edition = request.edition
    context = {
        "number": numbers.one_figure(edition, indicator), "edition": edition,
        "notes": numbers.notes_on_figure(edition, indicator),
        "may_write": request.actor.has(Role.SECRETARIAT, edition=edition.slug),
        "may_open_reports": request.actor.has(*READERS, edition=edition.slug),
    }  # fmt: skip
    return render(request, "fieldwork/one_number.html", context)


@enter(Role.SECRETARIAT, Role.ADMINISTRATOR)
@require_safe
def record(request: Request) -> HttpResponse:
    """Who did what, when and why."""
    asked = office.AskedOfRecord(*(request.GET.get(name, "") for name in ("kind", "verb", "key")))
    before = asked_number(request.GET.get("before", ""))
    page = office.record(request.edition, request.actor, asked, before=before)
    reasons = Names(request.edition).reasons
    rows = [
        (
            line,
            MADE_BY.get(line.verb, line.verb),
            KINDS.get(line.kind, line.kind),
            reasons.get(line.why, line.why),
            HOUSE.get(line.actor, line.actor),
        )
        for line in page.rows
    ]
    context = {
        "rows": rows,
        "after": page.after,
        "asked": asked,
        "verbs": MADE_BY.items(),
        "query": _without_before(request),
    }
    return render(request, "fieldwork/record.html", context)


def _without_before(request: Request) -> str:
    said = request.GET.copy()
    said.pop("before", None)
    return said.urlencode()


@enter(*REVIEWERS)
@require_safe
def use_of_flags(request: Request) -> HttpResponse:
    """How often each flag was of use, or confirmed all the same; with the threshold that the campaign gave it."""
    counted = noticing.use_of_flags(request.edition)
    thresholds = thresholds_from(request.edition.settings)
    rows = []
    for flag in FLAGS:
        used, decided = counted.get(flag, (0, 0))
        share = round((decided - used) * 100 / decided) if decided else None
        rows.append((flag_name(flag), threshold_sentence(flag, thresholds), used, decided, share))
    return render(request, "fieldwork/use_of_flags.html", {"rows": rows})
