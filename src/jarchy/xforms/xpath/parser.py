"""Reads an expression into a tree: the whole grammar of XPath 1.0 but variables."""

from functools import lru_cache

from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.lexer import Token, TokenKind, tokens
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

DEEPEST = 80
"""Parentheses, predicates and arguments inside each other; deeper would exhaust Python's stack."""

AXES = frozenset(
    (
        "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self", "following",
        "following-sibling", "namespace", "parent", "preceding", "preceding-sibling", "self",
    )
)  # fmt: skip
_KINDS = frozenset(("node", "text", "comment", "processing-instruction"))
_LEVELS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
_ANY_NODE = KindTest("node")
_DESCENDANTS = Step("descendant-or-self", _ANY_NODE)


@lru_cache(maxsize=4096)
def parse(expression: str) -> Expression:
    """The tree of `expression`. Raises XPathError, with the position and the reason, and nothing else."""
    return _Reader(expression).whole()


class _Reader:
    """One reading from left to right; `depth` guards the stack."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.tokens = tokens(expression)
        self.at = 0
        self.depth = 0

    def whole(self) -> Expression:
        tree = self.binary(1)
        if self.here.kind is not TokenKind.END:
            raise self.fault(f"{self.here.text!r} cannot stand here")
        return tree

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def next_is(self, text: str) -> bool:
        after = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        return after.kind is TokenKind.MARK and after.text == text

    def fault(self, reason: str) -> XPathError:
        return XPathError(reason, position=self.here.position, expression=self.expression)

    def takes(self, text: str) -> bool:
        """Moves on and says True if the mark or operator `text` stands here."""
        token = self.here
        if token.text == text and token.kind in (TokenKind.MARK, TokenKind.OPERATOR):
            self.at += 1
            return True
        return False

    def demands(self, text: str) -> None:
        if not self.takes(text):
            what = "the expression ends" if self.here.kind is TokenKind.END else f"{self.here.text!r} stands"
            raise self.fault(f"{what} where {text!r} is missing")

    def binary(self, least: int) -> Expression:
        """Operators of precedence `least` and tighter."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault(f"nested deeper than {DEEPEST}")
        left = self.unary()
        compared = 0
        while self.here.kind is TokenKind.OPERATOR and _LEVELS.get(self.here.text, 0) >= least:
            operator = self.here.text
            compared += _LEVELS[operator] in (3, 4)
            if compared > DEEPEST:
                raise self.fault(f"more than {DEEPEST} comparisons of comparisons")
            self.at += 1
            left = _joined(operator, left, self.binary(_LEVELS[operator] + 1))
        self.depth -= 1
        return left

    def unary(self) -> Expression:
        minuses = 0
        while self.takes("-"):
            minuses += 1
        operand = self.union()
        if minuses == 0:
            return operand
        return Negation(operand) if minuses % 2 else Negation(Negation(operand))

    def union(self) -> Expression:
        operands = [self.path()]
        while self.takes("|"):
            operands.append(self.path())
        return operands[0] if len(operands) == 1 else Union(tuple(operands))

    def path(self) -> Expression:
        """A location path, or a primary expression with what may follow it."""
        position = self.here.position
        if self.takes("/"):
            steps = self.steps() if self.begins_step() else ()
            return Path("/", steps, position)
        if self.takes("//"):
            return Path("/", (_DESCENDANTS, *self.steps()), position)
        if self.begins_step():
            return Path(".", self.steps(), position)
        primary = self.primary()
        if predicates := self.predicates():
            primary = Filter(primary, predicates)
        if self.takes("//"):
            return Path(primary, (_DESCENDANTS, *self.steps()), position)
        if self.takes("/"):
            return Path(primary, self.steps(), position)
        return primary

    def begins_step(self) -> bool:
        token = self.here
        if token.kind is TokenKind.MARK:
            return token.text in (".", "..", "@")
        if token.kind is not TokenKind.NAME:
            return False
        return not self.next_is("(") or token.text in _KINDS

    def steps(self) -> tuple[Step, ...]:
        found = [self.step()]
        while True:
            if self.takes("//"):
                found.append(_DESCENDANTS)
            elif not self.takes("/"):
                return tuple(found)
            found.append(self.step())

    def step(self) -> Step:
        if self.takes("."):
            return Step("self", _ANY_NODE, self.predicates())
        if self.takes(".."):
            return Step("parent", _ANY_NODE, self.predicates())
        axis = "child"
        if self.takes("@"):
            axis = "attribute"
        elif self.here.kind is TokenKind.NAME and self.next_is("::"):
            axis = self.here.text
            if axis not in AXES:
                raise self.fault(f"there is no axis {axis!r}")
            self.at += 2
        return Step(axis, self.node_test(), self.predicates())

    def node_test(self) -> NameTest | KindTest:
        token = self.here
        if token.kind is not TokenKind.NAME:
            what = "the expression ends" if token.kind is TokenKind.END else f"{token.text!r} stands"
            raise self.fault(f"{what} where a name is missing")
        if self.next_is("("):
            return self.kind_test(token)
        self.at += 1
        prefix, colon, local = token.text.partition(":")
        return NameTest(local, prefix) if colon else NameTest(prefix)

    def kind_test(self, token: Token) -> KindTest:
        if token.text not in _KINDS:
            raise self.fault(f"a step cannot be the function {token.text}()")
        self.at += 2
        target = None
        if token.text == "processing-instruction" and self.here.kind is TokenKind.LITERAL:
            target = self.here.text
            self.at += 1
        self.demands(")")
        return KindTest(token.text, target)

    def predicates(self) -> tuple[Expression, ...]:
        found = []
        while self.takes("["):
            found.append(self.binary(1))
            self.demands("]")
        return tuple(found)

    def primary(self) -> Expression:
        token = self.here
        if token.kind is TokenKind.END:
            raise self.fault("the expression ends where a value is missing")
        self.at += 1
        if token.kind is TokenKind.NUMBER:
            return Number(float(token.text))
        if token.kind is TokenKind.LITERAL:
            return Literal(token.text)
        if token.kind is TokenKind.NAME and self.here.text == "(":
            return self.call(token)
        if token.kind is TokenKind.MARK and token.text == "(":
            inside = self.binary(1)
            self.demands(")")
            return inside
        self.at -= 1
        raise self.fault(f"{token.text!r} stands where a value is missing")

    def call(self, token: Token) -> Call:
        self.demands("(")
        arguments: list[Expression] = []
        if not self.takes(")"):
            arguments.append(self.binary(1))
            while self.takes(","):
                arguments.append(self.binary(1))
            self.demands(")")
        return Call(token.text, tuple(arguments), token.position)


def _joined(operator: str, left: Expression, right: Expression) -> Expression:
    if operator in ("or", "and"):
        before = left.operands if isinstance(left, Logic) and left.operator == operator else (left,)
        return Logic(operator, (*before, right))
    if _LEVELS[operator] < 5:
        return Comparison(operator, left, right)
    if isinstance(left, Arithmetic) and _LEVELS[left.rest[0][0]] == _LEVELS[operator]:
        return Arithmetic(left.first, (*left.rest, (operator, right)))
    return Arithmetic(left, ((operator, right),))
