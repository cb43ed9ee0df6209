"""Plan sheets as people fill them in, and the command that takes them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from jarchy.charter.models import Organisation
from jarchy.fieldwork.plan_blank import write_plan_blank
from jarchy.formats.blanks import HEAD
from jarchy.foundation.narrowing import house
from tests.tiny import KARA_SUU, KOCHKOR, YOUTH_NARYN

ROW = {
    "date": datetime(2018, 10, 12),  # noqa: DTZ001  a spreadsheet knows no zone
    "kind": "Forum theatre", "venue": "Market", "audience": "Everyone", "topics": "Safe migration",
    "rayon": f"Kochkor rayon, Naryn oblast [{KOCHKOR}]", "village": f"Kara-Suu [{KARA_SUU}]", "expected": 80, "team": 2,
    "announced": "yes",
}  # fmt: skip


class Sheet:
    """A blank on the disk, filled in as a person does it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _change(self, change: Callable) -> None:
        book = load_workbook(self.path)
        page = book.worksheets[0]
        columns = {cell.value: cell.column for cell in page[HEAD]}
        change(page, columns)
        book.save(self.path)

    def fill(self, *rows: dict, at: int | None = None) -> int:
        """Into the first unused rows; the number of the first one."""
        first = at or self.first_unused()

        def change(page, columns):
            for place, said in enumerate(rows):
                for name, value in said.items():
                    page.cell(first + place, columns[name]).value = value

        self._change(change)
        return first

    def first_unused(self) -> int:
        page = load_workbook(self.path).worksheets[0]
        lines = page.iter_rows(min_row=HEAD + 1, values_only=True)
        return next(n for n, cells in enumerate(lines, start=HEAD + 1) if not any(cells[1:]))

    def cells(self, row: int) -> dict:
        page = load_workbook(self.path).worksheets[0]
        names = [cell.value for cell in page[HEAD]]
        return {name: cell.value for name, cell in zip(names, page[row], strict=True)}

    def drop(self, column: str) -> None:
        self._change(lambda page, columns: page.delete_cols(columns[column]))

    def take_out(self, row: int) -> None:
        self._change(lambda page, columns: page.delete_rows(row))


@pytest.fixture
def blank(field, tmp_path) -> Callable[..., Sheet]:
    """A blank as the command writes it."""

    def make(organisation: str = YOUTH_NARYN, language: str = "en", name: str = "plan.xlsx") -> Sheet:
        path = tmp_path / organisation / name
        path.parent.mkdir(exist_ok=True)
        body = Organisation.objects.get(slug=organisation)
        with path.open("wb") as out:
            write_plan_blank(out, field.edition, body, language, by=house("test"), rows=12)
        return Sheet(path)

    return make


@pytest.fixture
def load(field):
    """Runs `jarchy fieldwork plan load`: what it wrote, and its exit code."""

    def run(*sheets: Sheet, by=None, more: tuple[str, ...] = ()) -> SimpleNamespace:
        out, code = io.StringIO(), 0
        user = str((by or field.cast.bakyt).pk)
        try:
            call_command(
                "fieldwork", "plan", "load", *(str(sheet.path) for sheet in sheets), "--edition", field.edition.slug,
                "--as", user, "--json", *more, stdout=out,
            )  # fmt: skip
        except SystemExit as end:
            code = int(end.code or 0)
        return SimpleNamespace(code=code, **json.loads(out.getvalue()))

    return run


def faults(said) -> list[tuple]:
    return [(fault["row"], fault["column"], fault["code"]) for fault in said.faults]
