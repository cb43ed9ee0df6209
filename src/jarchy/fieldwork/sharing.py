"""Texts to pass on by WhatsApp: what we did, what is still to be reported. Plain text, no names of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, override

from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.rules import ActivityState, ReportState
from jarchy.formats.numbers import day_text, number_text, short_day_text
from jarchy.foundation.texts import text_in
from jarchy.ledger.rules.cells import LEAST
from jarchy.pictures.share_cards import Shape, ShareCard


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


def cards_of_plan(plan: Activity) -> dict[str, str]:
    """Addresses of its pictures by shape: of an open and announced one that comes. {} of any other."""
    is_public = plan.is_open and plan.announced and plan.state == ActivityState.PLANNED
    if not is_public or plan.date < plan.edition.today():
        return {}
    words = [plan.edition.slug, plan.uuid]
    return {str(shape): reverse("website:event_card", args=[*words, shape]) for shape in Shape}


def cards_of_report(report: Report, names: Names) -> dict[str, str]:
    """Addresses of its pictures by shape; {} where there is none."""
    if card_of(report, names) is None:
        return {}
    return {str(shape): reverse("fieldwork:report_card", args=[report.uuid, shape]) for shape in Shape}


def week_text(plans: Sequence[Activity], names: Names, *, today: date) -> str:
    """What an organisation holds in the seven days from today on: for its own group. "" where nothing is planned."""
    coming = [one for one in plans if today <= one.date < today + timedelta(7)]
    if not coming:
        return ""
    lines = [
        f"• {short_day_text(one.date, _language())}: {_what(one, names)}{_how_many_go(one)}" for one in coming
    ]
    address = settings.URL + reverse("fieldwork:plan")
    return "\n".join([gettext("Salam! Our next seven days:"), *lines, address])


def _how_many_go(plan: Activity) -> str:
    if plan.team == 1:
        return ". " + gettext("One of us goes so far. Nobody goes alone: who comes along?")
    return "" if plan.team else ". " + gettext("Who goes? At least two of us.")


def thanks_text(report: Report, names: Names) -> str:
    """“Your 37 people made Leilek green”: to whoever reported it, once it is confirmed; "" before. Of a closed one no
    more than its rayon, and of so few of them no number: it will be read in a group."""
    if report.state != ReportState.CONFIRMED or report.district is None or report.held_on is None:
        return ""
    day, district = day_text(report.held_on, _language()), text_in(report.district.names)
    address = settings.URL + reverse("website:home", args=[report.edition.slug])
    total = report.total or 0
    people = ngettext("{n} person", "{n} people", total).format(n=number_text(total, _language()))
    if report.is_open and report.place is not None:
        kind = names.kinds.get(report.kind, report.kind)
        place = text_in(report.place.names)
        said = gettext(
            "Thank you! Your {people} made {district} green: {kind}, {place}, {day}. Confirmed and counted."
        )
        said = said.format(people=people, district=district, kind=kind, place=place, day=day)
    elif total >= LEAST:
        said = gettext("Thank you! Your {people} in {district} are confirmed and counted.")
        said = said.format(people=people, district=district)
    else:
        said = gettext("Thank you! Your report of {day} is confirmed and counted.").format(day=day)
    return f"{said}\n{address}"


def card_of(report: Report, names: Names) -> ShareCard | None:
    """The picture for a group: of an open activity whose line is public, so from the day after it was counted. It names
    no organisation. None of a closed one, and of one that was told of today."""
    edition = report.edition
    is_told = report.state == ReportState.CONFIRMED and report.standing and report.moved_on < edition.today()
    if (
        not report.is_open
        or not is_told
        or report.total is None
        or report.place is None
        or report.held_on is None
    ):
        return None
    language = _language()
    people = ngettext("{n} person", "{n} people", report.total).format(n="").strip()
    where = dict.fromkeys(text_in(one.names) for one in (report.place, report.district) if one)
    example = text_in(edition.charter.get("example", {})) or gettext("Example, not real")
    return ShareCard(
        campaign=text_in(edition.names), big=number_text(report.total, language),
        label=f"{people}: {names.kinds.get(report.kind, report.kind)}",
        under=(", ".join(where), day_text(report.held_on, language)),
        foot=(
            gettext("Confirmed as of {day}").format(day=day_text(edition.today(), language)),
            settings.URL + reverse("website:home", args=[edition.slug]),
        ),
        mark="" if edition.live else example,
    )  # fmt: skip
