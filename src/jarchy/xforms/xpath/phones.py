"""What works here and breaks on a phone: JavaRosa, inside ODK Collect and KoboCollect, reads less of XPath than this.

Read in JavaRosa's XPathPathExpr.getReference, XPathFuncExpr.eval, XPathUnionExpr, XPathFilterExpr and TreeReference.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jarchy.xforms.xpath.functions.table import FUNCTIONS
from jarchy.xforms.xpath.tree import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Filter,
    KindTest,
    Literal,
    Logic,
    NameTest,
    Negation,
    Number,
    Path,
    Step,
    Union,
)

LACKING = frozenset(
    ("ceiling", "floor", "id", "lang", "last", "local-name", "name", "namespace-uri", "substring")
)
"""Functions of XPath 1.0 that JavaRosa does not have."""
# More arguments, or none, where JavaRosa wants a number of its own.
_COUNTS = {"boolean": (1, 1), "coalesce": (2, 2), "number": (1, 1), "string": (1, 1), "join": (1, 10_000)}
_WANT_A_PATH = {"area": 0, "enclosed-area": 0, "geofence": 1}


class BreakCode(StrEnum):
    """Stable: a form's warnings are kept and translated by these."""

    FUNCTION = "function"
    ARGUMENTS = "arguments"
    WANTS_A_PATH = "wants_a_path"
    SELECTED_NUMBER = "selected_number"
    UNION = "union"
    FILTER = "filter"
    ANY_DEPTH = "any_depth"
    AXIS = "axis"
    NODE_TEST = "node_test"
    PARENT = "parent"
    PREDICATE = "predicate"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Break:
    """`what` as it is written ("floor()", "//", "ancestor::"), `position` the character from 0 where the path or call
    begins that holds it; None where the tree does not say."""

    code: BreakCode
    what: str
    position: int | None


def breaks_on_phones(tree: Expression) -> list[Break]:
    """Everything in an expression that a phone cannot do, or does otherwise, in the order written."""
    found: list[Break] = []
    # Without recursion, because a tree may be as deep as the parser allows several times over.
    waiting: list[Expression] = [tree]
    while waiting:
        part = waiting.pop()
        found.extend(_of(part))
        waiting.extend(reversed(list(_inside(part))))
    return sorted(found, key=lambda broken: -1 if broken.position is None else broken.position)


def _inside(part: Expression) -> Iterator[Expression]:
    match part:
        case Path(start, steps):
            if isinstance(start, Call) and start.name in ("instance", "current"):
                yield from start.arguments
            elif isinstance(start, Filter):
                yield from _inside(start)
            elif not isinstance(start, str):
                yield start
            for step in steps:
                yield from step.predicates
        case Filter(primary, predicates):
            yield primary
            yield from predicates
        case Call(_, operands) | Union(operands) | Logic(_, operands):
            yield from operands
        case Comparison(_, left, right):
            yield from (left, right)
        case Arithmetic(first, rest):
            yield first
            yield from (operand for _, operand in rest)
        case Negation(operand):
            yield operand
        case Number() | Literal():
            return


def _of(part: Expression) -> Iterator[Break]:
    match part:
        case Union():
            yield Break(BreakCode.UNION, "|", position_of(part))
        case Filter():
            yield Break(BreakCode.FILTER, "(...)[...]", position_of(part))
        case Call():
            yield from _of_call(part)
        case Path():
            yield from _of_path(part)


def _of_call(call: Call) -> Iterator[Break]:
    written, count = f"{call.name}()", len(call.arguments)
    if call.name in ("instance", "current"):
        # Known only as the beginning of a path.
        yield Break(BreakCode.BARE, written, call.position)
    elif call.name in LACKING or call.name not in FUNCTIONS:
        yield Break(BreakCode.FUNCTION, written, call.position)
    elif call.name in _COUNTS and not _COUNTS[call.name][0] <= count <= _COUNTS[call.name][1]:
        yield Break(BreakCode.ARGUMENTS, written, call.position)
    place = _WANT_A_PATH.get(call.name)
    if place is not None and place < count and not isinstance(call.arguments[place], (Path, Filter, Union)):
        yield Break(BreakCode.WANTS_A_PATH, written, call.position)
    if call.name in ("selected", "is-selected") and count == 2 and _is_number(call.arguments[1]):
        yield Break(BreakCode.SELECTED_NUMBER, written, call.position)


def _is_number(tree: Expression) -> bool:
    return isinstance(tree, (Number, Arithmetic, Negation))


def _of_path(path: Path) -> Iterator[Break]:
    may_go_up = path.start == "."
    start = path.start
    if isinstance(start, Call):
        may_go_up = start.name == "current"
        is_known = start.name == "current" or (
            start.name == "instance" and len(start.arguments) == 1 and isinstance(start.arguments[0], Literal)
        )
        if not is_known:
            yield Break(BreakCode.FILTER, f"{start.name}()/...", path.position)
    elif not isinstance(start, str):
        yield Break(BreakCode.FILTER, "(...)/...", path.position)
    named = 0
    for place, step in enumerate(path.steps):
        code, written = _step(step)
        if code is None and step.axis == "parent":
            # "a/../b" is read as "../a/b", and "/data/a/../b" as "/data/a/b".
            code = None if may_go_up and not named else BreakCode.PARENT
        named += step.axis in ("child", "attribute")
        may_go_up = may_go_up and step.axis != "attribute"
        if code is not None:
            yield Break(code, written, path.position)
        if step.predicates and code is None and not _holds_predicate(path.steps[: place + 1]):
            yield Break(BreakCode.PREDICATE, f"{written}[...]", path.position)


def _holds_predicate(steps: tuple[Step, ...]) -> bool:
    """JavaRosa counts names by the steps before them, less those that go up; "." it forgets."""
    return steps[-1].axis in ("child", "attribute") and not any(step.axis == "self" for step in steps)


def _step(step: Step) -> tuple[BreakCode | None, str]:
    """What is wrong with a step, and how it is written."""
    test = step.test
    is_node = isinstance(test, KindTest) and test.kind == "node"
    if step.axis == "descendant-or-self" and is_node and not step.predicates:
        return BreakCode.ANY_DEPTH, "//"
    if step.axis in ("self", "parent"):
        if is_node:
            return None, "." if step.axis == "self" else ".."
        return BreakCode.NODE_TEST, f"{step.axis}::{_written(test)}"
    if step.axis == "child":
        is_name = isinstance(test, NameTest) and (test.local != "*" or test.prefix is None)
        return (None if is_name else BreakCode.NODE_TEST), _written(test)
    if step.axis == "attribute":
        is_name = isinstance(test, NameTest) and test.local != "*"
        return (None if is_name else BreakCode.NODE_TEST), f"@{_written(test)}"
    return BreakCode.AXIS, f"{step.axis}::"


def _written(test: NameTest | KindTest) -> str:
    if isinstance(test, KindTest):
        return f"{test.kind}()"
    return test.local if test.prefix is None else f"{test.prefix}:{test.local}"


def position_of(tree: Expression) -> int | None:
    """Where an expression begins, as far as the tree says."""
    while True:
        match tree:
            case Path(_, _, position) | Call(_, _, position):
                return position
            case Filter(inner, _) | Negation(inner) | Comparison(_, inner, _) | Arithmetic(inner, _):
                tree = inner
            case Union(operands) | Logic(_, operands):
                tree = operands[0]
            case _:
                return None
