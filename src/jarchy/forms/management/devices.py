"""jarchy forms device add | revoke"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _

from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.narrowing import house
from jarchy.foundation.texts import text_in
from jarchy.people import actions, devices, queries, queries_devices
from jarchy.people.models import Device
from jarchy.people.problems import Problems

EXAMPLES = {
    "": """Examples:
  jarchy forms device add --edition kg-2018 --for volunteer@example.org --json
  jarchy forms device add --edition kg-2018 --shared "Naryn office" --organisation youth-naryn-1
  jarchy forms device revoke 7k3mq2xp""",
    "add": """Examples:
  jarchy forms device add --edition kg-2018 --for volunteer@example.org --json
  jarchy forms device add --edition kg-2018 --shared "Naryn office" --organisation youth-naryn-1

What it signs in with is told once. Addresses begin with JARCHY_URL.""",
    "revoke": """Example:
  jarchy forms device revoke 7k3mq2xp

Nothing is received from it any more; what it sent stays.""",
}


def add_arguments(parser: Any) -> None:
    """The verbs below `jarchy forms device`."""
    verbs = parser.add_subparsers(dest="device_verb", required=True, metavar="VERB")
    made: dict[str, Any] = {"formatter_class": RawDescriptionHelpFormatter}
    add = verbs.add_parser("add", help="let a phone in", epilog=EXAMPLES["add"], **made)
    add.add_argument("--edition", help="id of the edition; the current one if not said")
    whose = add.add_mutually_exclusive_group(required=True)
    whose.add_argument("--for", dest="user", help="e-mail, phone or account number of whose phone it is")
    whose.add_argument("--shared", metavar="NAME", help="what a phone is called that several share")
    add.add_argument("--organisation", help="id of the organisation that shares it")
    add.add_argument("--json", action="store_true", help='print {"device", "server_url", "token", "username", '
                     '"password", "settings"}; settings is what the QR code says')  # fmt: skip
    revoke = verbs.add_parser("revoke", help="take a phone back", epilog=EXAMPLES["revoke"], **made)
    revoke.add_argument("device", metavar="DEVICE", help="its number, which is its user name too")


def add(edition: Edition, stdout: OutputWrapper, **options: Any) -> None:
    """Raises people.no_account, people.no_organisation, people.wrong_device."""
    slug, by = options["organisation"], house("command line")
    if options["user"] and slug:
        raise Problems.wrong_device()
    device = actions.add_device(
        edition, by=by, name=options["shared"] or "",
        account=queries.account_by(options["user"]) if options["user"] else None,
        organisation=_organisation(slug) if slug else None,
    )  # fmt: skip
    told = _told(device)
    if options["json"]:
        stdout.write(json.dumps(told, ensure_ascii=False))
    else:
        for name, value in told.items():
            stdout.write(f"{name:12} {value}")


def _organisation(slug: str) -> Organisation:
    row = Organisation.objects.filter(slug=slug).first()
    if row is None:
        raise Problems.no_organisation(organisation=slug)
    return row


def _told(device: Device) -> dict[str, str]:
    address = devices.server_url(settings.URL, device.number)
    language = queries_devices.language_of(device)
    name = text_in(device.edition.names, language)
    return {
        "device": device.number,
        "server_url": address,
        "token": devices.token_of(device.number),
        "username": device.number,
        "password": devices.password_of(device.number),
        "settings": devices.settings_of(address, name=name, language=language),
    }


def revoke(number: str, stdout: OutputWrapper) -> None:
    """Raises people.no_device."""
    by = house("command line")
    actions.revoke_device(queries_devices.device(number.strip().lower(), by), by=by)
    stdout.write(_("{device}: taken back.").format(device=number))
