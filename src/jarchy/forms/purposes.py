"""Where rooms above join in; filled in project/joints.py.

purposes     what becomes of submissions kept: called with many at once, in the transaction that keeps them
more_files   likewise for those kept before, when more files of them came, or a picture could be read at last
conflicts    likewise for those kept as a conflict, so that someone looks at them
needed       whether a folder must have the form of this purpose; where nothing is said here it must
beginnings   the address at which a form of this purpose is begun, where that is not the form's own first page
titles       what a form of this purpose is called, as a lazy translation
after_send   the address of the page that follows sending on the web
senders      roles that send a form of this purpose; where it is not named, those who report (rules.SENDERS)
kept_back    questions, by purpose, whose answers no export has: one person is told of them
for_nobody   purposes that are sent for no organisation, whoever sends
lists        rows of a list that comes with a form as a file: (edition, organisation's slug, language) -> rows with
             `name`, `label`, `label_<language>` and the columns that the form asks for
reach        what somebody who sends for the organisations of her places alone may report, by the purpose
foreign_answers  what a row of somebody else's sheet answers: by the purpose
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from jarchy.forms.rules import SENDERS

if TYPE_CHECKING:
    from jarchy.charter.folder.base import EditionFacts
    from jarchy.charter.foreign import MeantRow
    from jarchy.charter.models import Edition
    from jarchy.forms.models import Submission
    from jarchy.foundation.narrowing import Actor, Role

purposes: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
conflicts: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
more_files: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
needed: dict[str, Callable[[EditionFacts], bool]] = {}
senders: dict[str, tuple[Role, ...]] = {}
for_nobody: set[str] = set()
kept_back: dict[str, frozenset[str]] = {}
beginnings: dict[str, Callable[[], str]] = {}
titles: dict[str, object] = {}
after_send: dict[str, Callable[[Submission], str]] = {}
lists: dict[str, Callable[[Edition, str, str], Sequence[dict[str, str]]]] = {}


class Reach(Protocol):
    """`beyond`: names of rows of a list that lie outside her places; `fault_of`: the question, "" where none, whose
    answer does; answers flat.
    """

    @property
    def beyond(self) -> frozenset[str]: ...

    def fault_of(self, answers: Mapping[str, str]) -> str: ...


reach: dict[str, Callable[[Edition, str, Actor], Reach]] = {}


@dataclass(frozen=True)
class ForeignAnswers:
    """`answers_of` a row by the question's name, choices by name or as the sheet's word; `field_of`: which field of a
    mapping a question is.
    """

    answers_of: Callable[[MeantRow], dict[str, str]]
    field_of: Mapping[str, str]


foreign_answers: dict[str, ForeignAnswers] = {}


def is_of_the_field(purpose: str) -> bool:
    """Whether those who report send it: each is some organisation's, and may be entered for one who has no account."""
    return purpose not in senders


def senders_of(purpose: str) -> tuple[Role, ...]:
    """Who sends a form of this purpose."""
    return senders.get(purpose, SENDERS)
