"""Which columns a form has on a sheet, and which lists stand behind them. Pure: a form in, columns out.

For whoever lives in a spreadsheet: a question with one answer is a column with a drop-down list; one with several
answers is a column for each choice, to be ticked with an x, or, where its choices are many, a few columns with the
same drop-down list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from jarchy.xforms.engine import ReadyLists
from jarchy.xforms.form import FILES, Choice, Form, FormNode, Kind
from jarchy.xforms.itemsets import choice_of
from jarchy.xforms.secondary import cell

NUMBER = "report_number"  # the column with each row's instance id
FOR_SOMEONE = "for_someone"  # the column that says of a row: entered for somebody without an account
MOST_TICKED = 12  # more choices than these are not each a column
PARTS = (
    3  # columns of a question with several answers out of many; more of them stand in one cell, parted by ;
)

_FILTERED = re.compile(
    r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item\s*(?:\[\s*([\w.-]+)\s*=\s*(/[\w/.-]+)\s*\])?\s*"
)


@dataclass(frozen=True)
class SheetColumn:
    """`header` is what programs find it by; `key` names the question among flat answers. `ticks`: the choice that an x
    in it means; `part`: which of several columns of one question it is, from 1."""

    header: str
    key: str
    node: FormNode
    ticks: Choice | None = None
    part: int = 1

    @property
    def has_list(self) -> bool:
        return self.node.is_select and self.ticks is None


@dataclass(frozen=True)
class ListRow:
    """One choice as a sheet shows it. `label` is unique among those that one cell offers; `of` is the label of the
    earlier answer under which it is offered, "" where its list hangs on none."""

    name: str
    label: str
    of: str = ""


def has_sheet(form: Form) -> bool:
    """Rounds of a repeat do not fit into one row, and a picture that must be there not into a cell."""
    needs_file = any(
        node.kind in FILES and node.required and node.required.source.strip() == "true()"
        for node in form.questions
    )
    return not form.repeats and not needs_file


def columns_of(form: Form) -> list[SheetColumn]:
    """In the form's order, the report's number aside. Left out: pictures, and what is asked only because of one."""
    names = Counter(node.name for node in form.nodes)
    left_out = {node.path for node in form.questions if node.kind in FILES}
    found: list[SheetColumn] = []
    for node in form.questions:
        reads = form.dependencies.get(node.path, frozenset())
        if node.path in left_out or (node.relevant and reads and reads <= left_out):
            left_out.add(node.path)
            continue
        found += _columns_of(node, node.name if names[node.name] == 1 else node.path)
    return found


def _columns_of(node: FormNode, key: str) -> list[SheetColumn]:
    if node.kind is not Kind.SELECT_MULTIPLE:
        return [SheetColumn(key, key, node)]
    fixed = node.itemset.fixed if node.itemset else None
    if fixed is not None and len(fixed) <= MOST_TICKED:
        return [SheetColumn(f"{key}/{choice.name}", key, node, ticks=choice) for choice in fixed]
    return [
        SheetColumn(key if part == 1 else f"{key}/{part}", key, node, part=part)
        for part in range(1, PARTS + 1)
    ]


def parent_of(node: FormNode, form: Form) -> FormNode | None:
    """The question with one answer that alone decides among the choices of this one; None where there is none."""
    found = _FILTERED.fullmatch(node.itemset.source) if node.itemset else None
    parent = form.by_path.get(found[3]) if found and found[3] else None
    return parent if parent and parent.kind is Kind.SELECT_ONE else None


def list_rows(
    node: FormNode, form: Form, lists: ReadyLists, *, language: str, shown: Mapping[str, Mapping[str, str]]
) -> list[ListRow]:
    """The rows of a drop-down list, those of one parent together. `shown`: labels by name of the lists before, by the
    question's path."""
    parent = parent_of(node, form)
    above = shown.get(parent.path, {}) if parent else {}
    rows = [
        (choice.name, choice.label(language, form.default_language), above.get(of, ""))
        for choice, of in choices_and_parents(node, form, lists)
        if not parent or of in above
    ]
    twice = Counter((" ".join(label.split()).casefold(), of) for _, label, of in rows)
    made = [
        ListRow(
            name, label if twice[" ".join(label.split()).casefold(), of] == 1 else f"{label} [{name}]", of
        )
        for name, label, of in rows
    ]
    order = {label: place for place, label in enumerate(above.values())}
    return sorted(made, key=lambda row: order.get(row.of, -1)) if parent else made


def choices_and_parents(node: FormNode, form: Form, lists: ReadyLists) -> list[tuple[Choice, str]]:
    """Every choice that the question can have, each with the name of the earlier answer under which it is offered, ""
    where it hangs on none."""
    itemset = node.itemset
    if itemset is None:
        return []
    if itemset.fixed is not None:
        return [(choice, "") for choice in itemset.fixed]
    found = _FILTERED.fullmatch(itemset.source) or re.match(
        r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)()", itemset.source
    )
    if not found or found[1] not in lists.instances:
        return []
    rows = [row for root in lists.instances[found[1]].children for row in root.children]
    return [(choice_of(row, itemset, form.texts), cell(row, found[2]) if found[2] else "") for row in rows]
