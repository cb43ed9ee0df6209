"""Where rooms above join in; filled in project/joints.py.

purposes     what becomes of submissions kept: called with many at once, in the transaction that keeps them
conflicts    likewise for those kept as a conflict, so that someone looks at them
titles       what a form of this purpose is called, as a lazy translation
after_send   the address of the page that follows sending on the web
senders      roles that send a form of this purpose; where it is not named, those who report (rules.SENDERS)
optional     purposes whose form a campaign folder may leave out
lists        rows of a list that comes with a form as a file: (edition, organisation's slug, language) -> rows with
             `name`, `label`, `label_<language>` and the columns that the form asks for
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from jarchy.forms.rules import SENDERS

if TYPE_CHECKING:
    from jarchy.charter.models import Edition
    from jarchy.forms.models import Submission
    from jarchy.foundation.narrowing import Actor, Role

purposes: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
conflicts: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
titles: dict[str, object] = {}
senders: dict[str, tuple[Role, ...]] = {}
optional: set[str] = set()
after_send: dict[str, Callable[[Submission], str]] = {}
lists: dict[str, Callable[[Edition, str, str], Sequence[dict[str, str]]]] = {}


def senders_of(purpose: str) -> tuple[Role, ...]:
    """Who sends a form of this purpose."""
    return senders.get(purpose, SENDERS)
