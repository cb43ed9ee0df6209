"""Turns a tree into closures: what can be decided before the first answer is decided here, once."""

import math
import operator
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from jarchy.xforms.xpath import paths, values
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import FUNCTIONS, Function
from jarchy.xforms.xpath.nodes import text_of
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.program import (
    Context,
    Gives,
    Program,
    Run,
    Surroundings,
    as_number,
    as_text,
    as_truth,
    as_value,
)
from jarchy.xforms.xpath.tree import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Filter,
    Literal,
    Logic,
    Negation,
    Number,
    Path,
    Union,
)

NOWHERE = Surroundings()


def compile_text(expression: str, surroundings: Surroundings = NOWHERE) -> Program:
    """The program of an expression. Raises XPathError naming what cannot be done, an unknown function among it."""
    try:
        return compile_tree(parse(expression), surroundings)
    except XPathError as error:
        raise XPathError(error.reason, position=error.position, expression=expression) from None


def compile_tree(tree: Expression, surroundings: Surroundings) -> Program:
    match tree:
        case Number(number):
            return Program(Gives.NUMBER, lambda context: number, stands_alone=True, constant=number)
        case Literal(text):
            return Program(Gives.TEXT, lambda context: text, stands_alone=True, constant=text)
        case Path() | Filter() | Union():
            return paths.compile_nodes(tree, surroundings, compile_tree)
        case Call():
            return _call(tree, surroundings)
        case Logic():
            return _logic(tree, surroundings)
        case Comparison():
            return _comparison(tree, surroundings)
        case Arithmetic():
            return _arithmetic(tree, surroundings)
        case Negation(operand):
            inner = compile_tree(operand, surroundings)
            number_of = as_number(inner)
            return Program(Gives.NUMBER, lambda context: -number_of(context), stands_alone=inner.stands_alone)


def _logic(tree: Logic, surroundings: Surroundings) -> Program:
    operands = [compile_tree(operand, surroundings) for operand in tree.operands]
    truths = [as_truth(operand) for operand in operands]
    alone = all(operand.stands_alone for operand in operands)
    if len(truths) == 2:
        first, second = truths
        if tree.operator == "and":
            return Program(
                Gives.TRUTH, lambda context: first(context) and second(context), stands_alone=alone
            )
        return Program(Gives.TRUTH, lambda context: first(context) or second(context), stands_alone=alone)
    if tree.operator == "and":
        return Program(Gives.TRUTH, lambda context: all(t(context) for t in truths), stands_alone=alone)
    return Program(Gives.TRUTH, lambda context: any(t(context) for t in truths), stands_alone=alone)


def _arithmetic(tree: Arithmetic, surroundings: Surroundings) -> Program:
    operands = [
        compile_tree(operand, surroundings) for operand in (tree.first, *(right for _, right in tree.rest))
    ]
    first = as_number(operands[0])
    rest = [
        (_ARITHMETIC[symbol], as_number(operand))
        for (symbol, _), operand in zip(tree.rest, operands[1:], strict=True)
    ]
    alone = all(operand.stands_alone for operand in operands)
    if len(rest) == 1:
        reckon, second = rest[0]
        return Program(
            Gives.NUMBER, lambda context: reckon(first(context), second(context)), stands_alone=alone
        )

    def run(context: Context) -> float:
        number = first(context)
        for reckon, right in rest:
            number = reckon(number, right(context))
        return number

    return Program(Gives.NUMBER, run, stands_alone=alone)


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or left != left or right != right:
        return values.NAN
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _modulo(left: float, right: float) -> float:
    if right == 0 or math.isinf(left) or left != left or right != right:
        return values.NAN
    return math.fmod(left, right)


def _plus(left: float, right: float) -> float:
    return left + right


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": _plus,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _modulo,
}


def _same_number(left: float, right: float) -> bool:
    # As in JavaRosa: 6.1 - 7.8 is -1.7.
    return left == right or abs(left - right) < 1e-12


_NUMBERS: dict[str, Callable[[float, float], bool]] = {
    "=": _same_number,
    "!=": lambda left, right: not _same_number(left, right),
}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _comparison(tree: Comparison, surroundings: Surroundings) -> Program:
    left = compile_tree(tree.left, surroundings)
    right = compile_tree(tree.right, surroundings)
    alone = left.stands_alone and right.stands_alone
    run = _compared(tree.operator, left, right, surroundings)
    return Program(Gives.TRUTH, run, stands_alone=alone)


def _compared(symbol: str, left: Program, right: Program, surroundings: Surroundings) -> Run:
    if _simple(left) is None or _simple(right) is None:
        return _any_pair(symbol, left, right, surroundings)
    return _equality(symbol, left, right) if symbol in ("=", "!=") else _order(symbol, left, right)


def _equality(symbol: str, left: Program, right: Program) -> Run:
    same = _COMPARISONS[symbol]
    kinds = {_simple(left), _simple(right)}
    if Gives.TRUTH in kinds:
        one, other = as_truth(left), as_truth(right)
    elif Gives.NUMBER in kinds:
        same, one, other = _NUMBERS[symbol], as_number(left), as_number(right)
    elif left.slot is not None and right.constant is not None:
        return _slot_is(left.slot, str(right.constant), symbol)
    else:
        one, other = as_text(left), as_text(right)
        if Gives.TEXT in (left.gives, right.gives):
            return _same_texts(symbol, left, right)
    return lambda context: same(one(context), other(context))


def _same_texts(symbol: str, left: Program, right: Program) -> Run:
    """Two texts, of which one may turn out to be a date."""
    same, one, other = _COMPARISONS[symbol], as_text(left), as_text(right)
    of_left = str if left.slot is None else _NodeText
    of_right = str if right.slot is None else _NodeText

    def run(context: Context) -> bool:
        first, second = one(context), other(context)
        if type(first) is str and type(second) is str:
            return same(first, second)
        first = first if isinstance(first, values.DateText) else of_left(first)
        second = second if isinstance(second, values.DateText) else of_right(second)
        return _pair(symbol, first, second, context.scene.zone)

    return run


def _slot_is(slot: int, text: str, symbol: str) -> Run:
    """${question} = 'word': by far the commonest expression of all."""
    if symbol == "=":
        return lambda context: context.scene.slots[slot].value == text
    return lambda context: context.scene.slots[slot].value != text


def _simple(program: Program) -> Gives | None:
    """What it gives, a form's single node being a text; None for several nodes and what is not known."""
    if program.slot is not None:
        return Gives.TEXT
    return None if program.gives in (Gives.NODES, Gives.ANY) else program.gives


def _order(symbol: str, left: Program, right: Program) -> Run:
    one, other = _in_order(left), _in_order(right)
    compared = _COMPARISONS[symbol]
    return lambda context: compared(one(context), other(context))


def _in_order(program: Program) -> Run:
    if program.gives in (Gives.NUMBER, Gives.TRUTH):
        return as_number(program)
    if program.slot is not None or program.gives is Gives.NODES:
        return as_number(program)
    if program.constant is not None:
        written = str(program.constant)
        return lambda context: values.text_in_order(written, context.scene.zone)
    text = as_text(program)
    return lambda context: values.text_in_order(text(context), context.scene.zone)


def _any_pair(symbol: str, left: Program, right: Program, surroundings: Surroundings) -> Run:
    """XPath's rule for node-sets: true if it is true of some pair. In a form no nodes at all count as one empty
    text, because that is what JavaRosa makes of a path that finds nothing."""
    one, other = left.run, right.run
    nothing = [_NodeText("")] if surroundings.is_form else []
    truth = _truth_of_answer if surroundings.is_form else values.to_truth

    def run(context: Context) -> bool:
        first, second = one(context), other(context)
        if symbol in ("=", "!=") and (isinstance(first, bool) or isinstance(second, bool)):
            return _COMPARISONS[symbol](truth(first), truth(second))
        lefts, rights = _singles(first) or nothing, _singles(second) or nothing
        return any(_pair(symbol, a, b, context.scene.zone) for a in lefts for b in rights)

    return run


def _truth_of_answer(value: values.Value) -> bool:
    return values.to_truth(values.to_text(value) if isinstance(value, list) else value)


_Single = str | float | bool


class _NodeText(str):
    """The text of a node, where a text written in the expression counts otherwise (dates)."""

    __slots__ = ()


def _singles(value: values.Value) -> Sequence[_Single]:
    return [_NodeText(text_of(node)) for node in value] if isinstance(value, list) else [value]


def _pair(symbol: str, left: _Single, right: _Single, zone: tzinfo) -> bool:
    compared = _COMPARISONS[symbol]
    if symbol not in ("=", "!="):
        return compared(_rank(left, zone), _rank(right, zone))
    if isinstance(left, float) or isinstance(right, float):
        return _NUMBERS[symbol](_number(left, zone), _number(right, zone))
    if isinstance(left, values.DateText) or isinstance(right, values.DateText):
        return compared(_in_days(left, zone), _in_days(right, zone))
    return compared(left, right)


def _in_days(side: _Single, zone: tzinfo) -> _Single:
    """A date that a function gave or a node holds as its local day; a text in the expression as it is written."""
    is_date = isinstance(side, (values.DateText, _NodeText))
    return values.day_text(str(side), zone) if is_date else side


def _rank(side: _Single, zone: tzinfo) -> float:
    if isinstance(side, _NodeText):
        return values.answer_as_number(side, zone)
    return values.text_in_order(side, zone) if isinstance(side, str) else float(side)


def _number(side: _Single, zone: tzinfo) -> float:
    return (
        values.answer_as_number(side, zone) if isinstance(side, _NodeText) else values.to_number(side, zone)
    )


def _call(tree: Call, surroundings: Surroundings) -> Program:
    try:
        return _known_call(tree, surroundings)
    except XPathError as error:
        if surroundings.is_form:
            raise
        return Program(Gives.ANY, _raising(error))


def _raising(error: XPathError) -> Run:
    def run(context: Context) -> None:
        raise error

    return run


def _known_call(tree: Call, surroundings: Surroundings) -> Program:
    function = FUNCTIONS.get(tree.name)
    if function is None:
        raise XPathError(f"there is no function {tree.name}()", position=tree.position)
    if not function.least <= len(tree.arguments) <= function.most:
        raise XPathError(f"{tree.name}() takes {function.expects}", position=tree.position)
    if function.special is not None:
        return function.special(tree, surroundings, compile_tree)
    arguments = [compile_tree(argument, surroundings) for argument in tree.arguments]
    readers = [
        _reader(function, kind, argument, tree)
        for kind, argument in zip(function.kinds(len(arguments)), arguments, strict=True)
    ]
    alone = function.stands_alone and all(argument.stands_alone for argument in arguments)
    return Program(function.gives, _invocation(function, readers), stands_alone=alone)


def _reader(function: Function, kind: str, argument: Program, tree: Call) -> Run:
    if kind == "nodes":
        if argument.gives is not Gives.NODES:
            raise XPathError(f"{function.name}() wants a path here, not a value", position=tree.position)
        return argument.run
    return _READERS[kind](argument)


_READERS: dict[str, Callable[[Program], Run]] = {
    "text": as_text,
    "number": as_number,
    "truth": as_truth,
    "value": as_value,
    "raw": lambda program: program.run,
}


def _invocation(function: Function, readers: list[Run]) -> Run:
    work = function.run
    if function.wants_context:
        if not readers:
            return work
        return lambda context: work(context, *[reader(context) for reader in readers])
    if len(readers) == 1:
        only = readers[0]
        return lambda context: work(only(context))
    if len(readers) == 2:
        first, second = readers
        return lambda context: work(first(context), second(context))
    return lambda context: work(*[reader(context) for reader in readers])
