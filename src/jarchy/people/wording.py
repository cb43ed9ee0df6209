"""Roles and approvals in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jarchy import people
from jarchy.formats.numbers import day_text
from jarchy.foundation.narrowing import Role
from jarchy.foundation.texts import text_in
from jarchy.people.models import Approval, Letter, StandingApproval
from jarchy.people.queries_approvals import OneStands
from jarchy.people.rules import ApprovalState, How, Stand

ROLE_NAMES = {
    Role.VOLUNTEER: _("Volunteer"),
    Role.COORDINATOR: _("Coordinator"),
    Role.REGIONAL_COORDINATOR: _("Regional coordinator"),
    Role.REVIEWER: _("Reviewer"),
    Role.SECRETARIAT: _("Secretariat"),
    Role.PARTNER: _("Partner"),
    Role.APPROVER: _("Approver"),
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
    Role.APPROVER: _("You approve for your agency what it is asked to approve, or say why not."),
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


STATES = {
    ApprovalState.ASKED: _("asked"),
    ApprovalState.GIVEN: _("approved"),
    ApprovalState.REFUSED: _("refused"),
    ApprovalState.WITHDRAWN: _("taken back"),
}


def title_of(row: Approval) -> str:
    """As it was called when it was asked; a table of the campaign file in the reader's language."""
    about = people.approvals.get(row.kind)
    return str(about.title) if about and row.row == row.kind else row.title


def stand_sentence(one: OneStands) -> str:
    """Where one organisation stands: “approved by the Youth agency (letter no. 12 of 3 October 2018)”."""
    name, row = text_in(one.organisation.names), one.approval
    if row is None:
        return gettext("{organisation} was not asked yet").format(organisation=name)
    match one.stand:
        case Stand.GIVEN:
            return gettext("approved by {organisation}, {how}").format(organisation=name, how=how_given(row))
        case Stand.EARLIER:
            said = gettext("{organisation} approved an earlier text, {how}; it was changed since")
            return said.format(organisation=name, how=how_given(row))
        case Stand.REFUSED:
            said = gettext("refused by {organisation} on {day}: {reason}")
            return said.format(organisation=name, day=_day(row.decided_on), reason=row.reason)
        case Stand.OVERDUE:
            said = gettext("waits for {organisation} since {day}, overdue: was due on {due}")
        case _:
            said = gettext("waits for {organisation} since {day}, due on {due}")
    return said.format(organisation=name, day=_day(row.asked_on), due=_day(row.due_on))


def how_given(row: Approval) -> str:
    """By click, by deputy, by letter or by a standing approval, with its day."""
    if row.how == How.LETTER and row.letter:
        return letter_words(row.letter)
    if row.how == How.STANDING and row.standing:
        said = gettext("standing until {day}, {letter}")
        return said.format(day=_day(row.standing.until), letter=standing_words(row.standing))
    said = gettext("by deputy, on {day}") if row.deputy_id else gettext("on {day}")
    return said.format(day=_day(row.decided_on))


def standing_words(standing: StandingApproval) -> str:
    """By which letter or click a wording was approved."""
    if standing.letter:
        return letter_words(standing.letter)
    return gettext("by click on {day}").format(day=_day(standing.since))


def letter_words(letter: Letter) -> str:
    return gettext("letter no. {number} of {day}").format(number=letter.number, day=_day(letter.dated_on))


def _day(day: date | None) -> str:
    return day_text(day, get_language() or "en") if day else ""
