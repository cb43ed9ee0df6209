"""Everything public in one JSON document, written in pieces. Its keys are described in docs/reference/downloads.md.

Numbers are of the last midnight's position; before the first midnight there are none. Texts come in all languages of
the edition, so that the document is the same under each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, FigureNote, Indicator, Published
from jarchy.charter.one_reading import for_one_reading
from jarchy.charter.rules import Computed
from jarchy.ledger import queries as ledger
from jarchy.ledger.queries.looks import rows_standing
from jarchy.ledger.rules import IN_CELLS, IN_ROWS, UNKNOWN, Measure, Sight, unknown_of
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications import public, tables
from jarchy.publications.telling import Telling, lead_of, village_of

FORMAT = 1  # grows when a key changes its meaning or goes
TABLES: dict[str, Sequence[str]] = {
    "place1": IN_ROWS, "place2": IN_CELLS, "week": IN_CELLS, "kind": IN_CELLS, "topic": IN_CELLS,
    "language": (Measure.ACTIVITIES,), "sex": (Measure.ATTENDANCES,), "age": (Measure.ATTENDANCES,),
}  # fmt: skip
# As NOTICE has them. What is the campaign's own is free to use with the source named.
LICENCES = (
    {"what": "numbers, activities, texts", "of": "the campaign", "licence": "free to use with the source named",
     "url": ""},
    {"what": "borders, P-codes and names of oblasts, rayons and towns",
     "of": "Ministry of Emergency Situations of the Kyrgyz Republic / OCHA", "licence": "CC BY-IGO 3.0",
     "url": "https://creativecommons.org/licenses/by/3.0/igo/"},
    {"what": "villages", "of": "state classifier SOATE (GK)", "licence": "official document, outside copyright",
     "url": ""},
    {"what": "coordinates of places", "of": "GeoNames", "licence": "CC BY 4.0",
     "url": "https://creativecommons.org/licenses/by/4.0/"},
    {"what": "inhabitants", "of": "National Statistical Committee, as quoted by the press", "licence": "facts",
     "url": ""},
)  # fmt: skip
Part = tuple[str, object]


def public_json(edition: Edition) -> Iterator[str]:
    """The document in pieces: every part that may be long is an array, written element by element."""
    edition = for_one_reading(edition)
    yield "{"
    for number, (key, value) in enumerate(_parts(edition)):
        yield f"{',' if number else ''}\n{_written(key)}: "
        if isinstance(value, Iterator):
            yield from _array(value)
        else:
            yield _written(value)
    yield "\n}\n"


def _array(rows: Iterator[object]) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        yield before + _written(row)
        before = ",\n"
    yield "\n]" if before == ",\n" else "[]"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    raise TypeError(type(value))


def _parts(edition: Edition) -> Iterator[Part]:
    """In this order: what it is, numbers with their definitions, single activities, words for the codes, licences."""
    last = ledger.published_position(edition)
    position = last.position if last else None
    telling = Telling(edition, Sight.PUBLIC)
    indicators = charter.indicators(edition)
    yield "format", FORMAT
    yield "illustrative", not edition.live
    yield "edition", _edition(edition, telling)
    yield "position", position
    yield "as_of", last.at.astimezone(edition.zone) if last else None
    yield "indicators", (_indicator(row) for row in indicators)
    yield "figures", _figures(edition, indicators, position)
    notes = charter.figure_notes(edition)  # those on rayons stand on the rayon's own page alone
    yield "notes", (_note(note) for note in notes if note.place is None or note.place.level == 1)
    yield "tables", _tables(edition, position)
    yield "cells", (_cell(cell) for cell in ledger.public_cells(edition, as_of=position))
    yield "oblast_rows", _oblast_rows(edition, position)
    yield "corrections", _corrections(edition)
    rows = tables["5w"](edition, sight=Sight.PUBLIC, position=position)
    yield "activities", (_activity(row, telling) for row in rows if row.status != "together")
    yield "coming", (_coming(row, telling) for row in tables["coming"](edition))
    yield "organisations", _organisations(edition, telling)
    for name in ("kind", "topic", "venue"):
        yield f"{name}s", _choices(edition, name)
    yield "published", (_published(row) for row in charter.published(edition))
    yield "places", _places(edition)
    yield from ((key, say(edition)) for key, say in public.items())
    yield "licences", LICENCES


def _edition(edition: Edition, telling: Telling) -> dict[str, object]:
    lead = lead_of(edition)
    return {
        "id": edition.slug, "names": edition.names, "country": edition.country, "languages": edition.languages,
        "state": edition.state, "today": edition.today(), "starts": edition.starts, "ends": edition.ends,
        "days": edition.days, "reports_until": edition.reports_until, "final_on": edition.final_on,
        "lead": lead if lead and telling.may_name(lead) else None,
        "age_bands": [
            {"id": band["slug"], "age_from": band["age_from"], "age_to": band["age_to"], "names": band["names"]}
            for band in edition.age_bands
        ],
    }  # fmt: skip


# --- numbers


def _indicator(row: Indicator) -> dict[str, object]:
    return {
        "id": row.slug, "version": row.version, "number": row.number, "level": row.level, "names": row.names,
        "definitions": row.definitions, "unit": row.unit, "units": row.units, "who_counts": row.who_counts,
        "in_person": row.in_person, "source": row.data_source, "frequency": row.frequency,
        "breakdowns": row.breakdowns, "not_to_be_added_to": row.not_to_be_added_to, "comparable": row.comparable,
        "comparable_why": row.comparable_why,
    }  # fmt: skip


def _figures(
    edition: Edition, indicators: Sequence[Indicator], position: int | None
) -> Iterator[dict[str, object]]:
    """Each indicator for the country and each oblast. Queries by their number, not by that of activities."""
    if position is None:
        return
    for indicator in indicators:
        counted = indicator.computed != Computed.LATER
        for place in ("", *(one.pcode for one in charter.register(edition).regions)) if counted else ("",):
            found = ledger.figure(
                edition, indicator.slug, place=place or None, as_of=position, sight=Sight.PUBLIC
            )
            yield _figure(edition, found)


def _figure(edition: Edition, found: ledger.Figure) -> dict[str, object]:
    return {
        "indicator": found.indicator.slug, "version": found.indicator.version,
        "place": found.place.pcode if found.place else None, "value": found.value, "qualifier": found.qualifier,
        "unit": found.unit, "why_none": found.why_none, "numerator": found.numerator,
        "denominator": found.denominator, "known_share": found.known_share, "oblasts": found.oblasts,
        "target": found.target.value if found.target else None, "position": found.position,
        "as_of": found.as_of.astimezone(edition.zone),
    }  # fmt: skip


def _note(note: FigureNote) -> dict[str, object]:
    """What is to be read beside figures of this indicator and place, on the days that it names."""
    return {
        "id": note.slug, "indicator": note.indicator, "place": note.place.pcode if note.place else None,
        "since": note.since, "until": note.until, "texts": note.texts, "written_on": note.written_on,
        "source": note.source,
    }  # fmt: skip


def _tables(edition: Edition, position: int | None) -> Iterator[dict[str, object]]:
    if position is None:
        return
    for by, measures in TABLES.items():
        found = ledger.totals(edition, measures, by=by, sight=Sight.PUBLIC, as_of=position)
        yield {
            "by": by, "total": found.total, "notes": found.notes, "position": found.position,
            "as_of": found.as_of.astimezone(edition.zone),
            "rows": [{"key": row.key, **row.values} for row in found.rows],
        }  # fmt: skip


def _cell(cell: ledger.PublicCell) -> dict[str, object]:
    return {
        "level": cell.level, "region": cell.region or None, "district": cell.district or None, "week": cell.week,
        "kind": cell.kind or None, "activities": cell.activities, "attendances": cell.attendances,
        "made_on": cell.made_on, "position": cell.position,
    }  # fmt: skip


def _oblast_rows(edition: Edition, position: int | None) -> Iterator[dict[str, object]]:
    """Without what stands behind them: newcomers are for the staff."""
    if position is None:
        return
    for row in rows_standing(edition, position):
        bands = {name: {**known, UNKNOWN: unknown_of(row.total, known)} for name, known in row.bands.items()}
        yield {
            "place": row.place.pcode, "made_on": row.made_on, "position": row.position, "total": row.total,
            "values": row.values, "bands": bands,
        }  # fmt: skip


def _corrections(edition: Edition) -> Iterator[dict[str, object]]:
    """Figures that are others since the edition became final. Why: of open activities alone."""
    for one in ledger.corrected_figures(edition, sight=Sight.PUBLIC):
        yield {
            "date": one.day, "indicator": one.indicator.slug, "version": one.indicator.version,
            "place": one.pcode or None, "published": one.published, "now": one.now, "why": list(one.whys),
            "of_closed": one.of_closed, "position": one.position,
        }  # fmt: skip


# --- single activities


def _activity(row: Any, telling: Telling) -> dict[str, object]:
    """An open activity, held or planned. Plans that are not announced have rayon and week alone."""
    hosts, partners = telling.hosts(row)
    return {
        "code": row.code or None, "status": row.status, "phase": row.phase or "period", "since": row.since,
        "until": row.until, "region": row.region, "district": row.district, "place": village_of(row) or None,
        "kind": row.kind or None, "topics": row.topics, "hosts": hosts, "local_partners": partners,
        "supported_by": telling.supporter(row), "activities": row.activities, "attendances": row.reached,
        "illustrative": row.is_illustrative,
    }  # fmt: skip


def _coming(row: Any, telling: Telling) -> dict[str, object]:
    hosts, partners = telling.hosts(row)
    return {
        "uuid": str(row.uuid), "date": row.date, "kind": row.kind, "region": row.region,
        "district": row.district, "place": row.pcode, "hosts": hosts, "local_partners": partners,
        "called_off": row.is_called_off, "illustrative": row.is_illustrative,
    }  # fmt: skip


# --- words for the codes


def _organisations(edition: Edition, telling: Telling) -> Iterator[dict[str, object]]:
    """Those that may be named; how many may not is a number by role."""
    hidden: dict[str, int] = {}
    for row in charter.organisations_of(edition):
        body = row.organisation
        if not telling.may_name(body.slug):
            hidden[row.role] = hidden.get(row.role, 0) + 1
            continue
        place = body.place if telling.is_whole(body.slug) else None
        yield {
            "id": body.slug, "names": body.names, "role": row.role, "place": place.pcode if place else None,
            "local_partners": None, "illustrative": body.is_illustrative,
        }  # fmt: skip
    for role, number in hidden.items():
        yield {"id": None, "names": None, "role": role, "place": None, "local_partners": number,
               "illustrative": not edition.live}  # fmt: skip


def _choices(edition: Edition, name: str) -> Iterator[dict[str, object]]:
    for row in charter.choices(edition, name, with_retired=True).values():
        if getattr(row, "is_public", True):
            yield {"id": row.slug, "names": row.names}


def _published(row: Published) -> dict[str, object]:
    return {
        "id": row.slug, "series": row.series, "series_names": row.series_names, "organisers": row.organisers,
        "of_edition": row.of_edition, "starts": row.starts, "ends": row.ends, "indicator": row.indicator or None,
        "names": row.names, "value": row.value, "qualifier": row.qualifier, "unit": row.unit,
        "comparable": row.comparable, "comparable_why": row.comparable_why, "source": row.source,
        "source_url": row.source_url,
    }  # fmt: skip


def _places(edition: Edition) -> Iterator[dict[str, object]]:
    """Oblasts, the two cities, rayons and towns; a city of the republic stands once."""
    seen = territory(edition.country)
    for place in (*seen.regions, *(one for one in seen.districts if one.level == 2)):
        yield _place(place)


def _place(place: PlaceFacts) -> dict[str, object]:
    return {
        "pcode": place.pcode, "level": place.level, "region": place.region_pcode, "names": dict(place.names),
        "population": dict(place.population), "codes": dict(place.codes), "lat": place.lat, "lon": place.lon,
    }  # fmt: skip
