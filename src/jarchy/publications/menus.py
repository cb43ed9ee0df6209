"""Entries of the menu about what staff take away; joined in project/joints.py."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from jarchy.foundation.menus import Heading, MenuItem
from jarchy.people.doors import Request
from jarchy.publications.views import OFFICE
from jarchy.publications.views_documents import OFFICE as DOCUMENTS


def menu(request: HttpRequest) -> list[MenuItem]:
    """Documents and the exact 5W, for whoever may have them."""
    asked = cast(Request, request)
    slug = asked.edition.slug
    now = request.resolver_match.view_name if request.resolver_match else ""
    found = []
    if asked.actor.has(*DOCUMENTS, edition=slug):
        url = reverse("publications:documents", args=[slug])
        is_here = now == "publications:documents"
        found.append(MenuItem(gettext("Documents"), url, is_here, Heading.DOCUMENTS))
    if asked.actor.has(*OFFICE, edition=slug):
        files = (("staff_5w_csv", gettext("5W as CSV")), ("staff_5w_xlsx", gettext("5W for Excel")))
        found += [
            MenuItem(label, reverse(f"publications:{name}", args=[slug]), under=Heading.DOCUMENTS)
            for name, label in files
        ]
    return found
