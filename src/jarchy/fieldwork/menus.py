"""Entries of the menu for those who work in the field and in the office; joined in project/joints.py."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from jarchy.charter.actions.mappings import MAPPERS
from jarchy.fieldwork.queries import safety
from jarchy.fieldwork.rules import CALLERS
from jarchy.fieldwork.views.asked import COORDINATORS, FIELD, NUMBER_READERS, READERS, REVIEWERS
from jarchy.fieldwork.views.field import FORM
from jarchy.forms.faces.office import PUBLISHERS
from jarchy.forms.faces.sheet import BRINGERS
from jarchy.foundation.menus import Heading, MenuItem
from jarchy.foundation.narrowing import Actor, Role

# What is not used daily; whoever has few entries sees them all the same.
UNDER = {
    "small_forms": Heading.REPORTS, "all_reports": Heading.REPORTS,
    "calls": Heading.REPORTS, "organisations": Heading.CAMPAIGN, "campaign": Heading.CAMPAIGN,
    "life": Heading.CAMPAIGN, "record": Heading.CAMPAIGN,
}  # fmt: skip


def menu(request: HttpRequest) -> list[MenuItem]:
    """What this reader may open, the page she is on marked."""
    actor, slug = request.actor, request.edition.slug  # type: ignore[attr-defined]
    now = request.resolver_match.view_name if request.resolver_match else ""
    found = [
        MenuItem(label, reverse(f"fieldwork:{name}"), now == f"fieldwork:{name}", UNDER.get(name))
        for name, label in [*_of_field(actor, slug), *_of_office(actor, slug), *_of_safety(actor, slug)]
    ]
    if actor.is_house:
        return found
    if actor.has(*PUBLISHERS, edition=slug):
        found.append(MenuItem(gettext("Forms"), reverse("forms:all"), now == "forms:all", Heading.CAMPAIGN))
    if actor.has(Role.SECRETARIAT, edition=slug):
        found.append(
            MenuItem(gettext("Kept apart"), reverse("forms:apart"), now == "forms:apart", Heading.REPORTS)
        )
    return found + [
        MenuItem(label, url, now == name, Heading.REPORTS) for name, label, url in _of_sheets(actor, slug)
    ]


def _of_sheets(actor: Actor, slug: str) -> list[tuple[str, str, str]]:
    found = []
    if actor.has(*BRINGERS, edition=slug):
        found.append(("forms:sheet", gettext("From a sheet"), reverse("forms:sheet", args=[FORM])))
    if actor.has(*MAPPERS, edition=slug):
        name = "fieldwork:foreign_sheet"
        found.append((name, gettext("Somebody else's sheet"), reverse(name)))
    return found


def _of_field(actor: Actor, slug: str) -> list[tuple[str, str]]:
    if not actor.has(*FIELD, edition=slug) or actor.is_house:
        return []
    found = [("today", gettext("Today")), ("my_reports", gettext("My reports")), ("plan", gettext("Plan"))]
    if actor.has(*COORDINATORS, edition=slug):
        found.insert(1, ("waiting", gettext("Waiting for me")))
    if actor.organisations(Role.VOLUNTEER, Role.COORDINATOR, edition=slug):
        found.append(("organisation", gettext("Our organisation")))
    return found


def _of_office(actor: Actor, slug: str) -> list[tuple[str, str]]:
    found = []
    if actor.has(*REVIEWERS, edition=slug):
        found += [
            ("office", gettext("Secretariat")),
            ("queue", gettext("To review")),
        ]
    if actor.has(Role.REGIONAL_COORDINATOR, *REVIEWERS, edition=slug):
        found += [
            ("coverage", gettext("Coverage")),
            ("against_plan", gettext("Planned and done")),
            ("silent", gettext("Not reported")),
        ]
    found += _of_small_forms(actor, slug)
    if actor.has(*READERS, edition=slug):
        found.append(("all_reports", gettext("All reports")))
    if actor.has(*NUMBER_READERS, edition=slug):
        found.append(("numbers", gettext("Numbers")))
    if actor.has(*REVIEWERS, edition=slug):
        found.append(("organisations", gettext("Organisations")))
    if actor.has(*CALLERS, edition=slug):
        found.append(("calls", gettext("Calls to check")))
    if actor.has(Role.SECRETARIAT, edition=slug):
        found.append(("campaign", gettext("Campaign file")))
    if actor.has(Role.SECRETARIAT, Role.ADMINISTRATOR, edition=slug):
        found.append(("life", gettext("The campaign's life")))
    if actor.has(Role.SECRETARIAT, Role.ADMINISTRATOR, edition=slug):
        found.append(("record", gettext("Record")))
    return found


def _of_small_forms(actor: Actor, slug: str) -> list[tuple[str, str]]:
    found = []
    if actor.has(Role.PRESS_OFFICER, edition=slug):
        found.append(("media", gettext("Media log")))
    if actor.has(Role.PARTNER, edition=slug):
        found.append(("weeks", gettext("Week in figures")))
    if actor.has(*REVIEWERS, edition=slug):
        found.append(("small_forms", gettext("Media and calls")))
    return found


def _of_safety(actor: Actor, slug: str) -> list[tuple[str, str]]:
    return (
        [("concerns", gettext("For you to see to"))]
        if actor.grants_of(Role.SAFEGUARDING, edition=slug)
        else []
    )


def something_happened(request: HttpRequest) -> MenuItem | None:
    """Whom to call, in the head of every page of those who go out. Opening it is remembered nowhere."""
    actor, edition = request.actor, request.edition  # type: ignore[attr-defined]
    if actor.is_house or not actor.has(*FIELD, edition=edition.slug):
        return None
    now = request.resolver_match.view_name if request.resolver_match else ""
    label = gettext("Something happened?")
    if number := safety.first_number(edition, actor):
        label = f"{label} {number.replace(' ', chr(0xA0))}"
    here = "fieldwork:something_happened"
    return MenuItem(label, reverse(here), now == here)
