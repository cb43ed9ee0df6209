from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "jarchy.ledger"
    label = "ledger"

    def ready(self) -> None:
        post_migrate.connect(_make_triggers_again, sender=self)


def _make_triggers_again(*, using: str, **_: Any) -> None:
    """After every migrate: one that remakes a table on SQLite has dropped its triggers without a word."""
    from jarchy.ledger.triggers import make_triggers  # noqa: PLC0415  models are loaded by now

    make_triggers(connections[using])
