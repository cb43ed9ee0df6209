"""jarchy charter check | load | new | mapping | save | today | state: a campaign's folder, its days and its life."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jarchy.charter import actions, actors, queries
from jarchy.charter.actions import LoadPlan
from jarchy.charter.actions.from_sheet import sheet_said
from jarchy.charter.folder import is_workbook, read_folder
from jarchy.charter.life_names import life_name
from jarchy.charter.problems import Problems
from jarchy.charter.rules import EditionState
from jarchy.charter.wording import worded
from jarchy.formats.sheet_mappings import toml_of
from jarchy.formats.tables import Finding
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

SHOWN = 12  # lines of each kind of change; --all shows the rest
EXAMPLES = {
    "": """examples:
  jarchy charter check campaigns/kg-2018
  jarchy charter load campaigns/kg-2018 --yes
  jarchy charter new kg-2020 --from kg-2018 --starts 2020-09-10
  jarchy charter save kg-2018 campaigns/kg-2018
  jarchy charter today kg-2018 2018-11-06
  jarchy charter state kg-2018 late --as daniyar@example.org""",
    "check": """examples:
  jarchy charter check campaigns/kg-2018
  jarchy charter check kg-2018.xlsx --json

Exit code 1 with errors, 0 with warnings alone. --json writes
  {"faults": [{"level", "file", "row", "column", "value", "code", "message", "remedy"}]}""",
    "load": """examples:
  jarchy charter load campaigns/kg-2018
  jarchy charter load kg-2018.xlsx --yes

A workbook has a sheet for each table and “campaign” with keys and values; forms and maps stay as they are.
--json writes {"edition", "added", "changed", "retired"} (how many rows), or {"faults": [...]} as check does.""",
    "new": """examples:
  jarchy charter new kg-2020 --from kg-2018 --starts 2020-09-10
  jarchy charter new sahel-2014 --from-sheet 3w.csv --mapping ocha-3w.toml

--from-sheet makes the campaign's places, organisations, kinds and days of somebody's sheet; the form, the venues and
what is counted come from --from (kg-2018). The mapping goes into the folder: mappings/ocha-3w.toml.

--json writes {"folder", "results", "results_as_of", "moved_by_days", "faults"}; results_as_of is a day where the
earlier campaign is not over, else null.""",
    "mapping": """examples:
  jarchy charter mapping 3w.csv > ocha-3w.toml
  jarchy charter mapping 3w.csv --name ocha-3w --set year=2014 --set venue=other > ocha-3w.toml
  jarchy charter mapping 3w.csv --edition kg-2018 --name ocha-3w --keep

What the house thinks that the columns of somebody's sheet are, to be mended by hand; --keep remembers it in the
campaign.""",
    "save": """examples:
  jarchy charter save kg-2018 campaigns/kg-2018
  jarchy charter save kg-2018 kg-2018.xlsx

--json writes {"folder", "changed": [file], "written": [file]}: what was changed on the pages, what was written.""",
    "today": """examples:
  jarchy charter today kg-2018
  jarchy charter today kg-2018 2018-11-06

--json writes {"edition", "today", "state", "midnights": [day]}.""",
    "state": """examples:
  jarchy charter state kg-2018
  jarchy charter state kg-2018 late --as daniyar@example.org
  jarchy charter state kg-2018 final --as daniyar@example.org --early --why "the conference was moved"
  jarchy charter state kg-2018 archived --as daniyar@example.org --typed kg-2018

preparing, open, late, provisional, final, archived: one step at a time, never back. Archived deletes people's data.
--json writes {"edition", "state", "next", "due_on", "is_due"}.""",
}


class Command(BaseCommand):
    """Thin: reads the arguments, calls an action, says what came of it."""

    help = (
        "Check, load, fork and save a campaign's folder; move an example's day, or a campaign on in its life."
    )
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLES[""], "formatter_class": argparse.RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

        def verb(name: str, says: str) -> Any:
            made = verbs.add_parser(name, help=says, description=says, epilog=EXAMPLES[name])
            made.formatter_class = argparse.RawDescriptionHelpFormatter
            made.add_argument("--json", action="store_true", help="write JSON with stable keys")
            made.add_argument("--language", default="en", help="of the sentences: en, ky, ru")
            return made

        check = verb("check", "say everything that is wrong with a folder; needs no database and no network")
        check.add_argument("folder", metavar="FOLDER", help="or a workbook, .xlsx")
        load = verb("load", "show what a folder would change, ask, and apply it in one transaction")
        load.add_argument("folder", metavar="FOLDER", help="or a workbook, .xlsx")
        load.add_argument("--yes", action="store_true", help="do not ask")
        load.add_argument("--all", action="store_true", help="show every change")
        load.add_argument("--make-current", action="store_true", help="let it answer at /en/, /ky/, /ru/")
        new = verb("new", "fork an earlier campaign into a new folder")
        new.add_argument("slug", metavar="SLUG")
        new.add_argument(
            "--from",
            dest="source",
            metavar="EDITION",
            help="a loaded campaign or a folder; needed but for a sheet",
        )
        new.add_argument("--starts", metavar="DATE", help="first day, as 2020-09-10; needed but for a sheet")
        new.add_argument("--from-sheet", metavar="FILE", help="make it of somebody's sheet, .csv or .xlsx")
        new.add_argument(
            "--mapping", metavar="NAME", default="", help="its columns: a .toml file or a kept name"
        )
        new.add_argument("--into", metavar="FOLDER", help="where to write it; beside the old one if left out")
        mapping = verb("mapping", "say what the columns of somebody's sheet are, as a mapping to be mended")
        mapping.add_argument("file", metavar="FILE", help=".csv or .xlsx")
        mapping.add_argument(
            "--name", metavar="NAME", default="", help="of the mapping; else made of the file's"
        )
        mapping.add_argument("--set", action="append", default=[], metavar="FIELD=TEXT", help="for every row")
        mapping.add_argument(
            "--edition", metavar="EDITION", help="the campaign that remembers it, with --keep"
        )
        mapping.add_argument("--keep", action="store_true", help="remember it; FILE may be its .toml")
        save = verb("save", "write what was changed on the pages back into a folder")
        save.add_argument("edition", metavar="EDITION")
        save.add_argument(
            "folder", metavar="FOLDER", nargs="?", help="or a workbook, .xlsx; campaigns/EDITION if left out"
        )
        today = verb(
            "today", "say on which day a campaign stands, or move an example on and run its midnights"
        )
        today.add_argument("edition", metavar="EDITION")
        today.add_argument("day", metavar="DATE", nargs="?")

        state = verb("state", "say where a campaign stands in its life, or move it on")
        state.add_argument("edition", metavar="EDITION")
        state.add_argument("state", metavar="STATE", nargs="?", choices=[str(one) for one in EditionState])
        state.add_argument("--as", dest="user", help="e-mail, phone or account number of who moves it")
        state.add_argument("--early", action="store_true", help="before its day; say why")
        state.add_argument("--why", default="", help="for the record")
        state.add_argument(
            "--typed", default="", help="the short name again, where people's data would be deleted"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                getattr(self, f"do_{options['verb']}")(**options)
            except ProblemRaised as problem:
                between = (
                    "\n" if "\n" in str(problem.sentence) else " "
                )  # after a list the remedy has its own line
                raise CommandError(f"{problem.sentence}{between}{problem.remedy}") from problem

    def do_check(self, **options: Any) -> None:
        _campaign, findings = read_folder(options["folder"])
        if options["json"]:
            self._write_json({"faults": [worded(finding) for finding in findings]})
        else:
            self._write_findings(findings)
        if any(finding.level == "error" for finding in findings):
            sys.exit(1)

    def do_load(self, **options: Any) -> None:
        plan = actions.plan_load(options["folder"])
        if plan.errors:
            if options["json"]:
                self._write_json({"faults": [worded(finding) for finding in plan.findings]})
                sys.exit(1)
            self._write_findings(plan.findings)
            raise Problems.folder_at_fault(folder=options["folder"], errors=len(plan.errors))
        if not plan.stops and not plan.is_same and not options["json"]:
            self._write_changes(plan, shown=None if options["all"] else SHOWN)
        if not plan.stops and not plan.is_same and not options["yes"] and not self._agrees():
            raise CommandError(_("Nothing was loaded."))
        done = actions.load_folder(options["folder"], house("command"), agreed=plan)
        if options["make_current"]:
            actions.make_current(queries.edition(plan.campaign.slug), house("command"))
        self._say_loaded(done, as_json=options["json"])

    def do_mapping(self, **options: Any) -> None:
        said = sheet_said(options["file"], options["name"], options["set"])
        if options["keep"]:
            edition = queries.edition(options["edition"]) if options["edition"] else queries.current_edition()
            row = actions.save_mapping(edition, said.mapping, by=house("command"))
            self.stdout.write(
                _("Kept: {name}, version {version}.").format(name=row.name, version=row.version)
            )
            return
        self.stdout.write(toml_of(said.mapping, said.sheet.columns), ending="")
        for finding in said.sheet.findings:
            self.stderr.write(f"{worded(finding)['message']} {worded(finding)['remedy']}")

    def do_new(self, **options: Any) -> None:
        if options["from_sheet"]:
            self._new_from_sheet(**options)
            return
        for name in ("source", "starts"):
            if not options[name]:
                raise CommandError(_("Say --from EDITION and --starts DATE, or --from-sheet FILE."))
        forked = actions.new_folder(
            options["slug"], options["source"], starts=_day(options["starts"]), into=options["into"]
        )
        if options["json"]:
            self._write_json(
                {
                    "folder": str(forked.path),
                    "results": forked.results,
                    "results_as_of": forked.results_as_of.isoformat() if forked.results_as_of else None,
                    "moved_by_days": forked.moved_by_days,
                    "faults": [worded(one) for one in forked.findings],
                }
            )
            return
        self.stdout.write(
            _("Written to {folder}; days moved by {days}.").format(
                folder=forked.path, days=forked.moved_by_days
            )
        )
        if not forked.results:
            self.stdout.write(
                _("The earlier campaign has no results here yet, so none were put into published.csv.")
            )
        elif forked.results_as_of:
            self.stdout.write(
                _("{edition} is not over: its results are those of {today}.").format(
                    edition=options["source"], today=forked.results_as_of
                )
            )
        self._write_findings(forked.findings)

    def _new_from_sheet(self, **options: Any) -> None:
        made = actions.folder_from_sheet(
            options["slug"], Path(options["from_sheet"]), mapping=options["mapping"],
            base=options["source"] or actions.BASE, into=options["into"],
        )  # fmt: skip
        if options["json"]:
            self._write_json({
                "folder": str(made.path), "rows": made.rows, "places": made.places, "organisations": made.organisations,
                "faults": [worded(one) for one in [*made.assumed, *made.findings]],
            })  # fmt: skip
            return
        self._write_findings([*made.assumed, *made.findings])
        self.stdout.write(
            _(
                "Written to {folder}: {places} places and {organisations} organisations of {rows} rows."
            ).format(folder=made.path, places=made.places, organisations=made.organisations, rows=made.rows)
        )

    def do_save(self, **options: Any) -> None:
        edition = queries.edition(options["edition"])
        folder = options["folder"] or f"campaigns/{edition.slug}"
        saved = actions.save_folder(edition, folder, house("command"))
        if options["json"]:
            self._write_json(
                {"folder": folder, "changed": list(saved.changed), "written": list(saved.written)}
            )
            return
        if not saved.changed:
            self.stdout.write(_("Nothing was changed on the pages since the folder was loaded."))
        for name in saved.written:
            file = folder if is_workbook(folder) else f"{folder}/{name}"
            self.stdout.write(_("Written: {file}").format(file=file))

    def do_today(self, **options: Any) -> None:
        edition = queries.edition(options["edition"])
        begun = actions.move_today(edition, _day(options["day"]), house("command")) if options["day"] else []
        edition.refresh_from_db()
        if options["json"]:
            self._write_json(
                {
                    "edition": edition.slug,
                    "today": edition.today().isoformat(),
                    "state": edition.state,
                    "midnights": [day.isoformat() for day in begun],
                }
            )
            return
        self.stdout.write(
            _("{edition} stands on {today}, day {number} of {days}.").format(
                edition=edition.slug, today=edition.today(), number=edition.day_number(), days=edition.days
            )
        )

    def do_state(self, **options: Any) -> None:
        edition = queries.edition(options["edition"])
        if options["state"]:
            if not options["user"]:
                raise CommandError(_("Say who moves it: --as, with an e-mail, a phone or an account number."))
            edition = actions.move_state(
                edition, EditionState(options["state"]), by=actors[0](options["user"], edition), why=options["why"],
                early=options["early"], typed=options["typed"],
            )  # fmt: skip
        step = actions.move_of(edition)
        if options["json"]:
            due = step.due_on.isoformat() if step and step.due_on else None
            told = {"next": step.to if step else None, "due_on": due, "is_due": bool(step and step.is_due)}
            self._write_json({"edition": edition.slug, "state": edition.state, **told})
            return
        self.stdout.write(
            _("{edition} stands at “{state}”.").format(edition=edition.slug, state=life_name(edition.state))
        )
        if step and step.due_on:
            said = _("“{to}” is due since {day}.") if step.is_due else _("“{to}” is due on {day}.")
            self.stdout.write(said.format(to=life_name(step.to), day=step.due_on))

    # What is written

    def _write_json(self, said: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))

    def _write_findings(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            said = worded(finding)
            at = [
                finding.file,
                *([_("row {row}").format(row=finding.row)] if finding.row else []),
                *([finding.column] if finding.column else []),
            ]
            level = _("error") if finding.level == "error" else _("warning")
            self.stdout.write(f"{level}: {', '.join(at)}: {said['message']}")
            self.stdout.write(f"    {said['remedy']}")
        errors = sum(finding.level == "error" for finding in findings)
        warnings = len(findings) - errors
        self.stdout.write(
            ngettext("{n} error", "{n} errors", errors).format(n=errors)
            + ", "
            + ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
        )

    def _write_changes(self, plan: LoadPlan, *, shown: int | None) -> None:
        for title, lines in (
            (_("Added"), plan.changes.added),
            (_("Changed"), plan.changes.changed),
            (_("Retired"), plan.changes.retired),
        ):
            self.stdout.write(f"{title}: {len(lines)}")
            for line in lines[:shown]:
                self.stdout.write(f"    {line}")
            if shown is not None and len(lines) > shown:
                self.stdout.write(
                    "    " + _("... and {n} more (--all shows them)").format(n=len(lines) - shown)
                )

    def _agrees(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError(_("There is nobody to ask here. Say --yes to load it."))
        return input(_("Load it? [y/N] ")).strip().casefold() in {"y", "yes", "д", "да", "о", "ооба"}

    def _say_loaded(self, plan: LoadPlan, *, as_json: bool) -> None:
        changes = plan.changes
        counts = {
            "added": len(changes.added),
            "changed": len(changes.changed),
            "retired": len(changes.retired),
        }
        if as_json:
            self._write_json({"edition": plan.campaign.slug, **counts})
        elif plan.is_same or not any(counts.values()):
            self.stdout.write(
                _("Nothing to change: {edition} says the same already.").format(edition=plan.campaign.slug)
            )
        else:
            self.stdout.write(_("Loaded {edition}.").format(edition=plan.campaign.slug))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problems.wrong_day(day=text) from None
