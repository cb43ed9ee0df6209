"""jarchy forms receive FILE.xml... --as USER"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.forms.actions import Incoming, Outcome, receive_submissions
from jarchy.forms.bodies import named_files
from jarchy.forms.problems import Problems
from jarchy.forms.queries import Noted, findings_in_words
from jarchy.forms.rules import Channel
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import queries as people

EXAMPLE = """Examples:
  jarchy forms receive report.xml --as volunteer@example.org
  jarchy forms receive instances/*/*.xml --as 12 --edition kg-2018 --json

Pictures are taken from beside each file, by the names that stand in it. What a phone would be allowed to send is
kept and flagged, never refused. The exit code is 0 only if nothing was refused.
"""


class Command(BaseCommand):
    help = "Receive submissions of a form from files, as if a phone had sent them."

    def create_parser(self, *args, **kwargs):
        return super().create_parser(
            *args, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        receive = verbs.add_parser("receive", help="take submissions in", epilog=EXAMPLE,
                                   formatter_class=RawDescriptionHelpFormatter)  # fmt: skip
        receive.add_argument("files", nargs="+", type=Path, metavar="FILE.xml")
        receive.add_argument(
            "--as", dest="user", required=True, help="e-mail, phone or account number of who sends"
        )
        receive.add_argument("--edition", help="id of the edition; the current one if not said")
        receive.add_argument(
            "--organisation", help="id of the organisation it is sent for, where she has several"
        )
        receive.add_argument("--json", action="store_true",
                             help='print {"outcomes": [{"file", "state", "submission", "code", "message", "remedy", '
                                  '"findings": [{"code", "path", "message", "remedy"}]}]}')  # fmt: skip

    def handle(
        self, *, files: list[Path], user: str, edition: str | None, organisation: str | None, **options
    ) -> None:
        try:
            row = charter.edition(edition) if edition else charter.current_edition()
            actor = people.actor_of(people.account_by(user), row)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        outcomes = _received(files, row, organisation, actor)
        told = [_told(file, outcome) for file, outcome in zip(files, outcomes, strict=True)]
        if options["json"]:
            self.stdout.write(json.dumps({"outcomes": told}, ensure_ascii=False))
        else:
            for line in told:
                self.stdout.write(_line(line))
        if any(outcome.state == "refused" for outcome in outcomes):
            raise SystemExit(1)


def _received(files: Sequence[Path], edition: Edition, organisation: str | None, by: Actor) -> list[Outcome]:
    """One outcome for each file, in order; a file that cannot be read is refused and keeps none of the others."""
    incoming: dict[int, Incoming] = {}
    outcomes: dict[int, Outcome] = {}
    for number, file in enumerate(files):
        try:
            incoming[number] = _incoming(file, edition, organisation)
        except OSError as fault:
            problem = Problems.file_unreadable(file=fault.filename or file, why=fault.strerror)
            outcomes[number] = Outcome("refused", None, (), problem)
    outcomes |= zip(incoming, receive_submissions(list(incoming.values()), by=by), strict=True)
    return [outcomes[number] for number in range(len(files))]


def _incoming(file: Path, edition: Edition, organisation: str | None) -> Incoming:
    body = file.read_bytes()
    beside = {name: file.parent / name for name in named_files(body)}
    pictures = {name: path.read_bytes() for name, path in beside.items() if path.is_file()}
    return Incoming(body, pictures, Channel.FILE, edition.slug, organisation)


def _told(file: Path, outcome: Outcome) -> dict[str, object]:
    problem = outcome.problem
    return {
        "file": str(file),
        "state": outcome.state,
        "submission": str(outcome.submission.uuid) if outcome.submission else None,
        "code": problem.code if problem else None,
        "message": problem.sentence if problem else None,
        "remedy": problem.remedy if problem else None,
        "findings": [_found(noted) for noted in _noted(outcome)],
    }


def _noted(outcome: Outcome) -> list[Noted]:
    return findings_in_words(outcome.submission) if outcome.submission else []


def _found(noted: Noted) -> dict[str, str]:
    said = f"{noted.label}: {noted.sentence}" if noted.label else noted.sentence
    return {"code": noted.code, "path": noted.path, "message": said, "remedy": noted.remedy}


def _line(told: Mapping[str, Any]) -> str:
    said = f" {told['message']} {told['remedy']}" if told["message"] else ""
    noticed = "".join(f"\n  {found['message']} {found['remedy']}" for found in told["findings"])
    return f"{told['file']}: {told['state']}{said}{noticed}"
