"""The choices of selects, as the form declares them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from jarchy.xforms.form import Choice, Itemset, Text
from jarchy.xforms.namespaces import XF, tag
from jarchy.xforms.secondary import Secondary, cell
from jarchy.xforms.wording import Wording
from jarchy.xforms.xpath.nodes import Node
from jarchy.xforms.xpath.program import Context, Program

_TEXT_ID = re.compile(r"\s*jr:itext\(\s*([\w.-]+)\s*\)\s*$")
# instance('name')/root/item without a condition: its choices are the same for everybody.
_WHOLE_LIST = re.compile(r"\s*instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item\s*$")


def read_itemset(
    element: etree._Element, program: Program, secondary: Secondary, wording: Wording
) -> Itemset:
    value, label = element.find(tag(XF, "value")), element.find(tag(XF, "label"))
    value_name = _reference(value) or "name"
    label_name = _reference(label) or value_name
    text_id = _TEXT_ID.match(label_name)
    whole = _WHOLE_LIST.match(element.get("nodeset", ""))
    itemset = Itemset(
        rows=program.run,
        value=value_name,
        label=text_id[1] if text_id else label_name,
        label_is_text_id=text_id is not None,
        whole=whole[1] if whole else "",
        source=element.get("nodeset", "").strip(),
    )
    if itemset.whole not in secondary.instances:
        return itemset
    rows = [row for root in secondary.instances[itemset.whole].children for row in root.children]
    choices = tuple(choice_of(row, itemset, wording.texts) for row in rows)
    return replace(itemset, fixed=choices, fixed_names=frozenset(choice.name for choice in choices))


def static_itemset(items: Sequence[etree._Element], wording: Wording, names: tuple[str, ...]) -> Itemset:
    """Choices written into the control itself."""
    choices = tuple(
        Choice(
            (item.findtext(tag(XF, "value")) or "").strip(),
            _labels(wording.of(item.find(tag(XF, "label")), names)),
        )
        for item in items
    )
    return Itemset(_no_rows, "name", "label", fixed=choices, fixed_names=frozenset(c.name for c in choices))


def choice_of(row: Node, itemset: Itemset, texts: Mapping[str, Text]) -> Choice:
    """A row as a choice. A list from a file may carry its label in several languages: label, label_ky, label_ru."""
    name = cell(row, itemset.value)
    if itemset.label_is_text_id:
        return Choice(name, _labels(texts.get(cell(row, itemset.label), Text())))
    labels = {"": cell(row, itemset.label)}
    prefix = f"{itemset.label}_"
    labels |= {
        found.name.removeprefix(prefix): found.value
        for found in row.children
        if found.name.startswith(prefix)
    }
    return Choice(name, labels)


def _labels(text: Text) -> dict[str, str]:
    # A choice's label may put in a value on a phone; here it stays without one, as the list is one for everybody.
    return {
        language: "".join(part for part in parts if isinstance(part, str))
        for language, parts in text.by_language.items()
    }


def _reference(element: etree._Element | None) -> str:
    return "" if element is None else (element.get("ref") or "").strip()


def _no_rows(context: Context) -> list[Node]:
    return []
