"""What is counted for the country alone, by its parts: calls by topic and month, media items by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.formats.numbers import month_text, number_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight

NONE = "–"


@dataclass(frozen=True)
class ByPart:
    """One table: what the columns after the first are called, and each row's name and cells."""

    ident: str
    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    note: str


def by_part(edition: Edition, indicator: Indicator, language: str) -> list[ByPart]:
    """As of the last midnight; [] for what is counted by place. Queries by the number of months."""
    if indicator.computed != "sum" or not ledger.is_national(indicator.measure):
        return []
    if indicator.measure == Measure.CALLS and "topic" in indicator.breakdowns:
        found = _by_topic(edition, language)
    elif indicator.measure == Measure.MEDIA_ITEMS and "language" in indicator.breakdowns:
        found = _by_language(edition, language)
    else:
        return []
    return [found] if found.rows else []


def _by_topic(edition: Edition, language: str) -> ByPart:
    """A column for each month whose last day lies in the campaign and is past."""
    names = {slug: text_in(row.names, language) for slug, row in charter.choices(edition, "topic").items()}
    ends = [day for day in edition.each_day() if day <= edition.today() and (day + timedelta(1)).day == 1]
    by_month = {day: _values(edition, Measure.CALLS, "topic", since=day, until=day) for day in ends}
    slugs = dict.fromkeys(slug for values in by_month.values() for slug, value in values.items() if value)
    other = gettext("something else")
    rows = [
        (names.get(slug, other), [_cell(values.get(slug), language) for values in by_month.values()])
        for slug in slugs
    ]
    note = gettext(
        "By month, as the operator counts. Fewer than ten calls in a month at one helpline are not shown, and topics "
        "are not added up: a call may have none."
    )
    return ByPart("topics", gettext("By topic"), [month_text(day, language) for day in ends], rows, note)


def _by_language(edition: Edition, language: str) -> ByPart:
    values = _values(edition, Measure.MEDIA_ITEMS, "language")
    names = {slug: text_in(words, language) for slug, words in edition.activity_languages.items()}
    rows = [(names.get(slug, slug), [_cell(value, language)]) for slug, value in values.items() if value]
    return ByPart("languages", gettext("By language"), [gettext("Items")], rows, "")


def _values(
    edition: Edition, measure: Measure, by: str, *, since: date | None = None, until: date | None = None
) -> Mapping[str, int | None]:
    found = ledger.totals(edition, [measure], by=by, sight=Sight.PUBLIC, since=since, until=until)
    return {row.key: row.values[measure] for row in found.rows}


def _cell(value: int | None, language: str) -> str:
    return number_text(value, language) if value else NONE
