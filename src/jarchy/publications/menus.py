"""Entries of the menu about what staff take away; joined in project/joints.py."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from jarchy.foundation.pages import MenuItem
from jarchy.people.doors import Request
from jarchy.publications.views import OFFICE


def menu(request: HttpRequest) -> list[MenuItem]:
    """The exact 5W, for whoever may have it."""
    asked = cast(Request, request)
    slug = asked.edition.slug
    if not asked.actor.has(*OFFICE, edition=slug):
        return []
    files = (("staff_5w_csv", gettext("5W as CSV")), ("staff_5w_xlsx", gettext("5W for Excel")))
    return [MenuItem(label, reverse(f"publications:{name}", args=[slug])) for name, label in files]
