"""jarchy places find: what place is meant."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from jarchy.foundation.texts import text_in
from jarchy.places.models import Place
from jarchy.places.problems import Problems
from jarchy.places.queries import Candidate, find

EXAMPLE = """examples:
  jarchy places find "Ош шаары"
  jarchy places find "Нарын, Жалал-Абад" --json
  jarchy places find Manas --on 2018-10-01
  jarchy places find geonames:1528121"""


class Command(BaseCommand):
    """The territory from the command line."""

    help = "Find places by name or code. Lists every candidate; never picks one of two."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": argparse.RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verb = verbs.add_parser(
            "find",
            help="find places by name or code",
            epilog=EXAMPLE,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        verb.add_argument(
            "text", metavar="TEXT", help="a name, with or without a word for the level, or a code"
        )
        verb.add_argument("--json", action="store_true", help='{"candidates": [...]}, stable keys')
        verb.add_argument("--on", metavar="DATE", help="the day whose names are shown, as 2018-10-01")
        verb.add_argument("--level", type=int, metavar="N", help="1 oblast, 2 rayon or city, 3, 4 village")
        verb.add_argument("--within", metavar="PCODE", help="only inside this place")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when no place is found; with --json an empty list is an answer."""
        if not Place.objects.exists():
            raise _error(Problems.no_territory())
        found = find(
            options["text"], on=_day(options["on"]), level=options["level"], within=options["within"]
        )
        if options["json"]:
            self.stdout.write(
                json.dumps({"candidates": [as_json(one) for one in found]}, ensure_ascii=False, indent=1)
            )
            return
        if not found:
            raise _error(Problems.nothing_found(text=options["text"]))
        for one in found:
            self.stdout.write(as_line(one))
        if len(found) > 1:
            self.stderr.write(_("{count} places fit: say which by its P-code.").format(count=len(found)))


def as_json(one: Candidate) -> dict[str, object]:
    """Stable keys, as docs/reference has them: pcode, name (the one that fitted), names, level, kind, region
    and district (P-codes), path (names of what lies above, from the oblast down), since, until,
    is_of_another_time."""
    return {
        "pcode": one.pcode,
        "name": one.name,
        "names": dict(one.names),
        "level": one.level,
        "kind": one.kind,
        "region": one.region,
        "district": one.district,
        "path": [dict(names) for names in one.path],
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
        "is_of_another_time": one.is_of_another_time,
    }


def as_line(one: Candidate) -> str:
    """KG04400000010  Naryn city, Naryn oblast"""
    line = f"{one.pcode}  " + ", ".join(
        [text_in(one.names), *(text_in(names) for names in reversed(one.path))]
    )
    if one.since:
        line += "  " + _("(“{name}” since {day})").format(name=one.name, day=one.since.isoformat())
    return line


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _error(Problems.wrong_day(day=text)) from None


def _error(problem: Any) -> CommandError:
    return CommandError(f"{problem.sentence} {problem.remedy}")
