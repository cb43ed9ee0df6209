"""Every bench still runs: at a small size, which judges nothing, on SQLite; on PostgreSQL too in a full run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.passes import IS_FULL

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres").rsplit("/", 1)[0]
DATABASES = ["sqlite", *([f"{SERVER}/jarchy_bench_test"] if IS_FULL else [])]


@pytest.mark.parametrize("database", DATABASES)
def test_every_promise_of_speed_can_be_measured(database: str, tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    environment = os.environ | {"JARCHY_HOME": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench", "--quick", "--database", database, "--json", str(out)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    rows = json.loads(out.read_text(encoding="utf-8"))["rows"]
    assert {row["bench"] for row in rows} == {
        "forms",
        "received",
        "sheet",
        "ledger",
        "pages",
        "visible",
        "export",
    }
    assert all(row["value"] > 0 for row in rows)
    promised = {row["what"] for row in rows if row["limit"]}
    assert {
        "rebuild",
        "review queue",
        "5W exact, CSV: time",
        "confirmed -> visible, at the latest",
    } <= promised
    for row in rows:
        assert f"{row['bench']}: {row['what']}" in ran.stdout
