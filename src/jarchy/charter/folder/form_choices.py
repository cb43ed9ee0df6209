"""The lists that an XLSForm shares with the tables: the tables are the master, the form must say the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jarchy.charter.folder.base import Context, Folder, error, warning
from jarchy.formats.table_values import nearest
from jarchy.formats.tables import Finding
from jarchy.xforms.workbook import LARGEST_UNPACKED, unpacked_bytes

SHARED = {"kind": "kinds", "topic": "topics", "venue": "venues", "lang": "languages"}
REGIONS = "adm1"  # compared by its codes alone: a form may say “Osh region” where the territory says “Osh”
_LABEL = re.compile(r"label::.*\(([A-Za-z-]+)\)\s*\Z")


@dataclass(frozen=True)
class FormChoice:
    """A row of the sheet `choices`; labels by language."""

    row: int
    list_name: str
    name: str
    labels: Mapping[str, str]
    columns: Mapping[str, str]  # language -> the sheet's column


def faults_of_choices(folder: Folder, context: Context) -> Iterator[Finding]:
    """For each form: choices that the tables lack or name otherwise, and rows of the tables that the form
    lacks.
    """
    for file in folder.names(ending=".xlsx"):
        if file.startswith("forms/"):
            choices, fault = choices_of(folder.files[file], file)
            if fault:
                yield fault
            yield from _against_tables(file, choices, context)


def choices_of(data: bytes, file: str) -> tuple[list[FormChoice], Finding | None]:
    """The rows of the sheet `choices`; [] and a finding where the workbook cannot be opened."""
    import openpyxl  # noqa: PLC0415 - 130 ms at every start for what only a check needs

    try:
        if unpacked_bytes(data) > LARGEST_UNPACKED:
            raise ValueError(f"it unpacks to more than {LARGEST_UNPACKED:,} bytes")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        why = str(fault) or type(fault).__name__
        return [], error(file, "charter.workbook_unreadable", why=why)
    if "choices" not in book.sheetnames:
        return [], None
    rows = [[_said(cell) for cell in row] for row in book["choices"].iter_rows(values_only=True)]
    book.close()
    header = rows[0] if rows else []
    columns = {found[1]: name for name in header if (found := _LABEL.match(name))}
    choices = []
    for number, cells in enumerate(rows[1:], start=2):
        said = dict(zip(header, cells, strict=False))
        name, list_name = said.get("name", ""), said.get("list_name") or said.get("list name", "")
        if name and list_name:
            labels = {language: said.get(column, "") for language, column in columns.items()}
            choices.append(FormChoice(number, list_name, name, labels, columns))
    return choices, None


def _said(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _against_tables(file: str, choices: list[FormChoice], context: Context) -> Iterator[Finding]:
    lists = {
        **context.lists,
        "languages": {slug: dict(words) for slug, words in context.edition.activity_languages.items()},
    }
    for form_list, name in SHARED.items():
        mine = [choice for choice in choices if choice.list_name == form_list]
        if mine and lists.get(name):
            yield from _one_list(
                file, mine, lists[name], "campaign.toml" if name == "languages" else f"{name}.csv"
            )
    regions = [choice for choice in choices if choice.list_name == REGIONS]
    known = {pcode: {"": ""} for pcode, place in context.places.items() if place.level == 1}
    if regions and known:
        yield from _one_list(file, regions, known, "territory.csv")


def _one_list(
    file: str, choices: list[FormChoice], rows: Mapping[str, Mapping[str, str]], table: str
) -> Iterator[Finding]:
    for choice in choices:
        if choice.name not in rows:
            near = nearest(choice.name, list(rows))
            better = {"better": near} if near else {}
            yield error(
                file,
                "charter.choice_unknown",
                row=choice.row,
                column="name",
                value=choice.name,
                list=choice.list_name,
                table=table,
                **better,
            )
            continue
        for language, label in choice.labels.items():
            wanted = rows[choice.name].get(language)
            if wanted and label and label != wanted:
                yield error(
                    file,
                    "charter.choice_named_otherwise",
                    row=choice.row,
                    column=choice.columns[language],
                    value=label,
                    list=choice.list_name,
                    table=table,
                    better=wanted,
                )
    for missing in [slug for slug in rows if slug not in {choice.name for choice in choices}]:
        yield warning(
            file,
            "charter.choice_missing",
            column="name",
            value=missing,
            list=choices[0].list_name,
            table=table,
        )
