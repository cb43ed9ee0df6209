"""Compiled expressions and what they run on: a context in a scene."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from enum import StrEnum
from typing import Any, Protocol

from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import Node, text_of
from jarchy.xforms.xpath.values import Value
from jarchy.xforms.xpath.world import World


class Texts(Protocol):
    """What a form knows about its texts; functions that need it fail where there is no form."""

    def itext(self, text_id: str, context: "Context") -> str: ...

    def choice_name(self, value: str, path: str, context: "Context") -> str: ...

    def version(self) -> str: ...


MOST_EFFORT = 3_000_000
"""Nodes looked at in one scene: some seconds. A form of 1,000 rounds that each search 2,000 rows needs two million;
conditions inside conditions inside conditions need more than anybody can wait for."""


class Scene:
    """One form being worked out: its nodes by slot, its lists, the world. One for each evaluation."""

    __slots__ = ("document", "effort", "instances", "slots", "texts", "world", "zone")

    def __init__(
        self,
        document: Node,
        world: World,
        *,
        instances: Mapping[str, Node] | None = None,
        slots: list[Node] | None = None,
        texts: Texts | None = None,
    ) -> None:
        self.document = document
        self.world = world
        self.zone: tzinfo = world.time_zone
        self.instances: Mapping[str, Node] = instances or {}
        self.slots: list[Node] = slots or []
        self.texts = texts
        self.effort = 0

    def spend(self, nodes: int) -> None:
        """Raises XPathError where looking at so many nodes more is too much."""
        self.effort += nodes
        if self.effort > MOST_EFFORT:
            raise XPathError("working this out would look at too many nodes")


class Context:
    """Where an expression stands. `current` is the node that carries the whole expression."""

    __slots__ = ("current", "node", "position", "scene", "size")

    def __init__(
        self, scene: Scene, node: Node, *, position: int = 1, size: int = 1, current: Node | None = None
    ) -> None:
        self.scene = scene
        self.node = node
        self.position = position
        self.size = size
        self.current = current or node


class Gives(StrEnum):
    """What an expression gives; ANY is known only when it runs."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    NODES = "nodes"
    ANY = "any"


Run = Callable[[Context], Any]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled expression. `slot`: it is exactly one node of the form, outside any repeat.

    `stands_alone`: inside a predicate it gives the same for every node looked at (it depends on the form's nodes and
    on current(), but on no path from the context node, position or chance).
    """

    gives: Gives
    run: Run
    slot: int | None = None
    stands_alone: bool = False
    constant: str | float | None = None
    is_answer: bool = False
    """Nodes of a form: as a truth they are what was answered, as JavaRosa has it, not that they are there."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known before anything is answered: `origin` is the path of the node that carries the expression
    (current()), `here` that of the context node (None inside predicates), `slots` the place of each form node
    outside repeats, `repeats` the paths of the repeats."""

    here: tuple[str, ...] | None = None
    origin: tuple[str, ...] | None = None
    slots: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    repeats: frozenset[tuple[str, ...]] = frozenset()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    is_form: bool = False
    """In a form a path that finds nothing is an empty answer, and an unknown function is a fault when the form is
    read. Over any other document nothing is nothing, and a function is missed only where it is reached."""

    @classmethod
    def of(cls, node: tuple[str, ...], form: "Surroundings") -> "Surroundings":
        """Those of an expression that `node` carries."""
        return cls(node, node, form.slots, form.repeats, form.namespaces, is_form=True)

    def in_predicate(self) -> "Surroundings":
        return replace(self, here=None)


def as_text(program: Program) -> Run:
    run, slot = program.run, program.slot
    if slot is not None:
        return lambda context: context.scene.slots[slot].value
    if program.gives is Gives.TEXT:
        return run
    if program.gives is Gives.NODES:
        return lambda context: _first_text(run(context))
    return lambda context: values.to_text(run(context))


def as_number(program: Program) -> Run:
    run, slot = program.run, program.slot
    if slot is not None:
        return lambda context: values.answer_as_number(context.scene.slots[slot].value, context.scene.zone)
    if program.gives is Gives.NUMBER:
        return run
    return lambda context: values.to_number(run(context), context.scene.zone)


def as_truth(program: Program) -> Run:
    run, slot = program.run, program.slot
    if slot is not None:
        # JavaRosa takes a node for its value: an unanswered question is false, though its node exists.
        return lambda context: context.scene.slots[slot].value != ""
    if program.gives is Gives.TRUTH:
        return run
    if program.gives is Gives.NUMBER:
        return lambda context: values.number_is_true(run(context))
    if program.is_answer:
        return lambda context: _first_text(run(context)) != ""
    return lambda context: values.to_truth(run(context))


def as_value(program: Program) -> Run:
    """As it is, but nodes become the text of the first, a date among them marked as one."""
    run = program.run
    if program.gives is not Gives.NODES and program.gives is not Gives.ANY:
        return run

    def value(context: Context) -> Value:
        found = run(context)
        return _answer(found) if isinstance(found, list) else found

    return value


def _answer(nodes: list[Node]) -> str:
    text = _first_text(nodes)
    return values.DateText(text) if values.looks_like_a_date(text) else text


def _first_text(nodes: list[Node]) -> str:
    return text_of(nodes[0]) if nodes else ""
