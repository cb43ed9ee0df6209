"""jarchy freeze EDITION FOLDER"""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jarchy.charter import queries as charter
from jarchy.foundation.problems import ProblemRaised
from jarchy.project.freezing import Frozen, freeze
from jarchy.project.frozen_public import LEFT_OUT, Progress

EXAMPLE = """examples:
  jarchy freeze kg-2018 /srv/frozen/kg-2018
  jarchy freeze kg-2018 /srv/frozen/kg-2018 --provisional
  jarchy freeze kg-2018 /srv/frozen/kg-2018 --base /2018/ --json

public/ is for any web server, archive/ for the auditor and never to be served. Both are proved before the folder gets
its name: every link leads inside, the journal's chain holds, the figures are the journal's. An earlier freeze there is
replaced as a whole. Exit code 1 with faults: then nothing is put in place. --json writes what stands in proof.json:
  {"edition", "state", "provisional", "frozen_on", "position", "journal_hash", "public": {"pages", "files", "links",
   "leads_out_to", "left_out", "links_removed", "nothing_to_draw"}, "archive": {"entries", "sums", "figures"},
   "sha256sums", "faults": [{"check", "where", "what"}]}"""
EVERY = 500  # pages between two words to a log


class Command(BaseCommand):
    help = "Freeze a campaign: pages as files for any web server, an archive for the auditor."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", metavar="EDITION")
        parser.add_argument("folder", metavar="FOLDER", type=Path)
        parser.add_argument(
            "--provisional", action="store_true", help="also before it is final; every page then says so"
        )
        parser.add_argument(
            "--base", default="/", metavar="PATH", help="where public/ will be hosted, for its 404.html"
        )
        parser.add_argument("--json", action="store_true", help="write JSON with stable keys")

    def handle(self, *, edition: str, folder: Path, **options: Any) -> None:
        try:
            found = freeze(
                charter.edition(edition), folder.absolute(), is_provisional=options["provisional"],
                base=options["base"], progress=self._progress(),
            )  # fmt: skip
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        except OSError as fault:
            raise CommandError(f"{folder} could not be written: {fault.strerror}") from fault
        if options["json"]:
            self.stdout.write(json.dumps(found.told(), ensure_ascii=False, indent=1))
        else:
            self._say(found, folder)
        if found.faults:
            sys.exit(1)

    def _say(self, found: Frozen, folder: Path) -> None:
        for fault in found.faults:
            self.stdout.write(f"{fault.check}: {fault.where}: {fault.what}")
        if found.faults:
            self.stdout.write(f"{len(found.faults)} faults: {folder} was not touched.")
            return
        how = "PROVISIONAL, " if found.stamp.is_provisional else ""
        self.stdout.write(
            f"{folder}: {how}{found.edition} of {found.stamp.day}, entry {found.stamp.position}"
        )
        written, links = found.written, found.links
        self.stdout.write(
            f"public/: {written.pages} pages, {written.files} files; {links.inside} links lead inside"
        )
        for host, number in sorted(links.outside.items()):
            self.stdout.write(f"    a reader may go on to {host} ({number} links)")
        for name, number in sorted(written.unlinked.items()):
            self.stdout.write(f"    {number} links to {name} were taken out: it is not frozen")
        if written.missing:
            self.stdout.write(
                f"    {len(written.missing)} charts are not there: nothing to draw yet (proof.json)"
            )
        for name, why in LEFT_OUT.items():
            self.stdout.write(f"    left out: {name} ({why})")
        self.stdout.write(
            f"archive/: {found.journal.entries} entries proved; {found.figures.sums} sums and"
            f" {found.figures.figures} figures are the journal's"
        )
        self.stdout.write(
            f"    the last hash is {found.journal.last}: write it down where the archive is not"
        )

    def _progress(self) -> Progress:
        is_seen = sys.stderr.isatty()
        last = ""

        def tell(what: str, done: int) -> None:
            nonlocal last
            if is_seen:
                self.stderr.write(f"\r  {what} {done or ''}".ljust(40), ending="")
            elif what != last or done % EVERY == 0:
                self.stderr.write(f"{what} {done or ''}".rstrip())
            last = what

        return tell
