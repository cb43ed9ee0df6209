"""Trees as plain data and back: what is stored with a form, and what the interpreter in the browser walks.

A tree is a list that begins with its sort; whoever reads one needs nothing but JSON:

    ["n", 3.5]                          a number                 ["s", "text"]              a text
    ["p", start, [step, ...], at]       a path; start is "/" (the document), "." (the context node) or a tree
    step: [axis, test, [tree, ...]]     with its predicates; test: "name", "prefix:name", "*", "prefix:*" or a list
                                        ["node"], ["text"], ["comment"], ["processing-instruction", target or null]
    ["f", tree, [tree, ...]]            a filter: (a | b)[1]     ["|", [tree, ...]]         a union
    ["c", name, [tree, ...], at]        a call                   ["-", tree]                a negation
    ["and", [tree, ...]]  ["or", ...]   two operands or more     ["=", left, right]         and != < <= > >=
    ["a", first, [[op, tree], ...]]     + - * div mod, from left to right, all of one precedence

`at` is the place in the expression as it was written, for a fault. Numbers are finite.
"""

import math
from typing import Any

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

Plain = list[Any]
COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))


def plain(tree: Expression) -> Plain:
    """The tree as lists, texts and numbers."""
    match tree:
        case Number(value):
            # JSON has no infinity: a number of 400 digits is written as 1 div 0.
            return ["n", value] if math.isfinite(value) else ["a", ["n", 1.0], [["div", ["n", 0.0]]]]
        case Literal(text):
            return ["s", text]
        case Path(start, steps, position):
            begins = start if isinstance(start, str) else plain(start)
            return ["p", begins, [_plain_step(step) for step in steps], position]
        case Filter(primary, predicates):
            return ["f", plain(primary), _plain_many(predicates)]
        case Call(name, arguments, position):
            return ["c", name, _plain_many(arguments), position]
        case Logic(operator, operands):
            return [operator, _plain_many(operands)]
        case Comparison(operator, left, right):
            return [operator, plain(left), plain(right)]
        case Arithmetic(first, rest):
            return ["a", plain(first), [[operator, plain(operand)] for operator, operand in rest]]
        case Negation(operand):
            return ["-", plain(operand)]
        case Union(operands):
            return ["|", _plain_many(operands)]


def _plain_many(trees: tuple[Expression, ...]) -> list[Plain]:
    return [plain(tree) for tree in trees]


def _plain_step(step: Step) -> Plain:
    match step.test:
        case NameTest(local, None):
            test: str | Plain = local
        case NameTest(local, prefix):
            test = f"{prefix}:{local}"
        case KindTest("processing-instruction", target):
            test = ["processing-instruction", target]
        case KindTest(kind, _):
            test = [kind]
    return [step.axis, test, _plain_many(step.predicates)]


def tree_of(data: Plain) -> Expression:
    """The tree again. Raises ValueError for what `plain` never writes."""
    match data:
        case ["n", int() | float() as value]:
            return Number(float(value))
        case ["s", str(text)]:
            return Literal(text)
        case ["p", start, list(steps), int(position)]:
            begins = start if isinstance(start, str) else tree_of(start)
            return Path(begins, tuple(_step_of(step) for step in steps), position)
        case ["f", list(primary), list(predicates)]:
            return Filter(tree_of(primary), _trees_of(predicates))
        case ["c", str(name), list(arguments), int(position)]:
            return Call(name, _trees_of(arguments), position)
        case ["and" | "or" as operator, list(operands)]:
            return Logic(operator, _trees_of(operands))
        case [str(operator), list(left), list(right)] if operator in COMPARISONS:
            return Comparison(operator, tree_of(left), tree_of(right))
        case ["a", list(first), list(rest)]:
            return Arithmetic(
                tree_of(first), tuple((operator, tree_of(operand)) for operator, operand in rest)
            )
        case ["-", list(operand)]:
            return Negation(tree_of(operand))
        case ["|", list(operands)]:
            return Union(_trees_of(operands))
    raise ValueError(f"no tree: {str(data)[:80]}")


def _trees_of(many: list[Plain]) -> tuple[Expression, ...]:
    return tuple(tree_of(data) for data in many)


def _step_of(data: Plain) -> Step:
    match data:
        case [str(axis), str(name), list(predicates)]:
            prefix, colon, local = name.rpartition(":")
            return Step(axis, NameTest(local, prefix if colon else None), _trees_of(predicates))
        case [str(axis), [str(kind), *target], list(predicates)]:
            return Step(axis, KindTest(kind, target[0] if target else None), _trees_of(predicates))
    raise ValueError(f"no step: {str(data)[:80]}")
