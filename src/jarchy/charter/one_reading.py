"""One reading of an edition: a page or a file of many parts asks each thing once, though every part asks for itself.

What is remembered goes from part to part with the edition that was made for it, and goes when that goes: no cache that
anybody else reads. A page's numbers are so of one position, whatever is confirmed while it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from jarchy.charter.models import Edition

_REMEMBERED = "_remembered"
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def for_one_reading(edition: Edition) -> Edition:
    """The same edition, of which questions marked `once` are answered once. Not for what changes it meanwhile."""
    found = copy(edition)
    vars(found)[_REMEMBERED] = {}
    return found


def is_one_reading(edition: Edition) -> bool:
    """Whether it is worth asking for more than one part needs, as others will ask for the rest."""
    return _REMEMBERED in vars(edition)


def once(
    question: Callable[Concatenate[Edition, Asked], Answer],
) -> Callable[Concatenate[Edition, Asked], Answer]:
    """Marks a question(edition, ...) that is asked once of one reading. Nobody may change what it answers."""

    @wraps(question)
    def asked(edition: Edition, *words: Asked.args, **more: Asked.kwargs) -> Answer:
        answers: dict[object, Answer] | None = vars(edition).get(_REMEMBERED)
        if answers is None:
            return question(edition, *words, **more)
        key = (question, words, tuple(sorted(more.items())))
        if key not in answers:
            answers[key] = question(edition, *words, **more)
        return answers[key]

    return asked
