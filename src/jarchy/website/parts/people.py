"""Attendances by sex and by age, with those of whom it is not known: never the two together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from jarchy.charter.models import Edition, Indicator
from jarchy.formats.numbers import day_text, number_text, percent_text
from jarchy.foundation.texts import text_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import UNKNOWN, Sight
from jarchy.pictures.bars import bar


@dataclass(frozen=True)
class Band:
    name: str
    value: str
    share: str
    bar: str


@dataclass(frozen=True)
class People:
    """One table; without rows nothing may be shown yet."""

    ident: str
    title: str
    rows: Sequence[Band]
    total: str
    note: str


def people(edition: Edition, indicator: Indicator, language: str, *, place: str | None) -> list[People]:
    """By sex and by age, for the country or an oblast; [] for a number that is not asked so. Public rows of Mondays."""
    if indicator.computed != "sum":
        return []
    titles = {"sex": gettext("By sex"), "age": gettext("By age")}
    return [
        _table(
            ledger.totals(edition, [indicator.measure], by=by, place=place, sight=Sight.PUBLIC),
            title,
            edition,
            language,
        )
        for by, title in titles.items()
        if by in indicator.breakdowns
    ]


def _table(found: ledger.Totals, title: str, edition: Edition, language: str) -> People:
    values = {row.key: next(iter(row.values.values())) or 0 for row in found.rows}
    total = sum(values.values())
    names = _names(edition, language)
    most = max(values.values(), default=0)
    rows = [
        Band(
            name=names.get(key, key),
            value=number_text(value, language),
            share=percent_text(Decimal(100 * value) / total, language, decimals=0) if total else "",
            bar=bar(value, most),
        )
        for key, value in values.items()
    ]
    note = gettext(
        "As of {day}, entry {position} of the journal: renewed on Mondays. Shares are rounded."
    ).format(
        day=day_text(found.as_of.astimezone(edition.zone).date(), language),
        position=number_text(found.position, language),
    )
    return People(found.by, title, rows, number_text(total, language), note)


def _names(edition: Edition, language: str) -> Mapping[str, str]:
    """Bands in words, by the ledger's word for them (female, 14-17, 29-, unknown)."""
    ages = {
        f"{band['age_from']}-{'' if band.get('age_to') is None else band['age_to']}": text_in(
            band["names"], language
        )
        for band in edition.age_bands
    }
    return ages | {
        "female": gettext("Women and girls"), "male": gettext("Men and boys"), UNKNOWN: gettext("unknown"),
    }  # fmt: skip
