"""People: who signs in, what each may do, and which door that opens.

Rows: Account, Membership (a role in an edition, for an organisation or some places), Invitation, SignInCard; Approval
(an organisation agrees to the words of a row) with Letter, Deputy, StandingApproval; ViewLink (a page for who never
signs in),
ReviewHandover (a queue in another's hands).
In: actions.invite, accept_invitation, add_membership, print_card, use_card, empty_account ...; the pages of urls.py.
Out: request.actor and request.edition (doors.ActorMiddleware), doors.enter on every view, queries.actor_of, account_by.
No public sign-up: an account begins with an invitation. Nobody is deleted: an account is emptied and keeps its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from jarchy.foundation.narrowing import Actor, Role

if TYPE_CHECKING:
    from jarchy.charter.models import Edition

# The first page of a role in an edition (its slug), in the reader's language; filled in project/joints.py.
landings: dict[Role, Callable[[str], str]] = {}


@dataclass(frozen=True)
class KeptFile:
    """A file of foundation.files, as it is handed out."""

    sha256: str
    content_type: str
    name: str


@dataclass(frozen=True)
class ApprovableRow:
    """What an agency is asked to agree to: the words are hashed and shown in full, the same in every language.

    wording: what of it a standing approval covers, as a sheet without its numbers; "" is all of the words.
    """

    title: str
    words: str
    wording: str = ""
    url: str = ""
    file: KeptFile | None = None


@dataclass(frozen=True)
class Approvable:
    """A kind of things to approve. rows: (public name, title) of what can be asked for, newest first."""

    title: Any  # lazy
    rows: Callable[[Edition], list[tuple[str, str]]]
    find: Callable[[Edition, str], ApprovableRow | None]


def table_to_approve(kind: str, title: Any, words: Callable[[Edition], str]) -> Approvable:
    """A kind with one row, called as the kind: a table of the campaign file as text; none where the table is empty."""

    def find(edition: Edition, row: str) -> ApprovableRow | None:
        said = words(edition) if row == kind else ""
        with override(edition.languages[0]):
            return ApprovableRow(str(title), said) if said else None

    return Approvable(title, lambda edition: [(kind, str(title))], find)


@dataclass(frozen=True)
class LookPage:
    """What a link shows: a template below look/base.html with its context, and the files that go with it, by name."""

    template: str
    context: Mapping[str, Any]
    files: Mapping[str, KeptFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """A kind of page that an expiring link can show. rows as in Approvable, [("", "")] where there is one only.

    show gets an actor who may see what a partner sees, of one oblast only where the row is a place.
    """

    title: Any  # lazy
    rows: Callable[[Edition], list[tuple[str, str]]]
    show: Callable[[Edition, Actor, str], LookPage | None]
    is_of_place: bool = False


# What can be approved, and what a link can show, by kind; filled in project/joints.py.
approvals: dict[str, Approvable] = {}
looks: dict[str, Look] = {}
