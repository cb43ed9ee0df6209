"""5W of 100,000 reports: how long it takes, and how much memory, as CSV and XLSX, exact and public.

    python bench/export_5w.py [--reports 100000] [--database URL]... [--json FILE]

Without --database: SQLite in a new folder, and PostgreSQL where one is found, each in a database of its own, as in
ledger_million.py, whose reports these are. Every export is `jarchy publications export` in a process of its own: its
time has the start of Python in it (some 1.5 s), its memory is the peak of that process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ledger_million import (
    FOLDER,
    TODAY,
    _databases,
    _drop_database,
    _make_database,
    fill,
)

SECONDS = 20  # promised for the exact CSV
EXPORTS = {
    "exact, CSV": ["--format", "csv"],
    "exact, XLSX": ["--format", "xlsx"],
    "public, CSV": ["--format", "csv", "--public"],
}


def main() -> None:
    chosen = _arguments()
    if chosen.inside:
        prepare(chosen.reports)
        return
    results = [measured(url, chosen.reports) for url in chosen.database or _databases()]
    for result in results:
        _print(result)
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    sys.exit(
        1 if any(row["seconds"] > SECONDS for one in results for row in one["rows"] if row["promised"]) else 0
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--database", action="append", help="URL of a database to be made and taken away")
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def measured(url: str, reports: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="jarchy-bench-") as home:
        environment = os.environ | {"JARCHY_HOME": home}
        environment.pop("DATABASE_URL", None)
        if url != "sqlite":
            environment["DATABASE_URL"] = url
            _make_database(url)
        try:
            command = [sys.executable, __file__, "--inside", "--reports", str(reports)]
            subprocess.run(command, env=environment, check=True)
            rows = [_export(what, options, environment, home) for what, options in EXPORTS.items()]
        finally:
            if url != "sqlite":
                _drop_database(url)
    return {"database": url.split(":")[0], "reports": reports, "rows": rows}


def _export(what: str, options: list[str], environment: dict[str, str], home: str) -> dict[str, Any]:
    out = Path(home) / "file"
    command = [
        sys.executable,
        "-m",
        "jarchy.project.console",
        "publications",
        "export",
        "kg-2018",
        "5w",
        *options,
    ]
    with out.open("wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    if status:
        raise RuntimeError(f"{' '.join(command)} ended with {status}")
    return {
        "what": what, "seconds": round(seconds, 1), "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": used.ru_maxrss // 1024, "file_mb": round(out.stat().st_size / 1e6, 1),
        "promised": what == "exact, CSV",
    }  # fmt: skip


def _print(result: dict[str, Any]) -> None:
    print(f"\n{result['database']}: {result['reports']:,} reports")
    for row in result["rows"]:
        verdict = "" if not row["promised"] else "ok" if row["seconds"] <= SECONDS else "TOO SLOW"
        print(
            f"  {row['what']:<14}{row['seconds']:>8} s ({row['cpu_seconds']} s of processor)"
            f"{row['peak_mb']:>8} MB peak{row['file_mb']:>8} MB file  {verdict}"
        )


# --- inside


def prepare(reports: int) -> None:
    """A campaign with so many reports confirmed, and a midnight that published them."""
    import django  # noqa: PLC0415  the environment was not set before

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jarchy.project.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from jarchy.charter import queries as charter  # noqa: PLC0415
    from jarchy.charter.actions import load_folder  # noqa: PLC0415
    from jarchy.foundation.narrowing import house  # noqa: PLC0415
    from jarchy.ledger import actions  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    load_folder(FOLDER, house("bench"))
    edition = charter.edition("kg-2018")
    fill(edition, reports)
    _write_reports(edition)
    tuesday = date(2018, 11, 6)  # no Monday: closed ones are not put together, which another bench measures
    actions.midnight(edition, tuesday)


def _write_reports(edition: Any) -> None:
    """The reports behind the entries, without submissions: a row is asked only for whose it is and its plan."""
    from jarchy.fieldwork.models import Report  # noqa: PLC0415
    from jarchy.ledger.models import Line  # noqa: PLC0415

    lines = Line.objects.filter(edition=edition, measure="attendances", breakdown="total").order_by(
        "position"
    )
    columns = (
        "entry__source_id",
        "organisation_id",
        "date",
        "place_id",
        "region_id",
        "district_id",
        "kind",
        "value",
        "is_open",
    )
    now = datetime(2018, 11, 5, tzinfo=UTC)
    some: list[Report] = []
    for source, host, day, place, region, district, kind, value, is_open in lines.values_list(
        *columns
    ).iterator():
        some.append(
            Report(
                uuid=source, edition=edition, organisation_id=host, state="confirmed", posting=1, standing="x" * 64,
                held_on=day, place_id=place, region_id=region, district_id=district, kind=kind, venue="market",
                total=value, is_open=is_open, received_at=now, received_on=TODAY, moved_at=now, moved_on=TODAY,
            )
        )  # fmt: skip
        if len(some) == 5000:
            Report.objects.bulk_create(some, batch_size=500)
            some.clear()
    Report.objects.bulk_create(some, batch_size=500)


if __name__ == "__main__":
    main()
