"""Reads an archive into an empty database of either kind: all of it or nothing."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.foundation import audit, files, jobs
from jarchy.foundation.models import Worker
from jarchy.foundation.narrowing import house
from jarchy.ledger import actions as ledger
from jarchy.ledger.models import Entry
from jarchy.ledger.triggers import drop_triggers, make_triggers
from jarchy.project import archive
from jarchy.project.problems import Problems

AT_ONCE = 5000
# Written by migrate itself: rows here do not make a database anybody's.
MADE_BY_MIGRATE = {"django_content_type", "auth_permission", "foundation_clockslot"}
Progress = Callable[[str, int], None]


def restore(path: Path, progress: Progress = lambda what, rows: None) -> dict[str, int]:
    """Restore everything; number of rows by table.

    One transaction holds the rows, the triggers and the check of every edition's chain; pictures and keys are written
    before it ends, and mean nothing to an empty database. Raises project.not_a_backup, backup_of_another_release,
    database_not_empty, restored_wrongly.
    """
    with _opened(path) as read:
        manifest = _manifest(read, path)
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        _check_target(manifest)
        with transaction.atomic():
            drop_triggers(connection)  # a rollback makes them again
            counts = _read_tables(read, manifest, progress)
            _finish_rows()
            _check_chains(progress)
            audit.note(
                "restored", kind="backup", key=manifest["made_at"], by=house("command"), details={**counts}
            )
            progress("media", _read_media(read))
            _take_keys(read)
    return counts


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as fault:
        raise Problems.not_a_backup(file=path, why=fault) from fault


def _manifest(read: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(read.read("manifest.json"))
    except (KeyError, ValueError, zipfile.BadZipFile) as fault:
        raise Problems.not_a_backup(file=path, why=fault) from fault
    if manifest.get("format") != archive.FORMAT:
        raise Problems.not_a_backup(file=path, why=f"format {manifest.get('format')}")
    return manifest


def _check_target(manifest: dict[str, Any]) -> None:
    """The database must be of the archive's release, nobody's, and at rest."""
    here, there = archive.applied_migrations(), manifest["migrations"]
    if here != there:
        differs = sorted(set(here) ^ set(there))
        raise Problems.backup_of_another_release(
            release=manifest["release"], migrations=", ".join(differs[:5])
        )
    if Worker.objects.filter(seen_at__gte=timezone.now() - jobs.LEASE).exists():
        raise Problems.still_running()
    for table in archive.tables():
        if table.name not in MADE_BY_MIGRATE and table.model._base_manager.exists():
            raise Problems.database_not_empty(table=table.name)


def _read_tables(read: zipfile.ZipFile, manifest: dict[str, Any], progress: Progress) -> dict[str, int]:
    tables = archive.tables()
    for table in reversed(tables):
        table.model._base_manager.all().delete()
    counts = {}
    for table in tables:
        counts[table.name] = _read_table(read, table, manifest["columns"].get(table.name, []))
        if counts[table.name] != manifest["rows"].get(table.name, 0):
            raise Problems.restored_wrongly(what=f"{table.name}: {counts[table.name]}")
        progress(table.name, counts[table.name])
    return counts


def _read_table(read: zipfile.ZipFile, table: archive.Table, columns: list[str]) -> int:
    """Insert the archive's rows as they are, some thousand in one statement; how many."""
    by_column = {str(field.column): field for field in table.fields}
    if set(columns) != set(by_column):
        raise Problems.restored_wrongly(
            what=f"{table.name}: {', '.join(sorted(set(columns) ^ set(by_column)))}"
        )
    fields = [by_column[column] for column in columns]
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(column) for column in columns), ", ".join(["%s"] * len(columns))
    insert = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"
    number = 0
    with read.open(f"tables/{table.name}.jsonl") as lines, connection.cursor() as cursor:
        rows = (
            [archive.stored(f, v) for f, v in zip(fields, json.loads(line), strict=True)] for line in lines
        )
        for batch in _batches(rows):
            cursor.executemany(insert, batch)
            number += len(batch)
    return number


def _batches(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _finish_rows() -> None:
    """Check what rows refer to, let new keys begin after the old ones, make the triggers again."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # no trigger can be made while checks are outstanding
        for statement in connection.ops.sequence_reset_sql(no_style(), [t.model for t in archive.tables()]):
            cursor.execute(statement)
    try:
        connection.check_constraints()
    except DatabaseError as fault:
        raise Problems.restored_wrongly(what=fault) from fault
    make_triggers(connection)


def _check_chains(progress: Progress) -> None:
    """Every edition's journal: hashes, reversals, tallies. Raises project.restored_wrongly with the first faults."""
    for edition in Edition.objects.order_by("pk"):
        faults = ledger.verify(edition)
        if faults:
            raise Problems.restored_wrongly(what="; ".join(str(fault) for fault in faults[:3]))
        progress(f"the chain of {edition.slug} is whole", Entry.objects.filter(edition=edition).count())


def _read_media(read: zipfile.ZipFile) -> int:
    """Keep every file again; each must still have the hash that it is named after."""
    number = 0
    for name in read.namelist():
        if name.startswith("media/"):
            path = Path(name)
            if files.keep(read.read(name), suffix=path.suffix.removeprefix(".")) != path.stem:
                raise Problems.restored_wrongly(what=name)
            number += 1
    return number


def _take_keys(read: zipfile.ZipFile) -> None:
    """The archive's keys take the place of those made at first start, which have sealed nothing; they stay beside."""
    folder = archive.keys_folder()
    for name in archive.KEYS:
        new, path = read.read(f"keys/{name}"), folder / name
        if path.exists() and path.read_bytes() == new:
            continue
        draft = folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.replace(path, folder / f"{name}.before-restore")
        os.replace(draft, path)
