"""Who may bring in whom, what a sign-in name is, how long papers last, where an approval stands. Pure."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import phonenumbers

from jarchy.foundation.narrowing import Actor, Grant, Role

CARD_LASTS = timedelta(hours=72)
INVITATION_DAYS = (1, 3, 7, 14, 30)  # how long an invitation may last
USUAL_DAYS = 7
MOST_USES = {Role.VOLUNTEER: 200, Role.COORDINATOR: 5}  # every other role: once
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are read as another
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10  # 31 ** 10: fifty bits, for three days, behind a limit of tries

# Who may invite whom, print whose card, end whose membership. A coordinator only in her own organisation.
BRINGS_IN: dict[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.VOLUNTEER}),
    Role.SECRETARIAT: frozenset(Role) - {Role.ADMINISTRATOR, Role.SECRETARIAT},
    Role.ADMINISTRATOR: frozenset(Role),
}
NEEDS_ORGANISATION = frozenset({Role.VOLUNTEER, Role.COORDINATOR, Role.APPROVER})
MAY_HAVE_ORGANISATION = NEEDS_ORGANISATION | {Role.PARTNER}
NEEDS_PLACES = frozenset({Role.REGIONAL_COORDINATOR})
MAY_HAVE_PLACES = NEEDS_PLACES | {Role.REVIEWER, Role.SAFEGUARDING}


def roles_to_give(actor: Actor, edition: str) -> list[Role]:
    """Roles that this actor may give in this edition, from the least to the most."""
    if actor.is_house:
        return list(Role)
    held = {grant.role for grant in actor.grants if grant.edition == edition}
    return [role for role in Role if any(role in BRINGS_IN.get(own, ()) for own in held)]


def may_give(actor: Actor, wanted: Grant) -> bool:
    """Whether the actor may bring somebody in with this grant, and equally end it or print its holder's card."""
    if actor.is_house:
        return True
    return any(_covers(grant, wanted) for grant in actor.grants)


def _covers(own: Grant, wanted: Grant) -> bool:
    if wanted.role not in BRINGS_IN.get(own.role, frozenset()):
        return False
    if own.role is Role.ADMINISTRATOR:
        return True  # accounts are her duty, in every edition of the installation
    if own.edition != wanted.edition:
        return False
    return own.organisation is None or own.organisation == wanted.organisation


def may_print_card(actor: Actor, account: int, grants: Collection[Grant]) -> bool:
    """Whether the actor may print a card for this account, which holds these grants in all editions.

    A card opens all that its holder may do: whoever prints it must be allowed to give every one of those roles. Else a
    coordinator could become the reviewer who also helps her as a volunteer. Nobody prints a card for herself.
    """
    if actor.is_house:
        return True
    return bool(grants) and actor.account != account and all(may_give(actor, grant) for grant in grants)


def fault_of_grant(role: Role, *, organisation: str | None, places: Collection[str]) -> str:
    """What a role lacks or has too much: a code of problems.GRANT_FAULTS, or ""."""
    if role in NEEDS_ORGANISATION and not organisation:
        return "organisation"
    if organisation and role not in MAY_HAVE_ORGANISATION:
        return "no_organisation"
    if role in NEEDS_PLACES and not places:
        return "places"
    if places and role not in MAY_HAVE_PLACES:
        return "no_places"
    return ""


def most_uses(role: Role) -> int:
    return MOST_USES.get(role, 1)


def phone_of(text: str, region: str) -> str | None:
    """The number in E.164 (+996555123456), read as one dials it in `region` (KG); None if it cannot be one."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_of(text: str) -> str | None:
    """The address in small letters; None if it cannot be one."""
    address = text.strip().lower()
    return address if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address) and len(address) <= 254 else None


def sign_in_name(text: str, region: str) -> tuple[str | None, str | None]:
    """(e-mail, phone) of what a person typed as her name: one of them, or neither where it is none."""
    if "@" in text:
        return email_of(text), None
    return None, phone_of(text, region)


def new_token() -> str:
    """43 letters that stand in a link: 256 bits of chance."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A short code that a person can read from paper and type, as K7M4Q-X2P9F."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def plain_code(text: str) -> str:
    """A code as it is compared: without hyphens and spaces, in capitals."""
    return re.sub(r"[\s‐-―-]", "", text).upper()


def new_password() -> str:
    """Three groups of four letters and digits: 59 bits, to be copied by hand."""
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(3))


def grants_from(rows: Iterable[tuple[int, str, str, str | None, str | None]]) -> frozenset[Grant]:
    """Grants from rows (membership, role, edition, organisation, one place's P-code or None): a row for each place.

    A role that is held in some places only, without any, is held nowhere: no places would mean everywhere.
    """
    found: dict[int, tuple[str, str, str | None, set[str]]] = {}
    for membership, role, edition, organisation, pcode in rows:
        places = found.setdefault(membership, (role, edition, organisation, set()))[3]
        if pcode:
            places.add(pcode)
    return frozenset(
        Grant(Role(role), edition, organisation, frozenset(places))
        for role, edition, organisation, places in found.values()
        if places or role not in NEEDS_PLACES
    )


# --- approvals


class ApprovalState(StrEnum):
    """Overdue is none of them: it is told from the day on which an answer was due."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class How(StrEnum):
    CLICK = "click"
    LETTER = "letter"
    STANDING = "standing"


class Stand(StrEnum):
    """Where an organisation stands towards the words of a row as they are today."""

    NOT_ASKED = "not-asked"
    WAITING = "waiting"
    OVERDUE = "overdue"
    GIVEN = "given"
    EARLIER = "earlier"  # it approved a text that was changed since
    REFUSED = "refused"


MOVES: dict[ApprovalState, frozenset[ApprovalState]] = {
    ApprovalState.ASKED: frozenset({ApprovalState.GIVEN, ApprovalState.REFUSED, ApprovalState.WITHDRAWN}),
    ApprovalState.GIVEN: frozenset({ApprovalState.WITHDRAWN}),
    ApprovalState.REFUSED: frozenset(),
    ApprovalState.WITHDRAWN: frozenset(),
}
# A wording is approved by click from what she was asked, not from what she refused or what was taken back.
WORDING_IS_APPROVED_FROM = frozenset({ApprovalState.ASKED, ApprovalState.GIVEN})
DUE_DAYS = 2  # where campaign.toml does not say
DEPUTY_MOST_DAYS = STANDING_MOST_DAYS = 366
LINK_DAYS = (1, 3, 7, 14, 30)


def may_move(state: str, to: ApprovalState) -> bool:
    return to in MOVES[ApprovalState(state)]


def words_hash(words: str) -> str:
    """SHA-256 of a text, however its lines end and whatever blanks stand at their ends."""
    lines = [line.rstrip() for line in words.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_overdue(state: str, due_on: date, today: date) -> bool:
    """From the day after the one on which the answer was due. No answer is never a yes."""
    return state == ApprovalState.ASKED and today > due_on


def stands_in(since: date, until: date, day: date, *, has_ended: bool) -> bool:
    """Whether a deputy acts on this day; both ends are included."""
    return not has_ended and since <= day <= until


def covers(wording: str, since: date, until: date, ended_on: date | None, *, asked: str, day: date) -> bool:
    """Whether a standing approval of the wording with this hash covers what is asked on a day in words of that hash."""
    return wording == asked and since <= day <= until and (ended_on is None or day < ended_on)


# Who may have a phone of her own: all who send some form or other.
PHONE_HOLDERS = (
    Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR, Role.SECRETARIAT, Role.PARTNER, Role.PRESS_OFFICER,
)  # fmt: skip


def may_add_device(actor: Actor, edition: str, *, account: int | None, organisation: str | None) -> bool:
    """Whether the actor may let a phone of this account, or one that this organisation shares, send."""
    if actor.has(Role.SECRETARIAT, edition=edition):
        return True
    if account is not None:
        return account == actor.account and actor.has(*PHONE_HOLDERS, edition=edition)
    return organisation in actor.organisations(Role.COORDINATOR, edition=edition)


@dataclass(frozen=True)
class Answer:
    """What one organisation was asked and answered, as a rule needs it."""

    state: str
    sha256: str
    due_on: date


def stand_of(answers: Sequence[Answer], words: str, today: date) -> tuple[Stand, int | None]:
    """Where the words with this hash stand, and which of the answers (newest first) says so.

    An answer to these words goes before an open question about earlier ones, that before an approval of an earlier
    text. What was withdrawn counts for nothing.
    """
    alive = [(n, one) for n, one in enumerate(answers) if one.state != ApprovalState.WITHDRAWN]
    for n, one in alive:
        if one.sha256 == words:
            return _stand(one, today), n
    for n, one in alive:
        if one.state == ApprovalState.ASKED:
            return _stand(one, today), n
    for n, one in alive:
        if one.state == ApprovalState.GIVEN:
            return Stand.EARLIER, n
    return Stand.NOT_ASKED, None


def _stand(one: Answer, today: date) -> Stand:
    if one.state == ApprovalState.ASKED:
        return Stand.OVERDUE if is_overdue(one.state, one.due_on, today) else Stand.WAITING
    return Stand.GIVEN if one.state == ApprovalState.GIVEN else Stand.REFUSED
