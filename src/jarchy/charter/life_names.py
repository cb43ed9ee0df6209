"""What the states of an edition are called where people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.charter.rules import EditionState

LIFE_NAMES = {
    EditionState.PREPARING: _("Preparing"),
    EditionState.OPEN: _("Open"),
    EditionState.LATE_ONLY: _("Late reports only"),
    EditionState.PROVISIONAL: _("Provisional"),
    EditionState.FINAL: _("Final"),
    EditionState.ARCHIVED: _("Archived"),
}


def life_name(state: str) -> str:
    """In the reader's language."""
    return str(LIFE_NAMES[EditionState(state)])
