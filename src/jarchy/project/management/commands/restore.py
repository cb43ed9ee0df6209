"""jarchy restore FILE"""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jarchy.foundation.problems import ProblemRaised
from jarchy.project.restoring import restore

EXAMPLE = """examples:
  jarchy restore /srv/backups/jarchy-2018-11-05.zip
  DATABASE_URL=postgres://jarchy@127.0.0.1/jarchy jarchy restore jarchy.zip     (from SQLite to PostgreSQL)

Into an empty database alone, of either kind. All of it or nothing: every edition's chain is verified before
it counts. Start jarchy up afterwards. --json writes {"rows": {table: n}}."""


class Command(BaseCommand):
    help = "Make an empty database again what it was when the archive was written."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="write JSON with stable keys")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            rows = restore(file, self._progress)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        except OSError as fault:
            raise CommandError(f"Nothing was restored: {fault.strerror} ({fault.filename})") from fault
        if options["json"]:
            self.stdout.write(json.dumps({"rows": rows}))
        else:
            self.stdout.write(f"{sum(rows.values())} rows restored; jarchy doctor, then jarchy up")

    def _progress(self, what: str, number: int) -> None:
        if number and sys.stderr.isatty():
            self.stderr.write(f"  {what}: {number}")
