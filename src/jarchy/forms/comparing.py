"""What is other in a new version of a form, question by question. Pure: two forms in, changes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jarchy.xforms.form import Form, FormNode, Rule, Text


class What(StrEnum):
    """What happened to a question."""

    ADDED = "added"
    REMOVED = "removed"
    KIND = "kind"
    WORDS = "words"
    CHOICES = "choices"
    CONDITION = "condition"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    CALCULATION = "calculation"


@dataclass(frozen=True)
class Change:
    what: What
    node: FormNode  # of the new form; of the old one where it was removed


def changes_between(old: Form, new: Form) -> list[Change]:
    """In the new form's order, what was removed at the end. Questions are the same where their path is; the root's own
    name makes no difference."""
    before = {_below_root(node): node for node in old.nodes if not node.is_group}
    found: list[Change] = []
    for node in new.nodes:
        if node.is_group:
            continue
        if (was := before.pop(_below_root(node), None)) is None:
            found.append(Change(What.ADDED, node))
        else:
            found.extend(Change(what, node) for what in _other(was, node))
    return found + [Change(What.REMOVED, node) for node in before.values()]


def _below_root(node: FormNode) -> str:
    return node.path.partition("/")[2].partition("/")[2]


def _other(was: FormNode, now: FormNode) -> Iterator[What]:
    if was.kind is not now.kind or was.bind_type != now.bind_type:
        yield What.KIND
    if any(_words(a) != _words(b) for a, b in ((was.label, now.label), (was.hint, now.hint))):
        yield What.WORDS
    if _choices(was) != _choices(now):
        yield What.CHOICES
    for what, one, other in (
        (What.CONDITION, was.relevant, now.relevant), (What.REQUIRED, was.required, now.required),
        (What.CONSTRAINT, was.constraint, now.constraint), (What.CALCULATION, was.calculate, now.calculate),
    ):  # fmt: skip
        if _source(one) != _source(other):
            yield what


def _words(text: Text) -> dict[str, str]:
    """Without the values that are put in: two readings of one form make them anew."""
    return {
        language: "".join(part if isinstance(part, str) else "…" for part in parts)
        for language, parts in text.by_language.items()
    }


def _choices(node: FormNode) -> object:
    itemset = node.itemset
    return None if itemset is None else (itemset.source, itemset.fixed)


def _source(rule: Rule | None) -> str:
    return rule.source if rule else ""
