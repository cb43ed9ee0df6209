"""The first page: what this is, whom to call, where and when, in numbers, and where it all comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Indicator
from jarchy.formats.numbers import day_text
from jarchy.ledger.rules import Measure
from jarchy.website.addresses import Addresses
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts import beside, coming, days, downloads, helplines, logos, oblasts, taking_part
from jarchy.website.parts.aims import aims_in_words
from jarchy.website.parts.numbers import (
    NumberInWords,
    as_of,
    figures_in_words,
    pinned_as_of,
    slugs_by_measure,
)

COMING_SHOWN = 5
LATER, QUALITY = "later", "quality"


@public_page
def home(edition: Edition, language: str) -> str:
    """Some thirty queries, however much was counted."""
    at = Addresses(edition.slug, language)
    indicators = charter.indicators(edition)
    counted = figures_in_words(edition, indicators, at)
    opens = slugs_by_measure(indicators)
    picture = days.days_by_places(edition, language, opens=opens)
    shown, more = coming.coming(edition, language, limit=COMING_SHOWN)
    return render(
        "home.html", edition, language,
        path=at.home,
        days_told=days_told(edition, language),
        helplines=helplines.helplines(edition, language),
        picture=picture, days_files=days.files_at(edition, at),
        as_of=pinned_as_of(edition, language),
        picture_as_of=as_of(edition, picture.held.as_of, language),
        numbers=_leading(indicators, counted, aims_in_words(edition, indicators, language)),
        oblasts=oblasts.oblasts(edition, language, opens=opens),
        coming=shown, has_more=bool(more),
        beside=beside.beside(edition, language, counted=counted, indicators=indicators),
        taking_part=taking_part.taking_part(edition, language),
        funding=charter.funding_sentence(edition, language),
        logos=logos.logos(edition, language),
        downloads=downloads.downloads(edition, language), has_lessons=bool(charter.lessons(edition)),
    )  # fmt: skip


def days_told(edition: Edition, language: str) -> str:
    """From when to when, and the day of today: never derived from the title."""
    starts, ends = day_text(edition.starts, language), day_text(edition.ends, language)
    if edition.today() < edition.starts:
        return gettext("{starts} to {ends}.").format(starts=starts, ends=ends)
    if edition.today() > edition.ends:
        return gettext("{starts} to {ends}, {days} days; it is over.").format(
            starts=starts, ends=ends, days=edition.days
        )
    return gettext("{starts} to {ends}; today is day {n} of {days}.").format(
        starts=starts, ends=ends, n=edition.day_number(), days=edition.days
    )


def _leading(
    indicators: Sequence[Indicator], counted: Mapping[str, NumberInWords], aims: Mapping[str, str]
) -> list[dict[str, object]]:
    """The lead is what counts attendances; the others follow in the order of the definitions."""
    chosen = [one for one in indicators if one.computed != LATER and one.level != QUALITY]
    chosen.sort(key=lambda one: not (one.computed == "sum" and one.measure == Measure.ATTENDANCES))
    return [
        {"in_words": counted[one.slug], "aim": aims.get(one.slug, ""), "is_lead": number == 0}
        for number, one in enumerate(chosen)
    ]
