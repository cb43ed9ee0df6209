"""A number as it stands on a page: in words, with its unit and qualifier, opening to its page; or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language, gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.charter.rules import Computed
from jarchy.formats.numbers import day_text, number_text, percent_text, qualified_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.website.addresses import Addresses

PERCENT = "percent"


@dataclass(frozen=True)
class Number:
    """`text` opens `url`; where there is no number `text` is "" and `why` says so."""

    text: str
    url: str = ""
    why: str = ""
    corrected: str = ""  # what a final number came to since


@dataclass(frozen=True)
class NumberInWords:
    """An indicator's value with all that must stand beside it."""

    slug: str
    name: str
    unit: str
    number: Number
    more: str
    value: int | Decimal | None
    notes: Sequence[str] = ()


def figure_of(edition: Edition, indicator: Indicator, *, place: str | None = None) -> ledger.Figure:
    return ledger.figure(edition, indicator.slug, place=place, sight=Sight.PUBLIC)


def figures_in_words(
    edition: Edition, indicators: Sequence[Indicator], at: Addresses
) -> dict[str, NumberInWords]:
    """Every indicator for the country by its slug; one without a source yet says so. A fixed number of queries."""
    found = {one.slug: figure_of(edition, one) for one in indicators if one.computed != Computed.LATER}
    is_empty = is_nothing_held(found.values())
    told = {
        one.slug: marked(in_words(found[one.slug], at, is_empty=is_empty), edition, found[one.slug], at)
        if one.slug in found
        else not_counted_yet(one, at)
        for one in indicators
    }
    return {
        slug: replace(one, notes=charter.notes_at(edition, slug, at.language)) for slug, one in told.items()
    }


def marked(told: NumberInWords, edition: Edition, figure: ledger.Figure, at: Addresses) -> NumberInWords:
    """The same, saying what it came to if it was corrected after it was final."""
    pcode = figure.place.pcode if figure.place else ""
    one = ledger.corrected_value(edition, figure.indicator.slug, pcode)
    if one is None:
        return told
    now = (
        why_none(one.why_none)
        if one.now is None
        else value_text(one.now, one.qualifier, one.indicator, at.language)
    )
    return replace(told, number=replace(told.number, corrected=now))


def not_counted_yet(indicator: Indicator, at: Addresses) -> NumberInWords:
    """A number whose source comes later. No query."""
    number = Number("", at.figure(indicator.slug), why_none(ledger.NOT_COUNTED_YET))
    names = text_in(indicator.names, at.language), text_in(indicator.units, at.language)
    return NumberInWords(indicator.slug, *names, number, more="", value=None)


def is_nothing_held(figures: Iterable[ledger.Figure]) -> bool:
    """Whether not even one activity is among what is counted: then a 0 is no true nothing."""
    held = (
        one
        for one in figures
        if one.indicator.computed == "sum" and one.indicator.measure == Measure.ACTIVITIES
    )
    return not any(one.value for one in held)


def in_words(figure: ledger.Figure, at: Addresses, *, is_empty: bool = False) -> NumberInWords:
    """The figure for a page in this language. `is_empty`: nothing was held there, so a 0 says that no report is in."""
    indicator, language = figure.indicator, at.language
    value = None if is_empty and not figure.value else figure.value
    text = "" if value is None else value_text(value, figure.qualifier, indicator, language)
    pcode = figure.place.pcode if figure.place else None
    return NumberInWords(
        slug=indicator.slug,
        name=text_in(indicator.names, language),
        unit=text_in(indicator.units, language),
        number=Number(text, at.figure(indicator.slug, pcode), why_none(figure.why_none)),
        more=beside(figure) if value is not None else "",
        value=value,
    )


def value_text(value: int | Decimal, qualifier: str, indicator: Indicator, language: str) -> str:
    """The value with its qualifier; a share is rounded to whole percent."""
    if indicator.unit == PERCENT:
        if qualifier:
            return qualified_text(value, qualifier, language, is_percent=True)
        return percent_text(value, language, decimals=0)
    return qualified_text(value, qualifier, language)


def beside(figure: ledger.Figure) -> str:
    """What belongs to the number: for how many a share is known, at how many was asked, of how many places."""
    language = get_language() or "en"
    if figure.known_share is not None:
        return gettext("known for {share} of attendances").format(
            share=percent_text(figure.known_share, language, decimals=0)
        )
    if figure.denominator is None:
        return ""
    of = number_text(figure.denominator, language)
    if figure.numerator is None:
        return gettext("of {m}").format(m=of)
    if figure.indicator.unit == PERCENT:
        return gettext("{n} of {m}").format(n=number_text(figure.numerator, language), m=of)
    return gettext("asked at {n} of {m} activities").format(n=number_text(figure.numerator, language), m=of)


def why_none(code: str) -> str:
    """0 is a true nothing; these are not."""
    said = {
        ledger.NOT_COUNTED_YET: gettext("not yet counted"), ledger.HIDDEN: gettext("not shown yet"),
        ledger.NATIONAL_ONLY: gettext("for the whole country only"),
    }  # fmt: skip
    return said.get(code, gettext("no report to show yet"))


def as_of(edition: Edition, moment: datetime, language: str) -> str:
    """The moment with its hour in a live edition; the day alone in an example, which stands on its day."""
    local = moment.astimezone(edition.zone)
    day = day_text(local.date(), language)
    return f"{day}, {local:%H:%M}" if edition.live else day


def pinned_as_of(edition: Edition, language: str) -> str:
    """The moment of the totals of country and oblasts: now, or when they became final."""
    return as_of(edition, ledger.look(edition, Sight.PUBLIC, is_live=True).as_of, language)


def days_between(since: date, until: date, language: str) -> str:
    return gettext("{since} to {until}").format(
        since=day_text(since, language), until=day_text(until, language)
    )


def slugs_by_measure(indicators: Iterable[Indicator]) -> Mapping[str, str]:
    """Which indicator is the plain sum of a measure: a number of that measure opens to its page."""
    return {indicator.measure: indicator.slug for indicator in indicators if indicator.computed == "sum"}
