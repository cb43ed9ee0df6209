"""The nodes that expressions walk: a form's answers, the rows of its lists, or a whole document."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum


class NodeKind(IntEnum):
    DOCUMENT = 0
    ELEMENT = 1
    ATTRIBUTE = 2
    TEXT = 3
    COMMENT = 4
    INSTRUCTION = 5
    NAMESPACE = 6


class Node:
    """One node. `value` is its own text; an element with children has theirs instead (`text_of`).

    `raw` is what was answered, though it may not count now. `order` grows in document order within one tree.
    `is_relevant` is False where a form does not ask: such a node is not found by any path. `index` (the root of a
    list only) finds rows by a column's value. Prefix, namespace and attributes are for documents (`DocumentNode`).
    """

    __slots__ = ("children", "index", "is_relevant", "kind", "name", "order", "parent", "raw", "value")
    attributes: "Sequence[Node]" = ()
    prefix: str | None = None
    namespace: str | None = None

    @property
    def namespaces(self) -> "Sequence[Node]":
        return ()

    def __init__(
        self,
        name: str,
        value: str = "",
        parent: "Node | None" = None,
        *,
        kind: NodeKind = NodeKind.ELEMENT,
        order: int = 0,
    ) -> None:
        self.name = name
        self.value = self.raw = value
        self.parent = parent
        self.kind = kind
        self.order = order
        self.children: list[Node] = []
        self.is_relevant = True
        self.index: RowIndex | None = None

    def __repr__(self) -> str:
        return f"<{self.name or self.kind.name} {self.value[:30]!r}>"


class DocumentNode(Node):
    """A node of any document, with what a form's own nodes never carry. `scope`: the prefixes that hold here, "" for
    none; numbers for their nodes are left free after an element's own `order`."""

    __slots__ = ("_namespaces", "attributes", "namespace", "prefix", "scope")

    def __init__(self, name: str, value: str, *, parent: Node | None, kind: NodeKind, order: int) -> None:
        super().__init__(name, value, parent=parent, kind=kind, order=order)
        self.attributes: list[Node] = []
        self.prefix: str | None = None
        self.namespace: str | None = None
        self.scope: Mapping[str, str] = {}
        self._namespaces: list[Node] | None = None

    @property
    def namespaces(self) -> Sequence[Node]:
        """Made when they are first asked for, because hardly anything asks."""
        if self._namespaces is None:
            self._namespaces = [
                DocumentNode(prefix, uri, parent=self, kind=NodeKind.NAMESPACE, order=self.order + place)
                for place, (prefix, uri) in enumerate(self.scope.items(), 1)
            ]
        return self._namespaces


class RowIndex:
    """Rows of a list by the value of a column; each column is sorted once, when it is first asked for."""

    __slots__ = ("columns", "items")

    def __init__(self, items: list[Node]) -> None:
        self.items = items
        self.columns: dict[str, dict[str, list[Node]]] = {}

    def rows(self, column: str, value: str) -> list[Node]:
        found = self.columns.get(column)
        if found is None:
            found = {}
            for item in self.items:
                for cell in item.children:
                    if cell.name == column:
                        found.setdefault(cell.value, []).append(item)
            self.columns[column] = found
        return found.get(value, [])


def text_of(node: Node) -> str:
    """The string-value: an element's or document's is all text below it, comments and instructions aside."""
    if not node.children:
        return node.value
    return "".join(found.value for found in descendants(node) if found.kind in _TEXTUAL)


# A leaf of a form carries its text itself and has no text node of its own.
_TEXTUAL = (NodeKind.TEXT, NodeKind.ELEMENT)


def descendants(node: Node) -> Iterator[Node]:
    """Everything below, in document order; without recursion, however deep."""
    waiting = node.children[::-1]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children))


def children(node: Node) -> Iterable[Node]:
    if node.kind is NodeKind.ELEMENT and node.value and not node.children:
        return (Node("", node.value, parent=node, kind=NodeKind.TEXT, order=node.order),)
    return node.children


def ancestors(node: Node) -> Iterator[Node]:
    """Parent, grandparent and so on, the document last."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def root_of(node: Node) -> Node:
    top = node
    for top in ancestors(node):  # noqa: B007 -- the last one is what is wanted
        pass
    return top


_BESIDE = (NodeKind.ATTRIBUTE, NodeKind.NAMESPACE)
"""These belong to an element, but are none of its children."""


def _following_siblings(node: Node) -> Iterable[Node]:
    if node.parent is None or node.kind in _BESIDE:
        return ()
    among = node.parent.children
    return among[_place(node, among) + 1 :]


def _preceding_siblings(node: Node) -> Iterable[Node]:
    if node.parent is None or node.kind in _BESIDE:
        return ()
    among = node.parent.children
    return among[: _place(node, among)][::-1]


def _place(node: Node, among: list[Node]) -> int:
    return next((place for place, other in enumerate(among) if other is node), len(among))


def _following(node: Node) -> Iterable[Node]:
    below = {id(found) for found in descendants(node)} | {id(node)}
    return [
        found for found in descendants(root_of(node)) if found.order > node.order and id(found) not in below
    ]


def _preceding(node: Node) -> Iterable[Node]:
    above = {id(found) for found in ancestors(node)}
    before = [
        found for found in descendants(root_of(node)) if found.order < node.order and id(found) not in above
    ]
    return before[::-1]


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


WALKS: dict[str, Callable[[Node], Iterable[Node]]] = {
    "self": lambda node: (node,),
    "child": children,
    "attribute": lambda node: node.attributes,
    "namespace": lambda node: node.namespaces,
    "parent": _parent,
    "descendant": descendants,
    "descendant-or-self": lambda node: [node, *descendants(node)],
    "ancestor": ancestors,
    "ancestor-or-self": lambda node: [node, *ancestors(node)],
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
}
"""Each axis: the nodes met, the nearest first (so that position() counts as XPath wants it)."""
