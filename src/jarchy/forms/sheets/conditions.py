"""When a question is asked, as far as plain words can say it. Pure: an expression in, comparisons out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMPARED = re.compile(r"\s*(/[\w/.-]+)\s*(=|!=|>=|<=|>|<)\s*(?:'([^']*)'|\"([^\"]*)\"|(-?\d+))\s*")


@dataclass(frozen=True)
class Condition:
    """One comparison of an answer: its path, =, !=, >, <, >= or <=, and the value as it is stored."""

    path: str
    sign: str
    value: str


def conditions_of(source: str) -> list[list[Condition]] | None:
    """Of each inner list one must hold, and that for every list; None where the expression says more than that."""
    found = []
    for part in _parted(source, "and"):
        plain = part.strip()
        if plain.startswith("(") and plain.endswith(")"):
            plain = plain[1:-1]
        some = [_COMPARED.fullmatch(one) for one in _parted(plain, "or")]
        if not all(some):
            return None
        found.append([Condition(m[1], m[2], next(filter(None, m.groups()[2:]), "")) for m in some if m])
    return found


def _parted(source: str, word: str) -> list[str]:
    """At this word, wherever it stands outside parentheses and quotation marks."""
    parts, depth, begun = [], 0, 0
    for token in re.finditer(rf"'[^']*'|\"[^\"]*\"|[()]|(?<![\w/.-]){word}(?![\w/.-])", source):
        if token[0] in "()":
            depth += 1 if token[0] == "(" else -1
        elif token[0] == word and depth == 0:
            parts.append(source[begun : token.start()])
            begun = token.end()
    return [*parts, source[begun:]]
