"""A pattern walked as an automaton: all its states at once, each letter of the text read once, no going back."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from re import _constants as ops  # type: ignore[attr-defined]
from typing import Any

MOST_STATES = 4_000
MOST_TO_LOOK_AT = 400
_WORD = re.compile(r"\w", re.ASCII)
_CATEGORIES = {
    "DIGIT": re.compile(r"\d", re.ASCII), "SPACE": re.compile(r"\s", re.ASCII), "WORD": _WORD,
}  # fmt: skip
Fits = Callable[[str], bool]
Allows = Callable[[str, int], bool]


class Unwalkable(ValueError):
    """A pattern that an automaton cannot walk: it looks around or back, or has too many states."""


@dataclass(slots=True)
class State:
    """Either one letter that `fits` leads `onward`; or, without a letter, all of `onward` where `allows` says so."""

    onward: list[int] = field(default_factory=list)
    fits: Fits | None = None
    allows: Allows | None = None


class Automaton:
    """Made by `of` a pattern that Python's own reader has read. State 0 is the last one."""

    def __init__(self) -> None:
        self.states = [State()]
        self.first = 0
        self.edges: set[int] = set()

    @classmethod
    def of(cls, tree: Any) -> "Automaton":
        """Raises Unwalkable."""
        made = cls()
        made.first = made._sequence(tree, 0, flags=tree.state.flags)
        return made

    def accepts(self, text: str) -> bool:
        """Whether the whole text leads from the first state to the last."""
        here = self._spread({self.first}, text, 0)
        for place, letter in enumerate(text):
            moved = {
                target
                for number in here
                if (fits := self.states[number].fits) is not None and fits(letter)
                for target in self.states[number].onward
            }
            if not moved:
                return False
            here = self._spread(moved, text, place + 1)
        return 0 in here

    def goes_one_way(self) -> bool:
        """Whether each letter leaves one state at most to be in, reached in one way: then no engine ever goes back."""
        if len(self.states) > MOST_TO_LOOK_AT:
            return False
        # One letter of each stretch that the pattern's sets can tell apart.
        codes = {code + by for code in self.edges for by in (-1, 0, 1) if 0 <= code + by <= 0x10FFFF}
        letters = [chr(code) for code in codes | set(range(129))]
        read = [
            frozenset(letter for letter in letters if state.fits is not None and state.fits(letter))
            for state in self.states
        ]
        beginnings = [[self.first], *(state.onward for state in self.states if state.fits is not None)]
        return all(self._is_one_way(onward, read) for onward in beginnings)

    def _is_one_way(self, onward: list[int], read: list[frozenset[str]]) -> bool:
        met: set[int] = set()
        letters: set[str] = set()
        waiting = list(onward)
        while waiting:
            number = waiting.pop()
            if number in met or not letters.isdisjoint(read[number]):
                return False
            met.add(number)
            letters |= read[number]
            if self.states[number].fits is None:
                waiting.extend(self.states[number].onward)
        return True

    def _spread(self, numbers: set[int], text: str, place: int) -> set[int]:
        """With all states that are reached without a letter."""
        reached, waiting = set(numbers), list(numbers)
        while waiting:
            state = self.states[waiting.pop()]
            if state.fits is not None or (state.allows is not None and not state.allows(text, place)):
                continue
            for target in state.onward:
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
        return reached

    def _add(self, state: State) -> int:
        if len(self.states) >= MOST_STATES:
            raise Unwalkable("too many states")
        self.states.append(state)
        return len(self.states) - 1

    def _sequence(self, tree: Any, after: int, *, flags: int) -> int:
        """The first state of what leads to `after`: built from behind."""
        for operator, value in reversed(list(tree)):
            after = self._item(operator, value, after, flags=flags)
        return after

    def _item(self, operator: Any, value: Any, after: int, *, flags: int) -> int:
        if operator in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
            self.edges |= _edges(operator, value)
            return self._add(State([after], fits=_letter(operator, value, flags)))
        if operator is ops.BRANCH:
            return self._add(State([self._sequence(branch, after, flags=flags) for branch in value[1]]))
        if operator is ops.SUBPATTERN:
            _, added, removed, inner = value
            return self._sequence(inner, after, flags=(flags | added) & ~removed)
        if operator in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            return self._repeat(value, after, flags=flags)
        if operator is ops.AT:
            return self._add(State([after], allows=_place(value, flags)))
        raise Unwalkable(str(operator))

    def _repeat(self, value: Any, after: int, *, flags: int) -> int:
        least, most, inner = value
        if most is ops.MAXREPEAT:
            loop = self._add(State())
            self.states[loop].onward = [self._sequence(inner, loop, flags=flags), after]
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self._add(State([self._sequence(inner, after, flags=flags), end]))
        for _ in range(least):
            after = self._sequence(inner, after, flags=flags)
        return after


def _edges(operator: Any, value: Any) -> set[int]:
    """Where the sets of a letter begin and end, the classes of ASCII aside."""
    if operator is ops.IN:
        return {code for kind, what in value if kind in (ops.LITERAL, ops.RANGE) for code in _ends(what)}
    return set() if operator is ops.ANY else {value}


def _ends(what: Any) -> tuple[int, ...]:
    return what if isinstance(what, tuple) else (what,)


def _letter(operator: Any, value: Any, flags: int) -> Fits:
    fits = _exactly(operator, value, flags)
    if not flags & re.IGNORECASE:
        return fits
    # As Java and our own flags have it, only ASCII letters are the same in both cases.
    return lambda letter: (
        fits(letter) or (letter.isascii() and (fits(letter.lower()) or fits(letter.upper())))
    )


def _exactly(operator: Any, value: Any, flags: int) -> Fits:
    if operator is ops.LITERAL:
        return lambda letter: ord(letter) == value
    if operator is ops.NOT_LITERAL:
        return lambda letter: ord(letter) != value
    if operator is ops.ANY:
        return (lambda letter: True) if flags & re.DOTALL else (lambda letter: letter != "\n")
    parts = [_member(kind, what) for kind, what in value if kind is not ops.NEGATE]
    is_negated = value[0][0] is ops.NEGATE
    return lambda letter: any(part(letter) for part in parts) is not is_negated


def _member(kind: Any, what: Any) -> Fits:
    if kind is ops.LITERAL:
        return lambda letter: ord(letter) == what
    if kind is ops.RANGE:
        return lambda letter: what[0] <= ord(letter) <= what[1]
    words = str(what).split("_")
    category = _CATEGORIES[words[-1]]
    is_not = "NOT" in words
    return lambda letter: (category.match(letter) is None) is is_not


def _place(kind: Any, flags: int) -> Allows:
    if kind in (ops.AT_BEGINNING_STRING,) or (kind is ops.AT_BEGINNING and not flags & re.MULTILINE):
        return lambda text, place: place == 0
    if kind is ops.AT_END_STRING:
        return lambda text, place: place == len(text)
    if kind is ops.AT_END and not flags & re.MULTILINE:
        return lambda text, place: place == len(text) or (place == len(text) - 1 and text[place] == "\n")
    if kind in (ops.AT_BOUNDARY, ops.AT_NON_BOUNDARY):
        return lambda text, place: _is_edge(text, place) is (kind is ops.AT_BOUNDARY)
    raise Unwalkable(str(kind))


def _is_edge(text: str, place: int) -> bool:
    before = place > 0 and _WORD.match(text[place - 1]) is not None
    after = place < len(text) and _WORD.match(text[place]) is not None
    return before is not after
