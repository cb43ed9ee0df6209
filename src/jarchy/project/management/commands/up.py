"""jarchy up: web and worker, one port, until it is stopped."""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from jarchy.foundation.narrowing import Role
from jarchy.people.actions import demonstration
from jarchy.people.queries import demonstration_accounts
from jarchy.project import migrating, serving
from jarchy.project.supervising import Child, Supervisor, answers, port_is_free

EXAMPLE = """examples:
  jarchy up
  JARCHY_PORT=8080 jarchy up
  jarchy up --only web --processes 4      (grown: pages here, ...
  jarchy up --only worker                  ... what is done later there)

SIGTERM or Ctrl-C stops all; what is being done is finished first (20 s)."""


class Command(BaseCommand):
    help = "Start web and worker: one process group, one port."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        processes = min(2, os.cpu_count() or 1)
        parser.add_argument(
            "--processes", type=int, default=processes, help=f"for the web (here {processes})"
        )
        parser.add_argument(
            "--workers", type=int, default=1, help="processes for what is done later (default 1)"
        )
        parser.add_argument("--only", choices=["web", "worker"], help="that part alone, in this process")

        parser.add_argument("--sign-ins", action="store_true", help=SUPPRESS)  # jarchy run asks for them

    def handle(self, *, processes: int, workers: int, only: str | None, **options: Any) -> None:
        self.shows_sign_ins = options["sign_ins"]
        if only != "worker" and not os.environ.get(serving.PARENT):
            _check_port()
        if not os.environ.get(serving.PARENT):
            _check_database()
        if only == "web":
            serving.serve_web(processes)
        elif only == "worker":
            serving.serve_later()
        else:
            sys.exit(self._up(processes, workers))

    def _up(self, processes: int, workers: int) -> int:
        connection.close()
        children = [Child("web", ["up", "--only", "web", "--processes", str(processes)])]
        children += [Child(f"worker {n + 1}", ["up", "--only", "worker"]) for n in range(workers)]
        supervisor = Supervisor(children)
        code = supervisor.run(when_ready=self._say_address, is_ready=_is_ready)
        if supervisor.gave_up:
            raise CommandError(
                f"The {supervisor.gave_up} does not start. What it said stands above; jarchy doctor helps."
            )
        return code

    def _say_address(self) -> None:
        if self.shows_sign_ins:
            self._say_sign_ins()
        self.stdout.write(f"Jarchy answers at {settings.URL}/   (Ctrl-C stops it)")
        self.stdout.flush()

    def _say_sign_ins(self) -> None:
        passwords = demonstration.read_passwords()
        accounts = {account.email for account in demonstration_accounts()}
        connection.close()
        shown = [(role, demonstration.sign_in_name_of(role)) for role in Role]
        rows = [(role, name) for role, name in shown if name in accounts and role in passwords]
        if rows:
            self.stdout.write("\nSign-ins of the demonstration (this machine only):")
        for role, name in rows:
            self.stdout.write(f"  {role.replace('_', ' '):22} {name:34} {passwords[role]}")
        self.stdout.write("")


def _is_ready() -> bool:
    return answers(settings.ADDRESS, settings.PORT)


def _check_port() -> None:
    if not port_is_free(settings.ADDRESS, settings.PORT):
        raise CommandError(
            f"Port {settings.PORT} is in use. Stop what uses it, or take another: JARCHY_PORT={settings.PORT + 1}"
        )


def _check_database() -> None:
    if migrating.rewritten():
        raise CommandError(
            "The database was made by an earlier state of Jarchy and does not fit: make run offers a new one."
        )
    if migrating.waiting():
        raise CommandError("The database is not as this release needs it. Prepare it: jarchy migrate")
    if not settings.IS_LOOPBACK and demonstration_accounts():
        raise CommandError(
            f"This database has the sign-ins of the demonstration, and {settings.URL} can be reached by others. "
            "Begin with a database of your own (docs/how-to/server.md), or leave JARCHY_URL empty."
        )
