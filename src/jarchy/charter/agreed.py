"""Tables of the campaign file as plain text: what a leading body agrees to, and what a hash is taken of.

The same text for every reader: names in all languages of the edition, days and numbers as the tables have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from jarchy.charter import queries
from jarchy.charter.models import Edition, Target


def targets_words(edition: Edition) -> str:
    """Every target: of what, where, by when, how much, and how the number came about. Two queries."""
    rows = Target.objects.filter(edition=edition, is_retired=False).select_related("place")
    names = {row.slug: row.names for row in queries.indicators(edition)}
    order = {slug: n for n, slug in enumerate(names)}
    found = sorted(rows, key=lambda row: (order.get(row.indicator, len(order)), _place_order(row), row.slug))
    return "\n".join(_target(row, names.get(row.indicator, {}), edition.languages) for row in found)


def _place_order(row: Target) -> int:
    return row.place.order + 1 if row.place else 0


def _target(row: Target, names: Mapping[str, str], languages: Iterable[str]) -> str:
    value = f"{row.value:f}".rstrip("0").rstrip(".")
    if row.up_to is not None:
        value += "–" + f"{row.up_to:f}".rstrip("0").rstrip(".")
    of = "" if row.of == "value" else row.of
    where = _names(row.place.names, languages) if row.place else ""
    parts = [row.slug, _names(names, languages) or row.indicator, of, where, _day(row.date)]
    return f"{' · '.join(part for part in parts if part)}: {value}\n    {row.how}".rstrip()


def organisations_words(edition: Edition) -> str:
    """Every organisation that takes part: its names, role, days and how far it may be named. One query."""
    return "\n".join(
        " · ".join(
            part
            for part in (
                row.organisation.slug, _names(row.organisation.names, edition.languages), row.role, _day(row.since),
                f"until {_day(row.until)}" if row.until else "", f"public: {row.public}",
            )
            if part
        )
        for row in queries.organisations_of(edition)
    )  # fmt: skip


def _names(names: Mapping[str, str], languages: Iterable[str]) -> str:
    """In every language, each once: most places are written alike in two."""
    return " / ".join(dict.fromkeys(names[one] for one in languages if names.get(one)))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
