"""Whom to call. A wrong number is the worst fault of all: none that the edition's day does not attest is shown,
and none can be dialled in an example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Helpline
from jarchy.foundation.texts import text_in


@dataclass(frozen=True)
class Line:
    """A number to call: `dial` is its tel: address, "" where it must not be dialled."""

    number: str
    dial: str
    what: str
    how: str


@dataclass(frozen=True)
class Helplines:
    """Those of the edition's country, those to be called from elsewhere, and what is said about all of them."""

    here: Sequence[Line]
    abroad: Sequence[Line]
    checked: str
    is_example: bool


def helplines(edition: Edition, language: str) -> Helplines:
    """Live: only numbers that someone has rung. Example: those attested by its day, for reading only. One query."""
    lines = charter.helplines(edition)
    if edition.live:
        lines = [line for line in lines if line.checked_on]
    return Helplines(
        here=[_line(line, edition, language) for line in lines if line.country == edition.country],
        abroad=[_line(line, edition, language) for line in lines if line.country != edition.country],
        checked=_checked(lines),
        is_example=not edition.live,
    )


def _line(line: Helpline, edition: Edition, language: str) -> Line:
    dial = "tel:" + "".join(line.number.split()) if edition.live and line.checked_on else ""
    return Line(line.number.replace(" ", "\u00a0"), dial, text_in(line.names, language), _how(line))


def _how(line: Helpline) -> str:
    """What it costs, when someone answers, in which languages; what is not known is said to be so."""
    costs = {"free": gettext("free"), "free_from_any_phone": gettext("free from any phone")}
    cost = costs.get(line.cost, line.cost) or gettext("cost not known")
    hours = gettext("at any hour") if line.hours == "24/7" else line.hours or gettext("hours not known")
    spoken = {
        "ky": pgettext("a helpline speaks", "Kyrgyz"), "ru": pgettext("a helpline speaks", "Russian"),
        "uz": pgettext("a helpline speaks", "Uzbek"), "tg": pgettext("a helpline speaks", "Tajik"),
        "en": pgettext("a helpline speaks", "English"), "tr": pgettext("a helpline speaks", "Turkish"),
        "ro": pgettext("a helpline speaks", "Romanian"), "kk": pgettext("a helpline speaks", "Kazakh"),
    }  # fmt: skip
    return ", ".join([cost, hours, *(spoken.get(code, code) for code in line.languages)])


def _checked(lines: Sequence[Helpline]) -> str:
    years = ", ".join(str(year) for year in sorted({line.source_date.year for line in lines}))
    if not lines or all(line.checked_on for line in lines):
        return ""
    return gettext("Not yet checked by a call. Sources of {years}.").format(years=years)
