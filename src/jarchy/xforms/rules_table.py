"""The expressions of a form, each kept once."""

from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.plain import Plain, plain
from jarchy.xforms.xpath.tree import Expression


class RulesTable:
    """Grows while a form is read. `trees` and `sources` are what the program keeps under "rules" and "sources"."""

    def __init__(self) -> None:
        self.trees: list[Plain] = []
        self.sources: list[str] = []
        self._parsed: list[Expression] = []
        self._numbers: dict[str, int] = {}

    def number(self, source: str) -> int:
        """The number of the rule with these words. Raises XPathError where they cannot be read."""
        written = source.strip()
        if written not in self._numbers:
            try:
                tree = parse(written)
            except XPathError as error:
                raise XPathError(error.reason, position=error.position, expression=written) from None
            self._numbers[written] = len(self.trees)
            self.trees.append(plain(tree))
            self.sources.append(written)
            self._parsed.append(tree)
        return self._numbers[written]

    def tree(self, number: int) -> Expression:
        return self._parsed[number]

    def prefixes(self, namespaces: dict[str, str]) -> dict[str, str]:
        """Those of the namespaces whose prefix some rule writes."""
        return {
            prefix: uri
            for prefix, uri in namespaces.items()
            if any(f"{prefix}:" in source for source in self.sources)
        }
