"""What people do about people: bring in, let in again, record consent, end, empty."""

from jarchy.people.actions.accounts import (
    add_account,
    empty_account,
    empty_people_due,
    end_sessions,
    record_consent,
    set_language,
)
from jarchy.people.actions.cards import print_card, use_card
from jarchy.people.actions.demonstration import make_demonstration_accounts, sign_in_name_of
from jarchy.people.actions.handovers import MOST_DAYS, end_handover, hand_over_review
from jarchy.people.actions.invitations import (
    Joining,
    accept_invitation,
    invite,
    join_by_invitation,
    revoke_invitation,
)
from jarchy.people.actions.memberships import add_membership, end_membership

__all__ = [
    "MOST_DAYS", "Joining", "accept_invitation", "add_account", "add_membership", "empty_account", "empty_people_due",
    "end_handover", "end_membership", "end_sessions", "hand_over_review", "invite", "join_by_invitation",
    "make_demonstration_accounts", "print_card", "record_consent", "revoke_invitation", "set_language",
    "sign_in_name_of", "use_card",
]  # fmt: skip
