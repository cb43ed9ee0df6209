"""A finding in the reader's language: what is wrong, and always how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from jarchy.charter import foreign_problems, problems, table_problems
from jarchy.formats.tables import Finding
from jarchy.foundation.problems import catalogue

# Imported so that their sentences stand in the catalogue.
__all__ = ["foreign_problems", "problems", "table_problems", "worded"]

_GUESSED = {"table.unknown_choice", "table.column_unknown", "charter.toml_unknown_key"}


def worded(finding: Finding) -> dict[str, object]:
    """A finding as programs read it: level, file, row, column, value, code, message and remedy (never
    empty).
    """
    problem = catalogue[finding.code]
    values = {
        "file": finding.file,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value or "",
    }
    values |= finding.params
    remedy = str(problem.remedy).format_map(_Lenient(values))
    better = finding.params.get("better")
    if better and better not in remedy:
        remedy = f"{remedy} {_suggested(finding.code, better)}"
    return {
        "level": finding.level, "file": finding.file, "row": finding.row, "column": finding.column, "value":
        finding.value,
        "code": finding.code, "message": str(problem.sentence).format_map(_Lenient(values)), "remedy": remedy,
    }  # fmt: skip


def _suggested(code: str, better: str) -> str:
    if code in _GUESSED or ".unknown_" in code or code.endswith("_unknown"):
        return gettext("Did you mean “{better}”?").format(better=better)
    return gettext("Write “{better}”.").format(better=better)


class _Lenient(dict[str, object]):
    """A param that one finding of a code carries and another does not is left out of the sentence."""

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(values)

    def __missing__(self, key: str) -> str:
        return ""
