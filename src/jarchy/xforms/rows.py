"""Where in a workbook a question stands, so that whoever made it finds what is said of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jarchy.xforms.finding import Finding

Names = tuple[str, ...]
Table = Sequence[Sequence[str]]
_BEGIN = re.compile(r"begin[ _](?:group|repeat|lgroup|looped group|loop)\b", re.IGNORECASE)
_END = re.compile(r"end[ _](?:group|repeat|lgroup|looped group|loop)\b", re.IGNORECASE)
# What a finding is about, by its code, as the columns of a survey are called.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "bad_relevant": ("relevant", "bind::relevant", "relevance"),
    "bad_constraint": ("constraint", "bind::constraint"),
    "bad_required": ("required", "bind::required"),
    "bad_readonly": ("readonly", "read_only", "bind::readonly"),
    "bad_calculate": ("calculation", "calculate", "bind::calculate"),
    "bad_itemset": ("choice_filter",),
    "bad_count": ("repeat_count", "count", "jr:count"),
    "bad_default": ("default",),
    "bad_range": ("parameters",),
    "asked_plainly": ("appearance", "control::appearance"),
    "not_filled": ("type",),
}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The survey's rows by the names below the form's root (as the spreadsheet shows them, header = 1), and the
    letters of its columns; `key_column` that of the settings in which the key of an encrypted form stands."""

    rows: Mapping[Names, int] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    key_column: str = ""

    def placed(self, finding: Finding) -> Finding:
        """The finding with sheet, row and column, as far as they can be told; that of the group around a question
        that the workbook does not write itself (the head of a table, what "or other" adds)."""
        if finding.code == "encrypted":
            return replace(finding, sheet="settings", row=2, column=self.key_column)
        if finding.sheet or not finding.path:
            return finding
        names = tuple(finding.path.partition("@")[0].strip("/").split("/")[1:])
        while names and names not in self.rows:
            names = names[:-1]
        if not names:
            return finding
        called = next((name for name in _COLUMNS.get(finding.code, ()) if name in self.columns), "")
        return replace(finding, sheet="survey", row=self.rows[names], column=self.columns.get(called, ""))


def whereabouts(survey: Table, settings: Table, letter: Callable[[int], str]) -> Whereabouts:
    """Of the cells of two sheets, their headers first. `letter`: what the spreadsheet calls a column, from 0."""
    columns = _columns(survey, letter)
    key_column = _columns(settings, letter).get("public_key", "")
    if "type" not in columns or "name" not in columns:
        return Whereabouts(key_column=key_column)
    places = [list(columns).index(name) for name in ("type", "name")]
    rows: dict[Names, int] = {}
    above: list[str] = []
    for number, row in enumerate(survey[1:], 2):
        kind, name = (row[place] if place < len(row) else "" for place in places)
        if _END.match(kind):
            above = above[:-1]
        elif name:
            rows.setdefault((*above, name), number)
            if _BEGIN.match(kind):
                above.append(name)
    return Whereabouts(rows, columns, key_column)


def _columns(table: Table, letter: Callable[[int], str]) -> dict[str, str]:
    """In the order of the sheet, the empty ones by their letters; of two with one name the first."""
    found: dict[str, str] = {}
    for place, name in enumerate(table[0] if table else ()):
        found.setdefault(name.lower().strip() or f" {letter(place)}", letter(place))
    return found
