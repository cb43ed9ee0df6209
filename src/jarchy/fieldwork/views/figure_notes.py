"""A note on a figure: written by the Secretariat, taken back by it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from jarchy.charter import queries as charter
from jarchy.charter.actions import add_figure_note, take_back_figure_note
from jarchy.charter.models import Edition, Indicator
from jarchy.charter.on_pages import read_on_page
from jarchy.charter.wording import worded
from jarchy.fieldwork.problems import Problems
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.texts import text_in
from jarchy.people.doors import Request, enter
from jarchy.places.queries import Territory, territory

FILE = "figure_notes.csv"


@enter(Role.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, indicator: str) -> HttpResponse:
    """Asked as the table has it; what is wrong is said above the form, and what was typed stays."""
    row = charter.indicator(request.edition, indicator)
    if row is None:
        raise Problems.no_campaign_row()
    if request.method != "POST":
        return _form(request, row)
    names = ("place", "since", "until", "source", *(f"text_{code}" for code in request.edition.languages))
    said = {name: request.POST.get(name, "").replace("\r\n", " ").strip() for name in names}
    said |= {"id": "new", "indicator": row.slug, "written_on": request.edition.today().isoformat()}
    values, findings = read_on_page(request.edition, FILE, said)
    if findings:
        return _form(request, row, " ".join("{message} {remedy}".format_map(worded(one)) for one in findings))
    try:
        add_figure_note(request.edition, values, by=request.actor)
    except ProblemRaised as problem:
        return _form(request, row, problem.sentence)
    messages.success(
        request, gettext("It stands beside the number now, and goes into the folder with the next save.")
    )
    return redirect("fieldwork:number", row.slug)


def _form(request: Request, row: Indicator, fault: str = "") -> HttpResponse:
    tongues = dict(settings.LANGUAGES)
    texts = [
        (f"text_{code}", gettext("Note, {language}").format(language=tongues.get(code, code)),
         request.POST.get(f"text_{code}", ""))
        for code in request.edition.languages
    ]  # fmt: skip
    context = {
        "edition": request.edition, "indicator": row, "name": text_in(row.names), "texts": texts,
        "choices": _places(request.edition), "said": request.POST, "fault": fault,
    }  # fmt: skip
    return render(request, "fieldwork/figure_note.html", context, status=422 if fault else 200)


def _places(edition: Edition) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each oblast or city with its rayons and towns."""
    seen = territory(edition.country)
    return [
        (
            text_in(region.names),
            [(one.pcode, text_in(one.names)) for one in (region, *_below(seen, region.pcode))],
        )
        for region in seen.regions
    ]


def _below(seen: Territory, pcode: str) -> list:
    return [one for one in seen.districts_of(pcode) if one.pcode != pcode]


@enter(Role.SECRETARIAT)
@require_POST
def take_back(request: Request, slug: str) -> HttpResponse:
    note = take_back_figure_note(
        request.edition, slug, by=request.actor, why=request.POST.get("why", "")[:200]
    )
    messages.success(request, gettext("Taken back: it is no longer said."))
    return redirect("fieldwork:number", note.indicator)
