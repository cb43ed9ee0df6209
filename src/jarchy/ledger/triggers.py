"""Append-only by trigger: the database itself refuses to change the journal, on SQLite and on PostgreSQL.

An AlterField on SQLite makes a table anew and silently drops its triggers: they are made again after every migrate.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection

TABLES = [  # rooms above add theirs in project/joints.py
    "ledger_entry", "ledger_line", "ledger_cell", "ledger_oblastrow", "ledger_publishedposition",
    "ledger_pinnedfigure", "ledger_finalcorrection",
]  # fmt: skip
WORDS = "the journal is append-only"
FUNCTION = "ledger_append_only"


def wanted(vendor: str) -> dict[str, str]:
    """The statement that makes each trigger, by its name."""
    found = {}
    for table in TABLES:
        if vendor == "sqlite":
            for verb in ("update", "delete"):
                name = f"{table}_no_{verb}"
                found[name] = (
                    f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                )
        else:
            found[f"{table}_no_change"] = (
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
            )
            found[f"{table}_no_truncate"] = (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
            )
    return found


def triggers_missing(connection: Any = default_connection) -> list[str]:
    """Names of the triggers that are not there, sorted; [] when all is well. Asked by doctor and by `ledger verify`."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        there = {row[0] for row in cursor.fetchall()}
    return sorted(set(wanted(connection.vendor)) - there)


def make_triggers(connection: Any = default_connection) -> list[str]:
    """Make those that are missing, where their tables are there; the names of those made."""
    tables = set(connection.introspection.table_names())
    made = [name for name in triggers_missing(connection) if name.rpartition("_no_")[0] in tables]
    if not made:
        return []
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$"
            )
        for name in made:
            cursor.execute(wanted(connection.vendor)[name])
    return made


def drop_triggers(connection: Any = default_connection) -> None:
    with connection.cursor() as cursor:
        for name in wanted(connection.vendor):
            on = "" if connection.vendor == "sqlite" else f" ON {name.rpartition('_no_')[0]}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


@contextmanager
def triggers_dropped(connection: Any = default_connection) -> Iterator[None]:
    """Without the triggers inside, with them after. For the end of a test and nothing else."""
    drop_triggers(connection)
    try:
        yield
    finally:
        make_triggers(connection)
