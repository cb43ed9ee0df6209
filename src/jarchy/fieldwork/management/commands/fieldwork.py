"""jarchy fieldwork forward|confirm|send-back|void UUID --as USER; jarchy fieldwork plan blank|load;
jarchy fieldwork checks seed|draw|list"""

from __future__ import annotations

import io
import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, override

from jarchy.charter import queries as charter
from jarchy.charter.actions import mapping_of
from jarchy.charter.foreign import sheet_mapping
from jarchy.fieldwork.actions import (
    PlanSheets,
    check_foreign_plans,
    check_plan_sheets,
    load_foreign_plans,
    load_plan_sheets,
    read_plan_sheets,
)
from jarchy.fieldwork.actions.review import move_reports
from jarchy.fieldwork.management.checks import add_checks, handle_checks
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.plan_blank import write_plan_blank
from jarchy.fieldwork.problems import Problems
from jarchy.formats.foreign_sheets import read_foreign
from jarchy.formats.sheet_mappings import Mapped
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import queries as people

PLAN_EXAMPLES = {
    "blank": """example:
  jarchy fieldwork plan blank --edition kg-2018 --organisation youth-naryn-1 --language ky > plan.xlsx""",
    "load": """examples:
  jarchy fieldwork plan load naryn.xlsx osh.xlsx --edition kg-2018 --as office@example.org --dry-run
  jarchy fieldwork plan load naryn.xlsx osh.xlsx --edition kg-2018 --as office@example.org
  jarchy fieldwork plan load 3w.csv --edition sahel-2014 --as office@example.org --mapping unhcr-3w

Many sheets of many organisations are put together. One error changes nothing. Exit code 1 with errors. --json writes
  {"edition", "kept", "fresh", "changed", "same", "not_in_sheets": [{"activity", "organisation", "date"}],
   "faults": [{"level", "file", "row", "column", "value", "code", "message", "remedy"}]}""",
}
PLAN_HELP = {
    "blank": "write an organisation's plan as a sheet to fill in, to standard output",
    "load": "plan what filled-in sheets say; the same again adds nothing",
}
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
    help = (
        "Move a report as one of its people would; give an organisation's plan out as a sheet and take it in; "
        "draw calls to check."
    )

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

        self._add_plan(verbs)
        add_checks(verbs)

    @staticmethod
    def _add_plan(verbs) -> None:
        plan = verbs.add_parser(
            "plan", help="plans as sheets: give a blank out, take sheets in",
            epilog="\n\n".join(PLAN_EXAMPLES.values()), formatter_class=RawDescriptionHelpFormatter,
        )  # fmt: skip
        steps = plan.add_subparsers(dest="step", required=True, metavar="STEP")
        for name, example in PLAN_EXAMPLES.items():
            step = steps.add_parser(
                name, help=PLAN_HELP[name], epilog=example, formatter_class=RawDescriptionHelpFormatter
            )
            if name == "load":
                step.add_argument("file", nargs="+", metavar="FILE.xlsx", help="sheets that came back")
                step.add_argument(
                    "--mapping", help="what the columns of somebody else's sheet are: a name kept here"
                )
                step.add_argument(
                    "--as", dest="user", required=True, help="e-mail, phone or account number of who plans"
                )
                step.add_argument(
                    "--dry-run", action="store_true", help="say what would be done, change nothing"
                )
                step.add_argument("--json", action="store_true", help="write JSON with stable keys")
            else:
                step.add_argument("--organisation", required=True, help="id of the organisation")
            step.add_argument("--edition", required=True, help="short name of the campaign")
            step.add_argument("--language", default="en", help="of the blank and the sentences: en, ky, ru")

    def handle(self, *, verb: str, **options) -> None:
        if verb == "checks":
            handle_checks(self.stdout, **options)
            return
        if verb != "plan":
            self._move(verb=verb, **options)
            return
        with override(options["language"]):
            try:
                edition = charter.edition(options.pop("edition"))
                self._blank(edition, **options) if options["step"] == "blank" else self._load(
                    edition, **options
                )
            except ProblemRaised as problem:
                raise CommandError(f"{problem.sentence} {problem.remedy}") from problem

    def _blank(self, edition, *, organisation: str, language: str, **_options) -> None:
        row = charter.organisation(edition, organisation)
        if row is None:
            raise Problems.no_organisation(organisation=organisation)
        out = io.BytesIO()
        write_plan_blank(out, edition, row.organisation, language, by=house("command"))
        sys.stdout.buffer.write(out.getvalue())

    def _load(
        self, edition, *, file: list[str], user: str, dry_run: bool, mapping: str | None, **options
    ) -> None:
        actor = people.actor_of(people.account_by(user), edition)
        if mapping:
            self._load_foreign(edition, file, actor, mapping=mapping, is_dry=dry_run, as_json=options["json"])
            return
        sheets = read_plan_sheets([(Path(name).name, _bytes_of(name)) for name in file])
        act = check_plan_sheets if dry_run else load_plan_sheets
        found = act(edition, sheets, by=actor)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found, edition.slug), ensure_ascii=False, indent=1))
        else:
            self._say(found)
        if found.faults:
            sys.exit(1)

    def _load_foreign(
        self, edition, files: list[str], actor, *, mapping: str, is_dry: bool, as_json: bool
    ) -> None:
        """Each file by itself: it is whole, or nothing of it is planned."""
        said = mapping_of(sheet_mapping(edition, mapping))
        act = check_foreign_plans if is_dry else load_foreign_plans
        results = []
        for name in files:
            sheet = read_foreign(_bytes_of(name), Path(name).name, header_row=said.header_row)
            results.append(act(edition, Mapped(sheet, said, edition.slug), by=actor))
        for found in results:
            if as_json:
                self.stdout.write(json.dumps(_as_json(found, edition.slug), ensure_ascii=False, indent=1))
            else:
                self._say(found)
        if any(found.faults for found in results):
            sys.exit(1)

    def _say(self, found: PlanSheets) -> None:
        for fault in [*found.assumed, *found.faults]:
            at = [str(part) for part in (fault["file"], _row(fault["row"]), fault["column"]) if part]
            self.stdout.write(f"{', '.join(at)}: {fault['message']}\n    {fault['remedy']}")
        counts = gettext("New: {fresh}. Changed: {changed}. As before: {same}.").format(
            fresh=len(found.fresh), changed=len(found.changed), same=len(found.same)
        )
        self.stdout.write(counts)
        for activity in found.left_out:
            self.stdout.write(
                gettext(
                    "Planned, and in none of the sheets; it stays: {organisation}, {day}, {activity}"
                ).format(organisation=activity.organisation.slug, day=activity.date, activity=activity.uuid)
            )
        if not found.is_kept:
            self.stdout.write(gettext("Nothing was changed."))

    def _move(
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


def _bytes_of(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as fault:
        raise Problems.file_unreadable(file=name) from fault


def _row(number: object) -> str:
    return gettext("row {row}").format(row=number) if number else ""


def _as_json(found: PlanSheets, edition: str) -> dict[str, object]:
    left_out = [
        {"activity": str(one.uuid), "organisation": one.organisation.slug, "date": one.date.isoformat()}
        for one in found.left_out
    ]
    return {
        "edition": edition, "kept": found.is_kept, "fresh": len(found.fresh), "changed": len(found.changed),
        "same": len(found.same), "not_in_sheets": left_out, "faults": [*found.assumed, *found.faults],
    }  # fmt: skip
