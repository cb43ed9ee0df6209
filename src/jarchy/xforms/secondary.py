"""The lists of a form: those inside it, and the files that it names."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from jarchy.xforms.namespaces import XF, local_name, tag
from jarchy.xforms.xpath.nodes import Node, NodeKind, RowIndex

_CSV = re.compile(r"jr://file-csv/(?P<file>.+)")
Row = Mapping[str, str]
MOST_SHARED = 24
# By the identity of the rows, which are held here so that it stays theirs. Nodes of lists are never changed.
_shared: dict[int, tuple[tuple[Row, ...], Node]] = {}


@dataclass(slots=True)
class Secondary:
    """`instances`: the lists inside, by id; `files`: the file name of each list that comes from outside, by id."""

    instances: dict[str, Node] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def read_secondary(model: etree._Element, fault: Callable[[str, str, str], None]) -> Secondary:
    found = Secondary()
    for instance in model.iterfind(tag(XF, "instance")):
        name, source = instance.get("id", ""), instance.get("src", "")
        if not name:
            continue
        if match := _CSV.fullmatch(source):
            found.files[name] = match["file"]
        elif source == "jr://instance/last-saved":
            # Nobody's last report is kept for the next one: what asks for it finds nothing.
            found.instances[name] = Node("", kind=NodeKind.DOCUMENT)
        elif source:
            fault(
                "list_kind", "", f"the list {name} comes from {source}; lists are taken from CSV files only"
            )
        else:
            found.instances[name] = _inner(instance)
    return found


def _inner(instance: etree._Element) -> Node:
    rows = [
        {local_name(cell): (cell.text or "").strip() for cell in item if isinstance(cell.tag, str)}
        for item in instance.iterfind(f"*/{tag(XF, 'item')}")
    ]
    return list_of(rows)


def list_of(rows: Iterable[Row]) -> Node:
    """Rows as an expression walks them: document / root / item / cells, with an index of the rows."""
    document = Node("", kind=NodeKind.DOCUMENT)
    root = Node("root", parent=document, order=1)
    document.children.append(root)
    order = 1
    for row in rows:
        order += 1
        item = Node("item", parent=root, order=order)
        root.children.append(item)
        for name, value in row.items():
            order += 1
            item.children.append(Node(name, value, parent=item, order=order))
    root.index = RowIndex(root.children)
    return document


def shared_list_of(rows: Sequence[Row]) -> Node:
    """The same, kept for rows that cannot change (a tuple): 2,000 villages are laid out once, not for each
    organisation that asks. The few kept longest unasked give way."""
    if not isinstance(rows, tuple):
        return list_of(rows)
    kept = _shared.pop(id(rows), None)
    if kept is None or kept[0] is not rows:
        kept = rows, list_of(rows)
        for old in list(_shared)[: len(_shared) + 1 - MOST_SHARED]:
            del _shared[old]
    _shared[id(rows)] = kept
    return kept[1]


def cell(row: Node, name: str) -> str:
    """The value of a row's cell, empty where it has none."""
    for child in row.children:
        if child.name == name:
            return child.value
    return ""
