"""jarchy forms ask | blank | publish | list | export | receive, jarchy forms device add | revoke"""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from jarchy.charter import queries as charter
from jarchy.charter.foreign import sheet_mapping
from jarchy.charter.models import Edition, Organisation, SheetMapping
from jarchy.forms import actions, terminal
from jarchy.forms.actions import Incoming, Outcome, receive_submissions
from jarchy.forms.actions.publish import Published
from jarchy.forms.bodies import named_files
from jarchy.forms.exporting import write_export
from jarchy.forms.listing import PAGE, list_submissions
from jarchy.forms.management import devices
from jarchy.forms.models import SheetImport
from jarchy.forms.problems import Problems
from jarchy.forms.queries import Noted, findings_in_words
from jarchy.forms.rules import Channel, SheetState
from jarchy.forms.sheets.blank import ROWS, write_blank
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import queries as people
from jarchy.people.problems import Problems as PeopleProblems
from jarchy.xforms.finding import Finding as FormFinding
from jarchy.xforms.finding import FormRefused

SHEETS = (".xlsx", ".csv")
EXAMPLES = {
    "": """Examples:
  jarchy forms ask form.xlsx --language ky
  jarchy forms blank activity_report --organisation youth-naryn-1 --language ky > blank.xlsx
  jarchy forms receive report.xml --as volunteer@example.org
  jarchy forms receive filled.xlsx --as coordinator@example.org""",
    "device": devices.EXAMPLES[""],
    "blank": """Example:
  jarchy forms blank activity_report --organisation youth-naryn-1 --language ky > blank.xlsx

A workbook with a row for each report, the organisation's own activities in its lists, and a sheet that explains it.""",
    "ask": """Examples:
  jarchy forms ask form.xlsx --language ky
  jarchy forms ask form.xlsx --file activities.csv > report.xml

Asks the form as a chat would, question by question. Lists (.csv) are taken from beside the workbook. Nothing is stored:
the report that the answers make is written to standard output, the questions to standard error.""",
    "publish": """Examples:
  jarchy forms publish survey.xlsx --edition kg-2018 --as office@example.org
  jarchy forms publish survey.xlsx --file schools.csv --file logo.png --as office@example.org --json

The workbook becomes the version that is asked from now on; those before go on answering. Without a purpose its
submissions are kept, checked, listed and exported, nothing more. Files are taken over from the version before; a list
that is missing stops it, a picture or sound is only named.""",
    "list": """Examples:
  jarchy forms list activity_report --count --json
  jarchy forms list activity_report --after 0191d2c4-7d2e-7c3a-9f1b-2f6a3c9e8d10 --json

Prints {"count", "submissions", "next"}, oldest first; "next" is the key after which the next page begins.""",
    "export": """Example:
  jarchy forms export activity_report > activity_report.zip

CSV in a zip, written as it is read: one file for the form, one for each repeat, whose rows name their parent.""",
    "receive": """Examples:
  jarchy forms receive report.xml --as volunteer@example.org
  jarchy forms receive instances/*/*.xml --as 12 --edition kg-2018 --json
  jarchy forms receive filled.xlsx --as coordinator@example.org --dry-run
  jarchy forms receive 3w.csv --as office@example.org --edition sahel-2014 --mapping ocha-3w --dry-run

Of XML, pictures are taken from beside each file, by the names that stand in it; what a phone would be allowed to send
is kept and flagged, never refused. A sheet (.xlsx, .csv) is checked as a whole first: with one error nothing of it is
stored. The exit code is 0 only if nothing was refused.""",
}


class Command(BaseCommand):
    help = (
        "Publish a form, ask it in the terminal, write its blank; receive, list and export submissions; let phones in "
        "that send by themselves."
    )

    def create_parser(self, *args, **kwargs):
        return super().create_parser(
            *args, epilog=EXAMPLES[""], formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

        def verb(name: str, says: str):
            return verbs.add_parser(
                name,
                help=says,
                description=says,
                epilog=EXAMPLES[name],
                formatter_class=RawDescriptionHelpFormatter,
            )

        blank = verb("blank", "write a form to be filled in as a sheet to standard output")
        blank.add_argument("form", metavar="FORM")
        blank.add_argument(
            "--organisation", help="id of the organisation whose reports it takes; the media log needs none"
        )
        blank.add_argument("--language", help="ky, ru or en; the campaign's first one if not said")
        blank.add_argument("--edition", help="id of the edition; the current one if not said")
        blank.add_argument(
            "--rows", type=int, default=ROWS, help=f"how many reports it has room for ({ROWS})"
        )
        ask = verb("ask", "ask a form in the terminal, as a chat would")
        ask.add_argument("workbook", type=Path, metavar="FILE.xlsx")
        ask.add_argument(
            "--file", dest="files", action="append", default=[], type=Path, help="a list it needs (.csv)"
        )
        ask.add_argument("--language", default="", help="of the questions; asked first if not said")
        publish = verb("publish", "make a workbook the version that is asked from now on")
        publish.add_argument("workbook", type=Path, metavar="FILE.xlsx")
        publish.add_argument("--edition", help="id of the edition; the current one if not said")
        publish.add_argument(
            "--purpose", default="", help="what becomes of its submissions, as activity_report"
        )
        publish.add_argument("--file", dest="files", action="append", default=[], type=Path,
                             help="a list, picture or sound that it names")  # fmt: skip
        publish.add_argument("--as", dest="user", required=True, help="e-mail, phone or account number")
        publish.add_argument("--json", action="store_true",
                             help='print {"form", "version", "edition", "is_new", "missing", "advice": [{"sheet", '
                                  '"row", "column", "path", "code", "message"}]}')  # fmt: skip
        listing = verb("list", "print a form's submissions, page by page")
        listing.add_argument("form", metavar="FORM")
        listing.add_argument("--edition", help="id of the edition; the current one if not said")
        listing.add_argument("--after", default="", metavar="KEY", help="begin after this submission")
        listing.add_argument("--limit", type=int, default=PAGE, help=f"how many on a page ({PAGE})")
        listing.add_argument("--count", action="store_true", help="say how many there are in all")
        listing.add_argument("--json", action="store_true", help="the same; it is always printed as JSON")
        export = verb("export", "write a form's submissions to standard output, CSV in a zip")
        export.add_argument("form", metavar="FORM")
        export.add_argument("--edition", help="id of the edition; the current one if not said")
        devices.add_arguments(verb("device", "let a phone in that sends by itself, or take it back"))
        receive = verb("receive", "take submissions in")
        receive.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".xml, .xlsx or .csv")
        receive.add_argument(
            "--as", dest="user", required=True, help="e-mail, phone or account number of who sends"
        )
        receive.add_argument("--edition", help="id of the edition; the current one if not said")
        receive.add_argument(
            "--organisation", help="id of the organisation it is sent for, where she has several"
        )
        receive.add_argument(
            "--form", default="activity_report", help="which one a sheet is of (activity_report)"
        )
        receive.add_argument(
            "--mapping", help="of somebody else's sheet: what its columns are, by a name kept here"
        )
        receive.add_argument("--dry-run", action="store_true", help="check sheets and store nothing")
        receive.add_argument("--language", default="en", help="of the sentences: en, ky, ru")
        receive.add_argument("--json", action="store_true",
                             help='print {"outcomes": [{"file", "state", "submission", "code", "message", "remedy", '
                                  '"findings": [{"code", "path", "message", "remedy"}]}], "sheets": [{"file", '
                                  '"state", "rows", "new", "same", "corrected", "refused"}], "faults": [{"level", '
                                  '"file", "row", "column", "value", "code", "message", "remedy"}]}')  # fmt: skip

    def handle(self, *, verb: str, edition: str | None = None, **options) -> None:
        try:
            if verb == "ask":
                self._ask(**options)
                return None
            if verb == "device" and options["device_verb"] == "revoke":
                return devices.revoke(options["device"], self.stdout)
            row = charter.edition(edition) if edition else charter.current_edition()
            if verb == "device":
                devices.add(row, self.stdout, **options)
            elif verb == "blank":
                self._blank(row, **options)
            elif verb == "publish":
                self._publish(row, **options)
            elif verb == "list":
                self._list(row, **options)
            elif verb == "export":
                write_export(row, options["form"], sys.stdout.buffer)
            else:
                with override(options["language"]):
                    self._receive(row, **options)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem

    def _blank(
        self,
        edition: Edition,
        *,
        form: str,
        organisation: str | None,
        language: str | None,
        rows: int,
        **options,
    ) -> None:
        version = actions.current_version(edition, form)
        write_blank(
            sys.stdout.buffer, version, _organisation(organisation) if organisation else None,
            language or edition.languages[0],
            rows=rows,
        )  # fmt: skip

    def _publish(
        self, edition: Edition, *, workbook: Path, files: list[Path], user: str, purpose: str, **options
    ) -> None:
        actor = people.actor_of(people.account_by(user), edition)
        try:
            brought = {file.name: file.read_bytes() for file in files}
            made = actions.publish_form(
                edition, workbook.read_bytes(), by=actor, purpose=purpose, brought=brought, name=workbook.name
            )
        except OSError as fault:
            raise Problems.file_unreadable(file=fault.filename, why=fault.strerror) from fault
        except FormRefused as refused:
            lines = [_form_fault_line(workbook, found) for found in refused.findings]
            raise CommandError(
                "\n".join([_("{file} cannot be used as a form:").format(file=workbook), *lines])
            ) from None
        if options["json"]:
            self.stdout.write(json.dumps(_published_told(made), ensure_ascii=False))
            return
        said = _("published") if made.is_new else _("the same as before")
        self.stdout.write(f"{made.version.form_id} {made.version.version}: {said}")
        for name in made.missing:
            self.stdout.write(_("still missing: {file}").format(file=name))

    def _list(self, edition: Edition, *, form: str, after: str, limit: int, count: bool, **options) -> None:
        page = list_submissions(edition, form, after=after, limit=max(1, limit), is_counted=count)
        told = {"count": page.count, "submissions": page.submissions, "next": page.next}
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _ask(self, *, workbook: Path, files: list[Path], language: str, **options) -> None:
        with override(language or "en"):
            try:
                body = terminal.ask(
                    workbook, files=files, language=language, read=input,
                    say=lambda words: self.stderr.write(f"\n{words}", style_func=str),
                )  # fmt: skip
            except (EOFError, KeyboardInterrupt):
                raise CommandError(terminal.interrupted()) from None
        if body:
            self.stdout.write(body.decode())

    def _receive(
        self, edition: Edition, *, files: list[Path], user: str, organisation: str | None, **options
    ) -> None:
        actor = people.actor_of(people.account_by(user), edition)
        sheets = [file for file in files if file.suffix.lower() in SHEETS]
        bodies = [file for file in files if file not in sheets]
        if options["dry_run"] and bodies:
            raise CommandError(
                _("Only sheets can be checked without being stored: {file}").format(file=bodies[0])
            )
        outcomes = _received(bodies, edition, organisation, actor)
        told = [_told(file, outcome) for file, outcome in zip(bodies, outcomes, strict=True)]
        of = _organisation(organisation) if organisation and sheets else None
        mapping = sheet_mapping(edition, options["mapping"]) if options["mapping"] else None
        brought = [
            _brought_in(
                file,
                edition,
                of,
                actor,
                form=options["form"],
                is_stored=not options["dry_run"],
                mapping=mapping,
            )
            for file in sheets
        ]
        faults = [fault for _sheet, found in brought for fault in found]
        if options["json"]:
            said = {"outcomes": told, "sheets": [sheet for sheet, _found in brought], "faults": faults}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            for line in [
                *map(_line, told),
                *map(_fault_line, faults),
                *(_sheet_line(sheet) for sheet, _ in brought),
            ]:
                self.stdout.write(line)
        if any(o.state == "refused" for o in outcomes) or any(fault["level"] == "error" for fault in faults):
            raise SystemExit(1)


def _published_told(made: Published) -> dict[str, object]:
    advice = [
        {"sheet": found.sheet, "row": found.row, "column": found.column, "path": found.path, "code": found.code,
         "message": found.reason}
        for found in made.advice
    ]  # fmt: skip
    return {
        "form": made.version.form_id, "version": made.version.version, "edition": made.version.edition.slug,
        "is_new": made.is_new, "missing": list(made.missing), "advice": advice,
    }  # fmt: skip


def _form_fault_line(file: Path, found: FormFinding) -> str:
    row = [_("row {row}").format(row=found.row)] if found.row else []
    where = [part for part in (file.name, found.sheet, *row, found.column, found.path) if part]
    return f"{', '.join(map(str, where))}: {found.reason or found.code}"


def _organisation(slug: str) -> Organisation:
    row = Organisation.objects.filter(slug=slug).first()
    if row is None:
        raise PeopleProblems.no_organisation(organisation=slug)
    return row


def _brought_in(
    file: Path,
    edition: Edition,
    organisation: Organisation | None,
    by: Actor,
    *,
    form: str,
    is_stored: bool,
    mapping: SheetMapping | None = None,
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """What became of a sheet, and what is wrong in it."""
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise Problems.file_unreadable(file=fault.filename or file, why=fault.strerror) from fault
    row = actions.start_import(
        edition, form, data=data, name=str(file), by=by, organisation=organisation, mapping=mapping
    )
    faults = actions.check_import(row, by=by)
    if is_stored and row.state == SheetState.CHECKED:
        actions.store_import(row, by=by)
        faults = actions.faults_of(row)
    told = _sheet_told(file, row)
    if row.state != SheetState.STORED:
        actions.drop_import(row, by=by)
    return told, [{**fault, "file": str(file)} for fault in faults]


def _sheet_told(file: Path, row: SheetImport) -> dict[str, object]:
    return {
        "file": str(file), "state": row.state, "rows": row.rows, "new": row.fresh, "same": row.same,
        "corrected": row.corrected, "refused": row.refused,
    }  # fmt: skip


def _sheet_line(told: Mapping[str, Any]) -> str:
    if told["state"] == SheetState.FAULTY:
        return _("{file}: nothing was stored.").format(**told)
    counts = _("new {new}, the same {same}, new versions {corrected}").format(**told)
    if told["state"] == SheetState.CHECKED:
        return _("{file}: would be stored: {counts}").format(**told, counts=counts)
    return _("{file}: stored: {counts}").format(**told, counts=counts)


def _fault_line(fault: Mapping[str, Any]) -> str:
    row = [_("row {row}").format(row=fault["row"])] if fault["row"] else []
    column = [str(fault["column"])] if fault["column"] else []
    level = _("error") if fault["level"] == "error" else _("warning")
    return f"{level}: {', '.join([str(fault['file']), *row, *column])}: {fault['message']}\n    {fault['remedy']}"


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
