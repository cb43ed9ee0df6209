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

EXAMPLE = """Examples:
  jarchy fieldwork forward 0198f6c2-7a5e-7c31-9d7e-2f1f5f0a9b11 --as coordinator@example.org
  jarchy fieldwork send-back 0198f6c2-7a5e-7c31-9d7e-2f1f5f0a9b11 --as 12 --reason number-unlikely --word "81 or 18?"
  jarchy fieldwork void 0198f6c2-7a5e-7c31-9d7e-2f1f5f0a9b11 --as 12 --reason sent-twice
"""


class Command(BaseCommand):
    help = "Move a report: forward it, confirm it, send it back or cancel it, as one of its people would."

    def create_parser(self, *args, **kwargs):
        return super().create_parser(
            *args, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser) -> None:
        parser.add_argument("verb", choices=["forward", "confirm", "send-back", "void"])
        parser.add_argument(
            "report", nargs="+", type=UUID, help="UUID of the report; several are moved all or none"
        )
        parser.add_argument(
            "--as", dest="user", required=True, help="e-mail, phone or account number of who does it"
        )
        parser.add_argument("--reason", default="", help="id of a reason in reasons.csv (send-back, void)")
        parser.add_argument("--word", default="", help="a word to the reporter")
        parser.add_argument(
            "--json", action="store_true", help='print {"reports": [{"report", "state", "version"}]}'
        )

    def handle(self, *, verb: str, report: list[UUID], user: str, reason: str, word: str, **options) -> None:
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
