"""jarchy backup FILE"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jarchy.foundation.problems import ProblemRaised
from jarchy.project.backing_up import back_up

EXAMPLE = """examples:
  jarchy backup /srv/backups/jarchy-2018-11-05.zip
  jarchy backup jarchy.zip --json

One archive with all rows, pictures and the keys, as all is at one moment; Jarchy may go on running. Whoever
has it can open everything: keep it as you would the server. --json writes {"file", "bytes", "rows": {table: n}}."""


class Command(BaseCommand):
    help = "Write everything into one archive, from which either database can be made again."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="write JSON with stable keys")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            rows = back_up(file)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        except OSError as fault:
            raise CommandError(f"{file} could not be written: {fault.strerror}") from fault
        size = file.stat().st_size
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(file), "bytes": size, "rows": rows}))
        else:
            self.stdout.write(f"{file}: {sum(rows.values())} rows, {size / 1_000_000:.1f} MB")
