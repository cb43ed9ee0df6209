"""Edition beside edition: what others published, with their qualifiers, beside what this one counted.

Like with like; what an organiser did not publish stays “not published”, nothing is guessed. An average is worked out
only where both its numbers were published, and keeps their qualifiers: more than 10,000 at 77 is more than 129.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext, ngettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator, Published
from jarchy.formats.numbers import Qualifier, number_text, qualified_text
from jarchy.foundation.texts import text_in
from jarchy.ledger.rules import Measure
from jarchy.website.addresses import Addresses
from jarchy.website.parts.aims import whole
from jarchy.website.parts.numbers import PERCENT, Number, NumberInWords, slugs_by_measure

NEAR_YEARS = 2  # other series are set beside this edition only if they began within so many years of it


@dataclass(frozen=True)
class Column:
    """One campaign: its year, its name where it is of another series, who ran it."""

    title: str
    series: str
    organisers: str
    is_this: bool


@dataclass(frozen=True)
class Cell:
    """What one campaign has for one measure. `also`: what the organisers of this edition published themselves."""

    number: Number
    unit: str = ""
    is_illustrative: bool = False
    also: str = ""


@dataclass(frozen=True)
class Row:
    """One measure across the campaigns; `why` says why they may not be compared as they stand."""

    title: str
    cells: Sequence[Cell]
    why: str


@dataclass(frozen=True)
class Beside:
    columns: Sequence[Column]
    rows: Sequence[Row]


Campaign = tuple[str, str]  # series and edition, as ("100-days", "2017")


def beside(
    edition: Edition, language: str, *, counted: Mapping[str, NumberInWords], indicators: Sequence[Indicator]
) -> Beside:
    """`counted`: this edition's figures by indicator. One query."""
    rows = charter.published(edition)
    own = {row.indicator: _all_of(rows, row.indicator, edition) for row in rows if is_own(row, edition)}
    others = _campaigns(rows, edition)
    columns = [_column(found, language) for found in others.values()]
    position = sum(1 for found in others.values() if (found[0].starts or edition.starts) <= edition.starts)
    columns.insert(position, Column(str(edition.starts.year), "", "", is_this=True))
    at = Addresses(edition.slug, language)
    lines = [_days_row(edition, others, position, language)]
    for indicator in indicators:
        if (
            any(row.indicator == indicator.slug for found in others.values() for row in found)
            or indicator.slug in own
        ):
            cells = [_published_cell(found, indicator, at) for found in others.values()]
            cells.insert(
                position, _own_cell(indicator, counted, own.get(indicator.slug, ()), edition, language)
            )
            lines.append(
                Row(text_in(indicator.names, language), cells, text_in(indicator.comparable_why, language))
            )
    lines.append(
        _average_row(edition, others, position, counted=counted, opens=slugs_by_measure(indicators), at=at)
    )
    return Beside(columns, lines)


def is_own(row: Published, edition: Edition) -> bool:
    """Whether the row tells of this edition itself."""
    return row.starts == edition.starts and row.ends == edition.ends


def _all_of(rows: Sequence[Published], indicator: str, edition: Edition) -> list[Published]:
    return [row for row in rows if row.indicator == indicator and is_own(row, edition)]


def _campaigns(rows: Sequence[Published], edition: Edition) -> dict[Campaign, list[Published]]:
    """Rows by campaign, earliest first: those of this edition's series, and others of its time."""
    names = set(edition.names.values())
    own = {row.series for row in rows if is_own(row, edition) or names & set(row.series_names.values())}
    found: dict[Campaign, list[Published]] = {}
    for row in sorted(rows, key=lambda row: (row.starts or edition.starts, row.order)):
        year = (row.starts or edition.starts).year
        near = row.series in own or abs(year - edition.starts.year) < NEAR_YEARS
        if row.indicator and near and row.of_edition != str(edition.starts.year):
            found.setdefault((row.series, row.of_edition), []).append(row)
    return found


def _column(found: Sequence[Published], language: str) -> Column:
    first = found[0]
    return Column(
        first.of_edition,
        text_in(first.series_names, language),
        text_in(first.organisers, language),
        is_this=False,
    )


def _days_row(
    edition: Edition, others: Mapping[Campaign, Sequence[Published]], position: int, language: str
) -> Row:
    cells = [Cell(Number(_days(found[0].starts, found[0].ends))) for found in others.values()]
    so_far = min(max(edition.day_number(), 0), edition.days)
    if so_far < edition.days:
        told = gettext("{n} of {days}").format(n=so_far, days=edition.days)
    else:
        told = str(edition.days)
    cells.insert(position, Cell(Number(told)))
    return Row(gettext("Days"), cells, "")


def _days(starts: date | None, ends: date | None) -> str:
    return str((ends - starts).days + 1) if starts and ends else gettext("not published")


def _published_cell(found: Sequence[Published], indicator: Indicator, at: Addresses) -> Cell:
    row = next((row for row in found if row.indicator == indicator.slug and row.value is not None), None)
    if row is None:
        return Cell(Number("", why=gettext("not published")))
    return Cell(
        Number(published_text(row, at.language), f"{at.figure(indicator.slug)}#before"),
        unit_words(row.unit, row.value),
    )


def _own_cell(
    indicator: Indicator,
    counted: Mapping[str, NumberInWords],
    own: Sequence[Published],
    edition: Edition,
    language: str,
) -> Cell:
    also = "; ".join(published_text(row, language) for row in own)
    told = gettext("published: {numbers}").format(numbers=also) if also else ""
    found = counted.get(indicator.slug)
    if found is None or not found.number.text:
        return Cell(found.number if found else Number("", why=gettext("not yet counted")), also=told)
    unit = "" if indicator.unit == PERCENT else unit_words(indicator.unit, found.value)
    return Cell(found.number, unit, is_illustrative=not edition.live, also=told)


def published_text(row: Published, language: str) -> str:
    """The value with its qualifier, as it was published."""
    if row.value is None:
        return gettext("not published")
    return qualified_text(whole(row.value), row.qualifier, language, is_percent=row.unit == PERCENT)


def unit_words(unit: str, value: int | Decimal | None) -> str:
    """The unit after its number; people and attendances are not the same and are told apart."""
    n = int(value or 0)
    return {
        "people": ngettext("person", "people", n),
        "attendances": ngettext("attendance", "attendances", n),
        "activities": ngettext("activity", "activities", n),
        "events": ngettext("event", "events", n),
        "organisations": ngettext("organisation", "organisations", n),
        "places": ngettext("district or town", "districts and towns", n),
        "items": ngettext("item", "items", n),
        "articles": ngettext("article", "articles", n),
        "consultations": ngettext("consultation", "consultations", n),
        "calls": ngettext("call", "calls", n),
        "views": ngettext("view", "views", n),
        "messages": ngettext("message", "messages", n),
        PERCENT: "",
    }.get(unit, unit)


# --- people or attendances at each activity


def _average_row(
    edition: Edition,
    others: Mapping[Campaign, Sequence[Published]],
    position: int,
    *,
    counted: Mapping[str, NumberInWords],
    opens: Mapping[str, str],
    at: Addresses,
) -> Row:
    cells = [_published_average(found, opens, at.language) for found in others.values()]
    came, held = (
        counted.get(opens.get(measure, "")) for measure in (Measure.ATTENDANCES, Measure.ACTIVITIES)
    )
    if came and held and came.value and held.value:
        mean = Decimal(came.value) / Decimal(held.value)
        mine = Cell(Number(number_text(mean, at.language, decimals=0)), is_illustrative=not edition.live)
    else:
        mine = Cell(Number("", why=gettext("not yet counted")))
    cells.insert(position, mine)
    return Row(gettext("On average at each"), cells, "")


def _published_average(found: Sequence[Published], opens: Mapping[str, str], language: str) -> Cell:
    of = {row.indicator: row for row in found if row.value}
    came, held = of.get(opens.get(Measure.ATTENDANCES, "")), of.get(opens.get(Measure.ACTIVITIES, ""))
    if came is None or held is None or came.value is None or not held.value:
        return Cell(Number("", why=gettext("not published")))
    qualifier = qualifier_of_ratio(came.qualifier, held.qualifier)
    if qualifier is None:
        return Cell(Number("", why=gettext("not to be worked out")))
    return Cell(Number(qualified_text(rounded(came.value / held.value, qualifier), qualifier, language)))


_OPPOSITE = {
    Qualifier.EXACT: Qualifier.EXACT, Qualifier.ABOUT: Qualifier.ABOUT, Qualifier.NEARLY: Qualifier.MORE_THAN,
    Qualifier.MORE_THAN: Qualifier.LESS_THAN, Qualifier.LESS_THAN: Qualifier.MORE_THAN,
    Qualifier.AT_LEAST: Qualifier.UP_TO, Qualifier.UP_TO: Qualifier.AT_LEAST,
}  # fmt: skip


def qualifier_of_ratio(above: str, below: str) -> Qualifier | None:
    """The qualifier of above / below; None where the two leave nothing certain to say."""
    upper, lower = Qualifier(above), _OPPOSITE[Qualifier(below)]
    if upper is Qualifier.EXACT:
        return lower
    return upper if lower in (Qualifier.EXACT, upper) else None


def rounded(ratio: Decimal, qualifier: Qualifier) -> int:
    """To a whole number, on the side that keeps the qualifier true."""
    if qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        return int(ratio.to_integral_value(ROUND_FLOOR))
    if qualifier in (Qualifier.LESS_THAN, Qualifier.UP_TO, Qualifier.NEARLY):
        return int(ratio.to_integral_value(ROUND_CEILING))
    return int(ratio.to_integral_value(ROUND_HALF_UP))
