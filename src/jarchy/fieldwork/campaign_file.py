"""Which parts of the campaign file may be changed on pages, and the words for their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jarchy.charter import queries as charter
from jarchy.charter.actions.saving import DAYS_ON_PAGES as DAYS
from jarchy.charter.models import Edition
from jarchy.charter.on_pages import rows_of
from jarchy.formats.numbers import day_text
from jarchy.foundation.texts import text_in
from jarchy.places.models import Place

TABLES = {  # by the name of the file without its ending: the columns that are asked, and in this order
    "organisations": ("name", "role", "place", "since", "until", "public"),
    "targets": ("value", "up_to", "date", "how", "why", "source"),
    "helplines": (
        "number", "name", "operator", "funder", "cost", "hours", "languages", "callable_from", "checked_on",
        "source_date", "source", "source_url", "note",
    ),
    "safeguarding": ("number", "name", "place", "hours", "languages", "checked_on", "checked_by", "source", "note"),
    "lessons": ("text", "said_by", "said_at", "source_date", "status", "source", "source_url"),
}  # fmt: skip
TABLE_NAMES = {
    "organisations": _("Organisations"),
    "targets": _("Targets"),
    "helplines": _("Helplines"),
    "safeguarding": _("Numbers for “Something happened”"),
    "lessons": _("Recommendations"),
}
LABELS = {
    "prepares_from": _("Preparation begins"), "starts": _("First day of the campaign"),
    "ends": _("Last day of the campaign"),
    "reports_until": _("Reports are taken until"), "final_on": _("Numbers are final on"),
    "delete_people_on": _("People's data are deleted on"), "keep_evidence_until": _("Evidence is kept until"),
    "name": _("What it is called"), "role": _("What it does"), "place": _("Code of the place"), "since": _("Since"),
    "until": _("Left on"), "public": _("How far the public may know it"), "value": _("Target, or its lower end"),
    "up_to": _("Upper end"), "date": _("By when"), "how": _("How it was worked out"), "why": _("Why"),
    "source": _("Source"), "number": _("Number to call"), "operator": _("Who answers"), "funder": _("Who pays for it"),
    "cost": _("What a call costs"), "hours": _("Hours"), "languages": _("Languages it answers in"),
    "callable_from": _("From where it can be called"), "checked_on": _("Last rung by the campaign on"),
    "source_date": _("Day of the source"), "source_url": _("Address of the source"), "note": _("Note, not public"),
    "checked_by": _("Who rang it: a title, no name"),
    "text": _("The recommendation"), "said_by": _("Who recommends it"), "said_at": _("Where it was recommended"),
    "status": _("What became of it"),
}  # fmt: skip
CHOICES = {
    "yes": _("name and place"), "name": _("the name, not beside a village"), "no": _("“local partner” only"),
    "lead": _("leads"), "youth": _("carries it"), "cooperating": _("cooperates"), "funding": _("funds"),
    "authority": _("authority"), "free": _("free"), "free_from_any_phone": _("free from any phone"),
    "charged": _("charged"), "open": _("open"), "accepted": _("accepted"), "done": _("done"), "dropped": _("dropped"),
}  # fmt: skip
LONG = ("how", "why", "note", "text")


@dataclass(frozen=True)
class Asked:
    """One cell that a form asks. `choices`: what it may say, with its words; none where it is typed."""

    name: str
    column: str
    label: str
    text: str
    before: str
    fault: str = ""
    is_required: bool = False
    is_long: bool = False
    is_day: bool = False
    language: str = ""
    choices: Sequence[tuple[str, str]] = ()

    @property
    def is_changed(self) -> bool:
        return self.text != self.before

    @property
    def said(self) -> str:
        return self._word(self.text)

    @property
    def said_before(self) -> str:
        return self._word(self.before)

    def _word(self, text: str) -> str:
        if self.is_day and text:
            return day_text(date.fromisoformat(text), get_language() or "en")
        return str(dict(self.choices).get(text, text))


def table_name(slug: str) -> str:
    return str(TABLE_NAMES[slug])


def label_of(column: str) -> str:
    return str(LABELS[column])


def row_names(edition: Edition, rows: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What people call rows, by id: their names; a target by its indicator and place. Queries do not grow with them."""
    aims = {one.slug: text_in(one.names) for one in charter.indicators(edition)}
    pcodes = {cells.get("place", "") for cells in rows.values()}
    places = {one.pcode: text_in(one.names) for one in Place.objects.filter(pcode__in=pcodes)}
    return {row: _row_name(cells, aims, places) for row, cells in rows.items()}


def _row_name(cells: Mapping[str, str], aims: Mapping[str, str], places: Mapping[str, str]) -> str:
    if "indicator" in cells:
        aim = aims.get(cells["indicator"], cells["indicator"])
        return ", ".join(part for part in (aim, places.get(cells["place"], "")) if part)
    return text_in(
        {key[5:]: text for key, text in cells.items() if key.startswith(("name_", "text_")) and text}
    )


def asked_days(said: Mapping[str, str], before: Mapping[str, str], faults: Mapping[str, str]) -> list[Asked]:
    return [
        Asked(
            name,
            name,
            label_of(name),
            said[name],
            before[name],
            faults.get(name, ""),
            bool(before[name]),
            is_day=True,
        )
        for name in DAYS
    ]


def asked_row(
    table: str,
    said: Mapping[str, str],
    before: Mapping[str, str],
    faults: Mapping[str, str],
    languages: Sequence[str],
) -> list[Asked]:
    """The columns of TABLES, words once in each language."""
    rows = rows_of(f"{table}.csv")
    columns = {column.name: column for column in rows.spec.columns}
    tongues, found = dict(settings.LANGUAGES), []
    for column in (columns[name] for name in TABLES[table]):
        for header in column.headers(languages):
            language = header.removeprefix(f"{column.name}_") if column.kind == "texts" else ""
            label = label_of(column.name)
            if language:
                label = gettext("{label}, {language}").format(
                    label=label, language=tongues.get(language, language)
                )
            choices = [(one, str(CHOICES[one])) for one in column.choices]
            if choices and not column.required:
                choices.insert(0, ("", gettext("not known")))
            found.append(
                Asked(
                    header, column.name, label, said.get(header, ""), before.get(header, ""), faults.get(header, ""),
                    column.required, column.name in LONG, column.kind == "date", language, choices,
                )
            )  # fmt: skip
    return found
