"""What can go wrong, as a catalogue: one line has a code, a status, a sentence and a remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# A lazy translation is a str to the reader, not to the type checker.
Sentence = Any

catalogue: dict[str, Problem] = {}


class ProblemRaised(Exception):
    """A problem that happened, with what it happened to. Caught by ProblemPages and by commands, never swallowed."""

    def __init__(self, problem: Problem, values: dict[str, object]):
        self.problem, self.values = problem, values
        super().__init__(f"{problem.code}: {self.sentence} {self.remedy}")

    @property
    def code(self) -> str:
        return self.problem.code

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def sentence(self) -> str:
        return str(self.problem.sentence).format(**self.values)

    @property
    def remedy(self) -> str:
        return str(self.problem.remedy).format(**self.values)


@dataclass(frozen=True)
class Problem:
    """code is room.what; status an HTTP status; sentence and remedy are lazy translations with {names}."""

    code: str
    status: int
    sentence: Sentence
    remedy: Sentence

    def __post_init__(self) -> None:
        if catalogue.get(self.code, self) != self:
            raise ValueError(f"two problems are called {self.code}")
        catalogue[self.code] = self

    def __call__(self, **values: object) -> ProblemRaised:
        return ProblemRaised(self, values)


Raiser = Callable[..., ProblemRaised]
