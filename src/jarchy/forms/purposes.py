"""Where rooms above join in; filled in project/joints.py.

purposes     what becomes of submissions kept: called with many at once, in the transaction that keeps them
conflicts    likewise for those kept as a conflict, so that someone looks at them
titles       what a form of this purpose is called, as a lazy translation
after_send   the address of the page that follows sending on the web
lists        rows of a list that comes with a form as a file: (edition, organisation's slug, language) -> rows with
             `name`, `label`, `label_<language>` and the columns that the form asks for
foreign_answers  what a row of somebody else's sheet answers: by the purpose
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jarchy.charter.foreign import MeantRow
    from jarchy.charter.models import Edition
    from jarchy.forms.models import Submission
    from jarchy.foundation.narrowing import Actor

purposes: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
conflicts: dict[str, Callable[[Sequence[Submission], Actor], object]] = {}
titles: dict[str, object] = {}
after_send: dict[str, Callable[[Submission], str]] = {}
lists: dict[str, Callable[[Edition, str, str], Sequence[dict[str, str]]]] = {}


@dataclass(frozen=True)
class ForeignAnswers:
    """`answers_of` a row by the question's name, choices by name or as the sheet's word; `field_of`: which field of a
    mapping a question is.
    """

    answers_of: Callable[[MeantRow], dict[str, str]]
    field_of: Mapping[str, str]


foreign_answers: dict[str, ForeignAnswers] = {}
