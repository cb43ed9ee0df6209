"""jarchy reference: the pages of docs/reference that are written from the code."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jarchy.project import reference

EXAMPLE = """examples:
  jarchy reference
  jarchy reference --check

--check writes nothing and ends with 1 where a page is not as the code says (CI asks that)."""


class Command(BaseCommand):
    help = "Write the reference pages: settings, problems, the campaign's folder, tables, commands."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        if check:
            differing = reference.differing()
            if differing:
                raise CommandError(f"Not as the code says: {', '.join(differing)}. Run: make docs")
            return
        changed = reference.write()
        self.stdout.write("\n".join(f"docs/reference/{name}" for name in changed) or "Nothing has changed.")
