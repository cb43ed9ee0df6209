"""From the cells of one row to answers, or to why not and what was probably meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property, lru_cache

from jarchy.formats.filled_sheets import is_empty_cell
from jarchy.formats.table_values import Fault, nearest, parsed, written
from jarchy.forms.sheets.columns import SheetColumn, choices_and_parents, parent_of
from jarchy.xforms.engine import ReadyLists
from jarchy.xforms.form import Form, FormNode, Kind

LONGEST_ANSWER = 10_000  # characters, as on the web
YES = frozenset({"x", "х", "1", "+", "✓", "✔", "yes", "y", "true", "да", "ооба"})  # the second x is Cyrillic
NO = frozenset({"0", "-", "–", "—", "no", "n", "false", "нет", "жок"})
_WITH_NAME = re.compile(r".*\[([^\[\]]+)\]\s*")
_SEVERAL = re.compile(r"[;\n]")
MOST_SHOWN = 12  # choices named in a remedy

# Names of choices that an answer may mean, narrowed by the answers so far.
Narrow = Callable[[FormNode, Mapping[str, str]], Iterable[str]]


@dataclass(frozen=True)
class CellFault:
    """`shown` is what stands in the cell, "" where it must not be repeated."""

    column: SheetColumn
    shown: str
    fault: Fault


@dataclass
class Answered:
    """`answers` by the question's key."""

    answers: dict[str, str] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


class Labels:
    """What may stand in a cell for a choice: its label in any language of the form, its name, or as the blank said."""

    def __init__(
        self, node: FormNode, form: Form, lists: ReadyLists, of_blank: Sequence[tuple[str, str]]
    ) -> None:
        pairs = choices_and_parents(node, form, lists)
        choices = [choice for choice, _ in pairs]
        self.hangs_on = parent_of(node, form)
        self.above = {choice.name: of for choice, of in pairs}
        self.order = {choice.name: place for place, choice in enumerate(choices)}
        self.shown = [choice.label(form.default_language) for choice in choices]
        self.now: dict[str, dict[str, None]] = defaultdict(dict)
        self.then: dict[str, dict[str, None]] = defaultdict(dict)
        for choice in choices:
            for label in choice.labels.values():
                self.now[folded(label)][choice.name] = None
        for name, label in of_blank:
            self.then[folded(label)][name] = None
        self.meant = lru_cache(maxsize=4096)(self._meant)  # a sheet says the same words in every row

    def _meant(self, text: str) -> list[str]:
        """Names of the choices that the text can mean."""
        if text in self.order:
            return [text]
        key = folded(text)
        if found := self.then.get(key) or self.now.get(key):
            return list(found)
        named = _WITH_NAME.fullmatch(text)
        return [named[1]] if named and named[1] in self.order else []

    def nearest(self, text: str) -> str | None:
        return nearest(text, self.shown) if len(self.shown) < 3000 else None


def folded(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


@dataclass
class CellReader:
    """One version and one organisation's lists; the labels of each question are gathered once."""

    form: Form
    lists: ReadyLists
    columns: Sequence[SheetColumn]
    of_blank: Mapping[str, Sequence[tuple[str, str]]]
    narrow: Narrow
    _labels: dict[str, Labels] = field(default_factory=dict)

    def answers_of(self, cells: Mapping[str, object]) -> Answered:
        read = Answered()
        several: dict[str, list[str]] = {}
        for column in self.columns:
            value = cells.get(column.header)
            if is_empty_cell(value):
                continue
            if column.node.kind is Kind.SELECT_MULTIPLE:
                chosen = several.setdefault(column.key, [])
                chosen += (
                    self._ticked(column, value, read) if column.ticks else self._listed(column, value, read)
                )
            else:
                text = self._single(column, value, read)
                if text:
                    read.answers[column.key] = text
        for column in self.columns:
            if column.key in several and several[column.key]:
                order = self._labels_of(column.node).order
                names = dict.fromkeys(several[column.key])
                read.answers[column.key] = " ".join(sorted(names, key=lambda name: order.get(name, 0)))
        return read

    def _single(self, column: SheetColumn, value: object, read: Answered) -> str:
        kind = column.node.kind
        if kind is Kind.SELECT_ONE:
            return self._chosen(column, _plain(value), read)
        if kind is Kind.ACKNOWLEDGE:
            return "OK" if self._is_yes(column, value, read) else ""
        text, fault = _READERS.get(kind, _read_text)(value)
        if fault:
            shown = "" if kind in (Kind.TEXT, Kind.BARCODE) else _plain(value)[:80]
            read.faults.append(CellFault(column, shown, fault))
        return text

    def _ticked(self, column: SheetColumn, value: object, read: Answered) -> list[str]:
        assert column.ticks is not None
        return [column.ticks.name] if self._is_yes(column, value, read) else []

    def _is_yes(self, column: SheetColumn, value: object, read: Answered) -> bool:
        text = folded(_plain(value))
        if text not in YES and text not in NO:
            read.faults.append(CellFault(column, _plain(value)[:80], Fault("forms.sheet_tick")))
        return text in YES

    def _listed(self, column: SheetColumn, value: object, read: Answered) -> list[str]:
        whole = _plain(value)
        if self._labels_of(column.node).meant(whole):  # a label may have a ; of its own
            return [name] if (name := self._chosen(column, whole, read)) else []
        parts = [part.strip() for part in _SEVERAL.split(whole) if part.strip()]
        return [name for part in parts if (name := self._chosen(column, part, read))]

    def _chosen(self, column: SheetColumn, text: str, read: Answered) -> str:
        labels = self._labels_of(column.node)
        names = labels.meant(text)
        if len(names) > 1:
            names = self._narrowed(column, names, read) or names
        if len(names) == 1:
            return names[0]
        if names:
            fault = Fault("forms.several_choices", {"choices": ", ".join(names[:MOST_SHOWN])})
        else:
            better = labels.nearest(text)
            fault = Fault("forms.unknown_choice", {"better": better} if better else {})
        read.faults.append(CellFault(column, text[:80], fault))
        return ""

    def _narrowed(self, column: SheetColumn, names: Sequence[str], read: Answered) -> list[str]:
        """Those that are offered after the answers so far: Ак-Суу stands in four districts."""
        labels = self._labels_of(column.node)
        if labels.hangs_on is not None:
            answer = read.answers.get(self.keys.get(labels.hangs_on.path, ""))
            return [name for name in names if labels.above[name] == answer]
        open_now = set(self.narrow(column.node, read.answers))
        return [name for name in names if name in open_now]

    @cached_property
    def keys(self) -> Mapping[str, str]:
        return {column.node.path: column.key for column in self.columns}

    def _labels_of(self, node: FormNode) -> Labels:
        if node.path not in self._labels:
            self._labels[node.path] = Labels(node, self.form, self.lists, self.of_blank.get(node.path, ()))
        return self._labels[node.path]


def yes_or_no(value: object, of_blank: Sequence[tuple[str, str]]) -> bool | None:
    """What a drop-down of yes alone was answered; False where nothing stands, None where something else does."""
    if is_empty_cell(value):
        return False
    text = folded(_plain(value))
    if text in YES or text in {folded(label) for _name, label in of_blank}:
        return True
    return False if text in NO else None


Read = tuple[str, Fault | None]


def _plain(value: object) -> str:
    """A cell as it would be typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _read_as(kind: str) -> Callable[[object], Read]:
    def read(value: object) -> Read:
        found, fault = parsed(_plain(value), kind)
        return ("", fault) if fault else (_number(found), None)

    return read


def _number(value: object) -> str:
    """Without zeros behind the point, which no spreadsheet keeps."""
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return written(value)


def _read_time(value: object) -> Read:
    return (value.isoformat(), None) if isinstance(value, time) else (_plain(value), None)


def _read_moment(value: object) -> Read:
    return (value.isoformat(), None) if isinstance(value, datetime) else (_plain(value), None)


def _read_text(value: object) -> Read:
    text = _plain(value).replace("\r\n", "\n").replace("_x000D_", "")
    if len(text) > LONGEST_ANSWER:
        return "", Fault("forms.sheet_text_too_long", {"longest": str(LONGEST_ANSWER)})
    _, fault = parsed(text, "text")
    spoilt = fault if fault and fault.code == "table.mangled_number" else None
    return ("", spoilt) if spoilt else (text, None)


_READERS: Mapping[Kind, Callable[[object], Read]] = {
    Kind.INTEGER: _read_as("integer"),
    Kind.DECIMAL: _read_as("decimal"),
    Kind.DATE: _read_as("date"),
    Kind.TIME: _read_time,
    Kind.DATE_TIME: _read_moment,
}
