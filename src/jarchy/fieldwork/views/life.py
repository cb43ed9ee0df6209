"""The campaign's life: where it stands, what is due, and the one step that comes next."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from jarchy.charter.actions import move_state
from jarchy.charter.life_names import LIFE_NAMES
from jarchy.charter.rules import Act, EditionState, may
from jarchy.fieldwork.life_words import CONSEQUENCES
from jarchy.fieldwork.queries import life as questions
from jarchy.formats.cells import csv_cell
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.doors import Request, enter


@enter(Role.SECRETARIAT, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def life(request: Request) -> HttpResponse:
    """The stations with their days, and the form of the next step; a refusal says what is missing."""
    edition, refused = request.edition, None
    if request.method == "POST":
        try:
            return _moved(request)
        except ProblemRaised as problem:
            refused = problem
    step = questions.next_step(edition)
    corrections = questions.corrections_asked(edition) if may(Act.CORRECT, edition.state) else ()
    context = {
        "edition": edition, "next": step, "refused": refused, "said": request.POST,
        "stations": [(LIFE_NAMES[one.state], one) for one in questions.stations(edition)],
        "next_name": LIFE_NAMES[step.step.to] if step else "",
        "consequences": CONSEQUENCES[step.step.to] if step else (),
        "unfinished": questions.unfinished(edition), "corrections": corrections,
        "archived": questions.archived(edition),
        "is_secretariat": request.actor.has(Role.SECRETARIAT, edition=edition.slug),
    }  # fmt: skip
    return render(request, "fieldwork/life.html", context, status=refused.status if refused else 200)


@enter(Role.SECRETARIAT, Role.ADMINISTRATOR)
@require_safe
def what_was_deleted(request: Request, as_table: bool = False) -> HttpResponse:
    """The report on people's data as a file: JSON byte by byte as its fingerprint was made, or its rows as CSV."""
    found = questions.archived(request.edition)
    if found is None or found.row.done_at is None:
        return redirect("fieldwork:life")
    answer = HttpResponse(found.row.report, content_type="application/json")
    if as_table:
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        columns = ("table", "what", "rows")
        lines = [columns, *([one[name] for name in columns] for one in found.report["deleted"])]
        csv.writer(answer, lineterminator="\n").writerows([csv_cell(cell) for cell in line] for line in lines)
    name = f"{request.edition.slug}-deleted.{'csv' if as_table else 'json'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _moved(request: Request) -> HttpResponse:
    said = request.POST
    to = said.get("to", "")
    move_state(
        request.edition, EditionState(to) if to in set(EditionState) else EditionState.PREPARING, by=request.actor,
        why=said.get("why", "")[:200], early="early" in said, typed=said.get("typed", ""),
    )  # fmt: skip
    messages.success(request, gettext("The campaign has moved on."))
    return redirect("fieldwork:life")
