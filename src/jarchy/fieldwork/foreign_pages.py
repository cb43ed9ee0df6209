"""What the page shows of somebody else's sheet: its columns, what was said of them, its first rows as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from jarchy.charter import queries as charter
from jarchy.charter.foreign import Meanings, MeantRow
from jarchy.charter.models import Edition
from jarchy.charter.wording import worded
from jarchy.formats.foreign_sheets import ForeignColumn, ForeignSheet
from jarchy.formats.foreign_words import FIELDS
from jarchy.formats.sheet_mappings import DAY_ORDERS, Mapped, SheetMap
from jarchy.foundation.texts import text_in
from jarchy.words.folding import fold

FIRST_ROWS = 5
MOST_WORDS = 30  # of the sheet's words of one field, asked what they mean
MEANT = {
    "kind": "kind",
    "topics": "topic",
    "venue": "venue",
    "audience": "audience",
}  # field: the campaign's list


def labels() -> dict[str, str]:
    """What a column may be, in words."""
    return {
        "organisation": _("organisation"), "country": _("country"), "adm1": _("region (level 1)"),
        "adm2": _("district (level 2)"), "adm3": _("village or town (level 3)"), "pcode": _("P-code of the place"),
        "date": _("day or month"), "month": _("month, the year beside it"), "year": _("year"),
        "kind": _("kind of activity"), "topics": _("topic"), "venue": _("kind of place"), "audience": _("for whom"),
        "total": _("people who took part"), "women": _("of them women and girls"), "men": _("of them men and boys"),
        "expected": _("people expected"), "team": _("how many go"), "handed_out": _("leaflets handed out"),
        "lat": _("latitude"), "lon": _("longitude"),
    }  # fmt: skip


@dataclass(frozen=True)
class AskedColumn:
    """`name` of its field in the page's form; `said`: what it is taken for."""

    name: str
    column: ForeignColumn
    said: str


@dataclass(frozen=True)
class AskedWord:
    """A word of the sheet that the campaign does not know, and what was said that it means."""

    name: str
    word: str
    said: str


@dataclass
class Asked:
    """All that the page asks of one sheet."""

    sheet: ForeignSheet
    mapping: SheetMap
    columns: list[AskedColumn] = field(default_factory=list)
    words: list[tuple[str, list[AskedWord], list[tuple[str, str]]]] = field(default_factory=list)
    rows: list[MeantRow] = field(default_factory=list)
    assumed: list[dict[str, object]] = field(default_factory=list)


def mapping_posted(sheet: ForeignSheet, before: SheetMap, posted: Mapping[str, Any]) -> SheetMap:
    """What the form says, beside what only the mapping's file can say."""
    columns = {
        name: one.key
        for one in reversed(sheet.columns)
        if (name := posted.get(f"column-{one.place}", "")) in FIELDS
    }
    constants = dict(before.constants)
    for name in ("date", "year", "day_order", "venue", "kind", "topics", "languages"):
        constants[name] = posted.get(f"constant-{name}", constants.get(name, "")).strip()
    values = {name: dict(words) for name, words in before.values.items()}
    for name in (*MEANT, "organisation"):
        for number in range(MOST_WORDS):
            word, meant = posted.get(f"word-{name}-{number}", ""), posted.get(f"means-{name}-{number}", "")
            if word:
                values.setdefault(name, {})[word] = meant
                if not meant:
                    del values[name][word]
    row = posted.get("header_row", "")
    return replace(
        before, name=posted.get("mapping_name", before.name).strip(), rows_are=posted.get("rows_are", before.rows_are),
        columns=columns, constants={name: text for name, text in constants.items() if text}, values=values,
        header_row=int(row) if row.isdigit() and len(row) < 3 else before.header_row,
    )  # fmt: skip


def asked_of(edition: Edition, sheet: ForeignSheet, mapping: SheetMap) -> Asked:
    mapped = Mapped(sheet, mapping, edition.slug)
    said = {one.key: name for name, one in mapped.columns.items()}
    meanings = Meanings(edition, mapped)
    columns = [AskedColumn(f"column-{one.place}", one, said.get(one.key, "")) for one in sheet.columns]
    words = list(_words(edition, mapped, meanings))
    rows = [meanings.meant(row) for row in islice(mapped.rows(), FIRST_ROWS)]
    return Asked(
        sheet, mapping, columns, words, rows, [worded(one) for one in [*sheet.findings, *mapped.findings]]
    )


def _words(
    edition: Edition, mapped: Mapped, meanings: Meanings
) -> Sequence[tuple[str, list[AskedWord], list[tuple[str, str]]]]:
    """By field: words of the sheet that the campaign has not, or that were given a meaning; what they may mean."""
    raw = replace_values(mapped)
    seen: dict[str, dict[str, None]] = {name: {} for name in (*MEANT, "organisation")}
    for row in raw.rows():
        for name, words in seen.items():
            if name in raw.columns and (text := row.said.get(name, "")):
                words[text] = None
    found = []
    for name, words in seen.items():
        choices = _choices(edition, name, meanings)
        known = _known(edition, name, meanings)
        said: Mapping[str, str] = mapped.mapping.values.get(name, {})
        asked = [word for word in words if word in said or fold(word) not in known][:MOST_WORDS]
        if asked:
            lines = [AskedWord(f"{name}-{n}", word, said.get(word, "")) for n, word in enumerate(asked)]
            found.append((labels()[name], lines, choices))
    return found


def replace_values(mapped: Mapped) -> Mapped:
    """The sheet's words as they stand there."""
    return Mapped(mapped.sheet, replace(mapped.mapping, values={}), mapped.edition)


def _choices(edition: Edition, name: str, meanings: Meanings) -> list[tuple[str, str]]:
    if name == "organisation":
        rows = charter.organisations_of(edition)
        return [(row.organisation.slug, text_in(row.organisation.names)) for row in rows]
    return [(slug, text_in(row.names)) for slug, row in charter.choices(edition, MEANT[name]).items()]


def _known(edition: Edition, name: str, meanings: Meanings) -> set[str]:
    if name == "organisation":
        return set(meanings.organisations)
    rows = charter.choices(edition, MEANT[name])
    return {fold(text) for slug, row in rows.items() for text in (slug, *row.names.values())}


def constants_asked(edition: Edition, mapping: SheetMap) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """(name, label, what is said, choices: none for a text) of what may hold for every row."""
    orders = {"day first": _("the day"), "month first": _("the month")}
    named = {
        "date": (_("One day for all rows that have none"), []),
        "year": (_("The year, where the sheet has months alone"), []),
        "day_order": (_("In 9/10/2018, what comes first?"), [(one, orders[one]) for one in DAY_ORDERS]),
        "venue": (_("Kind of place, where no column says it"), _choices_of(edition, "venue")),
        "kind": (_("Kind of activity, where no column says it"), _choices_of(edition, "kind")),
        "topics": (_("Topic, where no column says it"), _choices_of(edition, "topic")),
        "languages": (
            _("Language in which they were held"),
            [(slug, text_in(names)) for slug, names in edition.activity_languages.items()],
        ),
    }  # fmt: skip
    return [
        (name, label, mapping.constants.get(name, ""), choices) for name, (label, choices) in named.items()
    ]


def _choices_of(edition: Edition, name: str) -> list[tuple[str, str]]:
    return [(slug, text_in(row.names)) for slug, row in charter.choices(edition, name).items()]
