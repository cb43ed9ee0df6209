"""jarchy publications export EDITION 5w --format csv|xlsx [--public]"""

from __future__ import annotations

import shutil
import sys
from argparse import RawDescriptionHelpFormatter
from tempfile import TemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jarchy.charter import queries as charter
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger.rules import Sight
from jarchy.publications.five_w import FiveW, five_w, five_w_csv, five_w_xlsx

EXAMPLE = """examples:
  jarchy publications export kg-2018 5w --format csv > kg-2018-5w.csv
  jarchy publications export kg-2018 5w --format xlsx --public --language ru > kg-2018-5w.xlsx

The file alone goes to standard output, progress to standard error. Without --public every activity stands in it and
#reached adds up to the exact figure of the journal's last position; with it, what the public may see, as of the last
midnight."""


class Command(BaseCommand):
    """Thin: reads the arguments, writes the file."""

    help = "Write a publication: the 5W table with HXL tags."

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: Any) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        export = verbs.add_parser("export", help="write a table to standard output", epilog=EXAMPLE)
        export.formatter_class = RawDescriptionHelpFormatter
        export.add_argument("edition", metavar="EDITION")
        export.add_argument("table", choices=["5w"], help="5w: who does what, where, when, for whom")
        export.add_argument("--format", choices=["csv", "xlsx"], default="csv")
        export.add_argument("--public", action="store_true", help="as the public may see it")
        export.add_argument(
            "--language", default="en", help="of headers and names: a language of the edition"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sight = Sight.PUBLIC if options["public"] else Sight.EXACT
        try:
            edition = charter.edition(options["edition"])
            table = five_w(edition, options["language"], sight=sight, actor=house("export"))
            self._write(table, options["format"])
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem

    def _write(self, table: FiveW, format_: str) -> None:
        out = getattr(self.stdout, "buffer", None) or sys.stdout.buffer
        if format_ == "csv":
            for piece in five_w_csv(table, self._progress):
                out.write(piece.encode())
        else:
            with TemporaryFile() as workbook:
                five_w_xlsx(table, workbook, self._progress)
                workbook.seek(0)
                shutil.copyfileobj(workbook, out)
        out.flush()

    def _progress(self, rows: int) -> None:
        self.stderr.write(f"{rows} rows")
