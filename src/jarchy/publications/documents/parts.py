"""Blocks that several kinds of documents have: numbers with their week, oblasts, what is empty, what to say aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from django.conf import settings
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Indicator, Participation
from jarchy.charter.rules import Computed
from jarchy.formats.documents import Block, Document, Fact, Facts, Heading, Listed, Note, Picture, Table
from jarchy.formats.numbers import day_text, number_text, short_day_text
from jarchy.formats.spoken import spoken_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Measure
from jarchy.pictures.weeks import Week, weeks
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications import office, sentences, tables
from jarchy.publications.documents.asking import NONE, Asked, Figures
from jarchy.publications.documents.logos import logos_on
from jarchy.publications.rules import in_turn, last_whole_week, week_before

MOST_FACTS = 4
SHOWN = 5
Days = tuple[date, date]
HELD, PEOPLE = Measure.ACTIVITIES, Measure.ATTENDANCES


# --- around


def document(asked: Asked, figures: Figures, *, title: str, what: str, blocks: Sequence[Block]) -> Document:
    """The frame that all have: whose, what, as of when, what must be said of it, who stands behind it."""
    edition, language = asked.edition, asked.language
    campaign = " · ".join(part for part in (text_in(edition.names, language), what) if part)
    return Document(
        language=language, campaign=campaign, title=title, under=_under(asked, figures), blocks=tuple(blocks),
        address=asked.address, opens=gettext("Opens to its numbers"), made_at=figures.look.as_of,
        marks=tuple(_marks(asked)), foot=tuple(_foot(asked, figures.look.day)),
        sentence=charter.funding_sentence(edition, language), logos=logos_on(asked),
    )  # fmt: skip


def _under(asked: Asked, figures: Figures) -> tuple[str, ...]:
    edition, language = asked.edition, asked.language
    moment = figures.look.as_of.astimezone(edition.zone)
    day = day_text(moment.date(), language)
    if not asked.is_official:
        said = gettext("As of the midnight that began {day}.").format(day=day)
    elif edition.live:
        said = gettext("As of {day}, {time}.").format(day=day, time=f"{moment:%H:%M}")
    else:
        said = gettext("As of {day}.").format(day=day)
    if 1 <= edition.day_number() <= edition.days:
        said += " " + gettext("Day {n} of {days}.").format(n=edition.day_number(), days=edition.days)
    return (said, gettext("Confirmed reports only. Attendances are not people."))


def _marks(asked: Asked) -> list[str]:
    found = [gettext("For official use")] if asked.is_official else []
    if not asked.edition.live:
        found.append(
            text_in(asked.edition.charter.get("example", {}), asked.language) or gettext("Example, not real")
        )
    return found


def _foot(asked: Asked, day: date) -> list[str]:
    """Who leads, each first in its turn; the address."""
    edition, language = asked.edition, asked.language
    leads = list(charter.organisations_of(edition).filter(role=Participation.Role.LEAD))
    names = "; ".join(text_in(row.organisation.names, language) for row in in_turn(leads, day))
    host = settings.URL.partition("://")[2]
    return [one for one in (names, host) if one]


# --- numbers


def weeks_of(asked: Asked, figures: Figures) -> tuple[Days | None, Days | None]:
    """The last week that is over on the day of the numbers, and the one before."""
    edition = asked.edition
    last = last_whole_week(figures.look.day, edition.starts, edition.ends)
    return last, week_before(last[0], edition.starts) if last else None


def days_in_words(days: Days, language: str) -> str:
    """29 Oct – 4 Nov."""
    return "\u2009–\u2009".join(short_day_text(day, language).replace(" ", "\u00a0") for day in days)


def leading_facts(figures: Figures, *, place: str | None = None) -> Facts:
    """Attendances, activities, then what is counted one by one (districts, organisations)."""
    chosen = [figures.counting(PEOPLE), figures.counting(HELD)]
    chosen += [one for one in figures.indicators_of(place) if one.computed == Computed.DISTINCT]
    rows = [one for one in chosen if one is not None][:MOST_FACTS]
    return Facts(tuple(_fact(figures, row, place) for row in rows))


def _fact(figures: Figures, row: Indicator, place: str | None) -> Fact:
    found = figures.figure(row, place=place)
    aim = figures.aim(found)
    more = gettext("target {aim}").format(aim=aim) if aim else ""
    return Fact(figures.written(found), text_in(row.names, figures.language), more)


def numbers_table(asked: Asked, figures: Figures, *, place: str | None = None) -> Table:
    """Every number that is counted: the whole, its target, the last week, the one before and the change."""
    last, before = weeks_of(asked, figures)
    columns = [gettext("Number"), gettext("The whole"), gettext("Target"), gettext("Of the target")]
    if last:
        columns.append(days_in_words(last, asked.language))
    if before:
        columns += [days_in_words(before, asked.language), gettext("The difference")]
    rows = []
    for row in figures.indicators_of(place):
        found = figures.figure(row, place=place)
        is_sum = row.computed == Computed.SUM
        target = found.target.value if found.target and is_sum else None
        line = [text_in(row.names, asked.language), figures.written(found), figures.aim(found)]
        line.append(figures.share(found.value, target))
        rows.append((*line, *_week_cells(figures, row, last, before, place=place)))
    return Table(
        gettext("Numbers: the whole, the target, the week"), tuple(columns), tuple(rows),
        (False, *(True for _ in columns[1:])),
    )  # fmt: skip


def _week_cells(
    figures: Figures, row: Indicator, last: Days | None, before: Days | None, *, place: str | None
) -> list[str]:
    """Of sums only: shares and what is counted one by one have no week of their own."""
    if not last:
        return []
    if row.computed != Computed.SUM:
        return ["", "", ""][: 3 if before else 1]
    new = figures.figure(row, place=place, since=last[0], until=last[1])
    if not before:
        return [figures.written(new)]
    old = figures.figure(row, place=place, since=before[0], until=before[1])
    return [figures.written(new), figures.written(old), figures.change(new.value, old.value)]


def numbers(asked: Asked, figures: Figures, *, place: str | None = None) -> list[Block]:
    """The table, and what a dash in it means where there is one."""
    table = numbers_table(asked, figures, place=place)
    found: list[Block] = [table]
    if any(NONE in row for row in table.rows):
        found.append(Note(gettext("–: no report yet, or hidden because too few.")))
    rows = figures.indicators_of(place)
    said = {one.slug: charter.notes_at(asked.edition, one.slug, asked.language, place=place) for one in rows}
    return found + _notes(rows, said, asked.language)


def _notes(rows: Sequence[Indicator], said: Mapping[str, Sequence[str]], language: str) -> list[Block]:
    """Below a table: what must be said beside its numbers, each named."""
    return [
        Note(f"{text_in(row.names, language)}: {text}") for row in rows for text in said.get(row.slug, ())
    ]


def oblasts_table(asked: Asked, figures: Figures) -> list[Block]:
    """Each oblast against its target, with the districts and towns that were reached."""
    found = figures.totals([HELD, PEOPLE], by="place1")
    held, people = figures.counting(HELD), figures.counting(PEOPLE)
    columns, aims = [gettext("Oblast or city")], []
    for row in (held, people):
        name = text_in(row.names, asked.language) if row else ""
        columns += [name, gettext("Target"), gettext("Of the target")]
        aims.append(charter.target_values(asked.edition, row.slug) if row else {})
    columns.append(gettext("Districts reached"))
    empty = _empty_by_oblast(figures)
    rows = []
    for one in found.rows:
        place = territory().by_pcode[one.key]
        line = [text_in(place.short_names or place.names, asked.language)]
        for row, measure, aim in zip((held, people), (HELD, PEOPLE), aims, strict=True):
            line += _against(figures, row, one.values[measure], aim, place.pcode)
        districts = len(territory(asked.edition.country).districts_of(place.pcode))
        line.append(_of(figures, districts - len(empty.get(place.pcode, ())), districts))
        rows.append(tuple(line))
    total = [gettext("Together")]
    for row, measure, aim in zip((held, people), (HELD, PEOPLE), aims, strict=True):
        total += _against(figures, row, found.total[measure], aim, "")
    every = len(territory(asked.edition.country).districts)
    total.append(_of(figures, every - sum(len(some) for some in empty.values()), every))
    rows.append(tuple(total))
    table = Table(
        gettext("Oblasts against their targets"), tuple(columns), tuple(rows),
        (False, *(True for _ in columns[1:])), has_total=True,
    )  # fmt: skip
    rows_said = [row for row in (held, people) if row]
    said = {one.slug: charter.notes_of_oblasts(asked.edition, one.slug, asked.language) for one in rows_said}
    notes = _notes(rows_said, said, asked.language)
    return [Heading(gettext("Against the target, by oblast")), table, *notes]


def _against(figures: Figures, row: Indicator | None, value, aims, pcode: str) -> list[str]:
    if row is None:
        return [figures.number(value), "", ""]
    figures.pin(row, value, place=pcode)
    aim = aims.get(pcode)
    whole = int(aim.value) if aim else None
    return [figures.number(value), figures.number(whole) if whole else "", figures.share(value, whole)]


def _of(figures: Figures, some: int, every: int) -> str:
    return gettext("{n} of {m}").format(n=figures.number(some), m=figures.number(every))


# --- what is empty, what comes


def _empty_by_oblast(figures: Figures, place: str | None = None) -> dict[str, list[PlaceFacts]]:
    """Districts and towns where nothing was held yet, by oblast, in register order."""
    found: dict[str, list[PlaceFacts]] = {}
    for row in figures.totals([HELD], by="place2", place=place).rows:
        if not row.values[HELD]:
            one = territory().by_pcode[row.key]
            found.setdefault(one.region_pcode, []).append(one)
    return found


def nothing_yet(figures: Figures, *, place: str | None = None) -> list[Block]:
    """Where nothing was held yet: while there is time to fill it."""
    empty = _empty_by_oblast(figures, place)
    number = sum(len(some) for some in empty.values())
    heading = Heading(gettext("Nothing held yet"))
    if not number:
        return [heading, Listed((("", gettext("Everywhere something was held.")),))]
    said = ngettext("{n} district or town", "{n} districts and towns", number)
    lines = []
    for pcode, some in empty.items():
        oblast = _short(territory().by_pcode[pcode], figures.language)
        names = ", ".join(_short(one, figures.language) for one in some)
        lines.append(names if place or names == oblast else f"{oblast} ({names})")
    words = "; ".join(lines)
    return [heading, Listed(((said.format(n=figures.number(number)), words),))]


def _short(place: PlaceFacts, language: str) -> str:
    return text_in(place.short_names or place.names, language)


def coming(asked: Asked, figures: Figures, *, place: str | None = None) -> list[Block]:
    """Open and announced activities of the next seven days, nearest first."""
    until = asked.edition.today() + timedelta(7)
    rows = (
        row
        for row in tables["coming"](asked.edition)
        if not row.is_called_off and row.date < until and place in (None, row.region, row.district)
    )
    lines = [(_weekday(row.date, asked.language), _coming_words(figures, row)) for row in islice(rows, SHOWN)]
    if not lines:
        return []
    return [Heading(gettext("Open to all in the next seven days")), Listed(tuple(lines))]


def _weekday(day: date, language: str) -> str:
    return f"{WEEKDAYS_ABBR[day.weekday()]} {short_day_text(day, language)}"


def _coming_words(figures: Figures, row) -> str:
    names = figures.names
    where = [names.places.get(pcode, "") for pcode in (row.pcode, row.district)]
    kind = names.kinds.get(row.kind, row.kind)
    return ", ".join(dict.fromkeys(part for part in (kind, *where) if part))


# --- for official use: plans and reports


def against_plan(asked: Asked, *, place: str | None = None, organisation: str | None = None) -> list[Block]:
    """Planned until now, held, late; what comes."""
    found = office["plans"](asked.edition, asked.actor, place=place, organisation=organisation)
    said = gettext(
        "planned until now {due}, held {held}, no report yet {overdue}, called off {off};"
        " in the next seven days {coming}."
    )
    language = asked.language
    words = said.format(
        due=number_text(found.due, language), held=number_text(found.held, language),
        overdue=number_text(found.overdue, language), off=number_text(found.called_off, language),
        coming=number_text(found.coming, language),
    )  # fmt: skip
    return [Listed(((gettext("Against the plan"), words),))]


def no_report_yet(asked: Asked, *, shown: int = SHOWN) -> list[Block]:
    """Whose reports are overdue, most first."""
    rows = list(office["silent"](asked.edition, asked.actor))
    heading = Heading(gettext("No report yet, although the day is over"))
    if not rows:
        return [heading, Listed((("", gettext("Nothing is overdue.")),))]
    language = asked.language
    words = [
        gettext("{organisation} ({n}, the oldest of {day})").format(
            organisation=text_in(row.names, language), n=number_text(row.overdue, language),
            day=short_day_text(row.oldest, language),
        )
        for row in rows[:shown]
    ]  # fmt: skip
    if len(rows) > shown:
        more = len(rows) - shown
        words.append(ngettext("{n} more organisation", "{n} more organisations", more).format(n=more))
    return [heading, Listed((("", "; ".join(words)),))]


def to_decide(asked: Asked) -> list[Block]:
    """Reports that wait, and what the campaign must check again before it is relied upon."""
    language, waiting = asked.language, office["waiting"](asked.edition, asked.actor)
    again = charter.asked_again(asked.edition)
    reviewer = number_text(waiting.reviewer, language)
    if waiting.oldest:
        since = gettext("the oldest since {day}").format(day=short_day_text(waiting.oldest, language))
        reviewer = f"{reviewer} ({since})"
    numbers = (waiting.coordinators, len(list(again["helplines"])), len(list(again["facts"])))
    coordinators, helplines, facts = (number_text(number, language) for number in numbers)
    lines = [
        (gettext("Reports that wait for a reviewer"), reviewer),
        (gettext("Reports not yet forwarded by their coordinators"), coordinators),
        (gettext("Telephone numbers to be checked again"), helplines),
        (gettext("Facts to be checked again"), facts),
    ]
    return [Heading(gettext("To decide")), Listed(tuple(lines))]


# --- at either door


def checks(asked: Asked) -> list[Block]:
    """What calls to check came to; nothing where none was drawn."""
    said = sentences["checks"](asked.edition)
    return [Listed(((gettext("Calls to check"), said),))] if said else []


# --- words


def speech(figures: Figures, *, place: str | None = None) -> list[Block]:
    """Three numbers as they are said aloud: rounded down, in words."""
    rows = [figures.counting(PEOPLE), figures.counting(HELD)]
    rows += [one for one in figures.indicators_of(place) if one.computed == Computed.DISTINCT][:1]
    lines = []
    for row in rows:
        found = figures.figure(row, place=place) if row else None
        if row and found and found.value is not None:
            said = spoken_text(int(found.value), figures.language)
            lines.append((text_in(row.names, figures.language), said))
    return [Heading(gettext("To say aloud")), Listed(tuple(lines))] if lines else []


def words_of_numbers(figures: Figures, *, most: int = 2) -> list[Block]:
    """What each of so many numbers counts, in the order of `leading_facts`."""
    rows = [one for one in (figures.counting(PEOPLE), figures.counting(HELD)) if one]
    rows += [one for one in figures.indicators if one.computed == Computed.DISTINCT]
    rows = rows[:most]
    lines = tuple(
        (text_in(one.names, figures.language), text_in(one.definitions, figures.language)) for one in rows
    )
    return [Heading(gettext("What the words mean")), Listed(lines)] if lines else []


# --- pictures


def weeks_picture(
    asked: Asked, figures: Figures, *, place: str | None = None, organisation: str | None = None
) -> list[Block]:
    """Activities by week, every week of the period until now; its numbers stand above its bars."""
    row = figures.counting(HELD)
    found = _by_week(figures, place, organisation)
    edition, bars = asked.edition, []
    monday = edition.starts - timedelta(edition.starts.weekday())
    while monday < figures.look.day and monday <= edition.ends:
        first = max(monday, edition.starts)
        value = found.get(monday.isoformat(), 0)
        if row:
            last = min(monday + timedelta(6), edition.ends)
            figures.pin(
                row,
                value,
                since=first.isoformat(),
                until=last.isoformat(),
                place=place or "",
                organisation=organisation or "",
            )
        bars.append(Week(short_day_text(first, asked.language), value or 0, figures.number(value)))
        monday += timedelta(7)
    if not any(bar.value for bar in bars):
        return []
    name = text_in(row.names, asked.language) if row else ""
    said = gettext("{name} by week").format(name=name)
    alt = f"{said}: " + ", ".join(f"{bar.label} {bar.written}" for bar in bars)
    return [Heading(said), Picture(weeks(bars, width=178, height=30), alt, 178, 30)]


def _by_week(figures: Figures, place: str | None, organisation: str | None) -> dict[str, int | None]:
    """By the week's Monday as an ISO day."""
    if organisation is not None:
        own = ledger.weeks_of_host(
            figures.edition, str(HELD), organisation, sight=figures.sight, as_of=figures.position
        )
        return {monday.isoformat(): value for monday, value in own.items()}
    return {one.key: one.values[HELD] for one in figures.totals([HELD], by="week", place=place).rows}


def activities_table(rows: Sequence[tuple[str, str, str, str]], *, caption: str) -> Table:
    """Single activities: day, kind, place, attendances."""
    columns = (gettext("Day"), gettext("Kind"), gettext("Place"), gettext("Attendances"))
    return Table(caption, columns, tuple(rows), (False, False, False, True))


def evidence_rows(
    figures: Figures, page: ledger.EvidencePage, *, whole: bool, limit: int
) -> list[tuple[str, str, str, str]]:
    """Those that stand, the latest day first. `whole`: the village may be told; else nothing finer than the rayon."""
    last = {line.source_id: line for line in reversed(page.lines)}  # of each report what was posted last
    standing = sorted(
        (one for one in last.values() if not one.is_reversal), key=lambda one: one.date, reverse=True
    )
    found = []
    for line in standing[:limit]:
        pcodes = (line.pcode, line.district) if whole else (line.district or line.region,)
        where = ", ".join(dict.fromkeys(figures.names.places.get(pcode, "") for pcode in pcodes if pcode))
        kind = figures.names.kinds.get(line.kind, line.kind)
        found.append((short_day_text(line.date, figures.language), kind, where, figures.number(line.value)))
    return found
