"""What a number is made of, as the public may see it: lines of open activities the day after, cells of closed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Choice, Edition, Indicator
from jarchy.formats.numbers import number_text, short_day_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import IN_CELLS, Sight
from jarchy.places.models import Place
from jarchy.website.parts.taking_part import PublicNames
from jarchy.website.problems import Problems

CELLS = "cells"  # the key of the part that comes after the lines
LONGEST_KEY = 19  # digits of what a database holds as a key; of five thousand Python itself makes no number


@dataclass(frozen=True)
class MadeOfLine:
    when: str
    place: str
    what: str
    who: str
    value: str


@dataclass(frozen=True)
class MadeOf:
    """`after`: the next part's key, "" on the last; `as_of` and `position` are the last midnight's."""

    lines: Sequence[MadeOfLine]
    after: str
    page: ledger.EvidencePage


def made_of(
    edition: Edition, indicator: Indicator, language: str, *, place: str | None, after: str = "", limit: int
) -> MadeOf | None:
    """Open activities one by one, newest first, then the cells of closed ones; None where a number has no such lines.

    Raises website.no_such_part for an `after` that is no key.
    """
    if indicator.computed != "sum" or indicator.measure not in IN_CELLS:
        return None
    telling = _Telling(edition, indicator.measure, language)
    if after == CELLS:
        page = ledger.evidence(edition, indicator.measure, sight=Sight.PUBLIC, place=place, limit=1)
        return MadeOf(telling.cells(ledger.public_cells(edition, place=place)), "", page)
    page = ledger.evidence(
        edition, indicator.measure, sight=Sight.PUBLIC, place=place, after=_key(after), limit=limit
    )
    lines = telling.lines(page.lines)
    if page.after is not None:
        return MadeOf(lines, str(page.after), page)
    cells = telling.cells(ledger.public_cells(edition, place=place))
    if not lines or len(lines) + len(cells) <= limit:
        return MadeOf([*lines, *cells], "", page)
    return MadeOf(lines, CELLS, page)


def _key(after: str) -> int | None:
    if after and not (after.isdecimal() and len(after) < LONGEST_KEY):
        raise Problems.no_such_part()
    return int(after) if after else None


class _Telling:
    """Names for lines and cells, looked up once for all of them."""

    def __init__(self, edition: Edition, measure: str, language: str) -> None:
        self.edition, self.measure, self.language = edition, measure, language
        self.kinds: Mapping[str, Choice] = charter.choices(edition, "kind", with_retired=True)

    def lines(self, found: Sequence[ledger.EvidenceLine]) -> list[MadeOfLine]:
        """Day, place, what, who and how many: of open activities only."""
        places = self._places({line.pcode for line in found} | {line.district for line in found})
        hosts = PublicNames(self.edition, self.language)
        return [
            MadeOfLine(
                when=short_day_text(line.date, self.language),
                place=self._line_of(places, (line.pcode, line.district)),
                what=self._kind(line.kind),
                who=hosts.of(line.organisation, beside_village=line.pcode != line.district),
                value=number_text(line.value, self.language),
            )
            for line in found
        ]

    def cells(self, found: Sequence[ledger.PublicCell]) -> list[MadeOfLine]:
        """Closed activities together, latest week first."""
        places = self._places({cell.district or cell.region for cell in found})
        return [
            MadeOfLine(
                when=gettext("week from {day}").format(
                    day=short_day_text(max(cell.week, self.edition.starts), self.language)
                ),
                place=self._line_of(places, (cell.district or cell.region,)) or gettext("several oblasts"),
                what=self._kind(cell.kind) if cell.kind else gettext("of several kinds"),
                who=gettext("in schools and homes, {n} together").format(n=cell.activities),
                value=number_text(getattr(cell, self.measure), self.language),
            )
            for cell in reversed(found)
        ]

    def _kind(self, slug: str) -> str:
        return text_in(self.kinds[slug].names, self.language) if slug in self.kinds else slug

    def _places(self, pcodes: Iterable[str]) -> Mapping[str, str]:
        rows = Place.objects.filter(pcode__in=[pcode for pcode in pcodes if pcode])
        return {pcode: text_in(names, self.language) for pcode, names in rows.values_list("pcode", "names")}

    def _line_of(self, places: Mapping[str, str], pcodes: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(places[pcode] for pcode in pcodes if pcode in places))
