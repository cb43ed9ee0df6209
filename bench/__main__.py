"""Measure the promises of speed; prints one table, writes bench/results/<day>.json.

    python -m bench [NAME...] [--quick] [--database URL]...

NAMEs: forms, received, sheet, ledger, pages, visible, documents, export; all without one. Without --database: SQLite
in a new folder, and PostgreSQL where TEST_POSTGRES_URL is set or a server answers on 127.0.0.1:5432, in a database of
its own (jarchy_bench) that is taken away afterwards. --quick has a small size and judges nothing. Exit code 1: a
promise not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench import export_5w, ledger_million
from bench.rows import Row

NAMES = ("forms", "received", "sheet", "ledger", "pages", "visible", "documents", "export")
WITHOUT_DATABASE = ("forms",)
LINES, QUICK_LINES = 1_000_000, 2_000
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    chosen = _arguments()
    if chosen.inside:
        _inside(chosen)
        return
    names = [name for name in NAMES if name in (chosen.name or NAMES)]
    rows = _measured_apart("", [n for n in names if n in WITHOUT_DATABASE], chosen)
    for url in chosen.database or _databases():
        rows += _measured_in(url, [n for n in names if n not in WITHOUT_DATABASE], chosen)
    print(table(rows, is_judged=not chosen.quick))
    print("\nxN: so many times the floor of the same run (bench/*.py say which); !: promised, and not kept.")
    print(f"Written to {_written(rows, chosen)}")
    sys.exit(0 if chosen.quick or all(row.is_kept for row in rows) else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="*", choices=[*NAMES, []], metavar="NAME")  # [] is what none gives
    parser.add_argument("--quick", action="store_true", help="a small size; judges nothing")
    parser.add_argument("--lines", type=int, help=f"lines of the journal ({LINES:,})")
    parser.add_argument(
        "--database", action="append", help="sqlite, or the URL of one to be made and taken away"
    )
    parser.add_argument("--json", type=Path, help="write the numbers here instead")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    chosen.lines = chosen.lines or (QUICK_LINES if chosen.quick else LINES)
    return chosen


def _databases() -> list[str]:
    found = ledger_million._databases()
    return [url if url == "sqlite" else url.rsplit("/", 1)[0] + "/jarchy_bench" for url in found]


# --- one process for what has no database, one for each that has


def _measured_in(url: str, names: list[str], chosen: argparse.Namespace) -> list[Row]:
    """All of these in a database that is made for them and taken away."""
    if not names:
        return []
    if url != "sqlite":
        ledger_million._make_database(url)
    try:
        return _measured_apart(url, names, chosen)
    finally:
        if url != "sqlite":
            ledger_million._drop_database(url)


def _measured_apart(url: str, names: list[str], chosen: argparse.Namespace) -> list[Row]:
    """Measured in a process and a folder of their own; exports are started from here, as a process that grew large
    would lend its children its peak of memory."""
    if not names:
        return []
    with tempfile.TemporaryDirectory(prefix="jarchy-bench-") as home:
        environment = os.environ | {"JARCHY_HOME": home, "JARCHY_LOG": "error"}
        environment.pop("DATABASE_URL", None)
        environment.pop("JARCHY_URL", None)
        if url not in ("", "sqlite"):
            environment["DATABASE_URL"] = url
        out = Path(home) / "rows.json"
        command = [sys.executable, "-m", "bench", *names, "--inside", "--lines", str(chosen.lines)]
        command += ["--json", str(out), *(["--quick"] if chosen.quick else [])]
        subprocess.run(command, env=environment, check=True, cwd=Path(__file__).parents[1], stdout=sys.stderr)
        rows = [Row(**row) for row in json.loads(out.read_text(encoding="utf-8"))]
        if "export" in names:
            rows += _exports(environment, home, chosen)
    return [Row(**asdict(row) | {"database": _word_of(url)}) for row in rows]


def _word_of(url: str) -> str:
    return {"": "", "sqlite": "SQLite"}.get(url, "PostgreSQL")


def _exports(environment: dict[str, str], home: str, chosen: argparse.Namespace) -> list[Row]:
    """Promise: 5W of 100,000 reports in less than 20 s, in constant memory; the floor is a command of one number."""
    _say("export")
    exports = dict(export_5w.EXPORTS)
    if chosen.quick:
        exports = {"exact, CSV": exports["exact, CSV"]}
    seconds, peak = _one_number(environment)
    rows = []
    for what, options in exports.items():
        found = export_5w._export(what, options, environment, home)
        limit = export_5w.SECONDS if found["promised"] else None
        note = f"{found['cpu_seconds']} s of processor, {found['file_mb']} MB of file"
        rows.append(
            Row("export", f"5W {what}: time", found["seconds"], "s", limit, seconds, ONE_NUMBER, note)
        )
        rows.append(Row("export", f"5W {what}: peak memory", found["peak_mb"], "MB", None, peak, ONE_NUMBER))
    return rows


ONE_NUMBER = "jarchy ledger figure"


def _one_number(environment: dict[str, str]) -> tuple[float, float]:
    """(seconds, MB at its peak) of a command that starts, reads one figure and ends."""
    command = [sys.executable, "-m", "jarchy.project.console", "ledger", "figure", "kg-2018", "attendances"]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{' '.join(command)} ended with {status}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


# --- inside


def _inside(chosen: argparse.Namespace) -> None:
    """Measure in this process's database; the rows go to the file that was named."""
    rows: list[Row] = []
    if chosen.name == ["forms"]:
        rows = _forms(rounds=1 if chosen.quick else 5)
    else:
        import django  # noqa: PLC0415  the environment was not set before

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jarchy.project.settings")
        django.setup()
        rows = _of_campaign(chosen)
    chosen.json.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")


def _forms(*, rounds: int) -> list[Row]:
    """Shown: forms that one core checks in a second; the floor is reading their XML alone."""
    from bench.forms_checked import measure  # noqa: PLC0415  it reads lxml and pyxform

    _say("forms")
    rows = []
    for found in measure(rounds):
        for name, number in found.items():
            if name not in ("what", "read"):
                read = found.get("read")
                floor = float(str(read)) if read else None
                rows.append(Row("forms", f"{found['what']}: {name}", float(str(number)), "a second", None, floor,
                                "reading its XML" if floor else ""))  # fmt: skip
    return rows


def _of_campaign(chosen: argparse.Namespace) -> list[Row]:
    """In this order: what is received first is received in an empty database, and again in the full one."""
    from bench import (  # noqa: PLC0415  Django is ready only now
        documents_made,
        pages,
        reports_received,
        sheet_imported,
        visible,
    )
    from bench.campaign import Campaign  # noqa: PLC0415

    campaign, names = Campaign(chosen.lines), set(chosen.name)
    few = {"one_by_one": 5, "group": 20} if chosen.quick else {}
    short = {"rows": 200, "blanks": 1} if chosen.quick else {}
    twice = {"times": 2} if chosen.quick else {}
    some = {"sheets": 2} if chosen.quick else {}
    stages: list[tuple[str, Callable[[], list[Row]]]] = [
        ("received", lambda: reports_received.measure(campaign, beside="beside none", **few)),
        ("sheet", lambda: sheet_imported.measure(campaign, **short)),
        ("ledger", lambda: _ledger(campaign)),
        ("pages", lambda: pages.measure(campaign, **twice)),
        ("visible", lambda: visible.measure(campaign, **twice)),
        ("documents", lambda: documents_made.measure(campaign, **some)),
    ]
    if names & {"pages", "visible"}:
        again = reports_received.measure
        stages.append(("received", lambda: again(campaign, beside="beside all those", **few)))
    rows = []
    for name, work in stages:
        if name in names:
            _say(name)
            rows += _said(work())
    if "export" in names:
        _say(f"{campaign.published.slug} is ready for exports")
    return rows


def _ledger(campaign) -> list[Row]:
    """Promises of the ledger: of each kind of question the slowest, and all that is done once as it is."""
    edition = campaign.journal
    found = ledger_million._timed(edition)
    campaign.is_rebuilt = True
    kinds = {"what it is made of": "figure"} | {
        start: start for start in ("days x places", "figure", "table")
    }
    rows, slowest = [], {}
    for row in found:
        kind = next((kind for start, kind in kinds.items() if row["what"].startswith(start)), None)
        if kind is None:
            rows.append(Row("ledger", row["what"], row["ms"], "ms", row["target"]))
        elif kind not in slowest or row["ms"] > slowest[kind]["ms"]:
            slowest[kind] = row
    rows += [Row("ledger", f"{kind}, the slowest question", row["ms"], "ms", row["target"], note=row["what"])
             for kind, row in slowest.items()]  # fmt: skip
    return rows


def _say(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


def _said(rows: list[Row]) -> list[Row]:
    """A bench of many minutes tells what it found as it goes."""
    for row in rows:
        _say(f"  {row.what}: {row.value:,.1f} {row.unit}  {row.note}")
    return rows


# --- what it gives


def table(rows: list[Row], *, is_judged: bool) -> str:
    """A line for each thing measured; for each database the number, and how many times its floor (xN) it took."""
    databases = list(dict.fromkeys(row.database for row in rows if row.database)) or [""]
    lines = [f"{'':<68}{'promised':>12}" + "".join(f"{name:>22}" for name in databases)]
    for bench, what in dict.fromkeys((row.bench, row.what) for row in rows):
        same = {row.database: row for row in rows if (row.bench, row.what) == (bench, what)}
        limit = next((row.limit for row in same.values() if row.limit), None)
        unit = next(iter(same.values())).unit
        head = f"{bench + ': ' + what:<68}{f'< {limit:,.0f} {unit}' if limit else '':>12}"
        lines.append(head + "".join(_cell(same.get(name) or same.get(""), is_judged) for name in databases))
    return "\n".join(lines)


def _cell(row: Row | None, is_judged: bool) -> str:
    if row is None:
        return f"{'-':>22}"
    digits = 1 if row.value < 100 else 0
    times = f" x{row.ratio:,.1f}" if row.ratio else ""
    return f"{f'{row.value:,.{digits}f} {row.unit}{times}':>21}" + (
        "!" if is_judged and not row.is_kept else " "
    )


def _written(rows: list[Row], chosen: argparse.Namespace) -> Path:
    now = datetime.now(UTC)
    path = chosen.json or RESULTS / f"{now:%Y-%m-%d}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    made = {
        "measured_at": now.isoformat(timespec="seconds"), "is_quick": chosen.quick, "lines": chosen.lines,
        "python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count(),
        "load": os.getloadavg(), "rows": [asdict(row) | {"ratio": row.ratio} for row in rows],
    }  # fmt: skip
    path.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
