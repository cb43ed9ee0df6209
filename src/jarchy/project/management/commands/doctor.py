"""jarchy doctor: what is misconfigured, and how to mend it."""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jarchy.project import doctor

EXAMPLE = """examples:
  jarchy doctor
  jarchy doctor --json

Exit code 1 with faults, 0 with warnings alone. --json writes
  {"ailments": [{"level", "check", "sentence", "remedy"}], "checks": [name]}"""


class Command(BaseCommand):
    help = "Say what is misconfigured, and how to mend it."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="write JSON with stable keys")

    def handle(self, **options: Any) -> None:
        found = doctor.examine()
        if options["json"]:
            told = {"ailments": [asdict(one) for one in found], "checks": list(doctor.checks)}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for one in found:
                self.stdout.write(f"{one.level}: {one.sentence}\n    {one.remedy}")
            if not found:
                self.stdout.write(f"All is well ({', '.join(doctor.checks)}).")
        if any(one.level == "fault" for one in found):
            sys.exit(1)
