"""jarchy run: what `make run` does once all is installed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from argparse import SUPPRESS, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from jarchy.foundation.problems import ProblemRaised
from jarchy.project import logs, migrating, running
from jarchy.project.supervising import port_is_free

EXAMPLE = """examples:
  jarchy run
  JARCHY_HOME=~/another JARCHY_PORT=8001 jarchy run

Where there is no database yet, one is made: the campaign of 2018 with illustrative reports, and a sign-in
for each role where the address is this machine's own. Later it only starts web and worker."""
CONSOLE = [sys.executable, "-m", "jarchy.project.console"]
FULL = (
    "The disk is full. Make room (the database needs 200 MB), and start again: what is half made goes first."
)


class Command(BaseCommand):
    help = "Make the worked example if there is no database yet, then start Jarchy."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fill", action="store_true", help=SUPPRESS
        )  # the process that makes the database

    def handle(self, *, fill: bool, **options: Any) -> None:
        try:
            if fill:
                running.fill(self._say)
                return
            self._prepare()
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        except (OperationalError, OSError) as fault:
            raise _worded(fault) from fault
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was half made is made anew the next time.", returncode=130)
        if not os.environ.get("JARCHY_LOG"):
            os.environ["JARCHY_LOG"] = "warning"  # in a terminal nobody reads a line for each request
            logs.configure("warning")
        call_command("up", "--sign-ins", stdout=self.stdout, stderr=self.stderr)

    def _prepare(self) -> None:
        if not port_is_free(settings.ADDRESS, settings.PORT):
            taken = settings.PORT
            raise CommandError(
                f"Port {taken} is in use. Stop what uses it, or take another: JARCHY_PORT={taken + 1}"
            )
        if connection.vendor != "sqlite":
            self._prepare_server()
        elif not Path(connection.settings_dict["NAME"]).exists():
            running.make_sqlite(settings.HOME, self._fill_apart)
        else:
            self._bring_up_to_date()

    def _prepare_server(self) -> None:
        """A database on a server, named by DATABASE_URL: an empty one is filled, another only brought up to date."""
        mark = settings.HOME / "making"
        if mark.exists():
            raise CommandError(
                "The database that DATABASE_URL names was left half made. "
                f"Drop it and create it again (dropdb, createdb), remove {mark}, and start again."
            )
        if connection.introspection.table_names():
            self._bring_up_to_date()
            return
        mark.touch()
        running.fill(self._say)
        mark.unlink()

    def _bring_up_to_date(self) -> None:
        old = migrating.rewritten()
        if old:
            self._offer_a_new_one(old)
        elif migrating.waiting():
            self._say("bringing the database up to this release")
            call_command("migrate", verbosity=0)

    def _offer_a_new_one(self, old: list[str]) -> None:
        home = settings.HOME
        self.stderr.write(
            f"The database in {home} was made by an earlier state of Jarchy, and its tables do not fit any more "
            f"({', '.join(old)})."
        )
        if connection.vendor != "sqlite":
            raise CommandError("Let DATABASE_URL name an empty database, and start again.")
        if not sys.stdin.isatty():
            raise CommandError(
                f"Put it aside and start again: mv {home / running.NAME} {home / running.NAME}.old"
            )
        if input("Make a new one, and keep the old beside it? [y/N] ").strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was changed.")
        connection.close()
        self._say(f"the old one is {running.put_aside(home)}")
        running.make_sqlite(home, self._fill_apart)

    def _fill_apart(self, url: str) -> None:
        """In a process of its own: this one has its settings, and they name the database that is not there yet."""
        done = subprocess.run([*CONSOLE, "run", "--fill"], env={**os.environ, "DATABASE_URL": url})
        if done.returncode:
            raise CommandError(
                "The worked example was not made; why stands above.", returncode=done.returncode
            )

    def _say(self, what: str) -> None:
        self.stdout.write(f"  {what}")
        self.stdout.flush()


def _worded(fault: Exception) -> CommandError:
    if "disk is full" in str(fault) or getattr(fault, "errno", 0) == errno.ENOSPC:
        return CommandError(FULL)
    return CommandError(f"{fault}\njarchy doctor says what is wrong with the database and how to mend it.")
