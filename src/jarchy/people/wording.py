"""Roles in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.narrowing import Role

ROLE_NAMES = {
    Role.VOLUNTEER: _("Volunteer"),
    Role.COORDINATOR: _("Coordinator"),
    Role.REGIONAL_COORDINATOR: _("Regional coordinator"),
    Role.REVIEWER: _("Reviewer"),
    Role.SECRETARIAT: _("Secretariat"),
    Role.PARTNER: _("Partner"),
    Role.CHECKER: _("Caller who checks"),
    Role.PRESS_OFFICER: _("Press officer"),
    Role.SAFEGUARDING: _("Safeguarding person"),
    Role.ADMINISTRATOR: _("Administrator"),
}
# What the role is for, in one line: whoever is invited reads it before she joins.
ROLE_DUTIES = {
    Role.VOLUNTEER: _("You hold activities and report them."),
    Role.COORDINATOR: _(
        "You plan for your organisation, look at its reports and forward them, and invite its volunteers."
    ),
    Role.REGIONAL_COORDINATOR: _("You look after all organisations of your places."),
    Role.REVIEWER: _("You confirm reports or send them back."),
    Role.SECRETARIAT: _("You run the campaign."),
    Role.PARTNER: _("You see the figures and the confirmed reports behind them."),
    Role.CHECKER: _("You call hosts whose reports were drawn for a check."),
    Role.PRESS_OFFICER: _("You keep the media log and use the campaign's numbers."),
    Role.SAFEGUARDING: _("You are told where someone told of trouble or was put at risk, and see to it."),
    Role.ADMINISTRATOR: _("You look after accounts and the machine."),
}

# Why a role ended, as the audit keeps it: codes, never a story.
END_REASONS = {
    "left": _("Has left the organisation"),
    "mistake": _("Was added by mistake"),
    "other-duty": _("Has another duty now"),
    "must-not": _("Must not act any more"),
}


def role_name(role: Role | str) -> str:
    return str(ROLE_NAMES[Role(role)])


def role_duty(role: Role | str) -> str:
    return str(ROLE_DUTIES[Role(role)])
