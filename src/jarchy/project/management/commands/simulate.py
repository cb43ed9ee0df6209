"""jarchy simulate EDITION --reports N --seed S"""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter

from django.core.management.base import BaseCommand, CommandError

from jarchy.charter import queries as charter
from jarchy.foundation.problems import ProblemRaised
from jarchy.project.simulating import simulate

EXAMPLE = """Example:
  jarchy simulate kg-2018 --reports 400 --seed 2018
"""


class Command(BaseCommand):
    help = "Let an example edition live its days up to its today, with illustrative reports through the real doors."

    def create_parser(self, *args, **kwargs):
        return super().create_parser(
            *args, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser) -> None:
        parser.add_argument("edition", help="slug of an example edition without reports")
        parser.add_argument(
            "--reports", type=int, default=400, help="how many reports are sent (default 400)"
        )
        parser.add_argument("--seed", type=int, default=2018, help="the same seed gives the same numbers")
        parser.add_argument("--json", action="store_true", help='print {"reports": {state: number}}')

    def handle(self, *, edition: str, reports: int, seed: int, **options) -> None:
        try:
            counts = simulate(charter.edition(edition), reports=reports, seed=seed, progress=self._progress)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        if options["json"]:
            self.stdout.write(json.dumps({"reports": counts}))
        else:
            words = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
            self.stdout.write(f"{edition}: {words}")

    def _progress(self, day: str, number: int, of: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(
                f"\r  {day}  {number * 100 // max(1, of)} %", ending="\n" if number == of else ""
            )
