"""The command `jarchy`: Django's command line with our settings."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jarchy.project.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:  # a setting that cannot be read is a sentence, not a traceback
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
