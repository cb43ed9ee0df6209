"""Where rooms above join in; filled in project/joints.py.

purposes     what becomes of submissions kept: called with many at once, in the transaction that keeps them
conflicts    likewise for those kept as a conflict, so that someone looks at them
needed       whether a folder must have the form of this purpose; where nothing is said here it must
senders      roles that send a form of this purpose, and for no organisation; else those of rules.SENDERS
beginnings   the address at which a form of this purpose is begun, where that is not the form's own first page
titles       what a form of this purpose is called, as a lazy translation
after_send   the address of the page that follows sending on the web
lists        rows of a list that comes with a form as a file: (edition, organisation's slug, language) -> rows with
             `name`, `label`, `label_<language>` and the columns that the form asks for
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jarchy.charter.folder.base import EditionFacts
    from jarchy.charter.models import Edition
    from jarchy.forms.models import Submission
    from jarchy.foundation.narrowing import Actor, Role

purposes: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
conflicts: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
needed: dict[str, Callable[[EditionFacts], bool]] = {}
senders: dict[str, tuple[Role, ...]] = {}
beginnings: dict[str, Callable[[], str]] = {}
titles: dict[str, object] = {}
after_send: dict[str, Callable[[Submission], str]] = {}
lists: dict[str, Callable[[Edition, str, str], Sequence[dict[str, str]]]] = {}
