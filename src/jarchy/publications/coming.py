"""Coming activities as a calendar: open ones whose organisation announces them, and those called off since.

Place to the village; the house and the hour are told to whoever asks the host.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.formats.ical import CalendarEvent, EventStatus, calendar_file
from jarchy.ledger.rules import Sight
from jarchy.publications import tables
from jarchy.publications.naming import Names, in_language


@in_language
def coming_calendar(edition: Edition, language: str) -> bytes:
    """The .ics file. Queries do not grow with the activities."""
    names = Names(edition, language, Sight.PUBLIC)
    name = edition.names.get(language) or edition.slug
    if not edition.live:
        name = f"{gettext('Example')}: {name}"
    events = [_event(edition, row, names) for row in tables["coming"](edition)]
    return calendar_file(name, events, language=language)


def _event(edition: Edition, row: Any, names: Names) -> CalendarEvent:
    kind = names.kinds.get(row.kind, row.kind)
    line = [names.places.get(pcode, "") for pcode in (row.pcode, row.district, row.region)]
    places = list(dict.fromkeys(name for name in line if name))
    hosts = gettext("Held by: {hosts}.").format(hosts=", ".join(names.hosts(row)))
    notice = "" if edition.live else gettext("Example, illustrative: this is not really held.")
    summary = f"{kind}, {places[0]}" if places else kind
    return CalendarEvent(
        uid=str(row.uuid), summary=summary if edition.live else f"{gettext('Example')}: {summary}", starts=row.date,
        changed_at=row.changed_at, place=", ".join(places),
        says=" ".join(part for part in (notice, hosts) if part), sequence=row.changes,
        status=EventStatus.CANCELLED if row.is_called_off else EventStatus.CONFIRMED,
    )  # fmt: skip
