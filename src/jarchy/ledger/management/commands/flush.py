"""Django's flush, which empties the database after a transactional test, past our triggers; nowhere but in tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from jarchy.ledger.problems import Problems
from jarchy.ledger.triggers import triggers_dropped


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        is_of_tests = Path(name).name.startswith(("test_", "file:memorydb")) or ":memory:" in name
        if not is_of_tests:
            problem = Problems.append_only()
            raise CommandError(f"{problem.sentence} {problem.remedy}")
        with triggers_dropped(connection):
            super().handle(**options)
