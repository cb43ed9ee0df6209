"""Which questions an expression reads: from this follows the order in which a form is worked out."""

from collections.abc import Iterator
from dataclasses import dataclass

from jarchy.xforms.xpath.tree import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Filter,
    KindTest,
    Logic,
    NameTest,
    Negation,
    Path,
    Union,
)

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The names down to what is read; `is_open`: anything below it may be read as well (a wildcard, //)."""

    names: Names
    is_open: bool = False


def references(tree: Expression, here: Names | None, origin: Names) -> Iterator[Reference]:
    """All of them, those inside predicates too. `here` None: the context is a row of a list."""
    match tree:
        case Path():
            yield from _of_path(tree, here, origin)
        case Filter(primary, predicates):
            yield from references(primary, here, origin)
            for predicate in predicates:
                yield from references(predicate, None, origin)
        case Call(_, arguments) | Union(arguments) | Logic(_, arguments):
            for argument in arguments:
                yield from references(argument, here, origin)
        case Comparison(_, left, right):
            yield from references(left, here, origin)
            yield from references(right, here, origin)
        case Arithmetic(first, rest):
            for operand in (first, *(right for _, right in rest)):
                yield from references(operand, here, origin)
        case Negation(operand):
            yield from references(operand, here, origin)


def functions_of(tree: Expression) -> set[str]:
    """The names of the functions called anywhere in it."""
    found: set[str] = set()
    waiting: list[object] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Call):
            found.add(part.name)
        if isinstance(part, tuple):
            waiting.extend(part)
        elif hasattr(part, "__dataclass_fields__"):
            waiting.extend(getattr(part, name) for name in part.__dataclass_fields__)
    return found


def _of_path(tree: Path, here: Names | None, origin: Names) -> Iterator[Reference]:
    names: Names | None = here
    if tree.start == "/":
        names = ()
    elif not isinstance(tree.start, str):
        is_current = isinstance(tree.start, Call) and tree.start.name == "current"
        names = origin if is_current else None
        if not is_current:
            yield from references(tree.start, here, origin)
    is_open = False
    for step in tree.steps:
        if names is not None and not is_open:
            names, is_open = _moved(names, step.axis, step.test)
        for predicate in step.predicates:
            yield from references(predicate, names, origin)
    if names is not None:
        yield Reference(names, is_open)


def _moved(names: Names, axis: str, test: NameTest | KindTest) -> tuple[Names, bool]:
    if axis == "child" and isinstance(test, NameTest) and test.local != "*":
        written = test.local if test.prefix is None else f"{test.prefix}:{test.local}"
        return (*names, written), False
    if axis == "parent":
        return names[:-1], False
    if axis == "self":
        return names, False
    if (
        axis in ("preceding-sibling", "following-sibling")
        and isinstance(test, NameTest)
        and test.local != "*"
    ):
        return (*names[:-1], test.local), False
    # From here on anything may be meant: take the whole of what is above for upward and sideways axes.
    return (names if axis in ("child", "descendant", "descendant-or-self", "attribute") else names[:1]), True
