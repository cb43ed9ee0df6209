"""The command `jarchy`: Django's command line with our settings."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError, ProgrammingError

NO_SUCH_TABLE = ("no such table", "no such column", "does not exist")  # as SQLite and PostgreSQL say it

CUT_OFF, INTERRUPTED = 141, 130  # as a shell counts a broken pipe and Ctrl-C


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jarchy.project.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:  # a setting that cannot be read is a sentence, not a traceback
        sys.exit(str(fault))
    except (OperationalError, ProgrammingError) as fault:
        if "--traceback" in sys.argv or not any(words in str(fault) for words in NO_SUCH_TABLE):
            raise
        sys.exit("This database is empty or of an older Jarchy. Run: jarchy migrate")
    except (
        BrokenPipeError
    ):  # whoever read, as `head`, has enough; what is still held goes nowhere, without a word
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CUT_OFF)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
