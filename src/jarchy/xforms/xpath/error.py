"""The one error of expressions."""


class XPathError(ValueError):
    """An expression that cannot be read, compiled or worked out.

    `position` counts characters of `expression` from 0; None where no place can be named.
    """

    def __init__(self, reason: str, *, position: int | None = None, expression: str = "") -> None:
        self.reason = reason
        self.position = position
        self.expression = expression
        super().__init__(reason)

    def __str__(self) -> str:
        if self.position is None:
            return self.reason
        return f"{self.reason} (at character {self.position + 1} of {self.expression[:200]!r})"
