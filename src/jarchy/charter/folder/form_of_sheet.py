"""The form of a campaign that was made of a sheet: an earlier campaign's workbook with other lists.

What the form asks stays; the choices of kind, topic, language and region are the new campaign's, and what hung on the
old ones hangs on nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

from jarchy.charter.folder.form_choices import SHARED

_LABEL = re.compile(r"label::")
_NOT_THERE = re.compile(r"\s+and\s+\$\{adm1\}\s*!=\s*'[^']*'")
_MOST_PEOPLE = 1_000_000  # of one row: such sheets sum up a month
FILLED_ANEW = {*SHARED, "adm1"} - {"venue"}


def form_of_sheet(
    workbook: bytes,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    *,
    own_districts: Sequence[str],
    version: str,
) -> bytes:
    """`choices`: (name, label) by list, for those in FILLED_ANEW. `own_districts`: regions that have no districts."""
    import openpyxl  # noqa: PLC0415  130 ms at every start for what one command needs

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    _fill(book["choices"], choices)
    _mend(book["survey"], own_districts)
    settings = book["settings"]
    heads = {str(cell.value): place for place, cell in enumerate(settings[1], start=1)}
    if "version" in heads:
        settings.cell(2, heads["version"], version)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, choices: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    heads = [str(cell.value or "") for cell in sheet[1]]
    at = {head: place for place, head in enumerate(heads)}
    list_name = at.get("list_name", at.get("list name", 0))
    kept = [
        row
        for row in sheet.iter_rows(min_row=2, values_only=True)
        if row[list_name] and str(row[list_name]) not in FILLED_ANEW
    ]
    sheet.delete_rows(2, sheet.max_row)
    for row in kept:
        sheet.append(row)
    for name, lines in choices.items():
        for slug, label in lines:
            cells: list[object] = [label if _LABEL.match(head) else None for head in heads]
            cells[list_name], cells[at["name"]] = name, slug
            sheet.append(cells)
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type  # = begins no formula


def _mend(sheet, own_districts: Sequence[str]) -> None:
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        name = sheet.cell(row, heads["name"]).value
        if name == "adm2":
            cell = sheet.cell(row, heads["relevant"])
            without = "".join(f" and ${{adm1}} != '{pcode}'" for pcode in own_districts)
            cell.value = _NOT_THERE.sub("", str(cell.value or "true()")) + without
        elif name == "total":
            cell = sheet.cell(row, heads["constraint"])
            cell.value = re.sub(r"(\.\s*<=\s*)[0-9]+", rf"\g<1>{_MOST_PEOPLE}", str(cell.value or ""))
            for head, column in heads.items():
                if head.startswith("constraint_message"):
                    said = sheet.cell(row, column)
                    said.value = re.sub(r"20[ ,\u00a0]000", "1 000 000", str(said.value or ""))
