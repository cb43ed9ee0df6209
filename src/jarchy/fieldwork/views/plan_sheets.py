"""Plans on sheets: an organisation's blank out, many filled-in sheets in, shown first, agreed to."""

from __future__ import annotations

import io
import json
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jarchy.charter import queries as charter
from jarchy.charter.actions.mappings import MAPPERS
from jarchy.charter.models import Organisation
from jarchy.fieldwork.actions import PlanSheets, check_plan_sheets, load_plan_sheets, read_plan_sheets
from jarchy.fieldwork.plan_blank import COHOSTS, MOST, SUPPORTER, label_of, labels, write_plan_blank
from jarchy.fieldwork.plan_rows import PlanRow, lines_of, plans_for, sheets_of_lines
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.views.asked import SHEET_PLANNERS
from jarchy.fieldwork.views.brought import MOST_FAULTS, brought_files, digest_of
from jarchy.fieldwork.views.campaign_workbook import XLSX
from jarchy.formats.filled_sheets import FilledSheet
from jarchy.formats.numbers import day_text
from jarchy.foundation.texts import text_in
from jarchy.people.doors import Request, enter

SHOWN = 100  # rows of each kind
MOST_BYTES = 20_000_000  # of all sheets together: two hundred blanks


@enter(*SHEET_PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_sheets(request: Request) -> HttpResponse:
    """What sheets would plan and change; once that was agreed to, it is planned."""
    edition, actor = request.edition, request.actor
    sheets, refused = _brought(request)
    found = check_plan_sheets(edition, sheets, by=actor) if sheets else None
    if found and not found.faults and request.POST.get("agreed") == _digest(found):
        found = load_plan_sheets(edition, sheets, by=actor)
        if found.is_kept:
            done = len(found.fresh) + len(found.changed)
            said = ngettext("{n} activity planned or changed.", "{n} activities planned or changed.", done)
            messages.success(request, said.format(n=done))
            return redirect("fieldwork:plan_sheets")
    languages = [(code, dict(settings.LANGUAGES).get(code, code)) for code in edition.languages]
    names = Names(edition)
    context = {
        "edition": edition, "refused": refused, "names": names, "organisations": _organisations(request),
        "languages": languages, "language": get_language(),
        "may_map": actor.has(*MAPPERS, edition=edition.slug), **_shown(found, names),
    }  # fmt: skip
    return render(request, "fieldwork/plan_sheets.html", context)


def _brought(request: Request) -> tuple[list[FilledSheet], str]:
    """The sheets of the form, or the rows that came back with the agreement; and why they cannot be taken."""
    if "rows" in request.POST:
        try:
            return sheets_of_lines(json.loads(request.POST["rows"]), request.edition), ""
        except (ValueError, KeyError, TypeError):
            return [], gettext("Choose a file first.")
    files, refused = brought_files(request, most_bytes=MOST_BYTES)
    return read_plan_sheets([(one.name, one.data) for one in files]), refused


def _shown(found: PlanSheets | None, names: Names) -> dict[str, object]:
    if found is None:
        return {}
    is_ready = not found.faults and bool(found.fresh or found.changed)
    changed = [(row, _differences(row, names)) for row in found.changed[:SHOWN]]
    return {
        "found": found, "faults": found.faults[:MOST_FAULTS], "faults_in_all": len(found.faults), "labels": labels(),
        "is_ready": is_ready, "agreed": _digest(found) if is_ready else "",
        "rows": json.dumps(lines_of(found.rows), ensure_ascii=False) if is_ready else "",
        "fresh": found.fresh[:SHOWN], "changed": changed, "left_out": found.left_out[:SHOWN],
    }  # fmt: skip


def _differences(row: PlanRow, names: Names) -> list[tuple[str, str]]:
    """What stands and what is said instead, in words; a column's own name is told by what stands in it."""
    words = {
        "kind": names.kinds, "venue": names.venues, "audience": names.audiences, "topics": names.topics,
        COHOSTS: names.organisations, SUPPORTER: names.organisations,
    }  # fmt: skip
    places = {
        one.pcode: text_in(one.names) for one in (row.place, *([row.activity.place] if row.activity else []))
    }
    yes_no = {True: gettext("yes"), False: gettext("no")}

    def worded(column: str, value: object) -> str:
        if isinstance(value, frozenset):
            said = ", ".join(sorted(words[column].get(str(slug), str(slug)) for slug in value))
            return f"{label_of(COHOSTS)} {said}" if column == COHOSTS and said else said
        if isinstance(value, bool):
            return f"{label_of(column)}: {yes_no[value]}"
        if isinstance(value, date):
            return day_text(value, get_language() or "en")
        if column in MOST:
            return f"{label_of(column)}: {'' if value is None else value}"
        if column == SUPPORTER and value:
            return f"{label_of(SUPPORTER)} {names.organisations.get(str(value), value)}"
        return {**words.get(column, {}), **places}.get(str(value), str(value))

    return [(worded(column, kept), worded(column, said)) for column, kept, said in row.differences]


def _digest(found: PlanSheets) -> str:
    return digest_of(
        *([f"{row.uuid} {row.plan}" for row in rows] for rows in (found.fresh, found.changed, found.same))
    )


def _organisations(request: Request) -> list[Organisation]:
    """Those for which she plans, in the folder's order."""
    rows = charter.organisations_of(request.edition)
    return [row.organisation for row in rows if plans_for(row.organisation, request.edition, request.actor)]


@enter(*SHEET_PLANNERS)
@require_safe
def plan_blank(request: Request) -> HttpResponse:
    edition, slug = request.edition, request.GET.get("organisation", "")
    row = charter.organisation(edition, slug)
    if row is None or not plans_for(row.organisation, edition, request.actor):
        raise Problems.no_organisation(organisation=slug)
    asked = request.GET.get("language", "")
    language = asked if asked in edition.languages else edition.languages[0]
    out = io.BytesIO()
    write_plan_blank(out, edition, row.organisation, language, by=request.actor)
    answer = HttpResponse(out.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{edition.slug}-plan-{slug}-{language}.xlsx"'
    return answer
