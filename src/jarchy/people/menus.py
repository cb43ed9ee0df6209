"""Entries of the menu about people and one's own account; joined in project/joints.py."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from jarchy.foundation.menus import Heading, MenuItem
from jarchy.foundation.narrowing import Role
from jarchy.people.doors import Request
from jarchy.people.views_devices import SEES_PHONES
from jarchy.people.views_people import LOOKS_AFTER_PEOPLE

UNDER = {"looks:links": Heading.DOCUMENTS}


def menu(request: HttpRequest) -> list[MenuItem]:
    """What this reader may open, the page she is on marked."""
    asked = cast(Request, request)
    now = request.resolver_match.view_name if request.resolver_match else ""
    slug = asked.edition.slug
    found = [("people:me", gettext("My account"))]
    if asked.actor.has(*LOOKS_AFTER_PEOPLE, edition=slug):
        found.insert(0, ("people:people", gettext("People")))
    if asked.actor.has(*SEES_PHONES, edition=slug):
        found.insert(-1, ("people:phones", gettext("Phones")))
    own = [MenuItem(label, reverse(name), now == name, Heading.CAMPAIGN) for name, label in found]
    return [
        MenuItem(label, reverse(name, args=[slug]), now == name, UNDER.get(name))
        for name, label in _of_approvals(asked)
    ] + own


def _of_approvals(asked: Request) -> list[tuple[str, str]]:
    """What the Secretariat looks after, and what waits for an approver."""
    slug = asked.edition.slug
    found = []
    if asked.actor.has(Role.APPROVER, edition=slug):
        found.append(("approvals:mine", gettext("To approve")))
    if asked.actor.has(Role.SECRETARIAT, edition=slug):
        found += [("approvals:desk", gettext("Approvals")), ("looks:links", gettext("Links to look"))]
    return found
