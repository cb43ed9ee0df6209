"""The menu above a page: what is used daily in sight, and where that is much, the rest behind a few headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

MOST_IN_SIGHT = 10
"""So many entries fill four lines of a telephone: up to here nothing is put away."""


class Heading(StrEnum):
    """What entries that are not used daily are about, in the order of the menu."""

    REPORTS = "reports"
    DOCUMENTS = "documents"
    CAMPAIGN = "campaign"


NAMES = {
    Heading.REPORTS: _("Reports"),
    Heading.DOCUMENTS: _("Documents"),
    Heading.CAMPAIGN: _("Campaign and people"),
}


@dataclass(frozen=True)
class MenuItem:
    """`under`: where it stands in a long menu; None is what is used daily."""

    label: str
    url: str
    is_current: bool = False
    under: Heading | None = None


@dataclass(frozen=True)
class Drawer:
    """Entries behind one heading, open on each of their pages."""

    name: str
    items: Sequence[MenuItem]

    @property
    def is_open(self) -> bool:
        return any(item.is_current for item in self.items)


@dataclass(frozen=True)
class Menu:
    in_sight: Sequence[MenuItem] = ()
    drawers: Sequence[Drawer] = ()

    def __bool__(self) -> bool:
        return bool(self.in_sight or self.drawers)


def menu_of(items: Sequence[MenuItem]) -> Menu:
    """Every entry once, in the order given. A short menu has no drawers, and no drawer holds one entry alone."""
    about = {one: [item for item in items if item.under is one] for one in Heading}
    away = {one: found for one, found in about.items() if len(found) > 1}
    if len(items) <= MOST_IN_SIGHT:
        away = {}
    in_sight = [item for item in items if item.under not in away]
    return Menu(in_sight, [Drawer(str(NAMES[one]), found) for one, found in away.items()])
