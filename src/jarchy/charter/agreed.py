"""Tables of the campaign file as plain text: what a leading body agrees to, and what a hash is taken of.

The same text for every reader: names in all languages of the edition, days and numbers as the tables have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from jarchy.charter import queries
from jarchy.charter.models import Edition, Target


def targets_words(edition: Edition) -> str:
    """Every target below its indicator: where, by when, how much, and how the number came about. Two queries."""
    rows = Target.objects.filter(edition=edition, is_retired=False).select_related("place")
    names = {row.slug: row.names for row in queries.indicators(edition)}
    by_indicator: dict[str, list[Target]] = {slug: [] for slug in names}
    for row in sorted(rows, key=lambda row: (_place_order(row), row.slug)):
        by_indicator.setdefault(row.indicator, []).append(row)
    return "\n\n".join(
        "\n".join(
            [
                f"{slug} · {_names(names.get(slug, {}), edition.languages)}",
                *(_target(row, edition) for row in found),
            ]
        )
        for slug, found in by_indicator.items()
        if found
    )


def _place_order(row: Target) -> int:
    return row.place.order + 1 if row.place else 0


def _target(row: Target, edition: Edition) -> str:
    value = _number(row.value)
    if row.up_to is not None:
        value += f"–{_number(row.up_to)}"
    where = _names((row.place.names if row.place else None) or edition.country_names, edition.languages)
    more = [part for part in ("" if row.of == "value" else row.of, _day(row.date), row.how) if part]
    return f"– {where}: {value}" + (f" ({'; '.join(more)})" if more else "")


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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
