"""Figures in words, for texts, and as the results that a later edition stands beside."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.rules import Computed, Result
from jarchy.formats.numbers import day_text, qualified_text
from jarchy.foundation.texts import text_in
from jarchy.ledger.queries.figures import HIDDEN, NATIONAL_ONLY, NOT_COUNTED_YET, Figure, figure
from jarchy.ledger.rules import Sight


def figure_text(edition: str, indicator: str, place: str | None = None, as_of: int | None = None) -> str:
    """A public figure in the reader's language, with its unit and its day: for {{ figure ... }} in a text."""
    row = charter.edition(edition)
    return words_of(row, figure(row, indicator, place=place, as_of=as_of, sight=Sight.PUBLIC))


def words_of(edition: Edition, found: Figure) -> str:
    """“12,411 attendances (5 November 2018)”; or why there is no number."""
    if found.value is None:
        return {
            NOT_COUNTED_YET: gettext("not yet counted"),
            HIDDEN: gettext("hidden because too few"),
            NATIONAL_ONLY: gettext("counted for the whole country only"),
        }.get(found.why_none, gettext("no report yet"))
    language = get_language() or edition.languages[0]
    is_percent = found.indicator.unit == "percent"
    number = qualified_text(found.value, found.qualifier, language, is_percent=is_percent)
    unit = "" if is_percent else text_in(found.indicator.units, language)
    day = day_text(found.as_of.astimezone(edition.zone).date(), language)
    return f"{number} {unit} ({day})".replace("  (", " (")


def results_of(edition: Edition) -> list[Result]:
    """What the edition came to in public, indicator by indicator: for a fork's published.csv. Unknown ones are left
    out.
    """
    rows = [row for row in charter.indicators(edition) if row.computed != Computed.LATER]
    found = [figure(edition, row.slug, sight=Sight.PUBLIC) for row in rows]
    return [Result(one.indicator.slug, one.value, one.qualifier) for one in found if one.value is not None]  # type: ignore[arg-type]
