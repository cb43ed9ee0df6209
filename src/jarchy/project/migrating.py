"""Whether a database fits this release: which migrations wait, and which were written anew since they were applied."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection as default_connection
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from jarchy.foundation.models import AppliedMigration


def waiting(connection: Any = default_connection) -> list[str]:
    """Migrations that have not been applied, as "ledger 0002_name"; in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]


def rewritten(connection: Any = default_connection) -> list[str]:
    """Applied migrations of ours that say something else now, or are gone; sorted. [] for an empty database."""
    applied = {key for key in MigrationRecorder(connection).applied_migrations() if _path(*key)}
    if not applied:
        return []
    if AppliedMigration._meta.db_table not in connection.introspection.table_names():
        return sorted(f"{app} {name}" for app, name in applied)
    rows = AppliedMigration.objects.using(connection.alias).values_list("app", "name", "sha256")
    return sorted(f"{app} {name}" for app, name, sha256 in rows if _hash(app, name) != sha256)


def note_applied(*, using: str, **_: Any) -> None:
    """After every migrate: keep what the newly applied ones said."""
    connection = connections[using]
    if AppliedMigration._meta.db_table not in connection.introspection.table_names():
        return
    rows = AppliedMigration.objects.using(using)
    known = set(rows.values_list("app", "name"))
    new = [
        key for key in MigrationRecorder(connection).applied_migrations() if key not in known and _path(*key)
    ]
    rows.bulk_create(AppliedMigration(app=app, name=name, sha256=_hash(app, name)) for app, name in new)


def _path(app: str, name: str) -> Path | None:
    """The file of one of our migrations; None for those of libraries."""
    package = find_spec(f"jarchy.{app}")
    if package is None or not package.submodule_search_locations:
        return None
    return Path(package.submodule_search_locations[0]) / "migrations" / f"{name}.py"


def _hash(app: str, name: str) -> str:
    """Of what it says without comments: the day on which it was generated changes nothing. "" where it is gone."""
    path = _path(app, name)
    if path is None or not path.exists():
        return ""
    said = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
