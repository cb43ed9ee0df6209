"""Expressions over any document: the way of the command line and of the conformance cases."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lxml import etree

from jarchy.xforms.hardened import Doctype, parse_xml
from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.compiler import compile_text
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import DocumentNode, Node, NodeKind, text_of
from jarchy.xforms.xpath.program import Context, Gives, Program, Scene, Surroundings
from jarchy.xforms.xpath.world import World

Result = str | float | bool | list[str]


def evaluate(
    expression: str,
    instance_xml: str | bytes,
    *,
    context: str | None = None,
    result: str | None = None,
    now: str | None = None,
    timezone: str | None = None,
    language: str | None = None,
    namespaces: Mapping[str, str] | None = None,
) -> Result:
    """What `expression` gives over a document.

    `context` is a positional path ("/*[1]/*[2]/@id"), None the document node; `result` is "number", "string",
    "boolean", "strings" (nodes in document order) or None, its own kind; `now` an ISO moment (None: the clock),
    `timezone` an IANA name (None: UTC). Raises XPathError with position and reason.
    """
    document, prefixes = read_document(instance_xml)
    zone = ZoneInfo(timezone or "UTC")
    moment = datetime.fromisoformat(now) if now else datetime.now(UTC)
    known = Surroundings(namespaces=prefixes | dict(namespaces or {}))
    scene = Scene(document, World.at(moment, zone, language=language or ""))
    node = _context_node(context, scene, known) if context else document
    program = compile_text(expression, known)
    return _as(result, program.run(Context(scene, node)), scene, program)


def _context_node(path: str, scene: Scene, known: Surroundings) -> Node:
    found = compile_text(path, known).run(Context(scene, scene.document))
    if not found:
        raise XPathError(f"the document has no node {path}")
    node: Node = found[0]
    return node


def _as(result: str | None, value: values.Value, scene: Scene, program: Program) -> Result:
    if result == "number":
        return values.to_number(_text(value[0]) if isinstance(value, list) and value else value, scene.zone)
    if result == "string":
        return values.to_text(value)
    if result == "boolean":
        return values.to_truth(value)
    if isinstance(value, list):
        return [_text(node) for node in value]
    if result == "strings" or program.gives is Gives.NODES:
        raise XPathError("the expression gives no nodes")
    return value


def _text(node: Node) -> str:
    return "" if node.kind is NodeKind.DOCUMENT else text_of(node)


def read_document(xml: str | bytes) -> tuple[Node, dict[str, str]]:
    """The document as nodes, and the prefixes it declares. Raises UnreadableXml."""
    root = parse_xml(xml.encode() if isinstance(xml, str) else xml, doctype=Doctype.WITHOUT_SUBSET)
    document = Node("", kind=NodeKind.DOCUMENT)
    maker = _Maker(document)
    for sibling in reversed(list(root.itersiblings(preceding=True))):
        maker.leaf(sibling)
    maker.tree(root)
    for sibling in root.itersiblings():
        maker.leaf(sibling)
    return document, maker.prefixes


class _Maker:
    """Makes nodes of lxml's, counting them in document order."""

    def __init__(self, document: Node) -> None:
        self.above = document
        self.order = 0
        self.prefixes: dict[str, str] = {}

    def tree(self, root: etree._Element) -> None:
        for event, source in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self.above = self._element(source)
                self._text(source.text)
            elif event == "end":
                assert self.above.parent is not None
                self.above = self.above.parent
                self._tail(source, root)
            else:
                self.leaf(source)
                self._tail(source, root)

    def leaf(self, source: etree._Element) -> None:
        """A comment or a processing instruction."""
        if source.tag is etree.Comment:
            self._node("", source.text or "", NodeKind.COMMENT)
        else:
            self._node(source.target, source.text or "", NodeKind.INSTRUCTION)  # type: ignore[attr-defined]

    def _element(self, source: etree._Element) -> DocumentNode:
        name = etree.QName(source)
        node = self._node(name.localname, "", NodeKind.ELEMENT)
        node.namespace, node.prefix = name.namespace, source.prefix
        self.prefixes |= {prefix: uri for prefix, uri in source.nsmap.items() if prefix}
        for key, value in source.attrib.items():
            self._attribute(node, etree.QName(str(key)), str(value), source.nsmap)
        return node

    def _attribute(
        self, node: DocumentNode, name: etree.QName, value: str, nsmap: Mapping[str | None, str]
    ) -> None:
        self.order += 1
        attribute = DocumentNode(
            name.localname, value, parent=node, kind=NodeKind.ATTRIBUTE, order=self.order
        )
        if name.namespace is not None:
            attribute.namespace = name.namespace
            prefixes = {uri: prefix for prefix, uri in nsmap.items() if prefix}
            attribute.prefix = prefixes.get(name.namespace, "xml")
        node.attributes.append(attribute)

    def _node(self, name: str, value: str, kind: NodeKind) -> DocumentNode:
        self.order += 1
        node = DocumentNode(name, value, parent=self.above, kind=kind, order=self.order)
        self.above.children.append(node)
        return node

    def _tail(self, source: etree._Element, root: etree._Element) -> None:
        if source is not root:
            self._text(source.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self._node("", text, NodeKind.TEXT)
