"""People: who signs in, what each may do, and which door that opens.

Rows: Account, Membership (a role in an edition, for an organisation or some places), Invitation, SignInCard,
ReviewHandover (a queue in another's hands).
In: actions.invite, accept_invitation, add_membership, print_card, use_card, empty_account ...; the pages of urls.py.
Out: request.actor and request.edition (doors.ActorMiddleware), doors.enter on every view, queries.actor_of, account_by.
No public sign-up: an account begins with an invitation. Nobody is deleted: an account is emptied and keeps its number.
"""

from collections.abc import Callable

from jarchy.foundation.narrowing import Role

# The first page of a role in an edition (its slug), in the reader's language; filled in project/joints.py.
landings: dict[Role, Callable[[str], str]] = {}
