"""The real campaign's folder, copied, so that a test may spoil it; and a small one, quick to load."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

KG_2018 = Path(__file__).parents[4] / "campaigns" / "kg-2018"


@dataclass(frozen=True)
class Copy:
    """A copy of a campaign's folder."""

    path: Path

    def rows(self, file: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((self.path / file).read_text(encoding="utf-8"))))

    def write_rows(self, file: str, rows: list[dict[str, str]]) -> None:
        with (self.path / file).open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def row_of(self, file: str, row_id: str) -> int:
        """The row as a spreadsheet shows it."""
        return next(n for n, row in enumerate(self.rows(file), start=2) if row["id"] == row_id)

    def set(self, file: str, row_id: str, **cells: str) -> int:
        """Write cells of a row; the row as a spreadsheet shows it."""
        rows = self.rows(file)
        next(row for row in rows if row["id"] == row_id).update(cells)
        self.write_rows(file, rows)
        return self.row_of(file, row_id)

    def drop(self, file: str, row_id: str) -> None:
        self.write_rows(file, [row for row in self.rows(file) if row["id"] != row_id])

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text
        (self.path / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Copy:
    """All of kg-2018."""
    shutil.copytree(KG_2018, tmp_path / "kg-2018")
    return Copy(tmp_path / "kg-2018")


@pytest.fixture
def small(folder: Copy) -> Copy:
    """kg-2018 with the 62 places of the first two levels alone, no plan and no maps."""
    places = {row["id"] for row in folder.rows("territory.csv")}
    for file in ("settlements.csv", "work_plan.csv"):
        path = folder.path / file
        path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    for file in ("place_names.csv", "population.csv"):
        folder.write_rows(file, [row for row in folder.rows(file) if row["place"] in places])
    shutil.rmtree(folder.path / "map")
    return folder


Faults = list[dict[str, Any]]


@pytest.fixture
def check() -> Callable[..., tuple[Faults, int]]:
    """Runs `jarchy charter check FOLDER --json`: its faults and its exit code."""

    def run(path: Path, *more: str) -> tuple[Faults, int]:
        out = io.StringIO()
        try:
            call_command("charter", "check", str(path), "--json", *more, stdout=out)
        except SystemExit as end:
            return json.loads(out.getvalue())["faults"], int(end.code or 0)
        return json.loads(out.getvalue())["faults"], 0

    return run
