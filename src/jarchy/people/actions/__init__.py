"""What people do about people: bring in, let in again, record consent, end, empty; approve; look by a link."""

from jarchy.people.actions.accounts import (
    add_account,
    empty_account,
    empty_people_due,
    end_sessions,
    record_consent,
    set_language,
)
from jarchy.people.actions.approvals import (
    ask_for_approval,
    give_approval,
    refuse_approval,
    withdraw_approval,
)
from jarchy.people.actions.cards import print_card, use_card
from jarchy.people.actions.demonstration import (
    make_demonstration_accounts,
    make_demonstration_approvals,
    sign_in_name_of,
)
from jarchy.people.actions.deputies import add_deputy, end_deputy
from jarchy.people.actions.devices import add_device, note_seen, revoke_device
from jarchy.people.actions.handovers import MOST_DAYS, end_handover, hand_over_review
from jarchy.people.actions.invitations import (
    Joining,
    accept_invitation,
    invite,
    join_by_invitation,
    revoke_invitation,
)
from jarchy.people.actions.letters import LetterSaid, enter_letter
from jarchy.people.actions.looks import make_link, open_link, revoke_link
from jarchy.people.actions.memberships import add_membership, end_membership
from jarchy.people.actions.wordings import approve_wording, approve_wording_by_click, end_wording

__all__ = [
    "Joining",
    "LetterSaid",
    "MOST_DAYS",
    "accept_invitation",
    "add_account",
    "add_device",
    "add_deputy",
    "add_membership",
    "approve_wording",
    "approve_wording_by_click",
    "ask_for_approval",
    "empty_account",
    "empty_people_due",
    "end_deputy",
    "end_handover",
    "end_membership",
    "end_sessions",
    "end_wording",
    "enter_letter",
    "give_approval",
    "hand_over_review",
    "invite",
    "join_by_invitation",
    "make_demonstration_accounts",
    "make_demonstration_approvals",
    "make_link",
    "note_seen",
    "open_link",
    "print_card",
    "record_consent",
    "refuse_approval",
    "revoke_device",
    "revoke_invitation",
    "revoke_link",
    "set_language",
    "sign_in_name_of",
    "use_card",
    "withdraw_approval",
]  # fmt: skip
