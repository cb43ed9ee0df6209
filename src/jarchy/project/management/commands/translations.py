"""jarchy translations compile | missing | update"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jarchy.project import translating

EXAMPLE = """examples:
  jarchy translations compile
  jarchy translations missing
  jarchy translations missing --json
  jarchy translations update

missing ends with 1 when anything is missing; --json writes
  {"faults": [{"room", "language", "code", "text", "where"}]}
  code: missing, fuzzy, letter (U+04CA typed for U+04A3), holes ({name} differs), plural (a form is
  missing), twice (two rooms translate the same words differently, and only one is ever seen)"""


class Command(BaseCommand):
    help = (
        "Make the .mo files that pages are read from; say what has no translation; add it to the catalogues."
    )
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["compile", "missing", "update"])
        parser.add_argument("--json", action="store_true", help="write JSON with stable keys")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            self._do(verb, as_json=options["json"])
        except translating.Unreadable as unreadable:
            raise CommandError(str(unreadable)) from unreadable

    def _do(self, verb: str, *, as_json: bool) -> None:
        if verb == "compile":
            self.stdout.write(f"{translating.compile_all()} catalogues compiled")
        elif verb == "update":
            self.stdout.write(f"{translating.update()} texts added, to be translated")
        else:
            self._say_missing(as_json=as_json)

    def _say_missing(self, *, as_json: bool) -> None:
        faults = translating.faults()
        if as_json:
            self.stdout.write(json.dumps({"faults": [asdict(fault) for fault in faults]}, ensure_ascii=False))
        else:
            for fault in faults:
                self.stdout.write(
                    f"{fault.room:12} {fault.language} {fault.code:8} {fault.text!r}  {fault.where}"
                )
        if faults:
            raise CommandError(f"{len(faults)} texts are not right in every language", returncode=1)
