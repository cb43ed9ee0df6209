"""Days by places: the strip, its key and its table; weeks by places for those who read numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from jarchy.charter.models import Edition
from jarchy.fieldwork.queries import plans
from jarchy.formats.numbers import number_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure, Sight
from jarchy.pictures.strips import StripCell, StripRow, StripWords, gaps, strip, strip_key
from jarchy.places.queries import PlaceFacts
from jarchy.website.addresses import Addresses
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
    sight = Sight.PUBLIC
    held = ledger.days_by_places(edition, Measure.ACTIVITIES, level=level, within=within, sight=sight)
    came = ledger.days_by_places(edition, Measure.ATTENDANCES, level=level, within=within, sight=sight)
    planned = plans.planned_cells(edition, level=level, within=within, sight=sight)
    weaving = _Weaving(edition, Addresses(edition.slug, language), opens, held, came, planned)
    shown = held.places
    cells = {place.pcode: weaving.cells(place.pcode) for place in shown}
    rows = [weaving.row(place, cells[place.pcode]) for place in shown]
    total = weaving.total(list(cells.values()), within)
    weeks = weaving.weeks(shown) if with_weeks else ()
    return Days(weaving.picture(shown, cells), rows, total, weeks, held, came)


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
        language = self.at.language
        words = _words(self.edition)
        rows = [
            StripRow(
                text_in(place.short_names, language), self.note(cells[place.pcode]), cells[place.pcode],
                self.closed_days(place.pcode),
            )
            for place in shown
        ]  # fmt: skip
        drawn = strip(
            rows, days=self.edition.days, today=self.edition.day_number() - 1,
            months=months(self.edition.each_day(), language), words=words,
        )  # fmt: skip
        return drawn + strip_key(words)

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
