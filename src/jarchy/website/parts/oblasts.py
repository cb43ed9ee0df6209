"""Where people were met: attendances by oblast for every 1,000 inhabitants, and against what was aimed at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.formats.numbers import number_text, percent_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.pictures.bars import bar
from jarchy.pictures.cards import card_of_map
from jarchy.pictures.maps import MapWords
from jarchy.places import queries as places
from jarchy.places.queries import PlaceFacts
from jarchy.website.addresses import Addresses
from jarchy.website.parts import take_away
from jarchy.website.parts.maps import country, drawn
from jarchy.website.parts.numbers import Number, why_none

STEPS = (0, 1, 2, 3, 5)
EVERY = 1000


@dataclass(frozen=True)
class OblastRow:
    """`rate` per 1,000 inhabitants; `of_aim` is the share of the target reached, with its bar."""

    name: str
    url: str
    attendances: Number
    rate: str
    of_aim: str
    bar: str


@dataclass(frozen=True)
class Oblasts:
    """The map with its key, its table most first, and which number of inhabitants it divides by. `is_file`: the map can
    be taken away, which it cannot before the first midnight.
    """

    picture: str
    rows: Sequence[OblastRow]
    inhabitants: str
    as_of: datetime
    position: int
    notes: Sequence[str] = ()
    is_file: bool = False


def oblasts(edition: Edition, language: str, *, opens: Mapping[str, str]) -> Oblasts:
    """As of now. `opens`: the indicator behind each measure. A fixed number of queries."""
    regions = places.territory(edition.country).regions
    found = ledger.totals(edition, [Measure.ACTIVITIES, Measure.ATTENDANCES], by="place1", sight=Sight.PUBLIC)
    came = {row.key: _attendances(row) for row in found.rows}
    year = _year(regions, edition)
    rates = {place.pcode: _rate(came.get(place.pcode), place, year) for place in regions}
    slug = opens.get(Measure.ATTENDANCES, "")
    aims = {pcode: target.value for pcode, target in charter.target_values(edition, slug).items()}
    at = Addresses(edition.slug, language)
    order = sorted(regions, key=lambda place: -(rates[place.pcode] or Decimal(-1)))
    rows = [_row(place, came, rates, aims, at, slug) for place in order]
    picture = _picture(edition, regions, rates, language)
    return Oblasts(
        picture, rows, _inhabitants(regions, year), found.as_of, found.position,
        charter.notes_of_oblasts(edition, slug, language),
        is_file=bool(picture) and ledger.published_position(edition) is not None,
    )  # fmt: skip


def _attendances(row: ledger.TotalsRow) -> int | None:
    """None where nothing was held; a 0 where something was and nobody came."""
    return row.values[Measure.ATTENDANCES] if row.values[Measure.ACTIVITIES] else None


def _year(regions: Sequence[PlaceFacts], edition: Edition) -> int | None:
    """The last year, not after the edition's, in which all of them were counted."""
    years = [set(place.population) for place in regions]
    common = set.intersection(*years) if years else set()
    return max((year for year in common if year <= edition.starts.year), default=None)


def _rate(attendances: int | None, place: PlaceFacts, year: int | None) -> Decimal | None:
    if attendances is None or year is None:
        return None
    return Decimal(attendances) * EVERY / place.population[year]


def _row(
    place: PlaceFacts,
    came: Mapping[str, int | None],
    rates: Mapping[str, Decimal | None],
    aims: Mapping[str, Decimal],
    at: Addresses,
    slug: str,
) -> OblastRow:
    language, count, rate = at.language, came.get(place.pcode), rates[place.pcode]
    aim = aims.get(place.pcode)
    share = Decimal(count) * 100 / aim if count and aim else None
    url = at.figure(slug, place.pcode)
    return OblastRow(
        name=text_in(place.short_names, language),
        url=url,
        attendances=Number(
            "" if count is None else number_text(count, language), url, why_none(ledger.NO_REPORT)
        ),
        rate="" if rate is None else number_text(rate, language, decimals=1),
        of_aim="" if share is None else percent_text(share, language, decimals=0),
        bar=bar(float(share), 100) if share is not None else "",
    )


def map_card(edition: Edition, language: str) -> str:
    """The map alone with its day, source and address, as a file to take away; "" where the register has no shapes or
    nothing was published yet. Of the last midnight, as charts are."""
    published = ledger.published_position(edition)
    if published is None:
        return ""
    regions = places.territory(edition.country).regions
    found = ledger.totals(
        edition,
        [Measure.ACTIVITIES, Measure.ATTENDANCES],
        by="place1",
        sight=Sight.PUBLIC,
        as_of=published.position,
    )
    came = {row.key: _attendances(row) for row in found.rows}
    year = _year(regions, edition)
    rates = {place.pcode: _rate(came.get(place.pcode), place, year) for place in regions}
    picture = _picture(edition, regions, rates, language, draw=drawn)
    if not picture:
        return ""
    words = _words(regions, rates, _written(rates, language), language)
    around = take_away.card(
        edition, language, title=words.title, under=text_in(edition.country_names, language), alt=words.description,
        path=Addresses(edition.slug, language).home, as_of=found.as_of, more=_inhabitants(regions, year),
    )  # fmt: skip
    return card_of_map(around, picture)


def _written(rates: Mapping[str, Decimal | None], language: str) -> dict[str, str]:
    return {code: number_text(rate, language, decimals=1) for code, rate in rates.items() if rate is not None}


def _picture(
    edition: Edition,
    regions: Sequence[PlaceFacts],
    rates: Mapping[str, Decimal | None],
    language: str,
    *,
    draw: Callable[..., str] = country,
) -> str:
    written = _written(rates, language)
    return draw(
        rates,
        of=edition.country,
        level=1,
        language=language,
        words=_words(regions, rates, written, language),
        steps=STEPS,
        written=written,
    )


def _words(
    regions: Sequence[PlaceFacts],
    rates: Mapping[str, Decimal | None],
    written: Mapping[str, str],
    language: str,
) -> MapWords:
    names = {place.pcode: text_in(place.short_names, language) for place in regions}
    known = {code: rate for code, rate in rates.items() if rate is not None}
    said = gettext("No report is confirmed yet.")
    if known:
        high, low = max(known, key=lambda code: known[code]), min(known, key=lambda code: known[code])
        said = gettext(
            "Most in {high}: {most}; least in {low}: {least}. The table has the same numbers."
        ).format(high=names[high], most=written[high], low=names[low], least=written[low])
    return MapWords(
        title=gettext("Attendances for every 1,000 inhabitants, by oblast"),
        description=said,
        classes=[
            gettext("under 1"), gettext("1 to 1.9"), gettext("2 to 2.9"), gettext("3 to 4.9"), gettext("5 or more"),
        ],
        no_data=gettext("no report to show yet") if len(known) < len(regions) else "",
    )  # fmt: skip


def _inhabitants(regions: Sequence[PlaceFacts], year: int | None) -> str:
    """Which year the denominator is of, and what kind of number it is."""
    if year is None:
        return gettext("How many people live here is not known.")
    kinds = {place.population_kinds.get(year, "") for place in regions}
    told = {
        "census": gettext("census of {year}"),
        "estimate, 1 January": gettext("official estimate of 1 January {year}"),
        "own estimate from 2012 shares": gettext("our own estimate for {year}, from the shares of 2012"),
    }
    kind = (
        told.get(kinds.pop(), gettext("number of {year}")) if len(kinds) == 1 else gettext("number of {year}")
    )
    return gettext("Inhabitants: {kind}.").format(kind=kind.format(year=year))
