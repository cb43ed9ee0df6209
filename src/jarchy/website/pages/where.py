"""Where and when: days by oblasts large, and the rayons of one oblast, from the position of the last midnight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.formats.numbers import number_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.pictures.maps import MapWords
from jarchy.places import queries as places
from jarchy.places.queries import PlaceFacts
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts import days
from jarchy.website.parts.maps import country
from jarchy.website.parts.numbers import Number, as_of, slugs_by_measure, why_none
from jarchy.website.problems import Problems

RAYON_STEPS = (1, 3, 6, 10, 15)


@public_page
def where(edition: Edition, language: str) -> str:
    """All oblasts by day and by week, and all rayons on a map by activities held."""
    at = Addresses(edition.slug, language)
    opens = slugs_by_measure(charter.indicators(edition))
    picture = days.days_by_places(edition, language, opens=opens, with_weeks=True)
    rayons = ledger.totals(edition, [Measure.ACTIVITIES], by="place2", sight=Sight.PUBLIC)
    districts = places.territory(edition.country).districts
    held = {row.key: row.values[Measure.ACTIVITIES] or None for row in rayons.rows}
    return render(
        "where.html", edition, language,
        path=at.where(),
        title=gettext("Where and when"),
        picture=picture,
        as_of=as_of(edition, picture.held.as_of, language),
        picture_as_of=as_of(edition, picture.held.as_of, language),
        map=_map(edition, held, language),
        rayons=_by_oblast(districts, held, at, opens),
        take=_to_take(edition, at, opens), days_files=days.files_at(edition, at),
        rayons_as_of=as_of(edition, rayons.as_of, language),
        position=number_text(rayons.position, language),
        notes=notes_beside_days(edition, opens, language),
    )  # fmt: skip


def notes_beside_days(
    edition: Edition, opens: Mapping[str, str], language: str, *, place: str | None = None
) -> list[str]:
    """What is said of the activities and attendances of a strip: of the place, or of the country and its oblasts."""
    found: list[str] = []
    for measure in (Measure.ACTIVITIES, Measure.ATTENDANCES):
        slug = opens.get(measure, "")
        found += charter.notes_at(edition, slug, language, place=place)
        if place is None:
            found += charter.notes_of_oblasts(edition, slug, language)
    return list(dict.fromkeys(found))


@public_page
def oblast(edition: Edition, language: str, *, pcode: str) -> str:
    """The rayons and towns of one oblast. Raises website.no_place for anything but an oblast of its country."""
    place = places.territory(edition.country).own(pcode)
    if place is None or place.level != 1:
        raise Problems.no_place(pcode=pcode)
    at = Addresses(edition.slug, language)
    opens = slugs_by_measure(charter.indicators(edition))
    picture = days.days_by_places(edition, language, opens=opens, level=2, within=pcode, with_weeks=True)
    return render(
        "oblast.html", edition, language,
        path=at.where(pcode),
        title=text_in(place.names, language),
        place=place,
        picture=picture,
        as_of=as_of(edition, picture.held.as_of, language),
        picture_as_of=as_of(edition, picture.held.as_of, language),
        position=number_text(picture.held.position, language),
        figure_url=at.figure(opens.get(Measure.ATTENDANCES, ""), pcode),
        notes=notes_beside_days(edition, opens, language, place=pcode),
        take=_to_take(edition, at, opens, place), days_files=days.files_at(edition, at, pcode),
    )  # fmt: skip


def _to_take(
    edition: Edition, at: Addresses, opens: Mapping[str, str], place: PlaceFacts | None = None
) -> list[tuple[str, str]]:
    """The weeks by places as files: what kind, and where; none before the first midnight, none of a city, which has
    one row.
    """
    slug = opens.get(Measure.ACTIVITIES)
    is_city = place is not None and place.counts_as_second_level
    if slug is None or is_city or ledger.published_position(edition) is None:
        return []
    pcode = place.pcode if place else None
    return [(ending.upper(), at.chart(slug, "where", ending, pcode)) for ending in ("svg", "png", "csv")]


def _map(edition: Edition, held: Mapping[str, int | None], language: str) -> str:
    reached = sum(1 for value in held.values() if value)
    words = MapWords(
        title=gettext("Activities held, by district and town"),
        description=gettext(
            "{n} of {m} districts and towns have had an activity. The table has the same numbers."
        ).format(n=reached, m=len(held)),
        classes=[
            gettext("1 or 2"), gettext("3 to 5"), gettext("6 to 9"), gettext("10 to 14"), gettext("15 or more"),
        ],
        no_data=gettext("no report to show yet") if reached < len(held) else "",
    )  # fmt: skip
    return country(held, of=edition.country, level=2, language=language, words=words, steps=RAYON_STEPS)


def _by_oblast(
    districts: Sequence[PlaceFacts], held: Mapping[str, int | None], at: Addresses, opens: Mapping[str, str]
) -> list[dict[str, object]]:
    """Oblasts with their rayons; a city of the republic is its own only one."""
    territory, slug = places.territory(), opens.get(Measure.ACTIVITIES, "")
    groups: dict[str, list[dict[str, object]]] = {}
    for place in districts:
        url, value = at.figure(slug, place.pcode), held[place.pcode]
        number = (
            Number(number_text(value, at.language), url)
            if value
            else Number("", url, why_none(ledger.NO_REPORT))
        )
        row = {"name": text_in(place.short_names, at.language), "number": number}
        groups.setdefault(place.region_pcode, []).append(row)
    return [
        {
            "name": text_in(territory.by_pcode[region].short_names, at.language),
            "url": at.where(region),
            "rows": rows,
        }
        for region, rows in groups.items()
    ]
