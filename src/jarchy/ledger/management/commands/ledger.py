"""jarchy ledger verify | rebuild | figure: the journal proved, its tallies made again, one number asked."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import actions, queries
from jarchy.ledger.problems import Problems
from jarchy.ledger.rules import Sight
from jarchy.ledger.rules.written import Proof

EXAMPLES = {
    "": """examples:
  jarchy ledger verify
  jarchy ledger rebuild kg-2018
  jarchy ledger figure kg-2018 attendances --place KG04000000000 --public""",
    "verify": """examples:
  jarchy ledger verify
  jarchy ledger verify kg-2018 --json
  jarchy ledger verify --file archive/journal.jsonl

With --file the journal of a frozen campaign is proved from the file alone: no database is asked. Compare the last hash
with the one that was written down when it was frozen.

Exit code 1 with faults. --json writes {"faults": [{"edition", "code", "where", "found", "wanted"}]}; code is one of
position, chain, reversal, head, public, published, pinned, tally, trigger; of a file also edition, unreadable.""",
    "rebuild": """examples:
  jarchy ledger rebuild
  jarchy ledger rebuild kg-2018""",
    "figure": """examples:
  jarchy ledger figure kg-2018 attendances
  jarchy ledger figure kg-2018 activities --place KG04000000000 --from 2018-10-01 --to 2018-10-31
  jarchy ledger figure kg-2018 attendances --as-of 120 --json
  jarchy ledger figure kg-2018 women_share --public

Exact, as the secretariat reads it; with --public as the public may. --json writes {"value", "qualifier", "unit",
"as_of", "position"} and beside them "why_none", "numerator", "denominator", "known_share"; value is a number
or null.""",
}


class Command(BaseCommand):
    """Thin: reads the arguments, asks the ledger, prints."""

    help = "Prove the journal, make its tallies again, ask one figure."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLES[""], "formatter_class": argparse.RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verify = _verb(verbs, "verify", "prove the chain, and that the tallies say what the journal says")
        rebuild = _verb(verbs, "rebuild", "make the tallies again from the journal")
        for verb in (verify, rebuild):
            verb.add_argument("edition", nargs="?", help="slug; all editions unless one is named")
            verb.add_argument("--json", action="store_true", help="for a program to read, stable keys")
        verify.add_argument("--file", type=Path, metavar="FILE", help="prove this journal.jsonl instead")
        figure = _verb(verbs, "figure", "ask the value of an indicator")
        figure.add_argument("edition", help="slug")
        figure.add_argument("indicator", help="its id in indicators.csv")
        figure.add_argument("--place", metavar="PCODE", help="only in this place")
        figure.add_argument("--from", dest="since", type=_day, metavar="DATE", help="from this day on")
        figure.add_argument(
            "--to", dest="until", type=_day, metavar="DATE", help="until this day, it included"
        )
        figure.add_argument("--as-of", dest="as_of", type=int, metavar="POSITION", help="as it was then")
        figure.add_argument("--public", action="store_true", help="as the public may see it")
        figure.add_argument("--json", action="store_true", help="for a program to read, stable keys")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        verbs: dict[str, Callable[..., None]] = {
            "verify": self._verify, "rebuild": self._rebuild, "figure": self._figure,
        }  # fmt: skip
        with _told():
            verbs[verb](**options)

    def _verify(self, *, edition: str | None, json: bool, file: Path | None, **_: Any) -> None:
        if file is not None:
            self._verify_file(file, json=json)
            return
        found = []
        for one in _editions(edition):
            faults = actions.verify(one, self._progress(one.slug))
            found += [{"edition": one.slug} | asdict(fault) for fault in faults]
            if not json:
                self._say_verified(one, faults)
        if json:
            self.stdout.write(_dump({"faults": found}))
        if found:
            sys.exit(1)

    def _verify_file(self, path: Path, *, json: bool) -> None:
        proof = Proof()
        try:
            with path.open(encoding="utf-8") as lines:
                for _entry in proof.entries(lines):
                    pass
        except (OSError, UnicodeDecodeError) as error:
            raise Problems.no_journal_file(file=path, why=error) from error
        if json:
            faults = [{"edition": proof.edition} | asdict(fault) for fault in proof.faults]
            self.stdout.write(_dump({"faults": faults, "entries": proof.position, "hash": proof.last}))
        else:
            self._say_faults(proof.edition, proof.faults)
        if proof.faults:
            sys.exit(1)
        if not json:
            self._say_entries(proof.edition, proof.position)
            self.stdout.write(_("the last hash is {hash}").format(hash=proof.last))

    def _say_verified(self, edition: Edition, faults: list[actions.Fault]) -> None:
        self._say_faults(edition.slug, faults)
        if not faults:
            self._say_entries(edition.slug, queries.head_position(edition))

    def _say_faults(self, edition: str, faults: list[actions.Fault]) -> None:
        for fault in faults:
            self.stdout.write(
                _("{edition}: {code} at {where}: there is {found}, there should be {wanted}").format(
                    edition=edition, **asdict(fault)
                )
            )

    def _say_entries(self, edition: str, entries: int) -> None:
        words = ngettext("{edition}: {entries} entry proved", "{edition}: {entries} entries proved", entries)
        self.stdout.write(words.format(edition=edition, entries=entries))

    def _rebuild(self, *, edition: str | None, json: bool, **_: Any) -> None:
        rows = {}
        for one in _editions(edition):
            rows[one.slug] = actions.rebuild(one, self._progress(one.slug))
            if not json:
                self._say_rebuilt(one.slug, rows[one.slug])
        if json:
            self.stdout.write(_dump({"tallies": rows}))

    def _say_rebuilt(self, edition: str, tallies: int) -> None:
        words = ngettext("{edition}: {tallies} tally made", "{edition}: {tallies} tallies made", tallies)
        self.stdout.write(words.format(edition=edition, tallies=tallies))

    def _figure(
        self, *, edition: str, indicator: str, place: str | None, since: date | None, until: date | None,
        as_of: int | None, public: bool, json: bool, **_: Any,
    ) -> None:  # fmt: skip
        row = charter.edition(edition)
        if since and until and until < since:  # else a nought, as if nothing had been held
            raise Problems.days_turned(since=since, until=until)
        found = queries.figure(
            row, indicator, place=place, since=since, until=until, as_of=as_of,
            sight=Sight.PUBLIC if public else Sight.EXACT,
        )  # fmt: skip
        self.stdout.write(_dump(as_json(found)) if json else queries.words_of(row, found))

    def _progress(self, slug: str) -> Callable[[int, int], None]:
        def tell(done: int, of: int) -> None:
            if sys.stderr.isatty() and of:
                self.stderr.write(f"\r  {slug}  {done * 100 // of} %", ending="\n" if done == of else "")

        return tell


def as_json(found: queries.Figure) -> dict[str, object]:
    """A figure for a program: stable keys, numbers as numbers, moments in ISO 8601."""

    def number(value: Any) -> int | float | None:
        return value if value is None or isinstance(value, int) else float(value)

    return {
        "value": number(found.value), "qualifier": found.qualifier, "unit": found.unit,
        "as_of": found.as_of.isoformat(), "position": found.position, "why_none": found.why_none,
        "numerator": found.numerator, "denominator": found.denominator, "known_share": number(found.known_share),
    }  # fmt: skip


def _verb(verbs: Any, name: str, what: str) -> CommandParser:
    return verbs.add_parser(
        name, help=what, epilog=EXAMPLES[name], formatter_class=argparse.RawDescriptionHelpFormatter
    )


def _editions(slug: str | None) -> list[Edition]:
    return [charter.edition(slug)] if slug else charter.editions()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is not a day; write it as 2018-10-01").format(text=text))


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ProblemRaised as problem:
        raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
