"""The lists of a form: those inside it, the files that it names, and rows as expressions walk them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from jarchy.xforms.namespaces import XF, local_name, tag
from jarchy.xforms.xpath.nodes import DocumentNode, Node, NodeKind, RowIndex

_CSV = re.compile(r"jr://file-csv/(?P<file>[^/]+)")
_FILE = re.compile(r"jr://file/(?P<file>[^/]+\.(?P<ending>\w+))")
_FORMATS = {"xml": "xml", "geojson": "geojson", "csv": "csv"}
_LAST_SAVED = "jr://instance/last-saved"
Plain = dict[str, Any]
Row = Mapping[str, str]
MOST_SHARED = 24
# By the identity of the rows, which are held here so that it stays theirs. Nodes of lists are never changed.
_shared: dict[int, tuple[tuple[Row, ...], Node]] = {}


@dataclass(slots=True)
class Secondary:
    """As the program keeps them: `lists` inside the form and `files` outside by name; `last_saved` the name of the
    last report, "" where the form does not ask for it."""

    lists: dict[str, Plain] = field(default_factory=dict)
    files: dict[str, Plain] = field(default_factory=dict)
    last_saved: str = ""


def read_secondary(model: etree._Element, fault: Callable[[str, str, str], None]) -> Secondary:
    found = Secondary()
    for instance in model.iterfind(tag(XF, "instance")):
        name, source = instance.get("id", ""), instance.get("src", "").strip()
        if not name:
            continue
        if match := _CSV.fullmatch(source):
            found.files[name] = {"file": match["file"], "format": "csv"}
        elif source == _LAST_SAVED:
            found.last_saved = name
        elif (match := _FILE.fullmatch(source)) and (form := _FORMATS.get(match["ending"].lower())):
            found.files[name] = {"file": match["file"], "format": form}
        elif source:
            reason = f"the list {name} comes from {source}; lists are taken from CSV, XML and GeoJSON files"
            fault("list_kind", "", reason)
        else:
            found.lists[name] = plain_list(instance)
    return found


def plain_list(instance: etree._Element) -> Plain:
    """A list as the program keeps it: a table where it is one, else the tree."""
    root = next(instance.iterchildren(etree.Element), None)
    if root is None:
        return {"columns": [], "rows": []}
    rows = plain_rows(root)
    if rows is None:
        return {"tree": plain_tree(root)}
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return {"columns": columns, "rows": [[row.get(name) for name in columns] for row in rows]}


def plain_rows(root: etree._Element) -> list[dict[str, str]] | None:
    """The rows of root/item/cells; None where it is of another shape."""
    rows = [_cells(item) for item in root.iterchildren(etree.Element)]
    if local_name(root) != "root" or root.attrib or any(row is None for row in rows):
        return None
    return [row for row in rows if row is not None]


def _cells(item: etree._Element) -> dict[str, str] | None:
    """The cells of a plain row; None where it is something else."""
    cells: dict[str, str] = {}
    if local_name(item) != "item" or item.attrib:
        return None
    for child in item.iterchildren(etree.Element):
        name = local_name(child)
        if name in cells or child.attrib or any(True for _ in child.iterchildren(etree.Element)):
            return None
        cells[name] = (child.text or "").strip()
    return cells


def plain_tree(element: etree._Element) -> list[Any]:
    """[name, text or trees, attributes], as the program keeps a list of any shape."""
    below = [plain_tree(child) for child in element.iterchildren(etree.Element)]
    content = below or (element.text or "").strip()
    attributes = {etree.QName(str(name)).localname: str(value) for name, value in element.attrib.items()}
    return [local_name(element), content, *([attributes] if attributes else [])]


def list_from(data: Plain) -> Node:
    """A list of the program as expressions walk it."""
    if "tree" in data:
        return document_of(data["tree"])
    columns = data["columns"]
    return list_of(
        {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        for row in data["rows"]
    )


def document_of(tree: Sequence[Any]) -> Node:
    """A document of any shape, from [name, text or trees, attributes]."""
    document = Node("", kind=NodeKind.DOCUMENT)
    order = 0
    waiting: list[tuple[Sequence[Any], Node]] = [(tree, document)]
    while waiting:
        (name, content, *attributes), parent = waiting.pop()
        order += 1
        text = content if isinstance(content, str) else ""
        node = DocumentNode(name, text, parent=parent, kind=NodeKind.ELEMENT, order=order)
        for attribute, value in attributes[0].items() if attributes else ():
            order += 1
            node.attributes.append(
                DocumentNode(attribute, value, parent=node, kind=NodeKind.ATTRIBUTE, order=order)
            )
        parent.children.append(node)
        if not isinstance(content, str):
            waiting.extend((below, node) for below in reversed(content))
    root = document.children[0]
    root.index = RowIndex(root.children)
    return document


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
