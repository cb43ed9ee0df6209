"""Numbers on pages of the field and the office: read from the ledger, exactly, and written for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import get_language, gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.charter.one_reading import for_one_reading
from jarchy.charter.rules import Computed
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.queries.checks import checks_of
from jarchy.fieldwork.rules import ActivityState
from jarchy.fieldwork.shown_checks import organisation_sentence
from jarchy.formats.numbers import number_text, percent_text, qualified_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.pictures.bars import bar
from jarchy.places.queries import territory

PERCENT = "percent"
MAIN = 4


@dataclass(frozen=True)
class OurNumbers:
    """An organisation's own: of `due` plans until today `held` were held; the rest is confirmed and every host's."""

    organisation: Organisation
    due: int
    held: int
    confirmed: int
    attendances: int
    in_time: int
    checked: str = ""  # what came of calls to check, in words


def organisation_numbers(edition: Edition, organisation: Organisation) -> OurNumbers:
    """Three queries."""
    until_now = Q(date__lte=edition.today()) & ~Q(state=ActivityState.CALLED_OFF)
    plans = Activity.objects.filter(edition=edition, organisation=organisation, is_retired=False).aggregate(
        due=Count("id", filter=until_now), held=Count("id", filter=until_now & Q(state=ActivityState.HELD))
    )
    measures = [Measure.ACTIVITIES, Measure.ATTENDANCES, Measure.RECEIVED_IN_TIME]
    found = ledger.totals(edition, measures, by="organisation", sight=Sight.EXACT)
    row = next((row.values for row in found.rows if row.key == organisation.slug), {})
    confirmed, attendances, in_time = (row.get(str(measure)) or 0 for measure in measures)
    checked = organisation_sentence(checks_of(edition, organisation.slug), get_language() or "en")
    return OurNumbers(
        organisation, plans["due"], plans["held"], confirmed, attendances, in_time, checked=checked
    )


@dataclass(frozen=True)
class ShownFigure:
    """An indicator's value in words, or why there is none."""

    slug: str
    name: str
    unit: str
    written: str
    why_none: str
    target: str
    definition: str
    made_of: str = ""
    notes: Sequence[str] = ()


def main_figures(edition: Edition) -> list[ShownFigure]:
    """The first four that are counted, for the day's page."""
    edition = for_one_reading(edition)
    rows = [row for row in charter.indicators(edition) if row.computed in (Computed.SUM, Computed.DISTINCT)]
    language = get_language() or "en"
    return [
        replace(
            shown_figure(ledger.figure(edition, row.slug, sight=Sight.EXACT)),
            notes=charter.notes_at(edition, row.slug, language),
        )
        for row in rows[:MAIN]
    ]


def all_figures(edition: Edition) -> list[ShownFigure]:
    """Every indicator of the edition; those whose source comes later say so. Queries by the number of indicators."""
    edition = for_one_reading(edition)
    language = get_language() or "en"
    return [
        replace(
            shown_figure(ledger.figure(edition, row.slug, sight=Sight.EXACT)),
            notes=charter.notes_at(edition, row.slug, language),
        )
        for row in charter.indicators(edition)
    ]


@dataclass(frozen=True)
class NoteOnFigure:
    """A note as the office reads it. `slug` takes it back."""

    slug: str
    place: str
    text: str
    source: str
    written_on: date


def notes_on_figure(edition: Edition, indicator: str) -> list[NoteOnFigure]:
    """Every note on this figure, those on rayons too. One query."""
    language = get_language() or "en"
    return [
        NoteOnFigure(
            one.slug, text_in(one.place.names) if one.place else gettext("The whole country"),
            charter.note_text(one, language), one.source, one.written_on,
        )
        for one in charter.figure_notes(edition)
        if one.indicator == indicator
    ]  # fmt: skip


def shown_figure(found: ledger.Figure) -> ShownFigure:
    language, row = get_language() or "en", found.indicator
    is_percent = row.unit == PERCENT
    written = ""
    if found.value is not None:
        written = qualified_text(found.value, found.qualifier, language, is_percent=is_percent)
    return ShownFigure(
        slug=row.slug, name=text_in(row.names), unit=text_in(row.units), written=written, why_none=_why(found),
        target=_aim(found, language, is_percent=is_percent), definition=text_in(row.definitions),
        made_of=_made_of(found),
    )  # fmt: skip


def _aim(found: ledger.Figure, language: str, *, is_percent: bool) -> str:
    if found.target is None:
        return ""
    value = found.target.value
    whole = int(value) if value == value.to_integral_value() else value
    return percent_text(whole, language) if is_percent else number_text(whole, language)


def _why(found: ledger.Figure) -> str:
    if found.value is not None:
        return ""
    said = {
        ledger.NOT_COUNTED_YET: gettext("not yet counted"),
        ledger.NATIONAL_ONLY: gettext("counted for the whole country only"),
    }
    return said.get(found.why_none, gettext("no report confirmed yet"))


def _made_of(found: ledger.Figure) -> str:
    """Of how many a share or “so many of” is: “3,412 of 5,020; known for 86 %”."""
    if found.numerator is None or found.denominator is None:
        return ""
    language = get_language() or "en"
    said = gettext("{n} of {m}").format(
        n=number_text(found.numerator, language), m=number_text(found.denominator, language)
    )
    if found.known_share is None:
        return said
    known = gettext("known for {share} of attendances").format(
        share=percent_text(found.known_share, language)
    )
    return f"{said}; {known}"


@dataclass(frozen=True)
class PlaceRow:
    pcode: str
    name: str
    written: str
    bar: str


@dataclass(frozen=True)
class OneFigure:
    figure: ShownFigure
    rows: Sequence[PlaceRow]
    as_of: date
    position: int


def one_figure(edition: Edition, indicator: str) -> OneFigure:
    """The country's and each oblast's. Raises ledger.no_indicator. Queries by the number of oblasts."""
    edition = for_one_reading(edition)
    whole = ledger.figure(edition, indicator, sight=Sight.EXACT)
    found = [
        (place, ledger.figure(edition, indicator, place=place.pcode, sight=Sight.EXACT))
        for place in (
            () if ledger.is_national(whole.indicator.measure) else territory(edition.country).regions
        )
    ]
    values = [float(one.value) for _, one in found if one.value is not None]
    most = 100.0 if whole.indicator.unit == PERCENT else max(values, default=0.0)
    rows = [
        PlaceRow(
            place.pcode, text_in(place.short_names or place.names), shown_figure(one).written,
            bar(float(one.value) if one.value is not None else None, most or 1),
        )
        for place, one in found
    ]  # fmt: skip
    return OneFigure(shown_figure(whole), rows, whole.as_of.astimezone(edition.zone).date(), whole.position)
