"""The campaign file on pages: days, organisations, targets and helplines, changed one row at a time.

What is changed here goes into the folder with `charter save`. First it is checked as the folder is, then shown beside
what stands, then done.
"""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from jarchy.charter.actions import change_days, change_row
from jarchy.charter.on_pages import read_on_page, table_on_page
from jarchy.charter.wording import worded
from jarchy.fieldwork.campaign_file import (
    DAYS,
    TABLES,
    Asked,
    asked_days,
    asked_row,
    label_of,
    row_names,
    table_name,
)
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.views.asked import asked_day
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.doors import Request, enter
from jarchy.people.queries_approvals import where_a_table_stands
from jarchy.people.wording import stand_sentence


@enter(Role.SECRETARIAT)
@require_safe
def campaign(request: Request) -> HttpResponse:
    """The days and the rows that may be changed here."""
    edition = request.edition
    tables = [
        (
            slug,
            table_name(slug),
            row_names(edition, table_on_page(edition, f"{slug}.csv")).items(),
            [stand_sentence(one) for one in where_a_table_stands(edition, slug)],
        )
        for slug in TABLES
    ]
    context = {
        "edition": edition,
        "tables": tables,
        "days": [(label_of(n), getattr(edition, n)) for n in DAYS],
    }
    return render(request, "fieldwork/campaign.html", context)


@enter(Role.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: Request) -> HttpResponse:
    """The edition's days, all at once: they must stay in order."""
    edition = request.edition
    before = {name: str(getattr(edition, name) or "") for name in DAYS}
    said = {name: request.POST.get(name, before[name]).strip() for name in DAYS}
    changed = {name: text for name, text in said.items() if text != before[name]}
    faults = {
        name: gettext("Write a day as 2018-11-05.") for name, text in changed.items() if not asked_day(text)
    }
    asked = asked_days(said, before, faults)
    moved = {name: date.fromisoformat(text) for name, text in changed.items() if name not in faults}
    return _answer(
        request, asked, gettext("Days of the campaign"), faults,
        lambda why: change_days(edition, moved, by=request.actor, why=why),
    )  # fmt: skip


@enter(Role.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: Request, table: str, row: str) -> HttpResponse:
    """One row of a table."""
    edition, file = request.edition, f"{table}.csv"
    before = table_on_page(edition, file).get(row) if table in TABLES else None
    if before is None:
        raise Problems.no_campaign_row()
    said = before | {
        name: request.POST[name].replace("\r\n", "\n").strip()
        for name in before
        if name in request.POST and name != "id"
    }
    values, findings = read_on_page(edition, file, said) if request.method == "POST" else ({}, [])
    faults = {str(one.column): "{message} {remedy}".format_map(worded(one)) for one in findings}
    asked = asked_row(table, said, before, faults, edition.languages)
    changed = {one.column: values[one.column] for one in asked if one.is_changed and values}
    return _answer(
        request, asked, row_names(edition, {row: before})[row], faults,
        lambda why: change_row(edition, file, row, changed, by=request.actor, why=why),
    )  # fmt: skip


def _answer(request: Request, asked: list[Asked], title: str, faults: dict[str, str], change) -> HttpResponse:
    """The form; once it is filled in without a fault, what would change; once that was agreed to, it is changed."""
    changes, why, refused = (
        [one for one in asked if one.is_changed],
        request.POST.get("why", "").strip()[:200],
        "",
    )
    if request.method == "POST" and changes and not faults and "sure" in request.POST:
        try:
            change(why)
        except ProblemRaised as problem:
            refused = problem.sentence
        else:
            messages.success(
                request, gettext("Changed. It goes into the campaign's folder with the next save.")
            )
            return redirect("fieldwork:campaign")
    step_back = "back" in request.POST or refused
    context = {
        "asked": asked, "title": title, "why": why, "faults": faults, "refused": refused, "changes": changes,
        "is_asked_again": request.method == "POST" and changes and not faults and not step_back,
        "is_unchanged": request.method == "POST" and not changes,
    }  # fmt: skip
    return render(request, "fieldwork/campaign_row.html", context)
