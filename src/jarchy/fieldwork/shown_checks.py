"""Calls to check in the words of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Call
from jarchy.fieldwork.queries.checks import CheckNumbers, CheckWeek, Judgement, seed_of, summed
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.rules import Outcome
from jarchy.formats.numbers import number_text, share_text
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.texts import text_in
from jarchy.stats.intervals import Interval
from jarchy.stats.ratios import LEAST_PAIRS

OUTCOMES = {
    Outcome.AS_REPORTED: _("as reported"),
    Outcome.DIFFERS: _("differs"),
    Outcome.NOT_CONFIRMED: _("not confirmed"),
    Outcome.OPEN: _("still open"),
}
WEEKS_SHOWN = 12


@dataclass(frozen=True)
class ShownCall:
    """`reported` and `found` are None as long as she has not sent what she was told."""

    uuid: UUID
    place: str
    where: str  # rayon and oblast
    venue: str
    held_on: date
    number: int
    is_mine: bool
    has_phone: bool
    is_replacement: bool
    outcome: str
    is_good: bool
    reported: int | None
    found: int | None
    checked_on: date | None
    report: UUID | None  # for the Secretariat
    organisation: str = ""


def shown_call(call: Call, actor: Actor, names: Names) -> ShownCall:
    report, is_done = call.drawn.report, bool(call.outcome)
    place = report.place or report.district or report.region
    above = [one for one in (report.district, report.region) if one and place and one.pk != place.pk]
    is_staff = actor.has(Role.SECRETARIAT, edition=call.edition.slug)
    assert report.held_on
    return ShownCall(
        uuid=call.uuid, place=text_in(place.names) if place else "",
        where=", ".join(dict.fromkeys(text_in(one.names) for one in above)),
        venue=names.venues.get(report.venue, report.venue), held_on=report.held_on, number=call.drawn.number,
        is_mine=call.caller_id is not None and call.caller_id == actor.account, has_phone=call.has_phone,
        is_replacement=call.replaces_id is not None,
        outcome=str(OUTCOMES[Outcome(call.outcome)]) if is_done else "",
        is_good=call.outcome == Outcome.AS_REPORTED, reported=call.drawn.reported if is_done else None,
        found=call.found if is_done else None, checked_on=call.checked_on,
        report=report.uuid if is_staff and is_done else None,
        organisation=text_in(report.organisation.names) if is_staff and is_done else "",
    )  # fmt: skip


@dataclass(frozen=True)
class ShownWeek:
    monday: date
    rows: Sequence[tuple[str, CheckNumbers]]
    whole: CheckNumbers


def shown_weeks(weeks: Sequence[CheckWeek], names: Names) -> list[ShownWeek]:
    """The latest first."""
    found = []
    for monday, some in groupby(weeks, key=lambda week: week.monday):
        rows = [(names.places.get(one.pcode, one.pcode), one.numbers) for one in some]
        found.append(ShownWeek(monday, rows, summed(numbers for _, numbers in rows)))
    return found[:WEEKS_SHOWN]


@dataclass(frozen=True)
class ShownJudgement:
    numbers: CheckNumbers
    sentence: str
    share: str
    total: str
    without_phone: str


def shown_judgement(judged: Judgement) -> ShownJudgement:
    language, numbers = get_language() or "en", judged.numbers
    share = gettext("Too few to say: fewer than 10 have a result.")
    if judged.share is not None:
        share = gettext(
            "{share} as reported; between {low} and {high} of all reports, with 95 % confidence."
        ).format(
            share=share_text(Decimal(numbers.as_reported) / numbers.checked, language),
            **_ends(judged.share, language),
        )
    total = gettext("Too few to say: fewer than {n} have a result.").format(
        n=number_text(LEAST_PAIRS, language)
    )
    if judged.total is not None:
        said = gettext(
            "{reports} reports say {people} attendances. It was about {total}, between {low} and {high}."
        )
        total = said.format(
            reports=number_text(numbers.reports, language), people=number_text(numbers.people, language),
            total=_whole(judged.total.total, language), low=_whole(judged.total.interval.low, language),
            high=_whole(judged.total.interval.high, language),
        )  # fmt: skip
    none = Decimal(numbers.without_phone) / numbers.drawn if numbers.drawn else Decimal(0)
    return ShownJudgement(
        numbers, checks_sentence(numbers, language), share, total, share_text(none, language)
    )


def _ends(interval: Interval, language: str) -> dict[str, str]:
    return {"low": share_text(interval.low, language), "high": share_text(interval.high, language)}


def _whole(value: Decimal, language: str) -> str:
    return number_text(int(value.to_integral_value()), language)


@dataclass(frozen=True)
class ShownRule:
    share: str
    least: int
    seed_sha256: str
    phone_days: int
    is_ready: bool  # the seed kept here is the one whose hash stands in the charter


def shown_rule(edition: Edition) -> ShownRule | None:
    rule = charter.check_rule(edition)
    if rule is None:
        return None
    share = share_text(rule.share, get_language() or "en")
    return ShownRule(
        share, rule.least_per_oblast, rule.seed_sha256, rule.phone_days, seed_of(edition) is not None
    )


def checks_sentence(numbers: CheckNumbers, language: str) -> str:
    """412 reports, 40 checked: 37 as reported, 2 differing, 1 not confirmed. 6 open."""
    of = ngettext("{n} report", "{n} reports", numbers.reports).format(
        n=number_text(numbers.reports, language)
    )
    said = gettext(
        "{reports}, {checked} checked: {as_reported} as reported, {differs} differing, {not_confirmed} not confirmed."
        " {open} open."
    )
    names = ("checked", "as_reported", "differs", "not_confirmed")
    written = {name: number_text(getattr(numbers, name), language) for name in names}
    return said.format(reports=of, open=number_text(numbers.unanswered, language), **written)


def organisation_sentence(numbers: CheckNumbers, language: str) -> str:
    """checked 3: 2 as reported, 1 differs; "" where none of its reports was checked."""
    if not numbers.checked:
        return ""
    if numbers.checked == 1:
        only = next(one for one in Outcome if getattr(numbers, one, 0))
        return gettext("checked 1: {outcome}").format(outcome=OUTCOMES[only])
    parts = [
        gettext("{n} {outcome}").format(n=number_text(n, language), outcome=OUTCOMES[outcome])
        for outcome in Outcome
        if outcome is not Outcome.OPEN and (n := getattr(numbers, outcome))
    ]
    return gettext("checked {n}: {parts}").format(
        n=number_text(numbers.checked, language), parts=", ".join(parts)
    )
