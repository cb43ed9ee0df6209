"""One number: its value, what it counts, by place, over time, by sex and age, and down to what it is made of."""

from __future__ import annotations

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator, Target
from jarchy.formats.numbers import number_text
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure
from jarchy.pictures.share_cards import Shape
from jarchy.places import queries as places
from jarchy.places.queries import PlaceFacts
from jarchy.publications.cards import figure_to_send
from jarchy.publications.charts import PLACES, WEEKS, WHERE, is_drawn
from jarchy.publications.problems import Problems as publications
from jarchy.website.addresses import Addresses
from jarchy.website.frames import where_and_year
from jarchy.website.frozen import is_frozen
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts.aims import aim_text
from jarchy.website.parts.by_part import by_part
from jarchy.website.parts.by_place import by_place
from jarchy.website.parts.corrected import corrected
from jarchy.website.parts.made_of import made_of
from jarchy.website.parts.numbers import (
    NumberInWords,
    as_of,
    days_between,
    figure_of,
    in_words,
    is_nothing_held,
    marked,
)
from jarchy.website.parts.over_time import over_time
from jarchy.website.parts.people import people
from jarchy.website.parts.published import published_before
from jarchy.website.problems import Problems

LINES_SHOWN = 8


@public_page
def figure(edition: Edition, language: str, *, indicator: str, pcode: str | None = None) -> str:
    """A fixed number of queries. Raises website.no_number, website.no_place."""
    at = Addresses(edition.slug, language)
    place = place_of(edition, pcode)
    indicators = charter.indicators(edition)
    row = next((one for one in indicators if one.slug == indicator), None)
    if row is None:
        raise Problems.no_number(indicator=indicator)
    found = figure_of(edition, row, place=pcode)
    told = told_of(edition, found, at)
    below = made_of(edition, row, language, place=pcode, limit=LINES_SHOWN)
    return render(
        "figure.html", edition, language,
        path=at.figure(indicator, pcode),
        title=f"{told.name}: {told.number.text}" if told.number.text else told.name,
        told=told, here=place_name(place, language) or told.name, place_name=place_name(place, language),
        crumbs=_crumbs(told, place, at),
        period=period_of(edition, language), sentence=_sentence(edition, told, place, row, language),
        why=_why(found),
        as_of=as_of(edition, found.as_of, language),
        position=number_text(found.position, language) if row.computed != "later" else "",
        is_of_midnight=place is not None and place.level == 2,
        apart=[(text_in(one.names, language), at.figure(one.slug)) for one in indicators if one.slug in _apart(row)],
        leaves_out=found.leaves_out,
        aim=_aim(found.target, row, language),
        notes=charter.notes_at(edition, row.slug, language, place=pcode),
        definition=text_in(row.definitions, language), comparable=text_in(row.comparable_why, language),
        version=row.version, source=source_words(row.data_source),
        by_place=by_place(edition, row, at, place=place) if told.number.text else None,
        over_time=over_time(edition, row, language, place=pcode, aim=found.target.value if found.target else None)
        if told.number.text else None,
        people=people(edition, row, language, place=pcode) if told.number.text and not _is_rayon(place) else (),
        by_part=by_part(edition, row, language) if told.number.text and place is None else (),
        made_of=below, more_url=at.made_of(indicator, pcode, below.after) if below and below.after else "",
        corrected=corrected(edition, row, language, place=pcode) if told.number.text else None,
        corrected_position=number_text(below.page.position, language) if below else "",
        charts=_charts(row, place, at) if told.number.text else (),
        before=published_before(charter.published(edition), indicator, language) if place is None else (),
        send=_to_send(edition, row, place, language) if told.number.text and not is_frozen() else "",
        cards=_cards(indicator, pcode, at),
        cite=_cite(edition, row, told, found, place, language),
    )  # fmt: skip


def _cards(indicator: str, pcode: str | None, at: Addresses) -> dict[str, str]:
    """To pass on. Of places they are drawn when asked for: frozen pages have the country's only."""
    if pcode and is_frozen():
        return {}
    return {str(shape): at.figure_card(indicator, str(shape), pcode) for shape in Shape}


def place_of(edition: Edition, pcode: str | None) -> PlaceFacts | None:
    """An oblast, a rayon, a town; None for the country. Raises website.no_place."""
    if pcode is None:
        return None
    place = places.territory(edition.country).own(pcode)
    if place is None:
        raise Problems.no_place(pcode=pcode)
    return place


def place_name(place: PlaceFacts | None, language: str) -> str:
    return text_in(place.names, language) if place else ""


def told_of(edition: Edition, found: ledger.Figure, at: Addresses) -> NumberInWords:
    """In words; a 0 is asked about: a true nothing, or no report."""
    if found.value != 0:
        return marked(in_words(found, at), edition, found, at)
    held = next((one for one in charter.indicators(edition) if _counts_activities(one)), None)
    pcode = found.place.pcode if found.place else None
    is_empty = held is None or is_nothing_held([figure_of(edition, held, place=pcode)])
    return marked(in_words(found, at, is_empty=is_empty), edition, found, at)


def _counts_activities(indicator: Indicator) -> bool:
    return indicator.computed == "sum" and indicator.measure == Measure.ACTIVITIES


def _is_rayon(place: PlaceFacts | None) -> bool:
    """A place for which only activities and attendances are public."""
    return place is not None and (place.level == 2 or place.counts_as_second_level)


def _crumbs(told: NumberInWords, place: PlaceFacts | None, at: Addresses) -> list[tuple[str, str]]:
    """The way up: the number for the country, then for the oblast."""
    if place is None:
        return []
    ways = [(told.name, at.figure(told.slug))]
    if place.level == 2:
        region = places.territory().by_pcode[place.region_pcode]
        ways.append((text_in(region.short_names, at.language), at.figure(told.slug, region.pcode)))
    return ways


def period_of(edition: Edition, language: str) -> str:
    """The days that are counted until now."""
    return days_between(edition.starts, max(min(edition.today(), edition.ends), edition.starts), language)


def _sentence(
    edition: Edition, told: NumberInWords, place: PlaceFacts | None, row: Indicator, language: str
) -> str:
    """What was counted, in one sentence."""
    where = place_name(place, language) or text_in(edition.country_names, language)
    said = gettext("{where}, {period}; confirmed reports only.")
    if ledger.is_national(row.measure):
        said = gettext("{where}, {period}; confirmed only, as of the last midnight.")
    said = said.format(where=where, period=period_of(edition, language))
    return said if told.unit == "%" else f"{told.unit}, {said}"


def _why(found: ledger.Figure) -> str:
    """Why there is no number, and how it will come."""
    if found.why_none == ledger.NOT_COUNTED_YET:
        return gettext("Its source is not connected yet. The definition below says what will be counted.")
    if found.why_none == ledger.NATIONAL_ONLY:
        return gettext("This number is counted for the whole country only.")
    if found.why_none == ledger.HIDDEN and found.place is not None and found.place.level > 1:
        return gettext("This number is shown for the country and its oblasts only.")
    if found.why_none == ledger.HIDDEN:
        return gettext(
            "Hidden because too few: shown on a Monday, as soon as enough activities stand behind it."
        )
    return gettext("It comes with the first confirmed report that may be shown.")


def _to_send(edition: Edition, row: Indicator, place: PlaceFacts | None, language: str) -> str:
    """The text for a message, of the last midnight; "" where the public read no number then."""
    try:
        return figure_to_send(
            edition, language, indicator=row.slug, pcode=place.pcode if place else None
        ).text
    except ProblemRaised as problem:
        if problem.code != publications.no_card.code:
            raise
        return ""


def _charts(row: Indicator, place: PlaceFacts | None, at: Addresses) -> list[tuple[str, str, str, str]]:
    """What, as SVG, as PNG, as a table: the charts that there are of this number."""
    names = {WEEKS: gettext("By week"), PLACES: gettext("By place"), WHERE: gettext("By week and place")}
    pcode = place.pcode if place else None
    return [
        (
            name,
            at.chart(row.slug, by, "svg", pcode),
            at.chart(row.slug, by, "png", pcode),
            at.chart(row.slug, by, "csv", pcode),
        )
        for by, name in names.items()
        if is_drawn(row, by, place)
    ]


def _apart(row: Indicator) -> list[str]:
    return [slug for slug in row.not_to_be_added_to if slug != row.slug]


def _aim(target: Target | None, row: Indicator, language: str) -> dict[str, object] | None:
    if target is None:
        return None
    return {
        "text": aim_text(target, row, language), "why": text_in(target.whys, language) or target.how,
        "is_illustrative": target.is_illustrative,
    }  # fmt: skip


def source_words(source: str) -> str:
    """Where the numbers come from, as the definition says."""
    return {
        "report": gettext("from activity reports"), "stock": gettext("from the stock of materials"),
        "course list": gettext("from the lists of courses"), "media log": gettext("from the media log"),
        "system": gettext("from this system"), "operator": gettext("as the operator counts"),
        "survey": gettext("from surveys before and after"), "check": gettext("from checks by telephone"),
    }.get(source, source)  # fmt: skip


def _cite(
    edition: Edition,
    row: Indicator,
    told: NumberInWords,
    found: ledger.Figure,
    place: PlaceFacts | None,
    language: str,
) -> str:
    """A line that can be put under a text: number, day, place in the journal, definition, whose it is."""
    if not told.number.text:
        return ""
    name = f"{told.name}, {place_name(place, language)}" if place else told.name
    said = gettext(
        "{name}: {value} (as of {day}; entry {position}; definition {version}). {campaign}, {where}."
    )
    said = said.format(
        name=name, value=told.number.text, day=as_of(edition, found.as_of, language),
        position=number_text(found.position, language), version=row.version,
        campaign=text_in(edition.names, language), where=where_and_year(edition, language),
    )  # fmt: skip
    return said if edition.live else " ".join([said, gettext("Illustrative.")])
