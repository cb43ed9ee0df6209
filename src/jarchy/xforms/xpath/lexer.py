"""An expression cut into tokens, by the rules of XPath 1.0, chapter 3.7."""

import re
from dataclasses import dataclass
from enum import StrEnum

from jarchy.xforms.xpath.error import XPathError

LONGEST = 32_000
"""Characters of one expression; the longest in the forms at hand has some 3,000."""


class TokenKind(StrEnum):
    NUMBER = "number"
    LITERAL = "literal"
    NAME = "name"
    OPERATOR = "operator"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    kind: TokenKind
    text: str
    position: int
    end: int


_PART = r"[^\W\d][\w.\-·]*"
_PATTERN = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<mark>::|\.\.|[()\[\].,@])
    | (?P<operator>//|!=|<=|>=|[/|+\-=<>])
    | (?P<name>{_PART}(?::(?:{_PART}|\*)(?!:))?)
    | (?P<star>\*)
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
# "1div2" is a division on phones, though "div2" could be a name.
_GLUED = re.compile(r"(and|or|mod|div)(?=\d)")
_WORDS = frozenset(("and", "or", "mod", "div"))
_OPENING = frozenset(("@", "::", "(", "[", ","))


def tokens(expression: str) -> list[Token]:
    """The tokens in order, the last one END. Raises XPathError with the position of what cannot be read."""
    if len(expression) > LONGEST:
        raise XPathError(f"longer than {LONGEST} characters", position=LONGEST, expression=expression)
    found: list[Token] = []
    at = 0
    while not found or found[-1].kind is not TokenKind.END:
        match = _PATTERN.match(expression, at)
        if match is None or match.lastgroup is None:
            raise _unreadable(expression, at)
        token = _token(match, match.lastgroup, found[-1] if found else None)
        found.append(token)
        at = token.end
    return found


def _token(match: re.Match[str], group: str, before: Token | None) -> Token:
    text, position = match[group], match.start(group)
    if group == "name" and (glued := _GLUED.match(text)) and _follows_operand(before):
        return Token(TokenKind.OPERATOR, glued[1], position, position + len(glued[1]))
    if group == "literal":
        return Token(TokenKind.LITERAL, text[1:-1], position, match.end())
    if group == "star":
        kind = TokenKind.OPERATOR if _follows_operand(before) else TokenKind.NAME
        return Token(kind, text, position, match.end())
    # A word is an operator exactly where an operand cannot stand: "div div div" is one division.
    if group == "name" and text in _WORDS and _follows_operand(before):
        return Token(TokenKind.OPERATOR, text, position, match.end())
    return Token(TokenKind(group), text, position, match.end())


def _follows_operand(before: Token | None) -> bool:
    if before is None or before.kind is TokenKind.OPERATOR:
        return False
    return not (before.kind is TokenKind.MARK and before.text in _OPENING)


def _unreadable(expression: str, at: int) -> XPathError:
    while at < len(expression) and expression[at].isspace():
        at += 1
    if expression[at] in "\"'":
        return XPathError("a text in quotes does not end", position=at, expression=expression)
    if expression[at] == "$":
        return XPathError("variables are not known here", position=at, expression=expression)
    return XPathError(f"{expression[at]!r} cannot stand here", position=at, expression=expression)
