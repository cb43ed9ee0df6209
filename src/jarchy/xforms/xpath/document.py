"""Expressions over any document: the way of the command line and of the conformance cases."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lxml import etree

from jarchy.xforms.hardened import Doctype, UnreadableXml, parse_xml
from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.compiler import compile_text
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import DocumentNode, Node, NodeKind, text_of
from jarchy.xforms.xpath.program import Context, Gives, Program, Scene, Surroundings
from jarchy.xforms.xpath.world import World

Result = str | float | bool | list[str]
RESULTS = (None, "number", "string", "boolean", "strings")
XML = "http://www.w3.org/XML/1998/namespace"
_BARE_SCOPE = {"xml": XML}
_ENCODING = re.compile(
    r"""(?<=^<\?xml)(?P<version>\s+version\s*=\s*["'][0-9.]+["'])?\s+encoding\s*=\s*["'][^"'<>]*["']"""
)


class XPathDocumentError(XPathError):
    """The document, or what was said of it (context, now, timezone), cannot be used; `code` as in UnreadableXml, "" if
    it is not the XML that is at fault."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.code = code


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
    """What an expression of a form gives over a document, counted as ODK Collect counts.

    `context` is a positional path ("/*[1]/*[2]/@id") of the node from which it is asked, None the document node.
    `result` is "number", "string", "boolean", "strings" (the texts of the nodes found, in the order evaluated) or
    None: its own kind (float, str, bool, or a list of strings for nodes). `now` is an ISO moment (None: the machine's
    clock), `timezone` an IANA name (None: UTC), `language` the reader's; prefixes that `namespaces` does not name are
    the document's own. A DOCTYPE is passed over unless it declares something.

    Raises XPathError with `position` and `reason`: what cannot be read, is not known, or cannot be worked out;
    XPathDocumentError, one of its kind, for the document and its settings; ValueError for another `result`.
    """
    if result not in RESULTS:
        raise ValueError(f"a result is one of {', '.join(map(str, RESULTS))}")
    document, prefixes = _document(instance_xml)
    known = Surroundings(namespaces=prefixes | dict(namespaces or {}))
    zone = _zone(timezone)
    scene = Scene(document, World.at(_moment(now, zone), zone, language=language or ""))
    node = _context_node(context, scene, known) if context else document
    program = compile_text(expression, known)
    try:
        return _as(result, program.run(Context(scene, node)), scene, program)
    except XPathError as error:
        raise XPathError(error.reason, position=error.position, expression=expression) from None


def _document(xml: str | bytes) -> tuple[Node, dict[str, str]]:
    try:
        return read_document(xml)
    except UnreadableXml as error:
        raise XPathDocumentError(f"the document cannot be read: {error.reason}", error.code) from None


def _moment(now: str | None, zone: tzinfo) -> datetime:
    if now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except ValueError:
        raise XPathDocumentError(f"{now!r} is no ISO moment") from None


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise XPathDocumentError(f"{name!r} is no time zone") from None


def _context_node(path: str, scene: Scene, known: Surroundings) -> Node:
    try:
        found = compile_text(path, known).run(Context(scene, scene.document))
    except XPathError as error:
        raise XPathDocumentError(f"the context {path!r} is no path: {error.reason}") from None
    if not isinstance(found, list) or not found:
        raise XPathDocumentError(f"the document has no node {path}")
    node: Node = found[0]
    return node


def _as(result: str | None, value: values.Value, scene: Scene, program: Program) -> Result:
    if isinstance(value, values.NoDate) and result != "boolean":
        raise XPathError("what should be a date is none")
    if result == "number":
        return values.to_number(_text(value[0]) if isinstance(value, list) and value else value, scene.zone)
    if result == "string":
        return str(values.to_text(value))
    if result == "boolean":
        return values.to_truth(value)
    if isinstance(value, list):
        return [_text(node) for node in value]
    if result == "strings" or program.gives is Gives.NODES:
        raise XPathError("the expression gives no nodes")
    return str(value) if isinstance(value, str) else value if isinstance(value, bool) else float(value)


def _text(node: Node) -> str:
    return "" if node.kind is NodeKind.DOCUMENT else text_of(node)


def read_document(xml: str | bytes) -> tuple[Node, dict[str, str]]:
    """The document as nodes, and the prefixes it declares. Raises UnreadableXml."""
    # What stands in a text is decoded already, whatever encoding it says of itself; half a letter cannot be written.
    body = (
        _ENCODING.sub(r"\g<version>", xml, count=1).encode(errors="replace") if isinstance(xml, str) else xml
    )
    root = parse_xml(body, doctype=Doctype.WITHOUT_SUBSET)
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
        self.prefixes: dict[str, str] = {"xml": XML}

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
        node.scope = _BARE_SCOPE
        node.namespace, node.prefix = name.namespace, source.prefix
        declared = source.nsmap
        if declared:
            self.prefixes |= {prefix: uri for prefix, uri in declared.items() if prefix}
            node.scope = {"xml": XML} | {prefix or "": uri for prefix, uri in declared.items()}
        self.order += len(node.scope)
        for key, value in source.attrib.items():
            self._attribute(node, etree.QName(str(key)), str(value), declared)
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
