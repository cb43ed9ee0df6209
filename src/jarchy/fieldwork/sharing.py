"""Texts to pass on by WhatsApp: what we did, what is still to be reported. Plain text, no names of people."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, override

from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.queries.names import Names
from jarchy.formats.numbers import day_text, number_text, short_day_text
from jarchy.foundation.texts import text_in
from jarchy.ledger.rules.cells import LEAST


def _language() -> str:
    return get_language() or "en"


def share_text(report: Report, names: Names) -> str:
    """“37 people came …”: of an open activity with its place and day, of a closed one no more than its rayon."""
    if report.total is None or report.held_on is None or report.district is None:
        return ""
    if not report.is_open and report.total < LEAST:
        return ""  # so few of a closed one are told nowhere, not in a group either
    campaign = text_in(report.edition.names)
    people = ngettext("{n} person", "{n} people", report.total).format(
        n=number_text(report.total, _language())
    )
    if not report.is_open or report.place is None:
        said = gettext("{people} took part in our activity in {place}. {campaign}")
        return said.format(people=people, place=text_in(report.district.names), campaign=campaign)
    said = gettext("{people} took part: {kind}, {place}, {day}. {campaign}")
    return said.format(
        people=people, kind=names.kinds.get(report.kind, report.kind), place=text_in(report.place.names),
        day=day_text(report.held_on, _language()), campaign=campaign,
    )  # fmt: skip


def report_address(language: str) -> str:
    """Where the page of the field lies, in this language, whole: for a message."""
    with override(language):
        return settings.URL + reverse("fieldwork:today")


def reminder_of_plans(plans: Sequence[Activity], names: Names, *, language: str = "") -> str:
    """A reminder to paste into the group: what was planned and has no report yet. "" where nothing is missing."""
    if not plans:
        return ""
    with override(language or _language()):
        address = report_address(_language())
        return "\n".join(
            [
                gettext("Salam! These activities have no report yet:"),
                *(f"• {short_day_text(p.date, _language())}: {_what(p, names)}" for p in plans),
                gettext("Please report them today, it takes two minutes: {address}").format(address=address),
                gettext("If one was moved or called off, say so there."),
            ]
        )


def _what(plan: Activity, names: Names) -> str:
    kind = names.kind_rows.get(plan.kind)
    return f"{text_in(kind.names) if kind else plan.kind}, {text_in(plan.place.names)}"


def plan_text(plan: Activity, names: Names) -> str:
    """Who goes, when and where: for the organisation's own group."""
    place = text_in(plan.place.names)
    lines = [f"{day_text(plan.date, _language())}: {names.kinds.get(plan.kind, plan.kind)}, {place}"]
    if plan.team == 1:
        lines.append(gettext("One of us goes so far. Nobody goes alone: who comes along?"))
    elif plan.team:
        lines.append(
            ngettext("{n} of us goes.", "{n} of us go.", plan.team).format(
                n=number_text(plan.team, _language())
            )
        )
    else:
        lines.append(gettext("Who goes? At least two of us."))
    return "\n".join(lines)
