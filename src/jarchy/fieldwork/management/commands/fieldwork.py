"""jarchy fieldwork forward|confirm|send-back|void UUID --as USER"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from jarchy.fieldwork.actions.review import move_reports
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.problems import Problems
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import queries as people

EXAMPLES = {
    "forward": """example:
  jarchy fieldwork forward 0198f6c2-7a5e-7c31-9d7e-2f1f5f0a9b11 --as coordinator@example.org""",
    "confirm": """example:
  jarchy fieldwork confirm 0198f6c2-7a5e-7c31-9d7e-2f1f5f0a9b11 --as reviewer@example.org --json

Nobody confirms a report of the own organisation, or one that she sent herself.""",
    "send-back": """example:
  jarchy fieldwork send-back 0198f6c2-7a5e-7c31-9d7e-2f1f5f0a9b11 --as 12 --reason number-unlikely --word '81 or 18'""",
    "void": """example:
  jarchy fieldwork void 0198f6c2-7a5e-7c31-9d7e-2f1f5f0a9b11 --as 12 --reason sent-twice""",
}
HELP = {
    "forward": "stand behind a report as its coordinator: it goes up to the reviewers",
    "confirm": "confirm a report: its counts enter the ledger",
    "send-back": "ask for completion; what was counted leaves the ledger",
    "void": "cancel a report for good; what was counted leaves the ledger",
}


class Command(BaseCommand):
    help = "Move a report: forward it, confirm it, send it back or cancel it, as one of its people would."

    def create_parser(self, *args, **kwargs):
        epilog = EXAMPLES["confirm"].partition("\n\n")[0]
        return super().create_parser(
            *args, epilog=epilog, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, example in EXAMPLES.items():
            verb = verbs.add_parser(
                name, help=HELP[name], epilog=example, formatter_class=RawDescriptionHelpFormatter
            )
            verb.add_argument(
                "report", nargs="+", type=UUID, help="UUID of the report; several are moved all or none"
            )
            verb.add_argument(
                "--as", dest="user", required=True, help="e-mail, phone or account number of who does it"
            )
            if name in ("send-back", "void"):
                verb.add_argument("--reason", default="", help="id of a reason in reasons.csv")
                verb.add_argument("--word", default="", help="a word to the reporter")
            verb.add_argument(
                "--json", action="store_true", help='print {"reports": [{"report", "state", "version"}]}'
            )

    def handle(
        self, *, verb: str, report: list[UUID], user: str, reason: str = "", word: str = "", **options
    ) -> None:
        try:
            edition = self._edition_of(report)
            actor = people.actor_of(people.account_by(user), edition)
            moved = move_reports(report, verb, by=actor, reason=reason, word=word)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        if options["json"]:
            rows = [{"report": str(r.uuid), "state": str(r.state), "version": r.version} for r in moved]
            self.stdout.write(json.dumps({"reports": rows}))
            return
        for row in moved:
            self.stdout.write(f"{row.uuid}: {row.state}")

    @staticmethod
    def _edition_of(uuids: list[UUID]):
        report = Report.objects.filter(uuid__in=uuids).select_related("edition").first()
        if report is None:
            raise Problems.no_report()
        return report.edition
