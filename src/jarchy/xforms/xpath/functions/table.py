"""The table of functions: one row each, filled by the modules beside this one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jarchy.xforms.xpath.program import Gives, Program, Surroundings
from jarchy.xforms.xpath.tree import Call, Expression

Compile = Callable[[Expression, Surroundings], Program]
Special = Callable[[Call, Surroundings, Compile], Program]
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` names the kinds of the arguments (text, number, truth, value, raw, nodes); "?" may be left out, "*"
    may be repeated. `special` compiles the call itself, where not every argument is worked out."""

    name: str
    takes: tuple[str, ...]
    gives: Gives
    run: Callable[..., Any]
    wants_context: bool = False
    stands_alone: bool = True
    special: Special | None = None

    @property
    def least(self) -> int:
        return sum(kind[-1] not in "?*" for kind in self.takes)

    @property
    def most(self) -> int:
        return MANY if any(kind[-1] == "*" for kind in self.takes) else len(self.takes)

    @property
    def expects(self) -> str:
        """For a fault: "1 to 2 arguments"."""
        if self.most == MANY:
            return f"{self.least} arguments or more"
        count = str(self.least) if self.least == self.most else f"{self.least} to {self.most}"
        return f"{count} argument{'' if count == '1' else 's'}"

    def kinds(self, count: int) -> list[str]:
        """The kinds of `count` arguments."""
        named = [kind.rstrip("?*") for kind in self.takes]
        return (named + named[-1:] * count)[:count]


FUNCTIONS: dict[str, Function] = {}
"""By name, prefix included. Another room or the next function is a row here; nothing else has to know of it."""


def function(
    name: str, takes: str, gives: Gives, *, wants_context: bool = False, stands_alone: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enters a function into the table; `takes` as in "text number? number?"."""

    def enter(run: Callable[..., Any]) -> Callable[..., Any]:
        FUNCTIONS[name] = Function(
            name, tuple(takes.split()), gives, run, wants_context=wants_context, stands_alone=stands_alone
        )
        return run

    return enter


def special(name: str, takes: str) -> Callable[[Special], Special]:
    """Enters a function that compiles its own call."""

    def enter(compiles: Special) -> Special:
        FUNCTIONS[name] = Function(name, tuple(takes.split()), Gives.ANY, _never, special=compiles)
        return compiles

    return enter


def _never(*_: Any) -> None:
    raise AssertionError("a special function is compiled, not called")
