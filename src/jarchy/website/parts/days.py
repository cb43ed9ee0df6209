"""Days by places: the strip, its key and its table; weeks by places for those who read numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from jarchy.charter.models import Edition
from jarchy.fieldwork.queries import plans
from jarchy.formats.numbers import day_text, number_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.pictures.strip_cards import card_of_strip
from jarchy.pictures.strips import StripCell, StripRow, StripWords, gaps, strip, strip_key
from jarchy.places.queries import PlaceFacts, territory
from jarchy.website.addresses import Addresses
from jarchy.website.parts import take_away
from jarchy.website.parts.months import months
from jarchy.website.parts.numbers import Number, why_none


@dataclass(frozen=True)
class PlaceRow:
    """One place in numbers. `activities` is what its open days and its closed weeks come to together."""

    name: str
    url: str
    days: str
    by_day: str
    by_week: str
    activities: Number
    attendances: Number
    overdue: str
    planned: str
    quiet: str


@dataclass(frozen=True)
class WeekRow:
    """Activities of one week, from its first day on, one text a place in the order of the rows."""

    since: date
    cells: Sequence[str]


@dataclass(frozen=True)
class Days:
    """The picture with its key as HTML, its rows and their sum, and the position that it is made of."""

    picture: str
    rows: Sequence[PlaceRow]
    total: PlaceRow
    weeks: Sequence[WeekRow]
    held: ledger.Grid
    came: ledger.Grid


def days_by_places(
    edition: Edition,
    language: str,
    *,
    opens: Mapping[str, str],
    level: int = 1,
    within: str | None = None,
    with_weeks: bool = False,
) -> Days:
    """Days of the edition by oblast, or by the rayons of one. `opens`: the indicator behind each measure."""
    weaving = _woven(edition, language, opens, level, within)
    held, came, shown = weaving.held, weaving.came, weaving.held.places
    cells = {place.pcode: weaving.cells(place.pcode) for place in shown}
    rows = [weaving.row(place, cells[place.pcode]) for place in shown]
    total = weaving.total(list(cells.values()), within)
    weeks = weaving.weeks(shown) if with_weeks else ()
    return Days(weaving.picture(shown, cells), rows, total, weeks, held, came)


def days_card(edition: Edition, language: str, *, within: str | None = None) -> str:
    """The picture alone with its day, source and address, as a file to take away; "" before the first midnight."""
    if ledger.published_position(edition) is None:
        return ""
    weaving = _woven(edition, language, {}, 2 if within else 1, within)
    shown = weaving.held.places
    return weaving.card(shown, {place.pcode: weaving.cells(place.pcode) for place in shown}, within)


def files_at(edition: Edition, at: Addresses, within: str | None = None) -> str:
    """The address of the picture's files without its ending; "" before the first midnight, when there are none."""
    return at.days(within) if ledger.published_position(edition) is not None else ""


def _woven(
    edition: Edition, language: str, opens: Mapping[str, str], level: int, within: str | None
) -> _Weaving:
    sight = Sight.PUBLIC
    held = ledger.days_by_places(edition, Measure.ACTIVITIES, level=level, within=within, sight=sight)
    came = ledger.days_by_places(edition, Measure.ATTENDANCES, level=level, within=within, sight=sight)
    planned = plans.planned_cells(edition, level=level, within=within, sight=sight)
    return _Weaving(edition, Addresses(edition.slug, language), opens, held, came, planned)


@dataclass(frozen=True)
class _Weaving:
    """What one picture and its table are made of."""

    edition: Edition
    at: Addresses
    opens: Mapping[str, str]
    held: ledger.Grid
    came: ledger.Grid
    planned: Mapping[str, Mapping[date, int]]

    @property
    def past(self) -> int:
        """How many days of the period are over or begun."""
        return min(max(self.edition.day_number(), 0), self.edition.days)

    def cells(self, pcode: str) -> list[StripCell]:
        """Every day of one place: past plans without a report are overdue, later ones are coming."""
        today = self.edition.today()
        activities, attendances = self.held.cells.get(pcode, {}), self.came.cells.get(pcode, {})
        plans_of = self.planned.get(pcode, {})
        return [
            StripCell(
                held=activities.get(day) or 0,
                attendances=attendances.get(day),
                planned=plans_of.get(day, 0) if day >= today else 0,
                overdue=plans_of.get(day, 0) if day < today else 0,
            )
            for day in self.edition.each_day()
        ]

    def picture(self, shown: Sequence[PlaceFacts], cells: Mapping[str, Sequence[StripCell]]) -> str:
        words = _words(self.edition)
        return strip(self.strip_rows(shown, cells), words=words, **self.frame()) + strip_key(words)

    def card(
        self, shown: Sequence[PlaceFacts], cells: Mapping[str, Sequence[StripCell]], within: str | None
    ) -> str:
        language, edition, rows = self.at.language, self.edition, self.strip_rows(shown, cells)
        words = _words(edition)
        names = territory().by_pcode[within].names if within else edition.country_names
        where = text_in(names, language)
        period = f"{day_text(edition.starts, language)} – {day_text(edition.ends, language)}"
        around = take_away.card(
            edition, language, title=words.title, under=f"{where} · {period}", path=self.at.where(within),
            alt=f"{where}: {', '.join(f'{row.name} {row.note}' for row in rows)}", as_of=self.held.as_of,
        )  # fmt: skip
        return card_of_strip(around, rows, words=words, **self.frame())

    def strip_rows(
        self, shown: Sequence[PlaceFacts], cells: Mapping[str, Sequence[StripCell]]
    ) -> list[StripRow]:
        return [
            StripRow(
                text_in(place.short_names, self.at.language), self.note(cells[place.pcode]), cells[place.pcode],
                self.closed_days(place.pcode),
            )
            for place in shown
        ]  # fmt: skip

    def frame(self) -> dict[str, Any]:
        edition = self.edition
        return {
            "days": edition.days, "today": edition.day_number() - 1,
            "months": months(edition.each_day(), self.at.language),
        }  # fmt: skip

    def closed_days(self, pcode: str) -> list[int]:
        """The first day of each week with closed activities, counted from the first day of the period."""
        return [(monday - self.edition.starts).days for monday in self.held.closed_weeks.get(pcode, {})]

    def note(self, cells: Sequence[StripCell]) -> str:
        """How many of the days so far had something: 14 letters at most, the strip has room for no more."""
        held = sum(1 for cell in cells if cell.held)
        return ngettext("{n} of {days} day", "{n} of {days} days", self.past).format(n=held, days=self.past)

    def row(self, place: PlaceFacts, cells: Sequence[StripCell]) -> PlaceRow:
        pcode = place.pcode
        quiet = gaps(cells, past=self.past, closed_weeks=self.closed_days(pcode), least=1)
        longest = max((length for _, length in quiet), default=0)
        is_oblast = place.level == 1 and not place.counts_as_second_level
        return self._row(
            cells, text_in(place.short_names, self.at.language),
            self.at.where(pcode) if is_oblast else self.at.figure(self.opens.get(Measure.ACTIVITIES, ""), pcode),
            busy=sum(1 for cell in cells if cell.held),
            closed=sum(activities for activities, _ in self.held.closed_weeks.get(pcode, {}).values()),
            totals=(self.held.totals[pcode], self.came.totals[pcode]), pcode=pcode,
            quiet=ngettext("{n} day", "{n} days", longest).format(n=longest),
        )  # fmt: skip

    def total(self, rows: Sequence[Sequence[StripCell]], within: str | None) -> PlaceRow:
        """All rows together; what is held on one day in two places is one day."""
        weeks = [week for weeks in self.held.closed_weeks.values() for week in weeks.values()]
        return self._row(
            [cell for row in rows for cell in row], gettext("All places"), "",
            busy=sum(1 for day in zip(*rows, strict=True) if any(cell.held for cell in day)),
            closed=sum(activities for activities, _ in weeks), pcode=within, quiet="",
            totals=(self.held.total, self.came.total),
        )  # fmt: skip

    def _row(
        self,
        cells: Sequence[StripCell],
        name: str,
        url: str,
        *,
        busy: int,
        closed: int,
        totals: tuple[int, int],
        pcode: str | None,
        quiet: str,
    ) -> PlaceRow:
        language = self.at.language
        return PlaceRow(
            name=name,
            url=url,
            days=number_text(busy, language),
            by_day=number_text(sum(cell.held for cell in cells), language),
            by_week=number_text(closed, language),
            activities=self._opening(totals[0], Measure.ACTIVITIES, pcode, is_empty=not totals[0]),
            attendances=self._opening(totals[1], Measure.ATTENDANCES, pcode, is_empty=not totals[0]),
            overdue=number_text(sum(cell.overdue for cell in cells), language),
            planned=number_text(sum(cell.planned for cell in cells), language),
            quiet=quiet,
        )

    def _opening(self, value: int, measure: Measure, pcode: str | None, *, is_empty: bool) -> Number:
        url = self.at.figure(self.opens[measure], pcode) if measure in self.opens else ""
        if is_empty:
            return Number("", url, why_none(ledger.NO_REPORT))
        return Number(number_text(value, self.at.language), url)

    def weeks(self, shown: Sequence[PlaceFacts]) -> list[WeekRow]:
        """Activities by week (its first day that lies in the period), open and closed together."""
        starts, until = self.edition.starts, min(self.edition.today(), self.edition.ends)
        first = starts - timedelta(starts.weekday())
        mondays = [first + timedelta(7 * n) for n in range((until - first).days // 7 + 1)]
        return [
            WeekRow(
                max(monday, starts),
                [number_text(self._week(p.pcode, monday), self.at.language) for p in shown],
            )
            for monday in mondays
        ]

    def _week(self, pcode: str, monday: date) -> int:
        by_day = self.held.cells.get(pcode, {})
        closed = self.held.closed_weeks.get(pcode, {}).get(monday, (0, 0))[0]
        return closed + sum(by_day.get(monday + timedelta(n)) or 0 for n in range(7))


def _words(edition: Edition) -> StripWords:
    return StripWords(
        title=gettext("Days and places"),
        description=gettext(
            "A row for each place, a stitch for each of {days} days. Held activities are full stitches, darker with "
            "more attendances; coming ones are half stitches; past ones without a report are broken stitches; "
            "activities of which only the week is public are a bar under their week. The table has the same numbers."
        ).format(days=edition.days),
        today=gettext("today, day {n}").format(n=edition.day_number()),
        held=gettext("held: 1 to 24 attendances … 150 or more"),
        planned=gettext("coming"),
        overdue=gettext("planned, no report yet"),
        closed=gettext("schools and homes, by week only"),
        quiet=gettext("10 quiet days or more"),
    )
