"""The archive of `backup` and `restore`: a zip that either database can be read from and written to.

manifest.json          what made it, when, which migrations, how many rows and files
tables/<table>.jsonl   a row a line, a list in the order of the manifest's columns; keys stay as they are
media/ab/cd/<hash>.x   pictures and sealed files
keys/<name>            the installation's keys: whoever has the archive can open everything
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, DurationField, Field, ForeignKey, JSONField, Model

from jarchy.foundation.models import AppliedMigration, Worker

FORMAT = 1
KEYS = ("secret_key", "seal_key", "hmac_key", "device_key")
# Whoever is signed in signs in again; workers and what was applied belong to the database that is restored into.
LEFT_OUT = {"django_session", Worker._meta.db_table, AppliedMigration._meta.db_table}


@dataclass(frozen=True)
class Table:
    """One table and its columns, in the order in which both sides write them."""

    model: type[Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def fields(self) -> list[Field[Any, Any]]:
        return [field for field in self.model._meta.concrete_fields if not getattr(field, "generated", False)]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]


def tables() -> list[Table]:
    """All tables with what they refer to before them; sessions, workers and notes on migrations left out."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    wanted = [model for model in models if model._meta.db_table not in LEFT_OUT]
    placed: list[type[Model]] = []
    for model in wanted:
        _place(model, wanted, placed, [])
    return [Table(model) for model in placed]


def applied_migrations() -> list[str]:
    """Every applied migration, as "ledger 0001_initial", sorted."""
    return sorted(f"{app} {name}" for app, name in MigrationRecorder(connection).applied_migrations())


def keys_folder() -> Path:
    return Path(settings.HOME) / "keys"


def plain(value: Any) -> Any:
    """A column's value as JSON has it: moments as ISO 8601, bytes as base64, decimals and UUIDs as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def stored(field: Field[Any, Any], value: Any) -> Any:
    """The same value as this database wants it in a statement."""
    if value is None:
        return None
    if isinstance(field, BinaryField):
        value = base64.b64decode(value)
    elif isinstance(field, DurationField):
        value = timedelta(microseconds=value)
    elif not isinstance(field, JSONField):
        value = (field.target_field if isinstance(field, ForeignKey) else field).to_python(value)
    return field.get_db_prep_save(value, connection)


def _place(
    model: type[Model], wanted: Iterable[type[Model]], placed: list[type[Model]], path: list[type[Model]]
) -> None:
    if model in placed or model in path:  # two that refer to each other: the database checks at the end only
        return
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if field.remote_field else None
        if target is not None and target is not model and target in wanted:
            _place(target, wanted, placed, [*path, model])
    placed.append(model)
