"""What the states of an edition are called, and what each means for those who work in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.charter.life_names import LIFE_NAMES
from jarchy.charter.models import Edition
from jarchy.charter.rules import EditionState
from jarchy.fieldwork.queries import life

# What follows when it is moved there, one sentence each.
CONSEQUENCES = {
    EditionState.OPEN: (_("Plans and reports are taken as before; nothing is refused that was taken until now."),),
    EditionState.LATE_ONLY: (
        _("Nothing more is planned, changed or put off; what was not held can still be called off."),
        _("Reports are taken and counted as before."),
    ),
    EditionState.PROVISIONAL: (
        _("A new report is kept apart as too late and never counted."),
        _("What was sent before is still completed, reviewed and confirmed."),
    ),
    EditionState.FINAL: (
        _("Every public number is pinned as it stands now; targets, definitions and days stay as they are."),
        _("Nothing is reviewed any more. A correction needs a public reason and a second person, and is listed."),
    ),
    EditionState.ARCHIVED: (
        _("Accounts without another role are emptied, perhaps yours too; free texts, names and telephones go."),
        _("Numbers, places, institutions, decisions and fingerprints stay until the evidence may go."),
        _("Nothing is received any more. This cannot be undone by anybody."),
    ),
}  # fmt: skip


def next_step_told(edition: Edition) -> dict[str, object]:
    """What the office page says of it: the step, its name, and how many corrections wait."""
    step = life.next_step(edition)
    return {
        "next": step, "next_name": LIFE_NAMES[step.step.to] if step else "",
        "corrections_asked": len(life.corrections_asked(edition)),
    }  # fmt: skip
