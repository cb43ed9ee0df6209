"""jarchy publications export EDITION 5w --format csv|xlsx [--public]
jarchy publications make briefing|oblast|organisation|agenda --edition EDITION --language ky --format pdf|docx"""

from __future__ import annotations

import shutil
import sys
from argparse import RawDescriptionHelpFormatter
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from jarchy.charter import queries as charter
from jarchy.foundation import files
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger.rules import Sight
from jarchy.publications import actions
from jarchy.publications.five_w import FiveW, five_w, five_w_csv, five_w_xlsx
from jarchy.publications.rules import Door, Format, Kind

EXAMPLE = """examples:
  jarchy publications export kg-2018 5w --format csv > kg-2018-5w.csv
  jarchy publications export kg-2018 5w --format xlsx --public --language ru > kg-2018-5w.xlsx

The file alone goes to standard output, progress to standard error. Without --public every activity stands in it and
#reached adds up to the exact figure of the journal's last position; with it, what the public may see, as of the last
midnight."""
MAKE_EXAMPLE = """examples:
  jarchy publications make briefing --edition kg-2018 --language ky --format docx > briefing.docx
  jarchy publications make oblast --edition kg-2018 --place KG04000000000 --language ru --format pdf > naryn.pdf
  jarchy publications make organisation --edition kg-2018 --organisation youth-naryn-1 --official > sheet.pdf

The file alone goes to standard output, its name and address to standard error; it is kept, and its code opens to its
numbers. Without --official it holds what the public may see, as of the last midnight; with it, exact numbers of now."""


class Command(BaseCommand):
    """Thin: reads the arguments, writes the file."""

    help = "Write a publication: a sheet made of figures, or the 5W table with HXL tags."

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
        make = verbs.add_parser(
            "make", help="make a sheet and write it to standard output", epilog=MAKE_EXAMPLE
        )
        make.formatter_class = RawDescriptionHelpFormatter
        make.add_argument("kind", choices=[str(kind) for kind in Kind])
        make.add_argument("--edition", required=True, metavar="EDITION")
        make.add_argument("--place", metavar="PCODE", help="of an oblast sheet: P-code of an oblast or city")
        make.add_argument("--organisation", metavar="ID", help="of an organisation sheet: its id")
        make.add_argument("--language", help="a language of the edition; without it the first")
        make.add_argument("--format", choices=[str(one) for one in Format], default="pdf")
        make.add_argument("--official", action="store_true", help="exact, marked for official use")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = charter.edition(options["edition"])
            (self._make if options["verb"] == "make" else self._export)(edition, options)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem

    def _make(self, edition: Any, options: dict[str, Any]) -> None:
        row = actions.make_document(
            edition, Kind(options["kind"]), door=Door.OFFICIAL if options["official"] else Door.PUBLIC,
            language=options["language"] or edition.languages[0], format=Format(options["format"]),
            by=house("publications make"), place=options["place"], organisation=options["organisation"],
        )  # fmt: skip
        self.stderr.write(f"{actions.file_name(row)} {row.uuid}")
        with files.open_kept(row.sha256) as kept:
            shutil.copyfileobj(kept, self._out())
        self._out().flush()

    def _export(self, edition: Any, options: dict[str, Any]) -> None:
        sight = Sight.PUBLIC if options["public"] else Sight.EXACT
        self._write(
            five_w(edition, options["language"], sight=sight, actor=house("export")), options["format"]
        )

    def _out(self) -> BinaryIO:
        return getattr(self.stdout, "buffer", None) or sys.stdout.buffer

    def _write(self, table: FiveW, format_: str) -> None:
        out = self._out()
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
