"""XML from outside, read so that it can do no harm."""

import re
from enum import StrEnum
from typing import Any

from lxml import etree

LARGEST = 10 * 1024 * 1024
"""Bytes of one document; Collect takes 10 MB for a server's bound unless it is told another."""
DEEPEST = 256
"""Elements inside each other: libxml2's own bound, kept because huge_tree stays off. Repeats three deep in groups
need some twenty."""


class Doctype(StrEnum):
    REFUSED = "refused"
    WITHOUT_SUBSET = "without_subset"
    """Passed over, so that pages can be read; an internal subset, where entities live, is refused even so."""


class UnreadableXml(ValueError):
    """XML that is not read. `code`: too_large, empty, doctype, cut_off, not_well_formed, too_deep."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


def parse_xml(body: bytes, *, largest: int = LARGEST, doctype: Doctype = Doctype.REFUSED) -> etree._Element:
    """The root element. No entities, no network, no DTD. Raises UnreadableXml with a code and a reason."""
    if len(body) > largest:
        raise UnreadableXml("too_large", f"{len(body)} bytes, more than {largest}")
    if not body.strip():
        raise UnreadableXml("empty", "nothing was sent")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_blank_text=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable(error, body) from None
    except (ValueError, LookupError) as error:
        raise UnreadableXml("not_well_formed", str(error)) from None
    _refuse_doctype(root, doctype)
    return root


def _unreadable(error: etree.XMLSyntaxError, body: bytes) -> UnreadableXml:
    reason = error.msg or "not well-formed"
    if re.search(r"excessive depth", reason, re.IGNORECASE):
        return UnreadableXml("too_deep", f"elements nested deeper than {DEEPEST}")
    # What a phone cut off ends inside a tag or before its elements do; that is by far the commonest fault.
    if "Premature end" in reason or not body.rstrip().endswith(b">"):
        return UnreadableXml("cut_off", f"the document ends in the middle: {reason}")
    return UnreadableXml("not_well_formed", reason)


def _refuse_doctype(root: etree._Element, doctype: Doctype) -> None:
    declared: Any = root.getroottree().docinfo
    if not declared.doctype and declared.internalDTD is None:
        return
    if doctype is Doctype.REFUSED:
        raise UnreadableXml("doctype", "a DOCTYPE is not accepted")
    subset = declared.internalDTD
    if subset is not None and (
        any(True for _ in subset.iterentities()) or any(True for _ in subset.iterelements())
    ):
        raise UnreadableXml("doctype", "a DOCTYPE with entities or declarations of its own is not accepted")
