"""Every setting: an environment variable with its default and what it is for. There is no other place to set anything.

docs/reference/settings.md is written from here (`make docs`), and a test finds variables that are read elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Setting:
    """default is what holds when the variable is unset or empty, as text."""

    name: str
    default: str
    says: str
    example: str = ""


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting(
            "JARCHY_HOME",
            "var",
            "The folder in which the data lies: database, pictures, keys.",
            "/var/lib/jarchy",
        ),
        Setting("JARCHY_PORT", "8000", "The port on which the server listens.", "8080"),
        Setting(
            "JARCHY_ADDRESS",
            "127.0.0.1",
            "The address on which the server listens. Leave it where a proxy stands before Jarchy on the same machine.",
            "0.0.0.0",
        ),
        Setting(
            "JARCHY_URL",
            "",
            "The public address, with its scheme; without one it is http://127.0.0.1 and the port. Links, cookies and "
            "the check of names rest on it.",
            "https://campaign.example.org",
        ),
        Setting(
            "JARCHY_PROXIES",
            "127.0.0.0/8, ::1",
            "Addresses and networks of the proxies before Jarchy, whose word on the client's address and on https is "
            "taken.",
            "10.0.0.0/8",
        ),
        Setting(
            "DATABASE_URL",
            "",
            "The database; without one it is SQLite in JARCHY_HOME.",
            "postgres://jarchy:password@127.0.0.1:5432/jarchy",
        ),
        Setting(
            "JARCHY_PHONE_REGION",
            "KG",
            "The country whose telephone numbers may be written without it.",
            "KZ",
        ),
        Setting(
            "JARCHY_LOG",
            "info",
            "From which level on lines are logged: debug, info, warning or error.",
            "warning",
        ),
        Setting(
            "JARCHY_LARGEST_BODY_MB",
            "64",
            "How many megabytes one request may bring, all its pictures together.",
            "32",
        ),
    )
}


def value_of(name: str, environ: Mapping[str, str] | None = None) -> str:
    """The setting's value as text. Raises KeyError for a name that stands in no line above."""
    setting = SETTINGS[name]
    given = (os.environ if environ is None else environ).get(name, "").strip()
    return given or setting.default


def number_of(name: str, environ: Mapping[str, str] | None = None) -> int:
    """The setting's value as a whole number above 0. Raises ImproperlyConfigured with a sentence."""
    text = value_of(name, environ)
    if not text.isdecimal() or int(text) == 0:
        raise ImproperlyConfigured(f"{name} is “{text}”. Write a whole number, as {SETTINGS[name].example}")
    return int(text)
