"""The choices of selects, as the form declares them and as its lists give them."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from jarchy.xforms.form import Choice, Itemset, Text
from jarchy.xforms.namespaces import XF, tag
from jarchy.xforms.secondary import cell
from jarchy.xforms.wording import Wording
from jarchy.xforms.xpath.nodes import Node

_TEXT_ID = re.compile(r"\s*jr:itext\(\s*([\w.-]+)\s*\)\s*$")
# instance('name')/root/item without a condition: its choices are the same for everybody.
_WHOLE_LIST = re.compile(r"\s*instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item\s*$")


def plain_itemset(element: etree._Element, rows: int) -> dict[str, Any]:
    """Choices taken from a list, as the program keeps them; `rows` is the rule that finds them."""
    value = _reference(element.find(tag(XF, "value"))) or "name"
    label = _reference(element.find(tag(XF, "label"))) or value
    found: dict[str, Any] = {"rows": rows, "value": value, "label": label}
    if text_id := _TEXT_ID.match(label):
        found |= {"label": text_id[1], "by_id": True}
    if whole := _WHOLE_LIST.match(element.get("nodeset", "")):
        found["list"] = whole[1]
    return found


def plain_choices(
    items: tuple[etree._Element, ...], wording: Wording, names: tuple[str, ...]
) -> dict[str, Any]:
    """Choices written into the control itself, as the program keeps them."""
    return {
        "fixed": [
            [
                (item.findtext(tag(XF, "value")) or "").strip(),
                wording.of(item.find(tag(XF, "label")), names),
            ]
            for item in items
        ]
    }


def choice_of(row: Node, itemset: Itemset, texts: Mapping[str, Text]) -> Choice:
    """A row as a choice. A list from a file may carry its label in several languages: label, label_ky, label_ru."""
    name = cell(row, itemset.value)
    if itemset.label_is_text_id:
        return labelled(name, texts.get(cell(row, itemset.label), Text()))
    labels = {"": cell(row, itemset.label)}
    prefix = f"{itemset.label}_"
    labels |= {
        found.name.removeprefix(prefix): found.value
        for found in row.children
        if found.name.startswith(prefix)
    }
    return Choice(name, labels)


def labelled(name: str, text: Text) -> Choice:
    # A choice's label may put in a value on a phone; here it stays without one, as the list is one for everybody.
    labels = {
        language: "".join(part for part in parts if isinstance(part, str))
        for language, parts in text.by_language.items()
    }
    return Choice(name, labels, text.media)


def _reference(element: etree._Element | None) -> str:
    return "" if element is None else (element.get("ref") or "").strip()
