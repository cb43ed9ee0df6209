"""JavaScript as it is sent: without comments, which are for who reads the code and not for who pays the bytes."""

import re

_PIECE = re.compile(
    r"""
      (?P<notice>/\*!.*?\*/)
    | (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<template>`)
    | (?P<slash>/)
    | (?P<open>\{)
    | (?P<close>\})
    | (?P<code>[^"'`/{}]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?P<end>`|\$\{)", re.DOTALL)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+/[a-z]*")
# After these a slash divides; after anything else it begins a regular expression.
_VALUE = re.compile(r"""[\w$)\]}"'`]\Z""", re.ASCII)
_BEFORE_VALUE = re.compile(
    r"(?<![\w$.])(?:return|typeof|case|in|of|do|else|void|throw|await|yield)\Z", re.ASCII
)
_MARGINS = re.compile(r"[ \t\r]*\n\s*")
_KEPT = re.compile("\0([0-9]+)\0")


def without_comments(script: str) -> str:
    """The same script without comments, indentation and empty lines; `/*! notices */`, texts, templates and regular
    expressions stay as they are.

    A slash after a bracket is taken for a division: no statement may begin with a regular expression after one. Raises
    ValueError where a text or a template does not end.
    """
    return _Reader(script).whole()


class _Reader:
    """One reading from left to right. What is kept as it is stands apart, under its number."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.at = 0
        self.pieces: list[str] = []
        self.kept: list[str] = []
        # For each template being read, the braces open inside its present value.
        self.braces: list[int] = []

    def whole(self) -> str:
        while self.at < len(self.script):
            self._piece()
        if self.braces:
            raise ValueError("a template does not end")
        code = _MARGINS.sub("\n", "".join(self.pieces)).strip()
        return _KEPT.sub(lambda match: self.kept[int(match[1])], code) + "\n"

    def _piece(self) -> None:
        match = _PIECE.match(self.script, self.at)
        if match is None:
            raise ValueError(f"a text does not end: {self.script[self.at : self.at + 40]!r}")
        kind, text = match.lastgroup, match[0]
        self.at = match.end()
        if kind == "comment":
            # It separates as a space or a new line does.
            self.pieces.append("\n" if "\n" in text else " ")
        elif kind in ("text", "notice"):
            self._keep(text)
        elif kind == "template":
            self._template(text)
        elif kind == "slash":
            self._slash()
        elif kind == "close" and self.braces and self.braces[-1] == 0:
            self.braces.pop()
            self._template(text)
        else:
            if self.braces and kind != "code":
                self.braces[-1] += 1 if kind == "open" else -1
            self.pieces.append(text)

    def _template(self, begun: str) -> None:
        """The words of a template, to its end or to the next value in it."""
        match = _TEMPLATE.match(self.script, self.at)
        if match is None:
            raise ValueError("a template does not end")
        self.at = match.end()
        self._keep(begun + match[0])
        if match["end"] == "${":
            self.braces.append(0)

    def _slash(self) -> None:
        match = _REGEX.match(self.script, self.at - 1) if self._wants_value() else None
        if match is None:
            self.pieces.append("/")
        else:
            self.at = match.end()
            self._keep(match[0])

    def _wants_value(self) -> bool:
        before = _KEPT.sub(lambda match: self.kept[int(match[1])], "".join(self.pieces[-8:])).rstrip()
        return not _VALUE.search(before) or _BEFORE_VALUE.search(before) is not None

    def _keep(self, text: str) -> None:
        self.pieces.append(f"\0{len(self.kept)}\0")
        self.kept.append(text)
