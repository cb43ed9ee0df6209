"""Writes an archive of everything, as it is at one moment, while others go on working."""

from __future__ import annotations

import json
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from jarchy.foundation import files
from jarchy.project import archive
from jarchy.project.problems import Problems

AT_ONCE = 5000  # rows fetched at a time
Progress = Callable[[str, int], None]


def back_up(path: Path, progress: Progress = lambda what, rows: None) -> dict[str, int]:
    """Write the archive; number of rows by table. The file has its name only when it is whole, and is for its owner
    alone: it holds the keys.

    Raises project.backup_exists, OSError (a full disk).
    """
    if path.exists():
        raise Problems.backup_exists(file=path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    # O_EXCL: in a folder that others may write into, a link laid there before would be followed.
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made, one_moment():
                counts = _write(made, progress)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return counts


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is as it was at one moment; nobody is kept from writing meanwhile."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "BEGIN DEFERRED"
            )  # not atomic(): that takes the write lock, which a reader does not need
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the moment is that of the first look
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _write(made: zipfile.ZipFile, progress: Progress) -> dict[str, int]:
    counts, columns = {}, {}
    for table in archive.tables():
        counts[table.name], columns[table.name] = _write_table(made, table), table.columns
        progress(table.name, counts[table.name])
    kept = 0
    for path in files.kept_files():
        made.write(path, f"media/{path.relative_to(settings.MEDIA_ROOT)}", zipfile.ZIP_STORED)
        kept += 1
    progress("media", kept)
    for name in archive.KEYS:
        made.write(archive.keys_folder() / name, f"keys/{name}")
    manifest = {
        "format": archive.FORMAT,
        "release": version("jarchy"),
        "made_at": timezone.now().isoformat(),
        "database": connection.vendor,
        "migrations": archive.applied_migrations(),
        "columns": columns,
        "rows": counts,
        "media": kept,
    }
    made.writestr("manifest.json", json.dumps(manifest, indent=1))
    return counts


def _write_table(made: zipfile.ZipFile, table: archive.Table) -> int:
    """One line a row, in the order of the key. Rows are fetched some thousand at a time."""
    names = [field.attname for field in table.fields]
    rows = table.model._base_manager.order_by("pk").values_list(*names)
    number = 0
    with made.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
        for row in rows.iterator(chunk_size=AT_ONCE):
            line = json.dumps(
                [archive.plain(value) for value in row], ensure_ascii=False, separators=(",", ":")
            )
            out.write(line.encode() + b"\n")
            number += 1
    return number
