"""Days x places, figures, tables and rebuilding over a million journal lines, on SQLite and PostgreSQL.

    python bench/ledger_million.py [--lines 1000000] [--database URL]... [--json FILE]

Without --database: SQLite in a new folder, and PostgreSQL where TEST_POSTGRES_URL is set or a server answers on
127.0.0.1:5432. Each gets a database of its own, which is taken away afterwards. The campaign is kg-2018 as its folder
has it; the reports are drawn with a fixed seed and written past the actions (COPY, executemany), chain and all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "campaigns" / "kg-2018"
LINES_A_REPORT = 10
TARGETS = {"days x places": 300, "figure": 300, "table": 300, "rebuild": 60_000}  # milliseconds
TODAY = date(2018, 11, 5)


# --- one process for each database


def main() -> None:
    chosen = _arguments()
    if chosen.inside:
        print(json.dumps(measure(chosen.lines)))
        return
    results = []
    for url in chosen.database or _databases():
        results.append(measured(url, chosen.lines))
        _print(results[-1])
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    sys.exit(
        1 if any(row["ms"] > row["target"] for one in results for row in one["rows"] if row["target"]) else 0
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--database", action="append", help="URL of a database to be made and taken away")
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _databases() -> list[str]:
    found = ["sqlite"]
    server = os.environ.get("TEST_POSTGRES_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
    try:
        _connect(server).close()
    except Exception as fault:
        print(f"PostgreSQL is left out: {fault}", file=sys.stderr)
    else:
        found.append(server.rsplit("/", 1)[0] + "/jarchy_bench_ledger")
    return found


def _connect(url: str) -> Any:
    import psycopg  # noqa: PLC0415  only where PostgreSQL is measured

    return psycopg.connect(url, autocommit=True)


def measured(url: str, lines: int) -> dict[str, Any]:
    """What the bench finds in a database of its own."""
    with tempfile.TemporaryDirectory(prefix="jarchy-bench-") as home:
        environment = os.environ | {"JARCHY_HOME": home}
        environment.pop("DATABASE_URL", None)
        if url != "sqlite":
            environment["DATABASE_URL"] = url
            _make_database(url)
        try:
            command = [sys.executable, __file__, "--inside", "--lines", str(lines)]
            ran = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        finally:
            if url != "sqlite":
                _drop_database(url)
    return json.loads(ran.stdout.splitlines()[-1])


def _make_database(url: str) -> None:
    server, name = url.rsplit("/", 1)
    with _connect(f"{server}/postgres") as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')


def _drop_database(url: str) -> None:
    server, name = url.rsplit("/", 1)
    with _connect(f"{server}/postgres") as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _print(result: dict[str, Any]) -> None:
    print(f"\n{result['database']}: {result['lines']:,} lines, {result['entries']:,} reports")
    for row in result["rows"]:
        target = f"< {row['target']:,} ms" if row["target"] else ""
        verdict = "" if not row["target"] else "ok" if row["ms"] <= row["target"] else "TOO SLOW"
        print(f"  {row['what']:<52}{row['ms']:>12,.1f} ms   {target:<12}{verdict}")


# --- inside


def measure(lines: int) -> dict[str, Any]:
    """Fill the database and time what is asked of it."""
    import django  # noqa: PLC0415  the environment was not set before

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jarchy.project.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from jarchy.charter import queries as charter  # noqa: PLC0415
    from jarchy.charter.actions import load_folder  # noqa: PLC0415
    from jarchy.foundation.narrowing import house  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    load_folder(FOLDER, house("bench"))
    edition = charter.edition("kg-2018")
    entries = lines // LINES_A_REPORT
    fill_ms = _ms(lambda: fill(edition, entries))
    if connection.vendor == "postgresql":  # as autovacuum does by itself within minutes of such a load
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE ledger_line, ledger_entry")
    rows = [_row("lines written with their chain", fill_ms, None), *_timed(edition)]
    return {
        "database": connection.vendor,
        "lines": entries * LINES_A_REPORT,
        "entries": entries,
        "rows": rows,
    }


def _row(what: str, ms: float, target: int | None) -> dict[str, Any]:
    return {"what": what, "ms": round(ms, 1), "target": target}


def _ms(work: Callable[[], object], times: int = 1) -> float:
    """The median of so many runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[len(taken) // 2] * 1000


def _timed(edition: Any) -> list[dict[str, Any]]:
    from jarchy.ledger import actions, queries  # noqa: PLC0415
    from jarchy.ledger.rules import Sight  # noqa: PLC0415

    naryn = "KG04000000000"
    rebuild = _row("rebuild", _ms(lambda: actions.rebuild(edition)), TARGETS["rebuild"])
    monday = _row(
        "midnight of a Monday: cells and oblasts' rows", _ms(lambda: actions.midnight(edition, TODAY)), None
    )
    post = _row("post one report", _ms(lambda: _post(edition, 1), 5), None)
    many = _row("post a hundred reports at once", _ms(lambda: _post(edition, 100)), None)
    asked: list[tuple[str, str, Callable[[], object]]] = []
    for sight in Sight:
        for level in (1, 2):
            asked.append((
                f"days x places, level {level}, {sight}", "days x places",
                lambda sight=sight, level=level: queries.days_by_places(
                    edition, "attendances", level=level, sight=sight
                ),
            ))  # fmt: skip
        for indicator in (
            "attendances",
            "districts",
            "organisations",
            "women_share",
            "youth_share",
            "first_time",
        ):
            asked.append((
                f"figure {indicator}, {sight}", "figure",
                lambda sight=sight, indicator=indicator: queries.figure(edition, indicator, sight=sight),
            ))  # fmt: skip
        asked.append((
            f"figure attendances of an oblast in October, {sight}", "figure",
            lambda sight=sight: queries.figure(
                edition, "attendances", place=naryn, since=date(2018, 10, 1), until=date(2018, 10, 31), sight=sight
            ),
        ))  # fmt: skip
        for by in ("place1", "place2", "week", "kind", "organisation", "sex", "age"):
            asked.append((
                f"table by {by}, {sight}", "table",
                lambda sight=sight, by=by: queries.totals(edition, ["activities", "attendances"], by=by, sight=sight),
            ))  # fmt: skip
        asked.append((
            f"what it is made of: first page, {sight}", "figure",
            lambda sight=sight: queries.evidence(edition, "attendances", sight=sight),
        ))  # fmt: skip
    asked.append((
        "figure attendances, a look back over 200 reports", "figure",
        lambda: queries.figure(edition, "attendances", as_of=queries.head_position(edition) - 200, sight=Sight.EXACT),
    ))  # fmt: skip
    timed = [_row(what, _ms(work, 5), TARGETS[target]) for what, target, work in asked]
    verify = _row("verify: chain and tallies", _ms(lambda: _verified(edition)), None)
    return [rebuild, monday, post, many, *timed, verify]


def _verified(edition: Any) -> None:
    from jarchy.ledger import actions  # noqa: PLC0415

    faults = actions.verify(edition)
    assert faults == [], faults[:3]


# --- a million lines


def fill(edition: Any, entries: int) -> None:
    """Entries and lines in the shape that actions.post writes, in batches; tallies are left to rebuild."""
    from jarchy.ledger.models import Head  # noqa: PLC0415

    draw = _Drawn(edition)
    before = ""
    for start in range(0, entries, 5000):
        some = [draw.report(position) for position in range(start + 1, min(start + 5000, entries) + 1)]
        before = _write(edition, some, before)
    Head.objects.update_or_create(edition=edition, defaults={"position": entries, "hash": before})


class _Drawn:
    """Draws reports with a fixed seed."""

    def __init__(self, edition: Any) -> None:
        from jarchy.charter.models import Kind, Participation, Topic  # noqa: PLC0415
        from jarchy.places.models import Place  # noqa: PLC0415

        self.rng = random.Random(2018)
        places = Place.objects.filter(is_settlement=True, district__isnull=False)
        self.places = list(
            places.order_by("pcode").values_list(
                "pk", "pcode", "region_id", "region__pcode", "district_id", "district__pcode"
            )
        )
        hosts = Participation.objects.filter(edition=edition, role="youth").order_by("pk")
        self.hosts = list(hosts.values_list("organisation_id", "organisation__slug"))
        self.kinds = list(Kind.objects.filter(edition=edition).order_by("pk").values_list("slug", flat=True))
        self.topics = list(
            Topic.objects.filter(edition=edition).order_by("pk").values_list("slug", flat=True)
        )
        self.days = (TODAY - edition.starts).days
        self.starts = edition.starts

    def report(self, position: int) -> tuple[int, UUID, list[dict[str, Any]], dict[str, int]]:
        """(position, source, lines in canonical terms, keys of the rows that they point to)."""
        rng = self.rng
        place, pcode, region, region_pcode, district, district_pcode = rng.choice(self.places)
        host, slug = rng.choice(self.hosts)
        people = rng.randint(0, 90)
        women, young, youth = (people * share // 100 for share in (55, 20, 50))
        base = {
            "counts_nationally": True, "is_open": rng.random() < 0.4, "kind": rng.choice(self.kinds),
            "channel": "in_person", "supported_by": "", "counted": "heads", "sex": None, "age_from": None,
            "age_to": None, "disability": None, "topic": None, "language": None, "item": None, "place": pcode,
            "region": region_pcode,
            "district": district_pcode, "organisation": slug,
            "date": self.starts + timedelta(rng.randrange(self.days)),
        }  # fmt: skip
        counts: list[tuple[str, str, int, dict[str, Any]]] = [
            ("activities", "total", 1, {}), ("sessions", "total", 1, {}), ("attendances", "total", people, {}),
            ("received_in_time", "total", int(rng.random() < 0.8), {}),
            ("attendances", "sex", women, {"sex": "female"}), ("attendances", "sex", people - women, {"sex": "male"}),
            ("attendances", "age", young, {"age_from": 0, "age_to": 13}),
            ("attendances", "age", youth, {"age_from": 14, "age_to": 17}),
            ("attendances", "age", people - young - youth, {"age_from": 29}),
            ("activities", "topic", 1, {"topic": rng.choice(self.topics)}),
        ]  # fmt: skip
        lines = [base | {"measure": m, "breakdown": b, "value": value} | more for m, b, value, more in counts]
        keys = {"place_id": place, "region_id": region, "district_id": district, "organisation_id": host}
        return position, UUID(int=rng.getrandbits(128)), lines, keys


ENTRY = (
    "id", "edition_id", "position", "source", "source_id", "number", "reverses_id", "account", "actor", "posted_at",
    "edition_day", "is_illustrative", "contents", "hash",
)  # fmt: skip
KEYS = ("place_id", "region_id", "district_id", "organisation_id")


def _write(edition: Any, some: list[tuple], before: str) -> str:
    from jarchy.ledger.journal import PLAIN  # noqa: PLC0415
    from jarchy.ledger.rules import Link, hash_of  # noqa: PLC0415

    now = datetime(2018, 11, 5, tzinfo=UTC)
    entries, rows = [], []
    for position, source, lines, keys in some:
        link = Link(edition.slug, position, "report", source, 1, None, None, "bench", now, TODAY, True, "")
        before = hash_of(link, [line | {"date": line["date"].isoformat()} for line in lines], before)
        entries.append((
            position, edition.pk, position, "report", source, 1, None, None, "bench", now, TODAY, True, "", before,
        ))  # fmt: skip
        rows += [
            (
                position,
                edition.pk,
                position,
                line["date"],
                *(keys[key] for key in KEYS),
                *(line[name] for name in PLAIN),
            )
            for line in lines
        ]
    _insert("ledger_entry", ENTRY, entries)
    _insert("ledger_line", ("entry_id", "edition_id", "position", "date", *KEYS, *PLAIN), rows)
    return before


def _plain(line: dict[str, Any]) -> list[Any]:
    from jarchy.ledger.journal import PLAIN  # noqa: PLC0415

    return [line[name] for name in PLAIN]


def _insert(table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    """COPY on PostgreSQL, executemany on SQLite."""
    from django.db import connection, transaction  # noqa: PLC0415

    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in columns:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
                )
            return
        adapted = ([_adapted(value) for value in row] for row in rows)
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", adapted
        )


def _adapted(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def _post(edition: Any, number: int) -> None:
    from jarchy.foundation.narrowing import house  # noqa: PLC0415
    from jarchy.ledger import actions  # noqa: PLC0415

    actions.post(edition, post=list(_new_entries(number)), by=house("bench"))


def _new_entries(number: int) -> Iterator[Any]:
    from jarchy.charter.models import Participation  # noqa: PLC0415
    from jarchy.foundation.ids import uuid7  # noqa: PLC0415
    from jarchy.ledger.rules import Breakdown, Measure, NewEntry, NewLine, Posting  # noqa: PLC0415

    host = (
        Participation.objects.filter(role="youth")
        .order_by("pk")
        .values_list("organisation__slug", flat=True)[0]
    )
    for _ in range(number):
        lines = tuple(
            NewLine(
                measure=measure, date=TODAY, pcode="KG11000000000", organisation=host, counts_nationally=True,
                is_open=True, kind="talk", channel="in_person", supported_by="", counted="heads",
                breakdown=Breakdown.TOTAL, value=10,
            )
            for measure in (Measure.ACTIVITIES, Measure.SESSIONS, Measure.ATTENDANCES, Measure.RECEIVED_IN_TIME)
        )  # fmt: skip
        yield NewEntry(Posting("report", uuid7(), 1), lines, is_illustrative=True)


if __name__ == "__main__":
    main()
