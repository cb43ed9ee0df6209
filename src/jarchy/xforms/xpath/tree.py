"""What an expression says, as a small tree of plain values: no positions of characters but where a fault may be named.

Every part is a frozen dataclass of strings, numbers and tuples, so that a tree can be written down as data.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class NameTest:
    """`prefix` None: written without one; `local` may be "*"."""

    local: str
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class KindTest:
    """node(), text(), comment(), processing-instruction('target')."""

    kind: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    axis: str
    test: NameTest | KindTest
    predicates: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from `start`: "/" the document, "." the context node, or what another expression gives."""

    start: "str | Expression"
    steps: tuple[Step, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """A primary expression with predicates: (a | b)[1]."""

    primary: "Expression"
    predicates: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: "tuple[Expression, ...]"
    position: int = 0


@dataclass(frozen=True, slots=True)
class Logic:
    """`operator` is "or" or "and", over two or more operands: a chain is flat, however long."""

    operator: str
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """first op operand op operand ..., from left to right; all of one precedence (+ - or * div mod)."""

    first: "Expression"
    rest: "tuple[tuple[str, Expression], ...]"


@dataclass(frozen=True, slots=True)
class Negation:
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Union:
    operands: "tuple[Expression, ...]"


Expression = Number | Literal | Path | Filter | Call | Logic | Comparison | Arithmetic | Negation | Union
